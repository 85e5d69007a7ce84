"""How a row's figures become cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.form.catalogue import Catalogue
from ingest.form.reading import Reading, RowShape, absent_cell, label_path, row_cells, unit_of
from ingest.form.values import Doubt, Window
from ingest.model import CellKey, Document, GridCell, Place, State
from ingest.numbers import read_figure

Tables = Callable[..., Document]
SHAPE = RowShape(
    "disclosure",
    "regulations",
    "规章",
    ("made", "repealed", "in_force"),
    ("本年制发 件数", "本年废止件数", "现行有效件数"),
    0,
)


def printed(*texts: str) -> list[GridCell]:
    """Cells of the second row of a grid, one after another in the source."""
    made, offset = [], 10
    for column, text in enumerate(texts, start=1):
        made.append(GridCell(text, Place(2, offset, offset + len(text), 4), 1, column))
        offset += len(text) + 1
    return made


def window(*texts: str) -> Window:
    """A window over such cells."""
    made = printed(*texts)
    return Window(tuple(made), tuple(read_figure(cell.text) for cell in made), "label+position", 1.0)


@pytest.fixture
def reading(catalogue: Catalogue, tables: Tables) -> Reading:
    """Nothing read yet."""
    return Reading(catalogue, tables([["x"]]))


def test_figures_become_cells_with_all_that_is_known(reading: Reading) -> None:
    found = window("11", " / ", "")
    first, second, third = row_cells(reading, SHAPE, found.cells, found)
    assert first.key == CellKey("disclosure", "regulations", "made")
    assert (first.value, first.raw, first.unit, first.column_label) == (Decimal(11), "11", "件", "本年制发件数")
    assert (first.place, first.grid_row, first.grid_column, first.table_index) == (Place(2, 10, 12, 4), 1, 1, 0)
    assert (second.state, second.raw, third.state) == (State.SLASH, "/", State.BLANK)


def test_doubt_shows_what_is_printed(reading: Reading) -> None:
    values = printed("693665", "", "x")
    cells = row_cells(reading, SHAPE, values, Doubt("分不开"))
    assert [cell.state for cell in cells] == [State.UNREADABLE] * 3
    assert {cell.raw for cell in cells} == {"693665 x"}
    assert {cell.reason for cell in cells} == {"分不开"}
    assert cells[0].place == Place(2, 10, 19, 4)
    assert all(cell.confidence == 0 for cell in cells)


def test_doubt_without_any_cell_has_no_place(reading: Reading) -> None:
    assert {cell.place for cell in row_cells(reading, SHAPE, [], Doubt("没有数字"))} == {None}


def test_unreadable_cell_has_no_confidence(reading: Reading) -> None:
    found = window("约5", "0", "1")
    first, second, _ = row_cells(reading, SHAPE, found.cells, found)
    assert (first.state, first.confidence, second.confidence) == (State.UNREADABLE, 0.0, 1.0)


def test_same_row_twice(reading: Reading) -> None:
    found, other = window("1", "2", "3"), window("1", "2", "4")
    cells = row_cells(reading, SHAPE, found.cells, found)
    reading.take(cells)
    reading.take([replace(cell, confidence=0.5) for cell in cells])
    assert reading.warnings == []
    reading.take(row_cells(reading, SHAPE, other.cells, other))
    assert len(reading.warnings) == 1
    assert "规章" in reading.warnings[0]
    assert reading.cells[CellKey("disclosure", "regulations", "in_force")].value == 3
    assert reading.has_row("disclosure", "regulations")
    assert not reading.has_row("disclosure", "fees")


def test_label_path_is_read_left_to_right_once() -> None:
    labels = [
        GridCell(text, Place(1, 0, 1), 0, 0)
        for text in ("三、本年度\n办理结果", "", "（三） 不予公开", "（三）不予公开", "1.属于国家秘密")
    ]
    assert label_path(labels) == "三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密"


@pytest.mark.parametrize(
    ("text", "header", "unit"),
    [
        ("5", "金额", "万元"),
        ("5元", "金额", "元"),
        ("5亿元", "金额（万元）", "亿元"),
        ("5", "金额（单位：元）", "元"),
        ("5", "金額（單位：萬元）", "万元"),
        ("5件", "金额", "万元"),
    ],
)
def test_unit(catalogue: Catalogue, text: str, header: str, unit: str) -> None:
    assert unit_of(catalogue, CellKey("disclosure", "fees", "amount"), read_figure(text), header) == unit


def test_absent_cell_names_what_is_missing(catalogue: Catalogue) -> None:
    cell = absent_cell(catalogue, CellKey("requests", "d1", "total"))
    assert (cell.state, cell.value, cell.raw, cell.place) == (State.ABSENT, None, "", None)
    assert cell.row_label == "三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密"
    assert cell.reason
