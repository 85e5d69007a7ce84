"""XLSX → Document."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from ingest.errors import FileUnreadable, TooManyCells
from ingest.load import xlsx as xlsx_module
from ingest.load.xlsx import load_xlsx, shown
from ingest.model import Document
from tests.ingest.load.holds import assert_places, grids, table, texts


def load(rows: list[list[Any]], merged: tuple[str, ...] = (), formats: dict[str, str] | None = None) -> Document:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    document = load_xlsx("t.xlsx", out.getvalue(), "0" * 64, 50)
    assert_places(document)
    return document


def test_merged_cells_are_spans_and_titles_are_text() -> None:
    document = load(
        [["某某局2024年年度报告", None, None], ["项目", "数量", None], [None, "甲", "乙"], ["规章", 1, 2.5]],
        merged=("A1:C1", "A2:A3", "B2:C2"),
    )
    assert texts(document) == ["某某局2024年年度报告"]
    (grid,) = grids(document)
    assert table(grid) == [["项目", "数量"], ["项目", "甲", "乙"], ["规章", "1", "2.5"]]
    assert [(c.row_span, c.column_span) for c in grid.cells[:2]] == [(2, 1), (1, 2)]


def test_blank_rows_and_prose_part_tables() -> None:
    long = "本机关认真贯彻落实政府信息公开条例的各项规定。" * 4
    document = load([["甲", 1], ["乙", 2], [], ["丙", 3], [long], ["丁", 4]])
    assert [table(grid) for grid in grids(document)] == [[["甲", "1"], ["乙", "2"]], [["丙", "3"]], [["丁", "4"]]]
    assert texts(document) == [long]


def test_blank_cells_keep_their_column() -> None:
    document = load([["甲", None, 0, 3], ["乙", 1, None, None]])
    assert table(grids(document)[0]) == [["甲", "", "0", "3"], ["乙", "1", "", ""]]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [(25, "General", "25"), (25.0, "General", "25"), (160.5964, "General", "160.5964"), (96171.6, "0.00", "96171.60"),
     (3985758, "#,##0", "3,985,758"), (0.125, "0.0%", "12.5%"), (12, "0_ ", "12"), (2.5, "0", "3"), (1e20, "General", "1" + "0" * 20),
     (None, "General", ""), ("  政府\n 公开 ", "@", "政府\n公开"), (True, "General", "TRUE"), (7.25, "[红色]0.0##", "7.25")],
)  # fmt: skip
def test_values_are_shown_as_the_sheet_shows_them(value: Any, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_formula_without_a_stored_result_is_no_blank() -> None:
    document = load([["甲", 1, 2], ["合计", "=B1", "=B1+C1"]])
    assert table(grids(document)[0])[1] == ["合计", "=B1", "=B1+C1"]


def test_limits_and_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileUnreadable):
        load_xlsx("t.xlsx", b"PK\x03\x04nothing", "0" * 64, 50)
    monkeypatch.setattr(xlsx_module, "MAX_CELLS", 3)
    with pytest.raises(TooManyCells, match="3"):
        load([["甲", 1], ["乙", 2]])
