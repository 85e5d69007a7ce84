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
LAST_FIGURE: Final = re.compile(r"\|[^\S\n]*\n?[^\S\n]*(?P<figure>[^\s|]+)\s*$")
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


def run_after(linear: Linear, hit: Hit, following: Hit | None, width: int) -> Run:
    """Figures between a label and the next word of the text. `following` is the form's next word."""
    start, stop = linear.after(hit.end), linear.before(hit.end)
    end, sure = (stop, True) if stop >= len(linear.text) else before_number(linear, start, stop, following, hit.end)
    run = cut_run(linear, start, end, width)
    if not run.spans:
        return run
    joined = end == stop and linear.plain[stop - 1].isalnum()
    if not sure or (joined and not begins_word(linear, hit.end, following.start if following else -1)):
        return replace(run, broken=f"数字后面紧接着“{linear.text[end : stop + 4]}”，无法确定数字是否完整")
    return run


def before_number(linear: Linear, start: int, stop: int, following: Hit | None, index: int) -> tuple[int, bool]:
    """Where the numbering of the next label begins, and whether that is sure.

    A digit glued to the figures before it is numbering only if the next label has that number.
    """
    expected = following.number if following is not None and following.start == index else ""
    number = NEXT_NUMBER.search(linear.plain, start, stop)
    if number is None:
        return stop, not expected or not linear.plain[start:stop].endswith(expected)
    return number.start(), number["glued"] is None or number["glued"] == expected


def runs_inside(linear: Linear, hit: Hit, width: int) -> list[Run]:
    """Figures printed between the parts of a label that was cut."""
    gaps = [(linear.after(i), linear.before(i)) for i in range(hit.start + 1, hit.end)]
    runs = [cut_run(linear, a, b, width) for a, b in gaps if b > a and re.search(r"\d", linear.plain[a:b])]
    return [run for run in runs if run.filled]


def run_of(linear: Linear, hit: Hit, following: Hit | None, width: int) -> Run:
    """Figures of a row, behind its label or, where the label was cut, between its parts."""
    behind = run_after(linear, hit, following, width)
    inside = runs_inside(linear, hit, width)
    if not inside or (behind.filled and width > 1 and sum(run.filled for run in inside) == 1):
        return behind
    if len(inside) == 1 and not behind.filled and inside[0].filled == width and not inside[0].glued:
        return inside[0]
    return replace(behind if behind.filled else inside[0], broken="数字夹在标签的文字中间，无法确定属于哪一行")


def cut_run(linear: Linear, start: int, end: int, width: int) -> Run:
    """Pieces of plain[start:end]: between pipes, between tabs, or between blanks."""
    plain = linear.plain[start:end]
    line = plain.split("\n", 1)[0]
    if line.count("|") > width:
        spill = re.search(r"\d", plain[len(line) :]) is not None
        return Run(linear, between(plain, start, start + len(line), "|"), start, delimited=True, spill=spill)
    if "|" in plain:
        return delimited_run(linear, start, end, width, "|")
    if "\t" in plain.strip() and "\n" not in plain.strip():
        return delimited_run(linear, start, start + len(plain.rstrip("\r\n")), width, "\t")
    return loose_run(linear, start, end)


def delimited_run(linear: Linear, start: int, end: int, width: int, mark: str) -> Run:
    """Pieces between marks; the first mark ends the label, so nothing may stand in front of it."""
    plain = linear.plain[start:end]
    head = plain[: plain.index(mark)]
    apart = re.search(r"\d", head) is not None or (mark == "\t" and "\n" in head)
    broken = "数字没有紧接在标签之后，无法确定属于哪一行" if apart else ""
    spans = between(plain, start, end, mark)
    last = LAST_FIGURE.search(plain) if mark == "|" and len(spans) == width - 1 else None
    if last is not None:  # the last cell of a table has no mark behind it
        spans = (*spans, (start + last.start("figure"), start + last.end("figure")))
    return Run(linear, spans, start, delimited=True, broken=broken)


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
