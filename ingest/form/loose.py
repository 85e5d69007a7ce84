"""Rows whose figures no grid holds → windows, where each figure stands for itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ingest.form.runs import Run, Spans, is_glued
from ingest.form.split import Split, only_split
from ingest.form.values import Doubt, Window, choose_window, is_nothing, sums_to_total
from ingest.numbers import read_figure

SUMMED: Final = 0.9
SPLIT: Final = 0.85
PLACED: Final = 0.8
UNCONFIRMED: Final = 0.7


def doubt_of(run: Run, width: int) -> Doubt:
    """Why the figures of a run cannot be given to columns."""
    if run.broken:
        return Doubt(run.broken)
    if not run.filled:
        return Doubt("标签后面没有印出数字，数字可能与标签分离")
    if run.glued or run.filled < width:
        return Doubt(f"“{run.whole.text[:60]}”中的数字没有分隔，无法确定如何分成 {width} 栏")
    return Doubt(f"该行读到 {run.filled} 个值，格式应有 {width} 栏，无法确定各值属于哪一栏")


def cells_window(run: Run, width: int, *, summed: bool) -> Window | Doubt:
    """Figures of a row whose cells the source separates, blanks included."""
    found = choose_window(run.cells, width, start_column=None, summed=summed)
    if isinstance(found, Doubt):
        return found
    return replace(found, method=found.method.replace("label", "text"), confidence=found.confidence * SUMMED)


def summed_window(run: Run, width: int) -> Window | Doubt | None:
    """Figures of a row that ends in its sum; None where they may be glued.

    Without separators a sum that fails is as likely a lost or stray figure as the publisher's slip.
    """
    if run.broken:
        return doubt_of(run, width)
    if run.delimited:
        return cells_window(run, width, summed=True)
    if any(is_glued(piece) for piece in run.pieces):
        return None
    if len(run.spans) == width + 1:
        return without_stray(run, width)
    if len(run.spans) != width:
        return None
    found = window(run, run.spans, "text+row sum", SUMMED)
    if sums_to_total(found.figures) or is_nothing(found.figures):
        return found
    return Doubt("该行各值之和与总计不符，文字中又没有表格线，无法确定各值属于哪一栏")


def plain_window(run: Run, width: int, signed: int | None) -> Window | Doubt:
    """Figures of a row that no sum confirms. `signed` is the column that may be below zero."""
    if run.broken:
        return doubt_of(run, width)
    if run.delimited:
        return cells_window(run, width, summed=False)
    if len(run.spans) == width and not any(is_glued(piece) for piece in run.pieces):
        return window(run, run.spans, "text+position", PLACED)
    own = run.own_line()
    if width > 1 and len(own) == width and len(run.spans) == width + 1:
        return window(run, own, "text+position", UNCONFIRMED)
    split = only_split(run.pieces[0], width, signed) if len(run.spans) == 1 else None
    return split_window(run, split, "text+only split", PLACED) if split else doubt_of(run, width)


def without_stray(run: Run, width: int) -> Window | None:
    """The figures without one stray number (a page number), if only one reading adds up."""
    found: list[Window] = []
    for skip, piece in enumerate(run.pieces):
        left = window(run, (*run.spans[:skip], *run.spans[skip + 1 :]), "text+row sum", PLACED)
        if piece.isdecimal() and piece != "0" and sums_to_total(left.figures):
            found.append(left)
    readings = {tuple(f.value for f in each.figures) for each in found}
    return found[0] if len(readings) == 1 and len(found[0].cells) == width else None


def window(run: Run, spans: Spans, method: str, confidence: float) -> Window:
    """Window over some of the run's pieces."""
    cells = tuple(run.linear.cell(a, b, column) for column, (a, b) in enumerate(spans))
    return Window(cells, tuple(read_figure(cell.text) for cell in cells), method, confidence)


def split_window(run: Run, split: Split, method: str, confidence: float) -> Window:
    """Window over the numbers of a split."""
    cells = run.split_cells(split)
    return Window(cells, tuple(read_figure(cell.text) for cell in cells), method, confidence)
