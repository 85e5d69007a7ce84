"""Table 2 of both forms: figures under their heads, and what cannot be split stays unreadable."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from ingest.form.catalogue import Catalogue
from ingest.form.disclosure import read_disclosure_grid
from ingest.form.labels import form_labels
from ingest.form.reading import Reading
from ingest.model import Cell, CellKey, Document, State

Tables = Callable[..., Document]
ONE = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
FIVE = ["信息内容", "本年处理决定数量"]
EIGHT = ["信息内容", "本年收费金额（单位：万元）"]
NEW_FORM = [
    [("第二十条第（一）项", 1, 4)], ONE, ["规章", "1", "2", "3"], ["行政规范性文件", "11", "13", "85"],
    [("第二十条第（五）项", 1, 4)], ["信息内容", ("本年处理决定数量", 1, 3)], ["行政许可", ("2293", 1, 3)],
    [("第二十条第（六）项", 1, 4)], ["信息内容", ("本年处理决定数量", 1, 3)], ["行政处罚", ("1282", 1, 3)], ["行政强制", ("42", 1, 3)],
    [("第二十条第（八）项", 1, 4)], ["信息内容", ("本年收费金额（单位：万元）", 1, 3)], ["行政事业性收费", ("24252.311082", 1, 3)],
]  # fmt: skip
OLD_FORM = [
    [("第二十条第（一）项", 1, 4)], ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"], ["规章", "13", "13", "524"],
    ["规范性文件", "60", "60", "368"],
    [("第二十条第（五）项", 1, 4)], ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"], ["行政许可", "396", "-44", "2278"],
    ["其他对外管理服务事项", "107", "－10", "5"],
    [("第二十条第（六）项", 1, 4)], ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政处罚", "7", "+1", "9"], ["行政强制", "0", "0", "0"],
    [("第二十条第（八）项", 1, 4)], ["信息内容", "上一年项目数量", ("本年增/减", 1, 2)], ["行政事业性收费", "8", ("-2", 1, 2)],
    [("第二十条第（九）项", 1, 4)], ["信息内容", "采购项目数量", ("采购总金额", 1, 2)], ["政府集中采购", "6", ("251000元", 1, 2)],
]  # fmt: skip
NEW_VALUES = {
    "regulations/made": 1, "regulations/repealed": 2, "regulations/in_force": 3, "normative_documents/made": 11,
    "normative_documents/repealed": 13, "normative_documents/in_force": 85, "licensing/decisions": 2293,
    "penalties/decisions": 1282, "coercion/decisions": 42, "fees/amount": Decimal("24252.311082"),
}  # fmt: skip
OLD_VALUES = {
    "regulations/newly_made": 13, "regulations/newly_public": 13, "regulations/total_public": 524,
    "normative_documents/newly_made": 60, "normative_documents/newly_public": 60, "normative_documents/total_public": 368,
    "licensing/previous": 396, "licensing/change": -44, "licensing/decisions": 2278,
    "other_services/previous": 107, "other_services/change": -10, "other_services/decisions": 5,
    "penalties/previous": 7, "penalties/change": 1, "penalties/decisions": 9,
    "coercion/previous": 0, "coercion/change": 0, "coercion/decisions": 0,
    "fees/previous": 8, "fees/change": -2, "procurement/count": 6, "procurement/amount": 251000,
}  # fmt: skip


def read(catalogue: Catalogue, document: Document) -> Reading:
    """All grids of a document, read as table 2."""
    reading, labels = Reading(catalogue, document), form_labels(catalogue)
    for index, block in enumerate(document.blocks):
        assert block.grid is not None
        read_disclosure_grid(reading, labels, block.grid, index)
    return reading


def values(reading: Reading) -> dict[str, Decimal | None]:
    """Row and column → value."""
    return {f"{key.row}/{key.column}": cell.value for key, cell in reading.cells.items()}


def cell_of(reading: Reading, row: str, column: str) -> Cell:
    """One cell."""
    return reading.cells[CellKey("disclosure", row, column)]


@pytest.mark.parametrize(("rows", "wanted"), [(NEW_FORM, NEW_VALUES), (OLD_FORM, OLD_VALUES)])
def test_both_forms(catalogue: Catalogue, tables: Tables, rows: list[list[str]], wanted: dict[str, Decimal]) -> None:
    document = tables(rows)
    reading = read(catalogue, document)
    assert values(reading) == wanted
    for cell in reading.cells.values():
        assert cell.place is not None
        assert document.text[cell.place.start : cell.place.end] == cell.raw


def test_lost_merges_leave_blanks_behind(catalogue: Catalogue, tables: Tables) -> None:
    rows = [
        ["第二十条第（五）项", "", "", ""],
        [*FIVE, "", ""],
        ["行政许可", "7", "", ""],
        ["第二十条第（八）项", "", "", ""],
        [*EIGHT, "", ""],
        ["行政事业性收费", "0.5", "", ""],
    ]
    assert values(read(catalogue, tables(rows))) == {"licensing/decisions": 7, "fees/amount": Decimal("0.5")}


def test_label_variants(catalogue: Catalogue, tables: Tables) -> None:
    head = ["信息内容", "本年制发\n件数", "本年 废止件数", "现行有效件"]
    for label in ("规范性文件", "行政規範性文件", "規範性檔案", "行政规范性 文件"):
        reading = read(catalogue, tables([head, [label, "6", "6", "49"]]))
        assert values(reading) == {
            "normative_documents/made": 6,
            "normative_documents/repealed": 6,
            "normative_documents/in_force": 49,
        }


def test_columns_follow_the_head(catalogue: Catalogue, tables: Tables) -> None:
    swapped = ["信息内容", "现行有效件数", "本年制发件数", "本年废止件数"]
    reading = read(catalogue, tables([swapped, ["规章", "85", "11", "13"]]))
    assert values(reading) == {"regulations/in_force": 85, "regulations/made": 11, "regulations/repealed": 13}


def test_one_number_merged_over_three_heads_is_unreadable(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables([ONE, ["行政规范性文件", ("693665", 1, 3)]]))
    cells = list(reading.cells.values())
    assert [cell.state for cell in cells] == [State.UNREADABLE] * 3
    assert {cell.raw for cell in cells} == {"693665"}
    assert all("693665" in cell.reason for cell in cells)


@pytest.mark.parametrize("printed", [["693665", "", ""], ["", "", "693665"], ["", "7777166", ""]])
def test_one_long_number_alone_is_unreadable(catalogue: Catalogue, tables: Tables, printed: list[str]) -> None:
    reading = read(catalogue, tables([ONE, ["行政规范性文件", *printed]]))
    assert {cell.state for cell in reading.cells.values()} == {State.UNREADABLE}


def test_one_short_number_beside_blanks_is_itself(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables([ONE, ["行政规范性文件", "", "", "85"]]))
    assert cell_of(reading, "normative_documents", "in_force").value == 85
    assert cell_of(reading, "normative_documents", "made").state is State.BLANK


def test_slashes(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables([ONE, ["规章", "/", "／", "—"]]))
    assert {cell.state for cell in reading.cells.values()} == {State.SLASH}


@pytest.mark.parametrize(
    ("head", "printed", "value", "unit"),
    [("本年收费金额（单位：万元）", "160.5964", "160.5964", "万元"), ("本年收费金额", "160.5964万元", "160.5964", "万元"),
     ("本年收费金额", "251000元", "251000", "元"), ("本年收费金额（单位：元）", "251000", "251000", "元"), ("本年收费金额", "12", "12", "万元")],
)  # fmt: skip
def test_units(catalogue: Catalogue, tables: Tables, head: str, printed: str, value: str, unit: str) -> None:
    cell = cell_of(read(catalogue, tables([["信息内容", head], ["行政事业性收费", printed]])), "fees", "amount")
    assert (cell.value, cell.unit, cell.raw) == (Decimal(value), unit, printed)


def test_note_in_the_cell(catalogue: Catalogue, tables: Tables) -> None:
    cell = cell_of(read(catalogue, tables([ONE, ["规章", "22（其中修订16件）", "0", "85"]])), "regulations", "made")
    assert cell.value == 22
    assert cell.raw == "22（其中修订16件）"


def test_a_row_under_a_foreign_head_is_not_taken(catalogue: Catalogue, tables: Tables) -> None:
    assert values(read(catalogue, tables([ONE, ["行政许可", "1", "2", "3"]]))) == {}
    assert values(read(catalogue, tables([["行政许可", "1", "2", "3"]]))) == {}


def test_negative_change_is_kept_and_negative_count_is_not(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables(OLD_FORM))
    assert cell_of(reading, "licensing", "change").raw == "-44"
    broken = read(catalogue, tables([FIVE, ["行政许可", "-7"]]))
    assert cell_of(broken, "licensing", "decisions").state is State.UNREADABLE


def test_four_figures_under_three_heads_are_unreadable(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables([ONE, ["规章", "1", "2", "3", "4"]]))
    assert {cell.state for cell in reading.cells.values()} == {State.UNREADABLE}
