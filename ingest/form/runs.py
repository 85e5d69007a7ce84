"""The figures that a text prints behind a label: found, cut into pieces, told what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from ingest.form.hits import NEXT_NUMBER, Hit, begins_word
from ingest.form.linear import Linear
from ingest.form.split import SPLITTABLE, Glued, Split, glue
from ingest.model import GridCell
from ingest.numbers import UNITS

LONGEST_COUNT: Final = 9
MOST_PIECES: Final = 60  # no row of the form has more; a longer run is not read to its end
PIECE: Final = re.compile(rf"[^\s|]+(?: (?:{UNITS})(?![^\W\d_]))?(?:\s?\([^\d()\n]*\d+[^()\n]*\))?")
FIGURE: Final = re.compile(r"[\d/\\-]")
EDGE: Final = "()\"':;,。、:_"
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Run:
    """Figures behind one label, as spans of `linear.text`.

    `delimited`: the source separates its cells, so a blank is a cell too. `broken` says, in
    Chinese, why the figures cannot be trusted. `spill`: figures go on behind the row's own line.
    """

    linear: Linear
    spans: Spans
    start: int
    delimited: bool = False
    broken: str = ""
    spill: bool = False

    @cached_property
    def cells(self) -> tuple[GridCell, ...]:
        """The pieces as cells."""
        return tuple(self.linear.cell(a, b, column) for column, (a, b) in enumerate(self.spans))

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """The pieces in plain characters."""
        return tuple(self.linear.plain[a:b].strip() for a, b in self.spans)

    @property
    def whole(self) -> GridCell:
        """All that is printed for the row, in one cell; empty where there is nothing."""
        filled = [span for span, piece in zip(self.spans, self.pieces, strict=True) if piece]
        if not filled:
            return self.linear.cell(self.start, self.start)
        return self.linear.cell(filled[0][0], filled[-1][1])

    @property
    def filled(self) -> int:
        """Number of pieces that hold anything."""
        return sum(1 for piece in self.pieces if piece)

    @property
    def one_line(self) -> bool:
        """Whether the figures stand on one line."""
        return not self.spans or "\n" not in self.linear.plain[self.spans[0][0] : self.spans[-1][1]]

    @property
    def glued(self) -> bool:
        """Whether a piece holds more than one figure for certain."""
        return not self.delimited and any(is_glued(piece) for piece in self.pieces)

    @property
    def most_figures(self) -> int:
        """Number of digits and slashes: no row has more figures than that."""
        return sum(len(re.findall(r"[\d/]", piece)) for piece in self.pieces)

    def own_line(self) -> Spans:
        """Pieces on the line of the label."""
        return tuple(span for span in self.spans if "\n" not in self.linear.plain[self.start : span[0]])

    def as_glued(self) -> Glued | None:
        """The pieces as one string to be split, or None where they hold anything but digits."""
        if self.delimited or self.broken or not self.spans:
            return None
        return glue(self.pieces) if all(SPLITTABLE.fullmatch(piece) for piece in self.pieces) else None

    def split_cells(self, split: Split) -> tuple[GridCell, ...]:
        """A cell for every number of a split, with the place of its own digits."""
        offsets = [i for a, b in self.spans for i in range(a, b)]
        starts = (0, *split[:-1])
        return tuple(
            self.linear.cell(offsets[a], offsets[b - 1] + 1, column)
            for column, (a, b) in enumerate(zip(starts, split, strict=True))
        )


def is_glued(piece: str) -> bool:
    """Whether a piece of print cannot be a single count."""
    if "/" in piece:
        return len(piece) > 1 and re.fullmatch(r"[\d/]+", piece) is not None
    return piece.isdecimal() and ((len(piece) > 1 and piece[0] == "0") or len(piece) > LONGEST_COUNT)


def run_after(linear: Linear, hit: Hit, next_start: int, width: int) -> Run:
    """Figures between a label and the next word of the text."""
    start, stop = linear.after(hit.end), linear.before(hit.end)
    end = stop
    if stop < len(linear.text):
        number = NEXT_NUMBER.search(linear.plain, start, stop)
        end = number.start() if number else stop
    run = cut_run(linear, start, end, width)
    joined = end == stop and run.spans and linear.plain[stop - 1].isalnum()
    if joined and not begins_word(linear, hit.end, next_start):
        return replace(run, broken=f"数字后面紧接着“{linear.text[stop : stop + 4]}”，无法确定数字是否完整")
    return run


def runs_inside(linear: Linear, hit: Hit, width: int) -> list[Run]:
    """Figures printed between the parts of a label that was cut."""
    gaps = [(linear.after(i), linear.before(i)) for i in range(hit.start + 1, hit.end)]
    return [cut_run(linear, a, b, width) for a, b in gaps if b > a and re.search(r"\d", linear.plain[a:b])]


def cut_run(linear: Linear, start: int, end: int, width: int) -> Run:
    """Pieces of plain[start:end]: between pipes, between tabs, or between blanks."""
    plain = linear.plain[start:end]
    line = plain.split("\n", 1)[0]
    if line.count("|") > width:
        spill = re.search(r"\d", plain[len(line) :]) is not None
        return Run(linear, between(plain, start, start + len(line), "|"), start, delimited=True, spill=spill)
    if "|" in plain:
        return Run(linear, between(plain, start, end, "|"), start, delimited=True)
    if "\t" in plain.strip() and "\n" not in plain.strip():
        body = len(plain.rstrip("\r\n"))
        return Run(linear, between(plain, start, start + body, "\t"), start, delimited=True)
    return loose_run(linear, start, end)


def between(plain: str, start: int, end: int, mark: str) -> Spans:
    """Spans between the marks of plain[: end - start]. What is left of the first is the label's."""
    marks = [start + m.start() for m in re.finditer(re.escape(mark), plain[: end - start])]
    ends = [*marks[1:], end] if mark == "\t" else marks[1:]
    return tuple((a + 1, b) for a, b in zip(marks, ends, strict=False))


def loose_run(linear: Linear, start: int, end: int) -> Run:
    """Pieces between blanks."""
    spans: list[tuple[int, int]] = []
    broken = ""
    for match in PIECE.finditer(linear.plain, start, end):
        a, b = trimmed(linear.plain, *match.span())
        if a == b:
            continue
        if len(spans) > MOST_PIECES:
            return Run(linear, tuple(spans), start, spill=True)
        if FIGURE.search(linear.plain, a, b):
            spans.append((a, b))
        else:
            broken = f"数字之间夹有“{linear.text[a:b][:10]}”"
    return Run(linear, tuple(spans), start, broken=broken)


def trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    """A span without the punctuation at its ends; the brackets of a note stay."""
    while start < end and plain[start] in EDGE:
        start += 1
    while end > start and plain[end - 1] in EDGE and not (plain[end - 1] == ")" and "(" in plain[start:end]):
        end -= 1
    return start, end
