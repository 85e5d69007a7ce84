"""Heads of figures in published tables, merged and unmerged."""

from __future__ import annotations

import pytest

from bot.chain import Bot
from bot.web.heads import Sheet, heads_of, sheet_of
from ingest.model import CellKey


def sheets_of(bot: Bot, report_id: str) -> dict[int, Sheet]:
    """The published tables of a report by their index, with the figures read from them."""
    grids = [block.grid for block in bot.store.document(report_id).blocks if block.grid is not None]
    cells = bot.store.cells(report_id).values()
    return {i: sheet_of(grid, [c for c in cells if c.table_index == i]) for i, grid in enumerate(grids)}


def texts(sheet: Sheet, spots: frozenset[tuple[int, int]]) -> set[str]:
    """What is printed at some spots, blanks removed."""
    return {"".join(sheet.at[spot].text.split()) for spot in spots}


# 2025 is Markdown whose merges are lost, so figures stand beside the columns of their heads.
CASES = [
    (
        2024,
        ("requests", "d1", "person"),
        {"三、本年度办理结果", "(三)不予公开", "1.属于国家秘密"},
        {"申请人情况", "自然人"},
    ),
    (2024, ("requests", "new", "total"), {"一、本年新收政府信息公开申请数量"}, {"申请人情况", "总计"}),
    (2024, ("disclosure", "penalties", "decisions"), {"行政处罚"}, {"第二十条第（六）项", "本年处理决定数量"}),
    (2024, ("disclosure", "regulations", "in_force"), {"规章"}, {"第二十条第（一）项", "现行有效件数"}),
    (
        2025,
        ("requests", "d2", "person"),
        {"三、本年度办理结果", "(三)不予公开", "2.其他法律行政法规禁止公开"},
        {"申请人情况", "自然人"},
    ),
    (2025, ("requests", "u1", "total"), {"三、本年度办理结果", "(四)无法提供", "1.本机关不掌握相关政府信息"}, {"总计"}),
    (2025, ("requests", "carried_in", "total"), {"二、上年结转政府信息公开申请数量"}, {"总计"}),
    (2023, ("disputes", "review", "corrected"), set(), {"行政复议", "结果纠正"}),
]


@pytest.mark.parametrize(("year", "key", "rows", "columns"), CASES)
def test_heads_are_those_that_the_figure_was_read_by(
    bot: Bot, year: int, key: tuple[str, str, str], rows: set[str], columns: set[str]
) -> None:
    report = next(r for r in bot.store.reports() if r.year == year)
    cell = bot.store.cells(report.report_id)[CellKey(*key)]
    assert cell.table_index is not None
    sheet = sheets_of(bot, report.report_id)[cell.table_index]
    heads = heads_of(sheet, cell)
    assert texts(sheet, heads.rows) == rows
    assert texts(sheet, heads.columns) == columns


def test_every_figure_stands_where_the_store_says(bot: Bot) -> None:
    seen = 0
    for report in bot.store.reports():
        sheets = sheets_of(bot, report.report_id)
        for cell in bot.store.cells(report.report_id).values():
            if cell.value is None or cell.table_index is None or cell.grid_row is None or cell.grid_column is None:
                continue
            seen += 1
            assert " ".join(sheets[cell.table_index].at[(cell.grid_row, cell.grid_column)].text.split()) == cell.raw
    assert seen > 1000


def test_no_figure_of_a_sample_is_headed_by_another_column(bot: Bot) -> None:
    for report in bot.store.reports():
        sheets = sheets_of(bot, report.report_id)
        cells = [c for c in bot.store.cells(report.report_id).values() if c.key.table == "requests"]
        for cell in (c for c in cells if c.value is not None and c.table_index is not None):
            others = {c.column_label for c in cells} - {cell.column_label}
            sheet = sheets[cell.table_index or 0]
            assert not texts(sheet, heads_of(sheet, cell).columns) & others, cell.key
