"""Table 3 in every layout seen: the right figure under the right label, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

import pytest

from ingest.form.catalogue import Catalogue
from ingest.form.labels import form_labels
from ingest.form.reading import Reading
from ingest.form.requests import ORDER, Progress, read_requests_grid
from ingest.model import CellKey, Document, State

Row = Sequence[str | tuple[str, int, int]]
Tables = Callable[..., Document]
NEW, CARRIED_IN = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
RESULTS, CARRIED_OUT, TOTAL = "三、本年度办理结果", "四、结转下年度继续办理", "（七）总计"
PLAIN = {"public": "（一）予以公开", "partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"}
GROUPS = {
    "（三）不予公开": {
        "d1": "1.属于国家秘密", "d2": "2.其他法律行政法规禁止公开", "d3": "3.危及“三安全一稳定”", "d4": "4.保护第三方合法权益",
        "d5": "5.属于三类内部事务信息", "d6": "6.属于四类过程性信息", "d7": "7.属于行政执法案卷", "d8": "8.属于行政查询事项",
    },
    "（四）无法提供": {"u1": "1.本机关不掌握相关政府信息", "u2": "2.没有现成信息需要另行制作", "u3": "3.补正后申请内容仍不明确"},
    "（五）不予处理": {
        "n1": "1.信访举报投诉类申请", "n2": "2.重复申请", "n3": "3.要求提供公开出版物", "n4": "4.无正当理由大量反复申请",
        "n5": "5.要求行政机关确认或重新出具已获取信息",
    },
    "（六）其他处理": {
        "o1": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "o2": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "o3": "3.其他",
    },
}  # fmt: skip
RESULT_ROWS = [*PLAIN, *(row for rows in GROUPS.values() for row in rows)]


def with_total(six: Sequence[int]) -> list[str]:
    """Six figures and their sum, as printed."""
    return [*map(str, six), str(sum(six))]


def made_up() -> dict[str, list[str]]:
    """A row of seven for each key; every identity holds, and no two rows are alike."""
    six = {row: [i + 3, i % 3, i % 2, 0, (2 * i) % 5, i % 4] for i, row in enumerate(RESULT_ROWS)}
    six["total"] = [sum(column) for column in zip(*six.values(), strict=True)]
    six["carried_in"], six["carried_out"] = [2, 0, 0, 0, 1, 0], [4, 1, 0, 0, 0, 0]
    moved = zip(six["total"], six["carried_out"], six["carried_in"], strict=True)
    six["new"] = [done + out - before for done, out, before in moved]
    return {row: with_total(values) for row, values in six.items()}


FIGURES = made_up()
HEAD: list[Row] = [
    [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
    [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
]
LOST_HEAD: list[Row] = [
    ["（本列数据的勾稽关系为：…）", "", "申请人情况", "", "", "", "", "", "", ""],
    ["", "", "自然人", "法人或其他组织", "", "", "", "", "总计", ""],
    ["", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "", ""],
]


def spanned(figures: dict[str, list[str]] = FIGURES) -> list[Row]:
    """The table with all merges kept, as a good page prints it."""
    rows: list[Row] = [*HEAD, [(NEW, 1, 3), *figures["new"]], [(CARRIED_IN, 1, 3), *figures["carried_in"]]]
    rows.append([(RESULTS, len(RESULT_ROWS) + 1, 1), (PLAIN["public"], 1, 2), *figures["public"]])
    rows.append([(PLAIN["partial"], 1, 2), *figures["partial"]])
    for group, labels in GROUPS.items():
        for at, (row, label) in enumerate(labels.items()):
            rows.append([(group, len(labels), 1), label, *figures[row]] if not at else [label, *figures[row]])
    return [*rows, [(TOTAL, 1, 2), *figures["total"]], [(CARRIED_OUT, 1, 3), *figures["carried_out"]]]


def lost(figures: dict[str, list[str]] = FIGURES) -> list[Row]:
    """Merges lost: rows with three labels start one column later, the last rows fall into the first column."""
    rows: list[Row] = [*LOST_HEAD, [NEW, "", *figures["new"], ""], [CARRIED_IN, "", *figures["carried_in"], ""]]
    rows.append([RESULTS, PLAIN["public"], *figures["public"], ""])
    rows.append(["", PLAIN["partial"], *figures["partial"], ""])
    for group, labels in GROUPS.items():
        for at, (row, label) in enumerate(labels.items()):
            fallen = row == "o3"
            rows.append([label, *figures[row], "", ""] if fallen else ["", "" if at else group, label, *figures[row]])
    return [*rows, [TOTAL, *figures["total"], "", ""], [CARRIED_OUT, *figures["carried_out"], "", ""]]


def one_label(figures: dict[str, list[str]] = FIGURES) -> list[Row]:
    """Only the last label of each row is printed."""
    labels = {"new": NEW, "carried_in": CARRIED_IN, **PLAIN, **{r: t for g in GROUPS.values() for r, t in g.items()}}
    rows: list[Row] = [["", *["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]]]
    return [
        *rows,
        *([text, *figures[row]] for row, text in (labels | {"total": TOTAL, "carried_out": CARRIED_OUT}).items()),
    ]


LAYOUTS = [spanned, lost, one_label]


def read(catalogue: Catalogue, document: Document) -> Reading:
    """All grids of a document, read as table 3."""
    reading, labels, progress = Reading(catalogue, document), form_labels(catalogue), Progress()
    for index, block in enumerate(document.blocks):
        assert block.grid is not None
        read_requests_grid(reading, labels, block.grid, index, progress)
    return reading


def row_of(reading: Reading, row: str) -> list[str | None]:
    """Figures of a row in the form's order; None for what is no number."""
    cells = [reading.cells[CellKey("requests", row, column)] for column in ORDER]
    return [None if cell.value is None else str(cell.value) for cell in cells]


