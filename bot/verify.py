"""Every number of an answer resolves to what it cites, or it goes.

Checked line by line against the citations marked on that line (a quoted line stands on the marks of
the line before): a number must be printed in a cited cell or quote, or be the value of a formula whose
own numbers are, or be a year or name of a report at hand. Whoever phrased the line is not asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.compose.draft import Draft, Line
from bot.formula import FormulaError, evaluate, numbers_of
from bot.model import Citation, Note, Value
from ingest.numbers import read_figure

MARK: Final = re.compile(r"\[(\d+)\]")
NUMBER: Final = re.compile(r"(?<![A-Za-z\d.])\d[\d,]*(?:\.\d+)?")
NUM: Final = r"\d[\d,]*(?:\.\d+)?"


def expression(depth: int) -> str:
    """Pattern of a formula with brackets up to `depth` deep."""
    atom = NUM if depth == 0 else rf"(?:{NUM}|\({expression(depth - 1)}\))"
    return rf"{atom}(?:\s*[+×÷*/−-]\s*{atom})*"


BRACKETS: Final = 3
OPERATOR: Final = re.compile(r"[+×÷*/−-]")
FORMULA: Final = re.compile(rf"(?=[\d(]){expression(BRACKETS)}(?:%|(?=\D|$))")


@dataclass(frozen=True)
class Verified:
    """What is left of a draft, and whether anything had to go."""

    text: str
    values: tuple[Value, ...]
    notes: tuple[Note, ...]
    removed: int


def verify(draft: Draft, structural: Iterable[str] = ()) -> Verified:
    """Drop every line, value and note with a number that does not resolve.

    `structural` are numbers that belong to no figure: years and the digits of names of loaded reports.
    """
    known = {c.n: c for c in draft.citations}
    free = set(structural)
    lines: list[str] = []
    removed = 0
    marked: list[Citation] = []
    for line in draft.lines:
        own = [known[int(n)] for n in MARK.findall(line.text) if int(n) in known]
        marked = own or marked
        if resolves(line, marked, free) and marks_exist(line.text, known):
            lines.append(line.text)
        else:
            removed += 1
    shown = {canonical(n) for line in lines for n in NUMBER.findall(unicodedata.normalize("NFKC", line))}
    values = tuple(
        v for v in draft.values if value_resolves(v, known) and canonical(format(abs(v.value), "f")) in shown
    )
    notes = tuple(n for n in draft.notes if all(c in known for c in n.citations) and (n.text in "\n".join(lines)))
    removed += len(draft.values) - len(values)
    if removed:
        lines.append(draft.text("unresolved"))
    return Verified("\n\n".join(tidy(lines)), values, notes, removed)


def tidy(lines: Sequence[str]) -> list[str]:
    """List items, and rows of a table, stay together as one block."""
    blocks: list[str] = []
    for line in lines:
        if blocks and line.startswith(("- ", "| ")) and blocks[-1].startswith(line[:2]):
            blocks[-1] += "\n" + line
        else:
            blocks.append(line)
    return blocks


def marks_exist(text: str, known: dict[int, Citation]) -> bool:
    """Whether every mark of a line has its citation."""
    return all(int(n) in known for n in MARK.findall(text))


def resolves(line: Line, marked: Sequence[Citation], free: set[str]) -> bool:
    """Whether every number of a line is accounted for."""
    text = unicodedata.normalize("NFKC", MARK.sub("", line.text).replace("**", ""))
    printed = {number for citation in marked for number in printed_numbers(citation)}
    computed = computed_numbers(text, printed | line.own)
    for raw in NUMBER.findall(text):
        number = canonical(raw)
        if number in printed or number in computed or raw in free or raw in line.own or number in line.own:
            continue
        return False
    return True


def canonical(raw: str) -> str:
    """A number without separators and trailing zeros, so that 1,234.50 is 1234.5."""
    plain = raw.replace(",", "")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0")) or "0"


def printed_numbers(citation: Citation) -> set[str]:
    """Numbers that a citation prints: a cell's figure, or the numbers of a quote."""
    text = unicodedata.normalize("NFKC", (citation.raw if citation.kind == "cell" else citation.quote) or "")
    found = {canonical(n) for n in NUMBER.findall(text)}
    if citation.cell is not None:
        figure = read_figure(citation.cell.raw)
        if figure.value is not None:
            found.add(canonical(format(abs(figure.value), "f")))
        if citation.cell.correction is not None:
            found.add(canonical(format(abs(citation.cell.correction.value), "f")))
        if not NUMBER.search(text):
            found.add("0")  # a blank or dash that the sums prove to be zero
    return found


def computed_numbers(text: str, printed: set[str]) -> set[str]:
    """Numbers that a formula of the line comes to, its own numbers being printed ones."""
    found: set[str] = {"100"} if "100%" in text else set()
    for match in FORMULA.finditer(text):
        formula = match[0]
        if not OPERATOR.search(formula):
            continue
        try:
            operands = {canonical(format(n, "f")) for n in numbers_of(formula)}
            if operands <= printed:
                found |= operands | {canonical(format(abs(evaluate(formula)), "f"))}
        except FormulaError:
            continue
    return found


def value_resolves(value: Value, known: dict[int, Citation]) -> bool:
    """Whether a value is printed in its citations, or its formula over them comes to it."""
    if not value.citations or any(n not in known for n in value.citations):
        return False
    printed = {number for n in value.citations for number in printed_numbers(known[n])} | value.own
    if value.formula is None:
        return canonical(format(abs(value.value), "f")) in printed
    try:
        operands = {canonical(format(n, "f")) for n in numbers_of(value.formula)}
        return operands <= printed and evaluate(value.formula) == value.value
    except FormulaError:
        return False
