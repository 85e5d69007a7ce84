"""Layout families of Word and spreadsheets."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from html import escape
from random import Random

import docx
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.ingest.layouts.made import Made
from tests.ingest.layouts.tables import AFTER, BEFORE, SECTIONS, Box, Table, placed, tables_of

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@lru_cache(maxsize=1)
def empty_docx() -> bytes:
    """A Word document with nothing in it."""
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def docx_of(body: str) -> bytes:
    """A Word document with this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(empty_docx())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            xml = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}<w:sectPr/></w:body></w:document>'.encode()
            target.writestr(name, xml if name == "word/document.xml" else source.read(name))
    return out.getvalue()


def paragraph(text: str) -> str:
    """A paragraph."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def word_rows(table: Table) -> list[list[tuple[int, str]]]:
    """XML of the cells of every row, the continuations of vertical merges among them."""
    rows: list[list[tuple[int, str]]] = [[] for _ in table]
    for row, column, box in placed(table):
        for below in range(box.rows):
            merge = "" if box.rows == 1 else '<w:vMerge w:val="restart"/>' if below == 0 else "<w:vMerge/>"
            span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
            text = box.text if below == 0 else ""
            rows[row + below].append((column, f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraph(text)}</w:tc>"))
    return rows


def word_table(table: Table) -> str:
    """A Word table with gridSpan and vMerge."""
    width = max(column + box.columns for _, column, box in placed(table))
    grid = "<w:tblGrid>" + "<w:gridCol/>" * width + "</w:tblGrid>"
    rows = ("<w:tr>" + "".join(xml for _, xml in sorted(row)) + "</w:tr>" for row in word_rows(table))
    return f"<w:tbl><w:tblPr/>{grid}{''.join(rows)}</w:tbl>"


def word_body(made: Made) -> str:
    """The report's paragraphs and tables."""
    say = made.wording.script
    parts = [paragraph(say(text)) for text in BEFORE]
    for key, table in tables_of(made).items():
        parts += [paragraph(say(SECTIONS[key])), word_table(table)]
    return "".join([*parts, *(paragraph(say(text)) for text in AFTER)])


def merged_docx(made: Made, rng: Random) -> bytes:
    """Word with merged cells."""
    return docx_of(word_body(made))


def nested_docx(made: Made, rng: Random) -> bytes:
    """Word whose whole text stands in a layout table."""
    side = f"<w:tc><w:tcPr/>{paragraph('12')}</w:tc>"
    cell = f"<w:tc><w:tcPr/>{word_body(made)}{paragraph('')}</w:tc>"
    return docx_of(f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>{side}{cell}</w:tr></w:tbl>")


def merged_xlsx(made: Made, rng: Random) -> bytes:
    """A sheet with merged cells, all tables below each other."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    say = made.wording.script
    at = written(sheet, [[Box(say(text), columns=15)] for text in BEFORE], 1)
    for key, table in tables_of(made).items():
        at = written(sheet, [[Box(say(SECTIONS[key]), columns=15)]], at)
        at = written(sheet, table, at)
    return saved(book)


def sheets_xlsx(made: Made, rng: Random) -> bytes:
    """A sheet for each table, figures as numbers."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for key, table in tables_of(made).items():
        written(book.create_sheet(key), table, 1, numbers=True)
    return saved(book)


def written(sheet: Worksheet, table: Table, first: int, *, numbers: bool = False) -> int:
    """Write a table from row `first` on; gives the row behind it."""
    for row, column, box in placed(table):
        plain = numbers and box.figure and box.text.isascii() and box.text.isdecimal()
        sheet.cell(first + row, column + 1, int(box.text) if plain else box.text or None)
        if box.rows > 1 or box.columns > 1:
            sheet.merge_cells(
                start_row=first + row, end_row=first + row + box.rows - 1,
                start_column=column + 1, end_column=column + box.columns,
            )  # fmt: skip
    return first + len(table)


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
