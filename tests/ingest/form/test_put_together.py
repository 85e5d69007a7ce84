"""Tables put together, unrolled or torn: what they leave certain is read, the rest says why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from ingest.form.catalogue import Catalogue
from ingest.form.reader import FormReading, read_form
from ingest.load.loader import load_bytes
from ingest.model import Cell, CellKey, Document, State

Tables = Callable[..., Document]
NEW, IN = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
HEAD = ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
DISPUTES = ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9]
KINDS = [
    *["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
    "未经复议直接起诉",
    *[""] * 4,
    "复议后起诉",
    *[""] * 4,
]
OUTCOMES = [*[""] * 5, *["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2]


def figures(*values: int) -> list[str]:
    """Six figures and their sum."""
    return [*map(str, values), str(sum(values))]


def read(catalogue: Catalogue, document: Document) -> FormReading:
    return read_form(document, catalogue, 2023)


def cell(reading: FormReading, table: str, row: str, column: str) -> Cell:
    return next(each for each in reading.cells if each.key == CellKey(table, row, column))


def values(reading: FormReading, table: str, row: str) -> list[Decimal | None]:
    return [each.value for each in reading.cells if each.key[:2] == (table, row)]


def html(rows: Sequence[str]) -> bytes:
    return f"<html><body><table>{''.join(rows)}</table></body></html>".encode()


def test_a_second_report_in_the_file_is_left_alone(catalogue: Catalogue, tables: Tables) -> None:
    first = [HEAD, [NEW, *figures(5, 0, 0, 0, 0, 0)]]
    second = [HEAD, [NEW, *figures(7, 1, 0, 0, 0, 0)], [IN, *figures(3, 0, 0, 0, 0, 0)]]
    reading = read(catalogue, tables(first, second, [DISPUTES, KINDS, OUTCOMES, ["1", "0", "0", "0", "1"] * 3]))
    assert cell(reading, "requests", "new", "person").value == 5
    assert {c.state for c in reading.cells if c.key.row in {"carried_in", "review"}} == {State.ABSENT}
    assert "再次出现且数字不同" in reading.warnings[0]


def test_figures_behind_a_lost_label_are_not_those_of_the_group(catalogue: Catalogue, tables: Tables) -> None:
    rows = [
        ["（六）其他处理", "", *figures(4, 0, 0, 0, 0, 0)],
        ["", "2.申请人逾期未按收费通知要求缴纳费用", *figures(1, 0, 0, 0, 0, 0)],
        ["", "3.其他", *figures(2, 0, 0, 0, 0, 0)],
    ]
    reading = read(catalogue, tables(rows))
    assert cell(reading, "requests", "o1", "person").state is State.UNREADABLE
    assert "标签可能已丢失" in cell(reading, "requests", "o1", "person").reason
    assert [cell(reading, "requests", row, "total").value for row in ("o2", "o3")] == [1, 2]
    assert not [c for c in reading.cells if c.key.row == "o_all"]


def test_a_figure_over_two_rows_belongs_to_neither(catalogue: Catalogue, tables: Tables) -> None:
    rows = [[NEW, *figures(3, 1, 0, 0, 0, 0)[:-1], ("4", 2, 1)], [IN, *figures(4, 0, 0, 0, 0, 0)[:-1]]]
    reading = read(catalogue, tables(rows))
    assert {c.state for c in reading.cells if c.key.row in {"new", "carried_in"}} == {State.UNREADABLE}
    assert "一个数占了几行" in cell(reading, "requests", "carried_in", "total").reason


def test_all_tables_in_one_grid(catalogue: Catalogue, tables: Tables) -> None:
    wide = [HEAD, [NEW, *figures(5, 0, 0, 0, 0, 0)], DISPUTES, KINDS, OUTCOMES, ["2", "0", "1", "0", "3"] * 3]
    reading = read(catalogue, tables(wide))
    assert values(reading, "requests", "new") == [5, 0, 0, 0, 0, 0, 5]
    assert values(reading, "disputes", "litigation_direct") == [2, 0, 1, 0, 3]


def test_a_blank_row_of_disputes_is_blank_and_not_absent(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables([DISPUTES, KINDS, OUTCOMES, [""] * 15]))
    assert {c.state for c in reading.cells if c.key.table == "disputes"} == {State.BLANK}


def test_merged_heads_unrolled(catalogue: Catalogue, tables: Tables) -> None:
    rows = [["信息内容", *["本年处理决定数量"] * 3], ["行政许可", "7", "7", "7"], ["行政处罚", "1", "2", "3"]]
    reading = read(catalogue, tables(rows))
    assert cell(reading, "disclosure", "licensing", "decisions").value == 7
    assert cell(reading, "disclosure", "penalties", "decisions").state is State.UNREADABLE


def test_zeros_do_not_tell_where_a_row_begins(catalogue: Catalogue, tables: Tables) -> None:
    rows = [["", "（一）予以公开", "", "0", "0", "0", "0", "0", "0", ""]]
    reading = read(catalogue, tables(rows))
    assert {c.state for c in reading.cells if c.key.row == "public"} == {State.UNREADABLE}


def test_a_number_between_two_cells_is_part_of_neither(catalogue: Catalogue) -> None:
    row = "".join(f"<td>{figure}</td>" for figure in figures(5, 0, 0, 0, 0, 0)[:-2]) + "2<td>0</td><td>5</td>"
    document = load_bytes("r.html", html([f"<tr><td>{NEW}</td>{row}</tr>", f"<tr><td>{IN}</td></tr>"]), 50)
    grid = next(block.grid for block in document.blocks if block.grid is not None)
    assert [c.text for c in grid.rows()[0]] == [NEW, *figures(5, 0, 0, 0, 0, 0)]
    assert [block.text for block in document.blocks if block.grid is None] == ["2"]