def states(reading: Reading, row: str) -> set[State]:
    """States of a row's cells."""
    return {cell.state for key, cell in reading.cells.items() if key.row == row}


def table(*rows: Row) -> list[Row]:
    """A short table: the head with merges kept, then `rows`."""
    return [*HEAD, *rows]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_cell_of_every_layout(catalogue: Catalogue, tables: Tables, layout: Callable[[], list[Row]]) -> None:
    reading = read(catalogue, tables(layout()))
    assert {row: row_of(reading, row) for row in FIGURES} == FIGURES
    assert len(reading.cells) == len(FIGURES) * 7
    assert (reading.warnings, reading.unknown) == ([], [])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cells_say_where_they_stand(catalogue: Catalogue, tables: Tables, layout: Callable[[], list[Row]]) -> None:
    document = tables(layout())
    for cell in read(catalogue, document).cells.values():
        assert cell.place is not None
        assert document.text[cell.place.start : cell.place.end] == cell.raw
        assert document.text.count("\n", 0, cell.place.start) + 1 == cell.place.line
        assert cell.table_index == 0


def test_label_paths_and_column_heads(catalogue: Catalogue, tables: Tables) -> None:
    cell = read(catalogue, tables(spanned())).cells[CellKey("requests", "u2", "company")]
    assert cell.row_label == "三、本年度办理结果 / （四）无法提供 / 2.没有现成信息需要另行制作"
    assert (cell.column_label, cell.unit) == ("商业企业", "件")


@pytest.mark.parametrize("at", range(3, 25))
def test_table_cut_by_a_page(catalogue: Catalogue, tables: Tables, at: int) -> None:
    rows = lost()
    reading = read(catalogue, tables(rows[:at], rows[at:]))
    found = {row: row_of(reading, row) for row in FIGURES if CellKey("requests", row, "total") in reading.cells}
    assert found == {row: FIGURES[row] for row in found}
    assert len(found) >= len(FIGURES) - 3  # 3.其他, (七)总计 and 四、 alone are too little to know the table by


def test_blank_totals_stay_blank(catalogue: Catalogue, tables: Tables) -> None:
    document = tables(
        table([(NEW, 1, 3), "258", "12", "", "", "1", "1", ""], [(CARRIED_IN, 1, 3), "18", "", "", "", "", "", "18"])
    )
    reading = read(catalogue, document)
    assert row_of(reading, "new") == ["258", "12", None, None, "1", "1", None]
    assert row_of(reading, "carried_in") == ["18", None, None, None, None, None, "18"]
    assert states(reading, "new") == {State.NUMBER, State.BLANK}


