"""XLSX → Document: merged cells as spans, figures as the sheet shows them, prose as blocks."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from ingest.errors import FileUnreadable, TooManyCells
from ingest.load.archive import DAMAGE, check_unpacked
from ingest.load.rendition import Lines, Span, lay_out
from ingest.model import Block, Document
from ingest.text import collapse

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_CELLS: Final = 200_000
FIXED: Final = re.compile(r"#?,?#*0(?P<fraction>\.0+)?(?P<percent>%)?(?:_[^;]|\\ )*")
FORMULA: Final = re.compile(rb"<f[\s>/]")
PROSE: Final = 60


def load_xlsx(name: str, data: bytes, sha256: str, max_megabytes: int) -> Document:
    """Read a spreadsheet. Raises FileUnreadable, FileTooLarge or TooManyCells."""
    check_unpacked(name, data, max_megabytes)
    lines = Lines()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data)) if has_formulas(data) else None
        blocks: list[Block] = []
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                if sheet.max_row * sheet.max_column > MAX_CELLS:
                    raise TooManyCells(file=name, sheet=sheet.title, limit=MAX_CELLS)
                blocks += sheet_blocks(sheet_spans(sheet, formulas[sheet.title] if formulas else None), lines)
    except (*DAMAGE, InvalidFileException) as error:
        raise FileUnreadable(file=name, detail=f"{type(error).__name__} {error}"[:80]) from error
    return Document(name, MEDIA_TYPE, "utf-8", sha256, lines.text, tuple(blocks))


def has_formulas(data: bytes) -> bool:
    """Whether any sheet holds a formula, whose result may be missing."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = (n for n in archive.namelist() if n.startswith("xl/worksheets/") and n.endswith(".xml"))
        return any(FORMULA.search(archive.read(n)) for n in sheets)


def sheet_spans(sheet: Worksheet, formulas: Worksheet | None) -> list[list[Span]]:
    """Cells of a sheet by row; a merged range is one cell, what it covers is left out."""
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        merged[area.min_row, area.min_col] = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        covered |= {
            (r, c) for r in range(area.min_row, area.max_row + 1) for c in range(area.min_col, area.max_col + 1)
        }
    rows: list[list[Span]] = []
    for cells in sheet.iter_rows():
        row: list[Span] = []
        for cell in cells:
            at = (cell.row, cell.column)
            if at in covered and at not in merged:
                continue
            text = shown(cell.value, cell.number_format)
            if not text and formulas is not None and formulas[cell.coordinate].data_type == "f":
                text = str(formulas[cell.coordinate].value)  # no stored result: the formula says that it is no blank
            row.append(Span(text, cell.row - 1, cell.column - 1, *merged.get(at, (1, 1))))
        rows.append(row)
    return trimmed(rows)


def trimmed(rows: list[list[Span]]) -> list[list[Span]]:
    """Rows without the empty columns to the right that formatting leaves behind."""
    width = max((s.column + s.column_span for row in rows for s in row if s.text), default=0)
    return [[span for span in row if span.column < width] for row in rows]


def shown(value: Any, number_format: str) -> str:
    """A cell's value as the sheet displays it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, (int, float)):
        return shown_number(value, number_format)
    return "\n".join(part for line in str(value).splitlines() if (part := collapse(line)))


def shown_number(value: float, number_format: str) -> str:
    """A number in its format; an unknown format shows all its digits."""
    number = Decimal(repr(value))
    match = FIXED.fullmatch(number_format.split(";", maxsplit=1)[0].strip())
    if match is None:
        return f"{number.normalize():f}"
    if match["percent"]:
        number *= 100
    places = len(match["fraction"] or ".") - 1
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in number_format else f"{rounded:f}"
    return text + (match["percent"] or "")


def sheet_blocks(rows: Sequence[Sequence[Span]], lines: Lines) -> Iterator[Block]:
    """Blocks of a sheet: prose and titles as text, what lies between as tables."""
    width = max((s.column + s.column_span for row in rows for s in row), default=0)
    table: list[Span] = []
    open_until = 0
    for number, row in enumerate(rows):
        text = prose(row, width) if number >= open_until else None
        if number >= open_until and (text is not None or not any(span.text for span in row)):
            yield from table_blocks(table, lines)
            table = []
            for line in (text or "").split("\n"):
                if line:
                    place = lines.add(line)
                    yield Block(line, place, anchors=((0, place.start),))
            continue
        table += row
        open_until = max([open_until, *(s.row + s.row_span for s in row if s.text)])
    yield from table_blocks(table, lines)


def prose(row: Sequence[Span], width: int) -> str | None:
    """Text of a row that is a paragraph or a title: one cell over all columns, or one long text."""
    filled = [span for span in row if span.text]
    if len(filled) != 1:
        return None
    only = filled[0]
    whole = only.column_span >= width > 1
    return only.text if whole or width == 1 or len(only.text) > PROSE else None


def table_blocks(spans: list[Span], lines: Lines) -> Iterator[Block]:
    """The block of one table; rows that hold a single text and nothing else are text."""
    texts = [span for span in spans if span.text]
    if not texts:
        return
    if len({span.column for span in texts}) == 1:
        for span in texts:
            place = lines.add(collapse(span.text))
            yield Block(collapse(span.text), place, anchors=((0, place.start),))
        return
    first = min(span.row for span in spans)
    width = max(span.column + span.column_span for span in texts)
    spans = [span for span in spans if span.column < width]
    grid = lay_out((Span(s.text, s.row - first, s.column, s.row_span, s.column_span) for s in spans), lines)
    if grid is not None:
        yield Block("", grid.place, grid=grid)
