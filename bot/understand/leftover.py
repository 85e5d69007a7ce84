"""What of a question nothing here understood. A figure that answers only the rest would be a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.understand.data import heard, narrowing_patterns, operations, stopwords
from bot.understand.lexicon import Named
from bot.understand.words import Word, is_word, words_of
from bot.understand.years import relative_spans

DATES: Final = re.compile(r"第[一二三四五六七八九十\d]+[行栏列项格条]|\d{2,4}年(?:度)?|\d+|[%()\"'、,.?!:;~-]")
MONTH: Final = re.compile(r"\d{1,2}月(?:份)?|第?[一二三四1-4]季度")
HAN_RUN: Final = re.compile(r"[\u3400-\u9fff]{2,}")
SENTENCE: Final = 7  # characters of a clause that says something by itself
LATIN_WORD: Final = re.compile(r"[a-z]{4,}")


CLAUSE: Final = re.compile(r"[^,.;:!?。\n]+")
ASKING: Final = re.compile(r"多少|几|哪|什么|谁|若干|how|what|which|who")
NARROWING: Final = re.compile(r"其中|只|仅|限|单是|单说")


@dataclass(frozen=True)
class Leftover:
    """Words of a question that nothing understood, and those among them that are names."""

    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    narrowing: tuple[str, ...] = ()  # those that narrow for certain


@lru_cache(maxsize=1)
def idle_words() -> re.Pattern[str]:
    """Chinese words that narrow nothing, the longest first."""
    words = {*stopwords().zh, *heard().zh}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def leftover(text: str, named: Sequence[Named], spans: Iterable[tuple[int, int]], said: str = "") -> Leftover:
    """Words that name nothing known: no term, agency, year, wish or function word.

    `named` are the terms found, `spans` the characters that name agencies; `said` are all wordings
    of those terms, since a word of a label narrows nothing. Of Chinese words only those that name a
    thing can narrow a figure, and only in a clause that speaks of it.
    """
    known = understood(text, named, spans)
    rest = "".join(" " if i in known else char for i, char in enumerate(text))
    narrowing = [n.entry.alias for n in named if n.entry.kind == "restrictor" and not in_context(text, n.start, named)]
    narrowing += MONTH.findall(rest)
    narrowing += [m[0] for p in narrowing_patterns() for m in p.finditer(text) if not set(range(*m.span())) <= known]
    for pattern in (MONTH, DATES, idle_words()):
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    sure = any(n.entry.kind in {"row", "metric"} and not n.entry.weak for n in named)
    unknown = unknown_words(text, rest, nouns_only=sure)
    nouns = [w for w in unknown if w.text not in said and (names_something(w) or narrows(text, w.start, named))]
    found = [*narrowing, *(word.text for word in nouns), *latin_words(rest)]
    names = tuple(word.text for word in nouns if word.is_name)
    return Leftover(tuple(dict.fromkeys(found)), names, tuple(dict.fromkeys(narrowing)))


def understood(text: str, named: Sequence[Named], spans: Iterable[tuple[int, int]]) -> set[int]:
    """Characters that something understood."""
    known = {i for n in named if n.entry.kind != "restrictor" for i in n.positions}
    known |= {i for start, end in spans for i in range(start, end)}
    for pattern in [p for patterns in operations().values() for p in patterns]:
        known |= {i for match in pattern.finditer(text) for i in range(*match.span())}
    return known | {i for start, end in relative_spans(text) for i in range(start, end)}


def unknown_words(text: str, rest: str, *, nouns_only: bool) -> list[Word]:
    """Words that name a thing, all or most of whose characters are left in `rest`.

    Verbs too where no figure is named outright, or where 的 makes them a modifier: 交了申请却没补材料 is
    not simply an application, and 撤诉的诉讼 are not all lawsuits.
    """
    if not HAN_RUN.search(rest):
        return []
    found = []
    for word in words_of(text):
        left = sum(char != " " for char in rest[word.start : word.start + len(word.text)])
        modifies = word.is_content and text[word.start + len(word.text) :].startswith(("的", "了的", "过的"))
        if (
            (word.is_noun or modifies or (word.is_verb and not nouns_only))
            and len(word.text) > 1
            and left > len(word.text) / 2
        ):
            found.append(word)
    return found


def narrows(text: str, at: int, named: Sequence[Named]) -> bool:
    """Whether the clause at an offset asks, or says that it narrows, or names a figure that no other clause asks for."""
    clauses = list(CLAUSE.finditer(text))
    clause = next((m for m in clauses if m.start() <= at < m.end()), None)
    if clause is None or ASKING.search(clause[0]) or NARROWING.search(clause[0]):
        return True
    figures = [n for n in named if n.entry.kind in {"row", "metric"} and not n.entry.weak]
    asked = [m for m in clauses if ASKING.search(m[0]) and any(m.start() <= n.start < m.end() for n in figures)]
    return not asked and any(clause.start() <= n.start < clause.end() for n in named)


def latin_words(rest: str) -> list[str]:
    """Latin words that no list knows: a kind of applicant, a channel, a name."""
    english = {*stopwords().en, *heard().en}
    return [word for word in LATIN_WORD.findall(rest) if word not in english]


def in_context(text: str, at: int, named: Sequence[Named]) -> bool:
    """Whether an offset is in a whole sentence before the clause that asks: 我家厂子被查封过，想知道…"""
    clause = next((m for m in CLAUSE.finditer(text) if m.start() <= at < m.end()), None)
    return clause is not None and len(clause[0]) >= SENTENCE and not narrows(text, at, named)


def names_something(word: Word) -> bool:
    """Whether it is the name of a place, an organisation or a person that the dictionary knows."""
    return word.is_name and is_word(word.text)