def test_dashes_are_kept_as_printed(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables(table([(NEW, 1, 3), "3", "-", "/", "——", "／", "0", "3"])))
    cells = [reading.cells[CellKey("requests", "new", column)] for column in ORDER]
    assert [cell.state for cell in cells] == [State.NUMBER, *[State.SLASH] * 4, State.NUMBER, State.NUMBER]
    assert [cell.raw for cell in cells] == ["3", "-", "/", "——", "／", "0", "3"]


def test_other_in_the_first_column_is_the_row(catalogue: Catalogue, tables: Tables) -> None:
    rows = lost()
    reading = read(catalogue, tables(rows))
    assert row_of(reading, "o3") == FIGURES["o3"]
    at = next(i for i, row in enumerate(rows) if row[0] == "3.其他")
    assert reading.cells[CellKey("requests", "o3", "person")].grid_row == at
    alone = read(catalogue, tables([*LOST_HEAD, [NEW, "", *FIGURES["new"], ""], ["3.其他", *FIGURES["o3"], "", ""]]))
    assert CellKey("requests", "o3", "total") not in alone.cells  # nothing says which 其他 it is
    assert [row.label for row in alone.unknown] == ["3.其他"]


@pytest.mark.parametrize("head", [HEAD, LOST_HEAD, [["项目", "", "", "自然人", "", "", "", "", "其他", "总计"]]])
def test_head_total_is_no_row(catalogue: Catalogue, tables: Tables, head: list[Row]) -> None:
    reading = read(catalogue, tables([*head, [NEW, "", "", *FIGURES["new"]]]))
    assert {key.row for key in reading.cells} == {"new"}
    assert row_of(reading, "new") == FIGURES["new"]


