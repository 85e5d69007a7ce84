"""The evidence panel: the lit cell, its heads, the lit quote, and text that tries to be HTML."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import html

from bot.chain import Bot
from bot.model import Answer, Citation, Question, Status
from bot.web.evidence import Panel, empty_html, panel_html
from bot.web.heads import sheet_of
from bot.web.passages import passage_html
from bot.web.published import marks_of, table_html
from ingest.model import Cell, CellKey, Grid, GridCell, Passage, Place, State

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
PLACE = Place(1, 0, 1)


def drawn(bot: Bot, question: str, selected: int = 1, turn: str = "3") -> tuple[Answer, html.HtmlElement]:
    """A real answer and its panel, parsed."""
    answer = bot.ask(Question(question))
    return answer, html.fromstring(panel_html(Panel(bot.store, "zh", turn, question), answer, selected))


def classed(tree: html.HtmlElement, name: str, tag: str = "*") -> list[html.HtmlElement]:
    """Elements of a class."""
    found: list[html.HtmlElement] = tree.xpath(f"//{tag}[contains(concat(' ', @class, ' '), ' {name} ')]")
    return found


def text(element: html.HtmlElement) -> str:
    """Text of an element."""
    return str(element.text_content()).strip()


def test_the_cited_cell_is_lit_with_its_text_as_printed(bot: Bot) -> None:
    answer, tree = drawn(bot, "吴忠市政府办2025年无法提供多少件")
    lit = {
        text(mark): text(td.find("span[@class='raw']")) for td in classed(tree, "cited", "td") for mark in td.iter("a")
    }
    assert lit == {str(c.n): c.raw for c in answer.citations if c.kind == "cell"}
    assert len(classed(tree, "selected", "td")) == 1


def test_heads_are_real_heads_and_marked(bot: Bot) -> None:
    _, tree = drawn(bot, "淮安市人民政府2024年属于国家秘密的多少件")
    rows, columns = classed(tree, "row-head"), classed(tree, "column-head")
    assert {e.tag for e in [*rows, *columns]} == {"th"}
    assert [text(e) for e in columns] == ["申请人情况", "总计"]
    assert "1.属于国家秘密" in [text(e) for e in rows]
    assert all(e.get("scope") for e in tree.xpath("//table[contains(@class, 'published')]//th"))
    assert tree.xpath("//table/caption")


def test_cells_of_one_table_are_shown_in_one_table(bot: Bot) -> None:
    answer, tree = drawn(bot, "吴忠市政府办2025年有多少申请被拒绝了")
    assert len(answer.citations) > 8
    assert len(tree.xpath("//table[contains(@class, 'published')]")) == 1
    assert {text(a) for a in classed(tree, "tag", "a")} >= {str(c.n) for c in answer.citations if c.kind == "cell"}


def test_every_citation_is_listed_and_leads_to_its_own_turn(bot: Bot) -> None:
    answer, tree = drawn(bot, "吴忠市政府办2025年有多少申请被拒绝了", turn="7")
    links = tree.xpath("//nav//a/@href")
    assert links == [f"#e-7-{c.n}" for c in answer.citations]
    assert len(tree.xpath("//nav//li[@class='current']")) == 1


def test_the_source_line_tells_where_it_stands(bot: Bot) -> None:
    answer, tree = drawn(bot, "吴忠市政府办2025年无法提供多少件", selected=2)
    chosen = answer.citations[1]
    line = text(tree.xpath("//article/footer")[0])
    for part in (chosen.agency, "2025 年", chosen.file, chosen.section, f"第 {chosen.line} 行", f"“{chosen.raw}”"):
        assert part in line


def test_the_quote_is_lit_within_its_passage(bot: Bot) -> None:
    answer, tree = drawn(bot, "吴忠市政府办2025年制作了多少图解")
    chosen = answer.citations[0]
    assert chosen.passage is not None
    assert [text(mark) for mark in tree.iter("mark")] == [chosen.quote]
    assert "45" in [text(number) for number in tree.xpath("//mark/strong")]
    assert [text(li) for li in tree.xpath("//ol[@class='trail']/li")] == list(chosen.passage.headings)


def test_html_in_a_table_is_only_text() -> None:
    label = GridCell(HOSTILE, PLACE, 0, 0)
    figure = GridCell(f"7{HOSTILE}", PLACE, 0, 1)
    sheet = sheet_of(Grid((label, figure), PLACE), [])
    cell = made_cell(raw=figure.text, grid_row=0, grid_column=1)
    drawn_html = table_html(sheet, marks_of(sheet, {1: cell}, 1), HOSTILE, "e-1-")
    assert "<img" not in drawn_html
    assert "<script" not in drawn_html
    assert drawn_html.count("&lt;img") == 3


def test_html_in_a_quote_is_only_text(bot: Bot) -> None:
    passage = Passage(0, (HOSTILE,), f"前文{HOSTILE}12件。", PLACE, ((0, 0),))
    citation = made_citation(kind="passage", quote=f"{HOSTILE}12件", passage=passage, start=2, cell=None)
    shown = passage_html([citation], 1, "e-1-")
    assert "<img" not in shown
    assert "<script" not in shown
    assert "<strong>12</strong>" in shown
    answer = Answer(Status.ANSWERED, None, "x", "zh", citations=(citation,))
    whole = panel_html(Panel(bot.store, "zh", "1", HOSTILE), answer, 1)
    assert "<img" not in whole
    assert "<script" not in whole


def test_text_with_line_breaks_cannot_end_the_block() -> None:
    passage = Passage(0, ("一",), "甲\n\n# 乙\n\n<b>丙</b>", PLACE, ((0, 0),))
    citation = made_citation(kind="passage", quote="甲", passage=passage, cell=None)
    answer = Answer(Status.ANSWERED, None, "x", "zh", citations=(citation,))
    assert "\n" not in panel_html(Panel(None, "zh", "1", "问\n\n题"), answer, 1)  # type: ignore[arg-type]


def test_a_cell_that_is_no_longer_there_is_not_lit(bot: Bot) -> None:
    answer = bot.ask(Question("吴忠市政府办2025年无法提供多少件"))
    first = answer.citations[0]
    assert first.cell is not None
    moved = replace(first, cell=replace(first.cell, grid_row=3, grid_column=2))
    shown = panel_html(Panel(bot.store, "zh", "1", "问"), replace(answer, citations=(moved,)), 1)
    assert "published" not in shown
    assert "暂时打不开" in shown
    gone = replace(first, report_id="2001-gone")
    assert "暂时打不开" in panel_html(Panel(bot.store, "zh", "1", "问"), replace(answer, citations=(gone,)), 1)


@pytest.mark.parametrize(("lang", "word"), [("zh", "空白"), ("en", "blank")])
def test_a_blank_cell_is_called_blank(bot: Bot, lang: str, word: str) -> None:
    citation = made_citation(raw="", cell=made_cell(state=State.BLANK, raw="", value=None, table_index=None))
    answer = Answer(Status.NOT_FOUND, None, "x", "zh", citations=(citation,))
    assert word in panel_html(Panel(bot.store, "en" if lang == "en" else "zh", "1", "问"), answer, 1)


def test_without_citations_the_panel_says_so(bot: Bot) -> None:
    _, tree = drawn(bot, "今天天气怎么样")
    assert "没有引用" in text(tree)
    assert not list(tree.iter("table"))


def test_before_any_question_it_lists_what_is_loaded(bot: Bot) -> None:
    tree = html.fromstring(empty_html("zh", bot.store.reports()))
    assert "2020 · 2021 · 2022" in text(tree)
    assert len(tree.findall(".//tbody/tr")) == 4


def made_cell(**changes: object) -> Cell:
    """A cell, as far as a test does not say otherwise."""
    cell = Cell(CellKey("requests", "u1", "total"), State.NUMBER, "22", Decimal(22), "件", PLACE, "行", "列")
    return replace(cell, **changes)  # type: ignore[arg-type]


def made_citation(**changes: object) -> Citation:
    """A citation, as far as a test does not say otherwise."""
    citation = Citation(
        1, "cell", "2025-x", "机关", 2025, "a.md", "三、", 5, row_label="行", column_label="列", cell=made_cell()
    )
    return replace(citation, **changes)  # type: ignore[arg-type]


def test_a_ragged_row_is_filled_up() -> None:
    cells = (
        GridCell("甲", PLACE, 0, 0),
        GridCell("乙", PLACE, 0, 1, row_span=2),
        GridCell("丙", PLACE, 1, 0),
        GridCell("丁", PLACE, 2, 0),
    )
    rows = html.fromstring(
        table_html(sheet_of(Grid(cells, PLACE), []), marks_of(sheet_of(Grid(cells, PLACE), []), {}, 1), "", "e-1-")
    )
    assert [[text(cell) for cell in row] for row in rows.findall(".//tr")] == [["甲", "乙"], ["丙"], ["丁", ""]]


def test_a_correction_stands_beside_what_is_printed(bot: Bot) -> None:
    answer = bot.ask(Question("吴忠市政府办2025年收到多少件申请"))
    said = replace(answer.citations[0], corrected=f"36（{HOSTILE}）")
    shown = panel_html(Panel(bot.store, "zh", "3", "问"), replace(answer, citations=(said, *answer.citations[1:])), 1)
    assert "更正为 36" in shown
    assert "原文“37”" in shown
    assert "<img" not in shown
