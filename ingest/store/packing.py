"""A report as the rows and bytes that are stored of it, made where the report was read.

What a process hands to another is taken apart and built again object by object: the cells and
the document of a report are thousands, their rows are cheap. Knows no SQL.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ingest.model import Cell, Document, Finding, Grid, Identity, Passage, Place, Report, State, UnknownRow

KEY: Final = ("table_key", "row_key", "column_key")
PLACE: Final = ("place_line", "place_start", "place_end", "place_page")
LABELS: Final = ("row_label", "column_label", "confidence", "method", "reason")
CELL_COLUMNS: Final = (*KEY, "state", "raw", "value", "unit", *PLACE, *LABELS, "table_index", "grid_row", "grid_column")
COMPRESSION: Final = 4
CellRow = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """All of a report. `cells` are rows of CELL_COLUMNS, `document` is what `document_to_blob` gives.

    `found` counts the cells that the report has, `unreadable` those that could not be read.
    """

    identity: Identity
    form: int
    file: str
    sha256: str
    media_type: str
    encoding: str
    markup: bool
    document: bytes
    cells: tuple[CellRow, ...]
    found: int
    unreadable: int
    unknown_rows: tuple[UnknownRow, ...]
    findings: tuple[Finding, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...]


def pack(report: Report) -> Packed:
    """`report` ready to be stored. ValueError where a cell key is given twice."""
    document = report.document
    if len({cell.key for cell in report.cells}) != len(report.cells):
        raise ValueError(f"{document.name}: a cell key is given twice")
    return Packed(
        identity=report.identity,
        form=report.form,
        file=document.name,
        sha256=document.sha256,
        media_type=document.media_type,
        encoding=document.encoding,
        markup=document.markup,
        document=document_to_blob(document),
        cells=tuple(map(cell_to_row, report.cells)),
        found=sum(cell.state is not State.ABSENT for cell in report.cells),
        unreadable=sum(cell.state is State.UNREADABLE for cell in report.cells),
        unknown_rows=report.unknown_rows,
        findings=report.findings,
        passages=report.passages,
        warnings=report.warnings,
    )


def place_values(place: Place | None) -> tuple[int | None, int | None, int | None, int | None]:
    """Columns PLACE."""
    return (None,) * 4 if place is None else (place.line, place.start, place.end, place.page)


def cell_to_row(cell: Cell) -> CellRow:
    """Columns CELL_COLUMNS."""
    value = None if cell.value is None else str(cell.value)
    row = (*cell.key, cell.state.value, cell.raw, value, cell.unit, *place_values(cell.place))
    rest = (cell.row_label, cell.column_label, cell.confidence, cell.method, cell.reason)
    return (*row, *rest, cell.table_index, cell.grid_row, cell.grid_column)


def document_to_blob(document: Document) -> bytes:
    """Text and blocks, tables as published among them, as compressed JSON."""
    blocks = [
        (b.text, place_values(b.place), b.level, None if b.grid is None else grid_to_json(b.grid), b.anchors)
        for b in document.blocks
    ]
    return zlib.compress(json.dumps([document.text, blocks], separators=(",", ":")).encode(), COMPRESSION)


def grid_to_json(grid: Grid) -> Sequence[Any]:
    """A table as published."""
    cells = [(c.text, place_values(c.place), c.row, c.column, c.row_span, c.column_span) for c in grid.cells]
    return [place_values(grid.place), cells]
