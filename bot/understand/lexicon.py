"""Which rows, columns, metrics and topics a question names: longest match over all aliases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.understand.data import restrictors, topics
from bot.understand.normal import normalise
from ingest.form.catalogue import Catalogue
from ingest.form.schema import Aliases

NUMERALS: Final = tuple("几一两二三四五六七八九十每哪多少数")
GAP: Final = r".{0,10}?"


@dataclass(frozen=True, slots=True)
class Entry:
    """An alias and what it names. `ref` is (table, key) or (metric, "")."""

    kind: str  # "row", "metric", "column", "topic" or "restrictor"
    table: str
    key: str
    alias: str
    weak: bool
    pattern: re.Pattern[str]
    pieces: tuple[str, ...]  # what must stand in a text for the pattern to match: looked for first, being cheaper

    @property
    def weight(self) -> int:
        """Characters that had to match: the more, the surer."""
        return len(self.alias.replace("*", ""))


@dataclass(frozen=True, slots=True)
class Named:
    """An alias found in a question. `positions` are the characters that matched, gaps left out."""

    entry: Entry
    start: int
    positions: frozenset[int]


def alias_pattern(alias: str) -> re.Pattern[str]:
    """Pattern of an alias: `*` is a short gap; English words match whole."""
    parts = [re.escape(part) for part in normalise_alias(alias).split("*")]
    body = GAP.join(f"({part})" for part in parts)
    if alias.isascii():
        body = rf"\b{body}\b"
    return re.compile(body)


def normalise_alias(alias: str) -> str:
    """An alias in the form in which questions are matched."""
    return "*".join(normalise(part) for part in alias.split("*"))


def entries_of(kind: str, table: str, key: str, aliases: Aliases, *, weak: bool = False) -> Iterator[Entry]:
    """Entries of one term, duplicates dropped."""
    for alias in dict.fromkeys([*aliases.zh, *aliases.en]):
        yield Entry(kind, table, key, alias, weak, alias_pattern(alias), tuple(normalise_alias(alias).split("*")))


@lru_cache(maxsize=2)
def entries(catalogue_key: CatalogueKey) -> tuple[Entry, ...]:
    """All entries of a catalogue."""
    catalogue = catalogue_key.catalogue
    found: list[Entry] = []
    for table, rows in catalogue.rows.items():
        for key, term in rows.items():
            found.extend(entries_of("row", table, key, term.aliases))
            found.extend(entries_of("row", table, key, term.weak, weak=True))
    for table, columns in catalogue.columns.items():
        for key, column in columns.items():
            found.extend(entries_of("column", table, key, column.aliases))
    for key, metric in catalogue.metrics.items():
        found.extend(entries_of("metric", metric.table, key, metric.aliases))
    for number, words in enumerate(topics()):
        found.extend(entries_of("topic", "", str(number), Aliases(zh=words.zh, en=words.en)))
    narrowing = restrictors()
    found.extend(entries_of("restrictor", "", "", Aliases(zh=narrowing.zh, en=narrowing.en)))
    return tuple(found)


class CatalogueKey:
    """Makes a catalogue usable as a cache key: by identity, since it never changes."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CatalogueKey) and other.catalogue is self.catalogue


def find_named(text: str, catalogue: Catalogue) -> list[Named]:
    """What a normalised question names, in order of appearance, overlaps resolved.

    Sure words come before weak ones; among those that overlap the one that begins first wins, then
    the longer one, so that 不予公开 is never read as 公开. At the same words a row or metric wins over a
    column, a topic comes last. Columns of different tables may share their words: all are kept.
    """
    rank = {"metric": 0, "row": 1, "column": 2, "topic": 3, "restrictor": 4}
    candidates = list(matches(text, entries(CatalogueKey(catalogue))))
    candidates.sort(key=lambda n: (n.entry.weak, n.start, -n.entry.weight, rank[n.entry.kind]))
    taken: set[int] = set()
    chosen: list[Named] = []
    for candidate in candidates:
        if candidate.positions & taken and not twin(candidate, chosen):
            continue
        chosen.append(candidate)
        taken |= candidate.positions
    return sorted(chosen, key=lambda n: n.start)


def twin(candidate: Named, chosen: Iterable[Named]) -> bool:
    """A column named by the very words that already name a column of another table."""
    return candidate.entry.kind == "column" and any(
        other.entry.kind == "column" and other.positions == candidate.positions for other in chosen
    )


def matches(text: str, known: Iterable[Entry]) -> Iterator[Named]:
    """Every place at which an alias stands in `text`."""
    for entry in known:
        if not all(piece in text for piece in entry.pieces):
            continue
        for match in entry.pattern.finditer(text):
            spans = [match.span(g) for g in range(1, (match.re.groups or 0) + 1)]
            positions = frozenset(i for start, end in spans for i in range(start, end))
            if entry.alias[0] == "个" and text[match.start() - 1 : match.start()] in NUMERALS:
                continue  # 几个人 counts people and names no natural persons
            yield Named(entry, match.start(), positions)
