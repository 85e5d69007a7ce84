"""Printed labels → row and column keys, with the tolerance that real reports need.

A label is compared after normalisation (width, blanks, punctuation, numbering, Traditional
characters). A misprint is accepted up to MISPRINT of its length, or up to NUMBERED where the
printed numbering and the group above confirm it. Two candidates equally near are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from ingest.form.catalogue import Catalogue
from ingest.text import squash

MISPRINT: Final = 0.2
NUMBERED: Final = 0.4
NUMBERING: Final = re.compile(
    r"^(?:\((?P<paren>[一二三四五六七八九十]+)\)|(?P<item>[一二三四五六七八九十]+)[、.,]|(?P<number>\d{1,2})[.、,)])"
)
MARKS: Final = re.compile(r"[^\w%]+|_")
RESULTS: Final = "本年度办理结果"
ORGANISATIONS: Final = "法人或其他组织"


@dataclass(frozen=True, slots=True)
class Match:
    """A label that was recognised. `distance` is 0 for an exact match."""

    key: str
    distance: int


@lru_cache(maxsize=50_000)
def core(label: str) -> str:
    """The comparable part of a label: no numbering, no punctuation, no blanks."""
    text = squash(label)
    text = NUMBERING.sub("", text, count=1)
    return MARKS.sub("", text)


@lru_cache(maxsize=50_000)
def numbering(label: str) -> str:
    """The numbering in front of a label: "2" for 2.…, "三" for （三）… or 三、…, else ""."""
    match = NUMBERING.match(squash(label))
    return next((g for g in match.groups() if g), "") if match else ""


class LabelIndex:
    """Labels of one table's rows or columns, ready to be matched."""

    def __init__(self, labels: dict[str, list[str]]) -> None:
        self.exact: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        for key, printed in labels.items():
            self.numbers[key] = numbering(printed[0])
            for label in printed:
                self.exact.setdefault(core(label), key)
        self.letters = frozenset().union(*self.exact)

    def match(self, label: str, expected: str | None = None) -> Match | None:
        """Key of `label`, or None. `expected` is the key that the form has next."""
        text = core(label)
        if not text:
            return None
        if text in self.exact:
            return Match(self.exact[text], 0)
        if self.letters.isdisjoint(text):  # a figure: every letter would be an edit
            return None
        return nearest(self, text, numbering(label), expected)

    def limit(self, known: str, key: str, number: str, expected: str | None) -> int:
        """Edits allowed between a numbered label and a known one: none for labels of two characters."""
        if len(known) < 3:
            return 0
        confirmed = key == expected and bool(self.numbers[key]) and self.numbers[key] == number
        return int(len(known) * (NUMBERED if confirmed else MISPRINT))


@lru_cache(maxsize=20_000)
def nearest(index: LabelIndex, text: str, number: str, expected: str | None) -> Match | None:
    """The one key whose label is nearest to `text`, within the limit; None where two are equally near."""
    best: dict[str, int] = {}
    for known, key in index.exact.items():
        limit = index.limit(known, key, number, expected)
        if limit and abs(len(known) - len(text)) <= limit:
            distance = Levenshtein.distance(known, text, score_cutoff=limit)
            if distance <= limit:
                best[key] = min(distance, best.get(key, distance))
    ranked = sorted(best.items(), key=lambda pair: pair[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return Match(*ranked[0])


@dataclass(frozen=True, eq=False)
class FormLabels:
    """All label indexes of the catalogue."""

    rows: dict[str, LabelIndex]
    columns: dict[str, LabelIndex]
    groups: frozenset[str]  # cores of the labels that stand above rows, e.g. 不予公开


@lru_cache(maxsize=4)
def form_labels(catalogue: Catalogue) -> FormLabels:
    """Build the indexes of every table."""
    rows = {
        table: LabelIndex({key: [term.path[-1], *term.variants] for key, term in terms.items()})
        for table, terms in catalogue.rows.items()
    }
    columns = {
        table: LabelIndex({key: [term.printed, *term.variants] for key, term in terms.items() if not term.sum_of})
        for table, terms in catalogue.columns.items()
    }
    paths = [term.path for terms in catalogue.rows.values() for term in terms.values()]
    groups = frozenset(core(label) for path in paths for label in path[:-1])
    return FormLabels(rows, columns, groups)
