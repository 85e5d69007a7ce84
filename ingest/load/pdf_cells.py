"""The boxes of one table on one page, and the characters in them → cells with text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.load.pdf_lines import Glyph, figure_words, glyph_rows, row_text
from ingest.load.pdf_rules import Box, Frame

PADDING: Final = 12.0  # blank that both sides of a cell keep free, in points
PART_OF_NUMBER: Final = re.compile(r"[\d,.]+")
WHOLE_NUMBER: Final = re.compile(r"[1-9]\d*(?:\.\d+)?|0\.\d+|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
FIGURE: Final = re.compile(r"[\s\d.,%/\\+()（）—–-]*(?:[万亿]?元|[件个条项])?")


@dataclass(frozen=True, slots=True)
class PartCell:
    """A cell of a table's part on one page. `x0` and `x1` are its sides in points."""

    text: str
    row: int
    row_span: int
    x0: float
    x1: float
    confidence: float = 1.0  # below 1 where the text was recognised in a picture

    @property
    def is_figure(self) -> bool:
        """Whether nothing but a figure, a dash or a blank is printed."""
        return FIGURE.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a table."""

    cells: tuple[PartCell, ...]
    height: int
    left: float
    right: float
    page: int

    def edges(self) -> set[float]:
        """Sides of all columns."""
        return {x for cell in self.cells for x in (cell.x0, cell.x1)}

    def row(self, number: int) -> list[PartCell]:
        """Cells that stand in a row, those from rows above included."""
        found = [c for c in self.cells if c.row <= number < c.row + c.row_span]
        return sorted(found, key=lambda c: c.x0)


def split_glyphs(frames: Sequence[Frame], glyphs: Iterable[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """Glyphs by the frame they stand in, and those outside all frames."""
    inside: list[list[Glyph]] = [[] for _ in frames]
    outside: list[Glyph] = []
    for glyph in glyphs:
        for number, frame in enumerate(frames):
            if frame.position(glyph.x, glyph.y) is not None:
                inside[number].append(glyph)
                break
        else:
            outside.append(glyph)
    return inside, outside


def frame_part(frame: Frame, glyphs: Sequence[Glyph], page: int) -> Part:
    """Cells of a table on one page. A figure that runs over a wall makes one cell of both sides."""
    rows = glyph_rows(glyphs)
    boxes = joined_where_figures_cross(frame, frame.boxes, rows)
    owner = {
        (r, c): number
        for number, box in enumerate(boxes)
        for r in range(box.row, box.row + box.row_span)
        for c in range(box.column, box.column + box.column_span)
    }
    contents: list[list[Glyph]] = [[] for _ in boxes]
    for row in rows:
        centres = {id(g): sum(w.x for w in word) / len(word) for word in figure_words(row) for g in word}
        for glyph in row:
            at = frame.position(centres.get(id(glyph), glyph.x), glyph.y)
            if at is not None:
                contents[owner[at]].append(glyph)
    printed = [[(row_text(line), line) for line in glyph_rows(content)] for content in contents]
    texts = ["\n".join(text for text, _ in lines) for lines in printed]
    for number in wrapped_numbers(frame, boxes, printed):
        texts[number] = texts[number].replace("\n", "")
    cells = [
        PartCell(text, box.row, box.row_span, frame.xs[box.column], frame.xs[box.column + box.column_span])
        for box, text in zip(boxes, texts, strict=True)
    ]
    return without_empty_rows(Part(tuple(cells), len(frame.ys) - 1, frame.xs[0], frame.xs[-1], page), frame)


def joined_where_figures_cross(frame: Frame, boxes: Sequence[Box], rows: Iterable[Sequence[Glyph]]) -> list[Box]:
    """Boxes, those made one over whose wall a figure runs to one side only."""
    result = list(boxes)
    for row in rows:
        for word in figure_words(row):
            first, last = frame.position(word[0].x, word[0].y), frame.position(word[-1].x, word[0].y)
            if first is None or last is None or first[1] == last[1]:
                continue
            left, right = box_at(result, first), box_at(result, last)
            if left == right or centred(frame, result, word):
                continue
            if (left.row, left.row_span) == (right.row, right.row_span):
                between = [b for b in result if b.row == left.row and left.column <= b.column <= right.column]
                width = right.column + right.column_span - left.column
                result = [b for b in result if b not in between] + [replace(left, column_span=width)]
    return sorted(result, key=lambda b: (b.row, b.column))


def box_at(boxes: Iterable[Box], at: tuple[int, int]) -> Box:
    """The box that covers an elementary cell."""
    row, column = at
    return next(b for b in boxes if b.row <= row < b.row + b.row_span and b.column <= column < b.column + b.column_span)


def centred(frame: Frame, boxes: Iterable[Box], word: Sequence[Glyph]) -> bool:
    """Whether a figure is too wide for its cell but stands in the middle of it."""
    middle = (word[0].x0 + word[-1].x1) / 2
    at = frame.position(middle, word[0].y)
    if at is None:
        return False
    box = box_at(boxes, at)
    x0, x1 = frame.xs[box.column], frame.xs[box.column + box.column_span]
    return abs((x0 + x1) / 2 - middle) <= 0.3 * word[0].size


def wrapped_numbers(
    frame: Frame, boxes: Sequence[Box], printed: Sequence[Sequence[tuple[str, list[Glyph]]]]
) -> list[int]:
    """Boxes that hold one number which the narrow cell broke into lines.

    A row in which any cell holds lines that had room for more may be two rows without a
    line between them: there nothing is joined.
    """
    found: list[int] = []
    refused: set[int] = set()
    for number, (box, lines) in enumerate(zip(boxes, printed, strict=True)):
        if len(lines) < 2 or not all(PART_OF_NUMBER.fullmatch(text) for text, _ in lines):
            continue
        width = frame.xs[box.column + box.column_span] - frame.xs[box.column]
        number_text = unicodedata.normalize("NFKC", "".join(text for text, _ in lines))
        if fills_width(width, [line for _, line in lines]) and WHOLE_NUMBER.fullmatch(number_text):
            found.append(number)
        else:
            refused.add(box.row)
    return [number for number in found if boxes[number].row not in refused]


def fills_width(width: float, lines: Sequence[Sequence[Glyph]]) -> bool:
    """Whether every line but the last had no room for one more digit, and none is longer than the first."""
    extents = [line[-1].x1 - line[0].x0 for line in lines]
    digit = lines[0][0].x1 - lines[0][0].x0
    full = all(width - extent < digit + PADDING and len(lines[0]) > 1 for extent in extents[:-1])
    return full and all(extent <= extents[0] + digit / 2 for extent in extents[1:])


def without_empty_rows(part: Part, frame: Frame) -> Part:
    """The part without rows too low to hold a line, which double lines leave behind."""
    low = {
        i for i in range(part.height)
        if frame.ys[i + 1] - frame.ys[i] < 6 and not any(c.text for c in part.cells if c.row == i)
    }  # fmt: skip
    if not low:
        return part
    kept: list[PartCell] = []
    for cell in part.cells:
        span = sum(1 for r in range(cell.row, cell.row + cell.row_span) if r not in low)
        if span:
            kept.append(replace(cell, row=cell.row - sum(1 for r in low if r < cell.row), row_span=span))
    return replace(part, cells=tuple(kept), height=part.height - len(low))
