"""Parts of a table on successive pages → one table: heads dropped, torn rows and group labels mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.load.pdf_cells import Part, PartCell
from ingest.load.pdf_rules import nearest, snap
from ingest.load.rendition import Span
from ingest.text import squash

SAME_WIDTH: Final = 8.0
SAME_SIDE: Final = 5.0
NUMBERED: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]+\s*[、.,，．]|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[、.．,，)](?!\d))"
)
TORN: Final = re.compile(r"[、，,．)）]")


def continues(above: Sequence[Part], below: Part) -> bool:
    """Whether a part goes on where those of the pages before end.

    It is as wide as one of them, or it lacks a side (a group label without lines on that page)
    and all of its columns are theirs.
    """
    if below.page <= above[-1].page:
        return False
    if any(is_as_wide(part, below) for part in above):
        return True
    sides = {x for part in above for x in part.edges()}
    aligned = any(abs(p.left - below.left) <= SAME_SIDE or abs(p.right - below.right) <= SAME_SIDE for p in above)
    return aligned and (within(below.edges(), sides) or within(sides, below.edges()))


def is_as_wide(part: Part, other: Part) -> bool:
    """Whether two parts have the same width, wherever they stand."""
    return abs((part.right - part.left) - (other.right - other.left)) <= SAME_WIDTH


def within(some: set[float], others: set[float]) -> bool:
    """Whether every position has its like among the others."""
    return all(any(abs(x - other) <= SAME_SIDE for other in others) for x in some)


def join_parts(parts: Sequence[Part]) -> tuple[list[Span], dict[int, int]]:
    """Cells of the whole table, and the page of each of its rows."""
    cells: list[PartCell] = list(parts[0].cells)
    height = parts[0].height
    pages = dict.fromkeys(range(height), parts[0].page)
    for part in parts[1:]:
        whole = Part(tuple(cells), height, parts[0].left, parts[0].right, parts[0].page)
        distance = parts[0].left - part.left if is_as_wide(parts[0], part) else 0.0
        part = without_head(whole, shifted(part, distance))  # noqa: PLW2901
        if not part.height:
            continue
        cells, added = appended(whole, part)
        pages |= dict.fromkeys(range(height, height + added), part.page)
        height += added
    return to_spans(cells), pages


def shifted(part: Part, distance: float) -> Part:
    """The part moved sideways: margins differ between left and right pages."""
    cells = tuple(replace(c, x0=c.x0 + distance, x1=c.x1 + distance) for c in part.cells)
    return replace(part, cells=cells, left=part.left + distance, right=part.right + distance)


def without_head(whole: Part, part: Part) -> Part:
    """The part without the head rows that it repeats."""
    repeated = 0
    while repeated < min(whole.height, part.height):
        old, new = texts(whole.row(repeated)), texts(part.row(repeated))
        figures = any(c.is_figure and c.text.strip() for c in part.row(repeated))
        if old != new or figures or not any(new):
            break
        repeated += 1
    kept = []
    for cell in part.cells:
        span = min(cell.row_span, cell.row + cell.row_span - repeated)
        if span > 0:
            kept.append(replace(cell, row=max(cell.row - repeated, 0), row_span=span))
    return replace(part, cells=tuple(kept), height=part.height - repeated)


def texts(row: Sequence[PartCell]) -> list[str]:
    """Comparable texts of a row."""
    return [squash(cell.text) for cell in row]


def appended(whole: Part, part: Part) -> tuple[list[PartCell], int]:
    """Cells of both, and the number of rows that came on."""
    above, below = whole.row(whole.height - 1), part.row(0)
    if is_torn_row(above, below):
        return torn_together(whole, part, above, below), part.height - 1
    moved = {id(c): replace(c, row=c.row + whole.height) for c in part.cells}
    cells = list(whole.cells)
    for upper, lower in same_sides(above, below):
        if carries_on(upper, lower, above, below):
            cells[index_of(cells, upper)] = joined(upper, lower, upper.row_span + lower.row_span)
            del moved[id(lower)]
    return [*cells, *moved.values()], part.height


def joined(upper: PartCell, lower: PartCell, rows: int) -> PartCell:
    """One cell of two that stand over each other."""
    text = "\n".join(t for t in (upper.text, lower.text) if t)
    return replace(upper, text=text, row_span=rows, confidence=min(upper.confidence, lower.confidence))


def index_of(cells: Sequence[PartCell], wanted: PartCell) -> int:
    """Index of this very cell."""
    return next(i for i, cell in enumerate(cells) if cell is wanted)


def same_sides(above: Sequence[PartCell], below: Sequence[PartCell]) -> list[tuple[PartCell, PartCell]]:
    """Cells that stand exactly over each other at a page break."""
    return [
        (upper, lower)
        for upper in above
        for lower in below
        if abs(upper.x0 - lower.x0) <= SAME_SIDE and abs(upper.x1 - lower.x1) <= SAME_SIDE
    ]


def is_torn_row(above: Sequence[PartCell], below: Sequence[PartCell]) -> bool:
    """Whether a page break cut through a row: the rest of its label, with figures on one side only."""
    pairs = same_sides(above, below)
    if len(pairs) != len(below):
        return False
    labels = [pair for pair in pairs if not all(cell.is_figure for cell in pair)]
    figures = [pair for pair in pairs if all(cell.is_figure for cell in pair)]
    blank_above = not any(upper.text.strip() for upper, _ in figures)
    blank_below = not any(lower.text.strip() for _, lower in figures)
    if not labels or not figures or blank_above == blank_below:
        return False
    upper, lower = labels[-1]
    if not lower.text.strip():
        return False
    return bool(NUMBERED.match(upper.text)) and not NUMBERED.match(lower.text)


def torn_together(whole: Part, part: Part, above: Sequence[PartCell], below: Sequence[PartCell]) -> list[PartCell]:
    """Cells of both, the two halves of the torn row made one."""
    cells = list(whole.cells)
    halves = {id(lower) for lower in below}
    for upper, lower in same_sides(above, below):
        cells[index_of(cells, upper)] = joined(upper, lower, upper.row_span + lower.row_span - 1)
    rest = [replace(c, row=c.row + whole.height - 1) for c in part.cells if id(c) not in halves]
    return cells + rest


def carries_on(upper: PartCell, lower: PartCell, above: Sequence[PartCell], below: Sequence[PartCell]) -> bool:
    """Whether a group label goes on below a page break, with all, part or none of its text there."""
    if not (is_group(upper, above) and is_group(lower, below)):
        return False
    if not lower.text.strip():
        return bool(upper.text.strip())
    if NUMBERED.match(lower.text):
        return False
    return bool(NUMBERED.match(upper.text)) or bool(TORN.match(lower.text))


def is_group(cell: PartCell, row: Sequence[PartCell]) -> bool:
    """Whether a label stands to the right of this cell: then it names a group of rows."""
    figures_before = any(c.is_figure and c.text.strip() for c in row if c.x0 < cell.x0)
    return not figures_before and any(not c.is_figure for c in row if c.x0 > cell.x0)


def to_spans(cells: Sequence[PartCell]) -> list[Span]:
    """Grid coordinates of all cells: columns are counted over the edges of all parts."""
    edges = snap([x for cell in cells for x in (cell.x0, cell.x1)])
    spans = []
    for cell in cells:
        first, last = nearest(edges, cell.x0), nearest(edges, cell.x1)
        if last > first or cell.text.strip():
            spans.append(Span(cell.text, cell.row, first, cell.row_span, max(last - first, 1), cell.confidence))
    return spans
