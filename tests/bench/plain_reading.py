"""Reading a report the plain way: the first row whose text holds the label, its numbers by position."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import lxml.html

from ingest.form.catalogue import Catalogue
from ingest.model import CellKey
from tests.bench.corpus import decoded

NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
MARKS: Final = re.compile(r"[\W\d_]+")
OUTCOMES: Final = 15
Rows = list[list[str]]


def rows_of(path: Path) -> Rows:
    """Rows of a file's tables, as the usual tool for its type gives them."""
    readers = {".html": html_rows, ".htm": html_rows, ".docx": docx_rows, ".pdf": pdf_rows}
    return readers.get(path.suffix.lower(), text_rows)(path)


def pdf_rows(path: Path) -> Rows:
    """pdfplumber's bare tables."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return [[cell or "" for cell in row] for table in tables for row in table]


def html_rows(path: Path) -> Rows:
    """Cells of every row, spans ignored."""
    root = lxml.html.fromstring(decoded(path).encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    return [["".join(map(str, cell.itertext())) for cell in row if cell.tag in {"td", "th"}] for row in root.iter("tr")]


def docx_rows(path: Path) -> Rows:
    """Cells of every row."""
    import docx

    return [
        [cell.text for cell in unmerged(row.cells)] for table in docx.Document(str(path)).tables for row in table.rows
    ]


def unmerged(cells: Sequence[Any]) -> list[Any]:
    """Each cell once: python-docx repeats it for every column that it spans."""
    return [cell for n, cell in enumerate(cells) if n == 0 or cell._tc is not cells[n - 1]._tc]


def text_rows(path: Path) -> Rows:
    """Lines cut at pipes or tabs."""
    return [re.split(r"[|\t]", line) for line in decoded(path).splitlines()]


def plain_reading(rows: Rows, catalogue: Catalogue, form: int) -> dict[CellKey, Decimal]:
    """Figures by cell."""
    found: dict[CellKey, Decimal] = {}
    for table in ("disclosure", "requests"):
        for item in catalogue.forms[form].tables[table].items:
            for row in item.rows:
                values = numbers_behind(rows, letters(catalogue.rows[table][row].path[-1]))
                found |= {CellKey(table, row, c): v for c, v in zip(item.columns, values, strict=False)}
    long = next((values for values in map(numbers, rows) if len(values) == OUTCOMES), [])
    keys = [CellKey("disputes", row, column) for row, column in catalogue.cells_of(form, "disputes")]
    return found | dict(zip(keys, long, strict=False))


def numbers_behind(rows: Rows, label: str) -> list[Decimal]:
    """Numbers behind the first cell that is the label, else holds it; a row without numbers is passed over."""
    places = [(letters(cell), row[n + 1 :]) for row in rows for n, cell in enumerate(row)]
    behind = [(text, values) for text, cells in places if label in text and (values := numbers(cells))]
    return next((values for text, values in behind if text == label), behind[0][1] if behind else [])


def numbers(cells: Sequence[str]) -> list[Decimal]:
    """Cells that are nothing but a number."""
    return list(numbers_in(cells))


def numbers_in(cells: Sequence[str]) -> Iterator[Decimal]:
    """One number for each cell that is one."""
    for cell in cells:
        text = re.sub(r"\s", "", cell)
        if NUMBER.fullmatch(text):
            yield Decimal(text)


def letters(text: str) -> str:
    """A label without numbering, blanks and punctuation."""
    return re.sub(
        r"^[一二三四五六七八九十]+(?=、)", "", re.sub(r"[（(][一二三四五六七八九十][）)]|\s", "", text)
    ).translate({ord(mark): None for mark in MARKS.findall(text) for mark in mark})
