"""Markdown and plain text → blocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.load.plain import plain_blocks
from ingest.model import Block, Grid

CELL = st.sampled_from(["0", "12", "3119", "", "规章", "**总计**", "一、本年新收", "`7`"])


def blocks(text: str) -> list[Block]:
    found = list(plain_blocks(text))
    for block in found:
        for offset, source in block.anchors:
            assert text[source] == block.text[offset]
        for cell in block.grid.cells if block.grid else ():
            printed = text[cell.place.start : cell.place.end]
            assert "".join(printed.replace("*", "").replace("`", "").split()) == "".join(cell.text.split())
            assert text.count("\n", 0, cell.place.start) == cell.place.line - 1
    return found


def grids(text: str) -> list[Grid]:
    return [block.grid for block in blocks(text) if block.grid]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


def test_headings_lines_and_marks() -> None:
    found = blocks("# 标题\n\n正文**37**件，见[附件](a.docx)\n## 一、总体情况")
    assert [(b.text, b.level, b.place.line) for b in found] == [
        ("标题", 1, 1),
        ("正文37件，见附件", 0, 3),
        ("一、总体情况", 2, 4),
    ]


def test_pipe_table_without_its_rule_row() -> None:
    (grid,) = grids("| 项目 | 数量 |\n| --- | ---: |\n| 规章 | 5 |\n| 许可 | |")
    assert rows(grid) == [["项目", "数量"], ["规章", "5"], ["许可", ""]]


def test_pipe_row_without_a_last_pipe_keeps_its_last_cell() -> None:
    (grid,) = grids("| 规章 | 5\n| 许可 | 6")
    assert rows(grid) == [["规章", "5"], ["许可", "6"]]


def test_tab_table_keeps_blank_cells() -> None:
    (grid,) = grids("规章\t\t5\n许可\t6\t")
    assert rows(grid) == [["规章", "", "5"], ["许可", "6", ""]]


def test_lone_tab_is_no_table() -> None:
    assert [block.text for block in blocks("发布日期\t2024年")] == ["发布日期 2024年"]


def test_blank_line_parts_tables() -> None:
    assert len(grids("| a | 1 |\n| b | 2 |\n\n| c | 3 |\n| d | 4 |")) == 2


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=6))
def test_any_pipe_table_comes_back(cells: list[list[str]]) -> None:
    (grid,) = grids("前\n" + "\n".join("|" + "|".join(f" {c} " for c in row) + "|" for row in cells) + "\n后")
    assert rows(grid) == [[c.replace("*", "").replace("`", "") for c in row] for row in cells]


@given(st.text(alphabet="|\t\n -#*[]()`\\0甲", max_size=150))
def test_no_text_breaks_the_reader(text: str) -> None:
    for block in plain_blocks(text):
        assert 0 <= block.place.start <= block.place.end <= len(text)
