"""A number of the text against the figure of the tables that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.audit.amounts import Amount
from ingest.audit.nouns import Entry, Subject
from ingest.audit.rules import CompiledRule, NarrativeRule
from ingest.audit.squashed import Squashed, squashed
from ingest.model import Document, Finding, Passage, Place
from ingest.numbers import chinese_number
from ingest.text import LineTable

YEAR: Final = re.compile(r"(20\d\d)年")
NEAR: Final = 240


@dataclass(frozen=True)
class Statement:
    """What a passage says: the rule, the number, and the offsets of match and sentence."""

    rule: CompiledRule
    value: Decimal
    passage: Passage
    text: Squashed
    span: tuple[int, int]
    sentence: tuple[int, int]


def narrative(subject: Subject, rules: tuple[CompiledRule, ...]) -> Iterator[Entry]:
    """An entry for each number of the text that no reading of it makes equal to the tables."""
    told: set[tuple[str, Decimal]] = set()
    for statement in statements(subject, rules):
        readings = amounts(subject, statement.rule.rule)
        mark = (statement.rule.key, statement.value)
        if not readings or mark in told or any(reading.value == statement.value for reading in readings):
            continue
        told.add(mark)
        yield entry(subject, statement, readings)


def statements(subject: Subject, rules: tuple[CompiledRule, ...]) -> Iterator[Statement]:
    """All that the text says of the rules' figures; a number is claimed once."""
    for passage in subject.passages:
        text = squashed(passage.text)
        context = "".join(passage.headings) + text.text
        claimed: set[int] = set()
        for rule in rules:
            if rule.rule.needs and not any(word in context for word in rule.rule.needs):
                continue
            for sentence, match in matches(rule, text):
                value = value_of(rule.rule, match)
                spot = match.start("n") if rule.rule.value is None else match.start()
                if value is None or spot in claimed or speaks_of_other(subject, rule.rule, text, sentence, match):
                    continue
                claimed.add(spot)
                yield Statement(rule, value, passage, text, match.span(), sentence)


def matches(rule: CompiledRule, text: Squashed) -> Iterator[tuple[tuple[int, int], re.Match[str]]]:
    """What a rule's patterns fit, each with its sentence, or what of it is near where that is endless."""
    for start, end in text.sentences():
        for pattern in rule.patterns:
            for match in pattern.finditer(text.text, start, end):
                yield (max(start, match.start() - NEAR), min(end, match.end() + NEAR)), match


def value_of(rule: NarrativeRule, match: re.Match[str]) -> Decimal | None:
    """The number that is told, or None where the characters are not one."""
    if rule.value is not None:
        return Decimal(rule.value)
    digits = match["n"].replace(",", "")
    number = int(digits) if digits.isascii() else chinese_number(digits)
    return None if number is None else Decimal(number)


def speaks_of_other(
    subject: Subject, rule: NarrativeRule, text: Squashed, sentence: tuple[int, int], match: re.Match[str]
) -> bool:
    """Whether the words around say that a part, another matter, another year or a change is meant."""
    if rule.near and not any(word in text.text[slice(*sentence)] for word in rule.near):
        return True
    clause = text.text[text.clause_start(match.start(), sentence[0]) : match.end()]
    if any(word in clause for word in rule.unless):
        return True
    years = YEAR.findall(text.text, sentence[0], match.start())
    return bool(years) and int(years[-1]) != subject.report.year


def amounts(subject: Subject, rule: NarrativeRule) -> list[Amount]:
    """The readings of a rule that the report's tables settle."""
    found = (subject.amounts.sum(terms) for terms in rule.readings)
    return [amount for amount in found if amount is not None]


def entry(subject: Subject, statement: Statement, readings: list[Amount]) -> Entry:
    """Number of the text on the left, every reading of the tables on the right."""
    text, rule = statement.text, statement.rule
    start, end = text.span(*text.quote(*statement.span, statement.sentence))
    quote = text.original[start:end].strip()
    start += len(text.original[start:end]) - len(text.original[start:end].lstrip())
    finding = Finding(
        identity="narrative",
        status=rule.rule.status,
        scope=rule.key,
        left=statement.value,
        right=readings[0].value,
        left_formula=str(statement.value),
        right_formula=" | ".join(dict.fromkeys(reading.formula for reading in readings)),
        cells=tuple(dict.fromkeys(cell.key for reading in readings for cell in reading.cells)),
    )
    return Entry(finding, quote, place_of(subject.document, statement.passage, start, start + len(quote)))


def place_of(document: Document, passage: Passage, start: int, end: int) -> Place:
    """Where a span of a passage stands in its document."""
    first, last = passage.source_offset(start), passage.source_offset(end - 1) + 1
    return Place(LineTable(document.text).line(first), first, last, page_at(document, first))


def page_at(document: Document, offset: int) -> int | None:
    """Page of the block that holds an offset, where the file type has pages."""
    before = [b.place for b in document.blocks if b.place.page is not None and b.place.start <= offset]
    return max(before, key=lambda place: place.start).page if before else None
