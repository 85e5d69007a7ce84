"""Which of the cells behind a row's label are its figures, and what each of them says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.model import GridCell, State
from ingest.numbers import Figure, read_figure

SURE: Final = 1.0
CONFIRMED: Final = 0.95
LIKELY: Final = 0.85
NO_COLUMN: Final = -1


@dataclass(frozen=True, slots=True)
class Window:
    """The figures of a row, in printed order, and how they were told from the rest."""

    cells: tuple[GridCell, ...]
    figures: tuple[Figure, ...]
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """The figures of a row cannot be told for certain; `reason` says why, in Chinese."""

    reason: str


def candidate_windows(cells: Sequence[GridCell], width: int) -> list[int]:
    """Starts of all runs of `width` cells that leave nothing but blanks outside."""
    filled = [i for i, cell in enumerate(cells) if cell.text.strip()]
    starts = range(len(cells) - width + 1)
    return [s for s in starts if not filled or (s <= filled[0] and filled[-1] < s + width)]


def sums_to_total(figures: Sequence[Figure]) -> bool:
    """The last figure is the sum of the others, blanks and dashes counted as nothing."""
    if any(f.state is State.UNREADABLE for f in figures) or figures[-1].value is None:
        return False
    return sum((f.value or Decimal(0) for f in figures[:-1]), Decimal(0)) == figures[-1].value


def is_nothing(figures: Sequence[Figure]) -> bool:
    """Nothing but zeros and dashes is printed, the total among them."""
    return all(f.state is State.SLASH or f.value == 0 for f in figures)


def proved_by_sum(figures: Sequence[Figure]) -> bool:
    """The last figure is the sum of the others, and more than nothing: zeros add up wherever they stand."""
    return sums_to_total(figures) and bool(figures[-1].value)


def is_lone_zero(figures: Sequence[Figure]) -> bool:
    """A row of blanks or dashes whose total alone is printed, and is 0."""
    return figures[-1].value == 0 and not any(f.state in {State.NUMBER, State.UNREADABLE} for f in figures[:-1])


def choose_window(
    cells: Sequence[GridCell], width: int, *, start_column: int | None, summed: bool = True
) -> Window | Doubt:
    """Figures of a row among the cells behind its label.

    Where merges were lost there may be more cells than figures. The row's own sum decides where its
    last figure is one (`summed`), then the column in which sibling rows start (`start_column`,
    NO_COLUMN where they contradict each other); what both leave open is Doubt.
    """
    starts = candidate_windows(cells, width)
    if not starts:
        count = sum(1 for cell in cells if cell.text.strip())
        return Doubt(f"该行读到 {count} 个值，格式应有 {width} 栏，无法确定各值属于哪一栏")
    readings = {s: tuple(read_figure(c.text) for c in cells[s : s + width]) for s in starts}
    if len(starts) == 1:
        return window(cells, starts[0], readings[starts[0]], "label+position", SURE)
    if all(f.state is State.BLANK for figures in readings.values() for f in figures):
        return window(cells, starts[-1], readings[starts[-1]], "blank row", LIKELY)
    adding = [s for s in starts if summed and proved_by_sum(readings[s])]
    if len(adding) == 1 and start_column != NO_COLUMN:
        return window(cells, adding[0], readings[adding[0]], "label+row sum", CONFIRMED)
    aligned = [s for s in starts if cells[s].column == start_column]
    if len(aligned) == 1:
        return window(cells, aligned[0], readings[aligned[0]], "label+sibling rows", LIKELY)
    nothing = [s for s in starts if summed and is_lone_zero(readings[s])]
    if len(nothing) == 1 and start_column is None:
        return window(cells, nothing[0], readings[nothing[0]], "label+zero total", LIKELY)
    return Doubt("表格合并单元格已丢失，该行空格与数字无法对应到确定的栏")


def spread_doubt(label: GridCell, found: Window) -> Doubt | None:
    """A figure that reaches over more rows than its label belongs to several rows, and to none of them."""
    rows = range(label.row, label.row + label.row_span)
    for cell, figure in zip(found.cells, found.figures, strict=True):
        if figure.state is State.NUMBER and (cell.row not in rows or cell.row + cell.row_span - 1 not in rows):
            return Doubt(f"“{cell.text.strip()[:40]}”一个数占了几行，无法确定属于哪一行")
    return None


def window(
    cells: Sequence[GridCell], start: int, figures: tuple[Figure, ...], method: str, confidence: float
) -> Window:
    """Window over `figures` that begins at cell `start`."""
    return Window(tuple(cells[start : start + len(figures)]), figures, method, confidence)
