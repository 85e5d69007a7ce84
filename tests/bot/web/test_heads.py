"""Heads of figures in published tables, merged and unmerged."""

from __future__ import annotations

import pytest

from bot.chain import Bot
from bot.web.heads import Sheet, heads_of, sheet_of
from ingest.model import Cell, CellKey


def sheet_and_cell(bot: Bot, year: int, key: tuple[str, str, str]) -> tuple[Sheet, Cell]:
    """The table of a sample report that holds a cell, and the cell."""
    report = next(r for r in bot.store.reports() if r.year == year)
    cells = bot.store.cells(report.report_id)
    cell = cells[CellKey(*key)]
    assert cell.table_index is not None
    grids = [block.grid for block in bot.store.document(report.report_id).blocks if block.grid is not None]
    same_table = [c for c in cells.values() if c.table_index == cell.table_index]
    return sheet_of(grids[cell.table_index], same_table), cell


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
    sheet, cell = sheet_and_cell(bot, year, key)
    heads = heads_of(sheet, cell)
    assert texts(sheet, heads.rows) == rows
    assert texts(sheet, heads.columns) == columns


def test_every_figure_stands_where_the_store_says(bot: Bot) -> None:
    for report in bot.store.reports():
        grids = [block.grid for block in bot.store.document(report.report_id).blocks if block.grid is not None]
        for cell in bot.store.cells(report.report_id).values():
            if cell.value is None or cell.table_index is None or cell.grid_row is None or cell.grid_column is None:
                continue
            sheet = sheet_of(grids[cell.table_index], [cell])
            assert " ".join(sheet.at[(cell.grid_row, cell.grid_column)].text.split()) == cell.raw


def test_no_figure_of_a_sample_is_headed_by_another_column(bot: Bot) -> None:
    for report in bot.store.reports():
        cells = bot.store.cells(report.report_id)
        for key in (k for k in cells if k.table == "requests" and cells[k].value is not None):
            sheet, cell = sheet_and_cell_of(bot, report.report_id, key)
            others = {c.column_label for k, c in cells.items() if k.table == "requests"} - {cell.column_label}
            assert not texts(sheet, heads_of(sheet, cell).columns) & others, key


def sheet_and_cell_of(bot: Bot, report_id: str, key: CellKey) -> tuple[Sheet, Cell]:
    """As `sheet_and_cell`, by report id."""
    cells = bot.store.cells(report_id)
    cell = cells[key]
    assert cell.table_index is not None
    grids = [block.grid for block in bot.store.document(report_id).blocks if block.grid is not None]
    return sheet_of(grids[cell.table_index], [c for c in cells.values() if c.table_index == cell.table_index]), cell