def test_columns_in_another_order(catalogue: Catalogue, tables: Tables) -> None:
    head: list[Row] = [
        [("项目", 2, 1), ("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        ["科研机构", "商业企业", "其他", "社会公益组织", "法律服务机构"],
    ]
    reading = read(catalogue, tables([*head, [NEW, "35", "1", "2", "3", "4", "5", "50"]]))
    assert row_of(reading, "new") == ["35", "2", "1", "4", "5", "3", "50"]


def test_second_row_with_other_figures_is_a_warning(catalogue: Catalogue, tables: Tables) -> None:
    first, other = FIGURES["new"], with_total([9, 9, 9, 9, 9, 9])
    reading = read(catalogue, tables(table([(NEW, 1, 3), *first], [(NEW, 1, 3), *other])))
    assert row_of(reading, "new") == first
    assert len(reading.warnings) == 1
    assert "第 5 行" in reading.warnings[0]
    same = read(catalogue, tables(table([(NEW, 1, 3), *first], [(NEW, 1, 3), *first])))
    assert same.warnings == []


def test_unknown_row_is_kept(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(
        catalogue,
        tables(
            table([(NEW, 1, 3), *FIGURES["new"]], [("五、转交其他机关办理数量", 1, 3), *with_total([1, 2, 3, 4, 5, 6])])
        ),
    )
    (row,) = reading.unknown
    assert (row.table, row.label, row.values) == (
        "requests",
        "五、转交其他机关办理数量",
        ("1", "2", "3", "4", "5", "6", "21"),
    )
    assert row.place.line == 5
    assert {key.row for key in reading.cells} == {"new"}


@pytest.mark.parametrize(
    "values", [["35", "2", "0", "0", "0", "37"], ["3520000037"], ["1"] * 8, ["35 2 0", "0 0", "0", "37"]]
)
def test_figures_that_fit_no_columns_are_unreadable(catalogue: Catalogue, tables: Tables, values: list[str]) -> None:
    reading = read(
        catalogue,
        tables(
            [[NEW, *["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]], [NEW, *values]]
        ),
    )
    cells = [cell for key, cell in reading.cells.items() if key.row == "new"]
    assert {cell.state for cell in cells} == {State.UNREADABLE}
    assert {cell.raw for cell in cells} == {" ".join(values)}
    assert all(cell.value is None and cell.reason for cell in cells)


def test_lost_merge_that_sums_cannot_settle_is_unreadable(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables([[NEW, "", "", "5", "", "", "", "", "", ""]]))
    assert states(reading, "new") == {State.UNREADABLE}


def test_negative_count_is_unreadable(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables(table([(NEW, 1, 3), "5", "-2", "0", "0", "0", "0", "3"])))
    cell = reading.cells[CellKey("requests", "new", "company")]
    assert (cell.state, cell.value, cell.raw) == (State.UNREADABLE, None, "-2")
    assert row_of(reading, "new")[0] == "5"


def test_one_doubtful_cell_does_not_spoil_the_row(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables(table([(NEW, 1, 3), "约5", "1 2", "007", "0", "0", "0", "17"])))
    assert row_of(reading, "new") == [None, None, None, "0", "0", "0", "17"]
    assert all(cell.reason for cell in reading.cells.values() if cell.state is State.UNREADABLE)


LABELS = [
    ("d2", "2.其他法律行政止公开"), ("d2", "２．其他法律行政法规禁止公开"), ("d2", "2、其他法律、行政法规禁止公开"),
    ("d1", "1属于国家秘密"), ("d1", "１、属于国家秘密"), ("d3", '3.危及"三安全一稳定"'), ("d3", "3.危及「三安全一稳定」"),
    ("carried_in", "二、上年結轉政府信息公開申請數量"), ("u1", "1.本機關不掌握相關政府信息"), ("new", "一、本年 新收政府 信息公开申请 数量"),
    ("public", "(一)予以公开"), ("public", "（一） 予以公开"), ("carried_out", "四、结转下年度\n继续办理"),
    ("new", "⼀、本年新收政府信息公开申请数量"),
    ("n5", "5.要求行政机关确认或重新出具已获取信息"), ("total", "(七)总计"), ("partial", "（二）部分公开"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "label"), LABELS)
def test_labels_as_they_are_misprinted(catalogue: Catalogue, tables: Tables, row: str, label: str) -> None:
    order = [*FIGURES]
    rows: list[Row] = [[(NEW, 1, 3), *FIGURES["new"]]] if row != "new" else []
    if row == "d2":
        rows.append(["", "（三）不予公开", "1.属于国家秘密", *FIGURES["d1"]])
    assert row in order
    reading = read(
        catalogue, tables(table(*rows, ["", "", label, *FIGURES[row]], [(CARRIED_IN, 1, 3), *FIGURES["carried_in"]]))
    )
    assert row_of(reading, row) == FIGURES[row]


def test_other_handling_as_one_row(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(
        catalogue,
        tables(
            table(
                [(NEW, 1, 3), *FIGURES["new"]],
                [("（六）其他处理", 1, 3), *with_total([1, 2, 0, 0, 0, 0])],
                [(TOTAL, 1, 3), *FIGURES["total"]],
            )
        ),
    )
    assert row_of(reading, "o_all") == ["1", "2", "0", "0", "0", "0", "3"]
    assert row_of(reading, "total") == FIGURES["total"]


def test_another_table_is_left_alone(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables([["项目", "总计"], ["公文", "5"], ["其他", "7"]]))
    assert (reading.cells, reading.unknown) == ({}, [])


def test_values_are_exact_decimals(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables(table([(NEW, 1, 3), "1,234", "１２", "0", "0", "0", "0", "1246件"])))
    assert [reading.cells[CellKey("requests", "new", c)].value for c in ("person", "company", "total")] == [
        Decimal(1234),
        Decimal(12),
        Decimal(1246),
    ]


def blanked(random: Random) -> dict[str, list[str]]:
    """Random figures; zeros may be printed as blanks or dashes, and a total may be left out."""
    printed = {}
    for row in FIGURES:
        values = with_total([random.choice([0, 0, random.randrange(30), random.randrange(9999)]) for _ in range(6)])
        zero = random.choice(["0", "", "/"])
        total = "" if random.random() < 0.15 else values[-1]
        printed[row] = [*(zero if value == "0" else value for value in values[:-1]), total]
    return printed


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(25))
def test_no_figure_is_ever_given_to_another_cell(
    catalogue: Catalogue, tables: Tables, layout: Callable[[dict[str, list[str]]], list[Row]], seed: int
) -> None:
    printed = blanked(Random(seed))
    reading = read(catalogue, tables(layout(printed)))
    for row, values in printed.items():
        for column, value in zip(ORDER, values, strict=True):
            cell = reading.cells[CellKey("requests", row, column)]
            assert cell.value is None or str(cell.value) == (value or "0"), (row, column, values)
            if any(value.strip("0/") for value in values):  # in a row of zeros 0 and blank are one
                assert cell.state is State.UNREADABLE or cell.raw == value, (row, column, values)
