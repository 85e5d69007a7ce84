"""HTML → blocks: what agencies publish, with the source's own offsets."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.load.html import html_blocks
from ingest.model import Block, Grid
from tests.ingest.load.holds import bare

TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
CONTENT = st.sampled_from(["0", "12", "&nbsp;", "3119", "&#49;2", "一", "甲&amp;乙"])
NUMBERS = st.lists(st.lists(CONTENT, min_size=2, max_size=5), min_size=2, max_size=6)


def visible(source: str) -> str:
    return bare(html.unescape(TAG.sub("", source)))


def tables(source: str) -> list[Grid]:
    found = [block.grid for block in html_blocks(source) if block.grid is not None]
    for grid in found:
        for cell in grid.cells:
            assert visible(source[cell.place.start : cell.place.end]) == bare(cell.text)
    return found


def rows(grid: Grid) -> list[list[str]]:
    return [[bare(cell.text) for cell in row] for row in grid.rows()]


def paragraphs(source: str) -> list[Block]:
    return [block for block in html_blocks(source) if block.grid is None]


def test_spans_place_the_cells_behind_them() -> None:
    source = "<table><tr><td rowspan=2>项目<td colspan=2>数量<tr><td>甲<td>乙<tr><td>规章<td>1<td>2</table>"
    (grid,) = tables(source)
    assert rows(grid) == [["项目", "数量"], ["项目", "甲", "乙"], ["规章", "1", "2"]]
    assert [(c.row, c.column) for c in grid.cells] == [(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)]


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "999999999", "2.5"])
def test_senseless_spans_do_no_harm(span: str) -> None:
    (grid,) = tables(f'<table><tr><td rowspan="{span}" colspan="{span}">甲<td>1<tr><td>乙<td>2</table>')
    assert [cell.text for cell in grid.cells if cell.text] == ["甲", "1", "乙", "2"]


def test_layout_tables_give_the_tables_in_them() -> None:
    source = "<table><tr><td>菜单<td><p>正文</p><table><tr><td>规章<td>5<tr><td>许可<td>6</table></table>"
    assert [rows(grid) for grid in tables(source)] == [[["规章", "5"], ["许可", "6"]]]
    assert [block.text for block in paragraphs(source)] == ["菜单", "正文"]


def test_unclosed_tags_and_missing_ends() -> None:
    (grid,) = tables("<table><tr><td><p>规章<td><p>1<tr><td><b>许可<td>2")
    assert rows(grid) == [["规章", "1"], ["许可", "2"]]


def test_breaks_inside_labels_and_word_markup() -> None:
    label = '<p class="MsoNormal"><span>行政<br/>规范性</span><o:p></o:p></p><p>文件</p>'
    figure = "<span lang=EN-US>1</span><span>3</span>"
    source = f"<table><tr><td>{label}</td><td>{figure}</td></tr><tr><td>a<td>b</table>"
    (grid,) = tables(source)
    assert rows(grid)[0] == ["行政规范性文件", "13"]
    assert "\n" in grid.cells[0].text


def test_navigation_and_scripts_are_no_text() -> None:
    source = "<script>if (1<2) {}</script><style>p{}</style><nav>首页</nav><p>正文</p><!-- 注 --><select><option>2024</select>"
    assert [block.text for block in paragraphs(source)] == ["正文"]


def test_headings_keep_their_level_and_anchors_their_place() -> None:
    source = "<h2>一、总体<b>情况</b></h2>\n<p>收到&nbsp;37&nbsp;件，<a href='#'>办结</a>38件</p>"
    heading, paragraph = paragraphs(source)
    assert (heading.text, heading.level, heading.place.line) == ("一、总体情况", 2, 1)
    assert paragraph.place.line == 2
    for offset, at in heading.anchors:
        assert source[at] == heading.text[offset]


@settings(deadline=None)
@given(NUMBERS, st.sampled_from(["", "\n", " \n\t"]), st.booleans())
def test_any_table_comes_back_cell_by_cell(cells: list[list[str]], blank: str, closed: bool) -> None:
    end_cell, end_row = ("</td>", "</tr>") if closed else ("", "")
    body = "".join(f"<tr>{blank}" + "".join(f"<td>{blank}{c}{blank}{end_cell}" for c in row) + end_row for row in cells)
    (grid,) = tables(f"<p>前</p><table>{body}</table><p>后</p>")
    assert rows(grid) == [[visible(c) for c in row] for row in cells]


@settings(deadline=None)
@given(st.text(alphabet="<>/&;tdrablep=\"' 1甲\n-!", max_size=120))
def test_no_markup_breaks_the_reader(source: str) -> None:
    for block in html_blocks(source):
        assert 0 <= block.place.start <= block.place.end <= len(source)
