"""Where the form's words stand in a text that has no grid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from ingest.form.catalogue import Catalogue
from ingest.form.labels import FormLabels, LabelIndex, core
from ingest.form.linear import Linear

SHORT: Final = 3
SHORTEST_MISPRINT: Final = 4
LONGEST: Final = 60
NUMERALS: Final = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.,)]")
NUMBER_BEFORE: Final = re.compile(r"(?:\(\s*\d{1,2}\s*\)|\d\s*[.、,)]|\()\s*$")
NEXT_NUMBER: Final = re.compile(r"(?:\(\s*\d{1,2}\s*\)|(?<!\d)\d{1,2}[.、,)]|(?P<glued>\d)[^\S\n]{0,4}[.、,)]|\()\s*$")
FIGURE: Final = re.compile(r"[\d/]|(?<!\S)-(?!\S)")
DIGITS: Final = re.compile(r"[\d%]")
ITEM_WORDS: Final = tuple(f"第二十条第{n}项" for n in "一二三四五六七八九十")
REQUEST_WORDS: Final = ("申请人情况", "法人或其他组织", "收到和处理政府信息公开申请情况")
DISPUTE_WORDS: Final = ("行政诉讼", "政府信息公开行政复议行政诉讼情况", "政府信息公开行政复议和行政诉讼情况")


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the form at view[start:end]. It may name a row, a column, both or neither."""

    start: int
    end: int
    row: str = ""
    column: str = ""
    number: str = ""  # the numbering that the form prints in front of a row


@dataclass(frozen=True)
class Vocabulary:
    """All words of one table, by their letters."""

    rows: dict[str, str]
    columns: dict[str, str]
    marks: frozenset[str]
    index: LabelIndex
    order: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any word of the table, the longest first."""
        words = {*self.rows, *self.columns, *self.marks} - {""}
        return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))

    def hit(self, start: int, end: int, row: str = "", column: str = "") -> Hit:
        """A word of this table."""
        return Hit(start, end, row, column, self.index.numbers.get(row, ""))

    def following(self, row: str) -> str | None:
        """The row that the form has after `row`."""
        at = self.order.index(row) + 1 if row in self.order else 0
        return self.order[at] if at < len(self.order) else None


@lru_cache(maxsize=16)
def vocabulary(catalogue: Catalogue, labels: FormLabels, table: str) -> Vocabulary:
    """Words of `table`; the rows of both forms in one order."""
    order = dict.fromkeys(
        row
        for form in sorted(catalogue.forms, reverse=True)
        for item in catalogue.forms[form].tables[table].items
        for row in item.rows
    )
    placed = list(order)
    for whole, parts in catalogue.forms[max(catalogue.forms)].collapsed.items():
        if whole in order and parts[0] in order:
            placed.remove(whole)
            placed.insert(placed.index(parts[0]), whole)
    return Vocabulary(
        letters_only(labels.rows[table].exact),
        letters_only(labels.columns[table].exact),
        frozenset({core("信息内容"), *ITEM_WORDS, *REQUEST_WORDS, *DISPUTE_WORDS, *labels.groups}),
        labels.rows[table],
        tuple(placed),
    )


def letters_only(exact: dict[str, str]) -> dict[str, str]:
    """Labels as the view shows them."""
    return {DIGITS.sub("", label): key for label, key in exact.items()}


def find_hits(linear: Linear, words: Vocabulary, start: int, end: int) -> list[Hit]:
    """Words of the form in view[start:end], in order, misprinted row labels included."""
    found = [
        words.hit(m.start(), m.end(), words.rows.get(m[0], ""), words.columns.get(m[0], ""))
        for m in words.pattern.finditer(linear.view, start, end)
    ]
    sure = [hit for i, hit in enumerate(found) if stands_alone(linear, found, i)]
    return sorted([*sure, *misprints(linear, words, sure, start, end)], key=lambda hit: hit.start)


def stands_alone(linear: Linear, found: Sequence[Hit], at: int) -> bool:
    """A short word counts only where it is no part of another word."""
    hit = found[at]
    if hit.end - hit.start > SHORT:
        return True
    joined_before = hit.start > 0 and linear.after(hit.start) == linear.before(hit.start)
    if joined_before and not (at and found[at - 1].end == hit.start):
        return False
    next_start = found[at + 1].start if at + 1 < len(found) else -1
    return linear.after(hit.end) < linear.before(hit.end) or begins_word(linear, hit.end, next_start)


def begins_word(linear: Linear, index: int, next_start: int) -> bool:
    """Whether view[index] surely begins something new: a word of the form or a numeral in front of one."""
    if index == next_start or index >= len(linear.at):
        return True
    return NUMERALS.match(linear.plain, linear.before(index)) is not None


def misprints(linear: Linear, words: Vocabulary, sure: Sequence[Hit], start: int, end: int) -> Iterator[Hit]:
    """Unknown words in front of figures that are near enough to a row's label."""
    last, row = start, ""
    for hit in [*sure, Hit(end, end)]:
        expected = words.following(row) if row else None
        found = misprint(linear, words, last, min(hit.start, last + LONGEST), expected)
        if found is not None:
            yield found
            row = found.row
        row = hit.row or row
        last = hit.end


def misprint(linear: Linear, words: Vocabulary, start: int, end: int, expected: str | None) -> Hit | None:
    """The row whose misprinted label is view[start:end], up to the figures behind it."""
    figures = [i for i in range(start + 1, end + 1) if has_figure(linear, i)]
    if len(figures) != 1 or figures[0] - start < SHORTEST_MISPRINT:
        return None
    end = figures[0]
    offset = linear.before(start)
    number = NUMBER_BEFORE.search(linear.plain, max(offset - 8, 0), offset)
    label = (number[0].strip() if number else "") + linear.plain[offset : linear.after(end)]
    match = words.index.match(label, expected)
    return words.hit(start, end, match.key) if match else None


def has_figure(linear: Linear, index: int) -> bool:
    """Whether a figure stands between view[index - 1] and view[index]."""
    gap = linear.figures[linear.after(index) : linear.before(index)]
    return bool(gap) and FIGURE.search(NEXT_NUMBER.sub("", gap)) is not None
