"""A report as three tables with spans, before any file type: what every layout is drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.model import CellKey
from tests.ingest.layouts.made import CATALOGUE, COLUMNS, OUTCOMES, Made

SUM_NOTE: Final = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
SECTIONS: Final = {
    "disclosure": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}
BEFORE: Final = ("某某局政府信息公开工作年度报告", "一、总体情况", "本年度召开会议3次，发布信息120条，培训45人次。")
AFTER: Final = ("五、存在的主要问题及改进情况", "下一步将组织培训2次。", "六、其他需要报告的事项", "无。")


@dataclass(frozen=True)
class Box:
    """A cell with its spans. What it covers is not listed again. `figure`: holds a figure, not words."""

    text: str
    rows: int = 1
    columns: int = 1
    figure: bool = False


Table = list[list[Box]]


def tables_of(made: Made) -> dict[str, Table]:
    """The three tables in printed order."""
    return {"disclosure": disclosure(made), "requests": requests(made), "disputes": disputes(made)}


def figures(made: Made, table: str, row: str, columns: Sequence[str]) -> list[Box]:
    """The figures of a row."""
    return [Box(made.cells[CellKey(table, row, column)].raw, figure=True) for column in columns]


def disclosure(made: Made) -> Table:
    """Table 2: items of one to three columns over a width of four."""
    say = made.wording.label
    rows: Table = []
    for item in CATALOGUE.forms[made.form].tables["disclosure"].items:
        rows.append([Box(say(item.item), columns=4)])
        heads = [say(CATALOGUE.columns["disclosure"][column].printed) for column in item.columns]
        rows.append(stretched([Box(say("信息内容")), *(Box(head) for head in heads)]))
        for row in item.rows:
            label = Box(say(CATALOGUE.rows["disclosure"][row].path[-1]))
            rows.append(stretched([label, *figures(made, "disclosure", row, item.columns)]))
    return rows


def stretched(row: list[Box]) -> list[Box]:
    """A row whose last cell reaches the fourth column."""
    last = row[-1]
    return [*row[:-1], Box(last.text, 1, 5 - len(row), last.figure)]


def requests(made: Made) -> Table:
    """Table 3: labels three columns deep, then seven figures."""
    say = made.wording.label
    heads = CATALOGUE.columns["requests"]
    rows: Table = [
        [Box(say(SUM_NOTE), 3, 3), Box(say("申请人情况"), columns=7)],
        [Box(say("自然人"), 2), Box(say("法人或其他组织"), columns=5), Box(say("总计"), 2)],
        [Box(say(heads[column].printed)) for column in COLUMNS[1:-1]],
    ]
    printed = made.rows_of(CATALOGUE.forms[made.form].tables["requests"].items[0].rows)
    paths = {row: CATALOGUE.rows["requests"][row].path for row in printed}
    above: list[str] = []
    for row in printed:
        path = list(paths[row])
        labels: list[Box] = []
        for depth, text in enumerate(path):
            below = [other for other in paths.values() if list(other[: depth + 1]) == path[: depth + 1]]
            if path[: depth + 1] != above[: depth + 1]:
                width = 3 - depth if depth == len(path) - 1 else 1
                labels.append(Box(say(text), len(below), width))
        rows.append([*labels, *figures(made, "requests", row, COLUMNS)])
        above = path
    return rows


def disputes(made: Made) -> Table:
    """Table 4: three rows of heads over fifteen figures."""
    say = made.wording.label
    heads = [say(CATALOGUE.columns["disputes"][column].printed) for column in OUTCOMES]
    kinds = CATALOGUE.forms[made.form].tables["disputes"].items[0].rows
    return [
        [Box(say("行政复议"), columns=5), Box(say("行政诉讼"), columns=10)],
        [*(Box(head, 2) for head in heads), Box(say("未经复议直接起诉"), columns=5), Box(say("复议后起诉"), columns=5)],
        [Box(head) for head in [*heads, *heads]],
        [box for kind in kinds for box in figures(made, "disputes", kind, OUTCOMES)],
    ]


def placed(table: Table) -> Iterator[tuple[int, int, Box]]:
    """Every cell with its grid row and column."""
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(table):
        column = 0
        for box in row:
            while (index, column) in taken:
                column += 1
            taken |= {(index + r, column + c) for r in range(box.rows) for c in range(box.columns)}
            yield index, column, box
            column += box.columns


def squared(table: Table, *, repeat: bool) -> list[list[str]]:
    """All positions of the grid; what a span covers repeats its text, or is blank."""
    width = max(column + box.columns for _, column, box in placed(table))
    grid = [[""] * width for _ in table]
    for row, column, box in placed(table):
        for r in range(box.rows):
            for c in range(box.columns):
                grid[row + r][column + c] = box.text if repeat or (r, c) == (0, 0) else ""
    return grid


def shifted(table: Table) -> list[list[str]]:
    """Columns merged into others are lost: all behind them moves to the left, blanks fill up the end."""
    rows: list[dict[int, str]] = [{} for _ in table]
    for row, column, box in placed(table):
        for r in range(box.rows):
            rows[row + r][column] = "" if r else box.text
    flat = [[row[column] for column in sorted(row)] for row in rows]
    width = max(len(row) for row in flat)
    return [[*row, *[""] * (width - len(row))] for row in flat]
