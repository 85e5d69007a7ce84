"""The whole chain over the sample reports: figures, their cells, what is told along, and every kind of no."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from langchain_core.runnables import Runnable

from bot.chain import Bot
from bot.model import Answer, Question


def ask(bot: Bot, text: str, *history: str) -> Answer:
    return bot.ask(Question(text, tuple(history)))


def cells(answer: Answer, *numbers: int) -> list[str]:
    wanted = numbers or tuple(c.n for c in answer.citations)
    return ["/".join((c.table or "", c.row or "", c.column or "")) for c in answer.citations if c.n in wanted]


def headline(answer: Answer) -> tuple[str, list[str]]:
    value = answer.values[0]
    return str(value.value), cells(answer, *value.citations)


def test_received_and_what_was_carried_in(wuzhong_bot: Bot) -> None:
    answer = ask(wuzhong_bot, "今年收到多少件申请")
    assert headline(answer) == ("37", ["requests/new/total"])
    assert (str(answer.values[1].value), cells(answer, *answer.values[1].citations)) == (
        "1",
        ["requests/carried_in/total"],
    )
    assert "上年结转" in answer.answer


@pytest.mark.parametrize("question", ["有多少申请被拒绝了", "how many applications were refused"])
def test_refused_is_the_forms_category_first_then_the_wider_ones(wuzhong_bot: Bot, question: str) -> None:
    answer = ask(wuzhong_bot, question)
    assert headline(answer) == ("0", [f"requests/d{n}/total" for n in range(1, 9)])
    told = [(value.value, value.formula) for value in answer.values[1:]]
    assert told == [
        (Decimal(n), formula) for n, formula in ((25, "22 + 3 + 0"), (0, "0 + 0 + 0 + 0 + 0"), (1, "1 + 0 + 0"))
    ]
    for name in (
        ("不予公开", "无法提供", "不予处理", "其他处理")
        if answer.lang == "zh"
        else ("denied", "unable", "not processed", "other")
    ):
        assert name in answer.answer
    assert answer.lang == ("en" if question.isascii() else "zh")


def test_a_contradiction_is_told_in_the_answer(wuzhong_bot: Bot) -> None:
    answer = ask(wuzhong_bot, "自然人申请办理结果总计是多少")
    assert headline(answer) == ("38", ["requests/total/person"])
    assert any(note.kind == "finding" and "36" in note.text for note in answer.notes)
    assert "36（10 + 2 + 22 + 1 + 1）" in answer.answer


def test_another_number_of_the_text_is_told_with_its_quote(wuzhong_bot: Bot) -> None:
    answer = ask(wuzhong_bot, "现行有效的规范性文件有多少")
    assert headline(answer) == ("85", ["disclosure/normative_documents/in_force"])
    quotes = [c.quote for c in answer.citations if c.kind == "passage"]
    assert any("行政规范性文件 46 件" in (quote or "") for quote in quotes)
    assert "46" in answer.answer


@pytest.mark.parametrize(
    ("question", "status", "reason", "named"),
    [
        ("2024年收到多少申请", "not_found", "year_missing", "2025"),
        ("北京市收到多少", "not_found", "agency_missing", "吴忠"),
        ("丰县发改局收到多少件申请", "not_found", "agency_missing", "吴忠"),
        ("洪泽复议后起诉总计", "not_found", "agency_missing", "吴忠"),
        ("今天天气", "out_of_scope", "off_topic", ""),
        ("吴忠市有多少公务员", "not_found", "not_in_form", ""),
        ("本年新公开规范性文件多少件", "not_found", "not_in_form", "现行有效"),
    ],
)
def test_every_no_has_a_type(wuzhong_bot: Bot, question: str, status: str, reason: str, named: str) -> None:
    answer = ask(wuzhong_bot, question)
    assert (answer.status, answer.reason) == (status, reason)
    assert not answer.values
    assert named in answer.answer


def test_an_unreadable_cell_is_said_to_be_unreadable(samples_bot: Bot) -> None:
    answer = ask(samples_bot, "平潭2022年现行有效的规范性文件有多少")
    assert (answer.status, answer.reason) == ("not_found", "cell_unreadable")
    assert [c.raw for c in answer.citations] == ["8855698"]
    assert not answer.values


def test_the_eight_grounds(wuzhong_bot: Bot) -> None:
    answer = ask(wuzhong_bot, "不予公开的八种情形各多少")
    assert len(answer.values) == 9
    assert [cells(answer, *value.citations) for value in answer.values[1:]] == [
        [f"requests/d{n}/total"] for n in range(1, 9)
    ]


def test_a_rate_shows_its_formula(samples_bot: Bot) -> None:
    answer = ask(samples_bot, "淮安2024年公开率是多少")
    assert answer.values[0].value == Decimal("59.54")
    assert answer.values[0].formula == "(1362 + 454) ÷ 3050 × 100%"


def test_a_definition_names_its_source(wuzhong_bot: Bot) -> None:
    answer = ask(wuzhong_bot, "什么是部分公开")
    assert answer.status == "answered"
    assert "第三十七条" in answer.answer


def test_a_check_lists_the_contradictions(wuzhong_bot: Bot, samples_bot: Bot) -> None:
    told = ask(wuzhong_bot, "这份报告的数字对得上吗")
    assert len([note for note in told.notes if "矛盾" in note.text]) == 4
    assert [note for note in told.notes if "46" in note.text and "85" in note.text]
    assert "全部成立" in ask(samples_bot, "淮安2024年的数字对得上吗").answer


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("制作了多少图解", 45),
        ("关停了多少账号", 61),
        ("开了几次培训会", 3),
        ("编了几期公报", 6),
        ("how many infographics were made", 45),
    ],
)
def test_a_number_of_the_text_is_lit_in_its_sentence(wuzhong_bot: Bot, question: str, value: int) -> None:
    answer = ask(wuzhong_bot, question)
    assert answer.values[0].value == value
    assert str(value) in (answer.citations[0].quote or "")
    assert f"**{value}" in answer.answer


def test_measures_are_quoted(wuzhong_bot: Bot) -> None:
    answer = ask(wuzhong_bot, "采取了哪些措施改进")
    assert answer.status == "answered"
    assert "一是" in answer.answer
    assert answer.citations[0].section.endswith("五、存在的主要问题及改进情况")


def test_without_agency_the_newest_report_answers_and_says_so(samples_bot: Bot) -> None:
    answer = ask(samples_bot, "有多少申请被拒绝了")
    assert (answer.values[0].agency, answer.values[0].year) == ("吴忠市人民政府办公室", 2025)
    assert any(note.kind == "reading" and "2025" in note.text for note in answer.notes)
    assert answer.alternatives


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("那2021年呢", ["平潭2022年收到多少件申请"], ("平潭综合实验区", 2021, "70")),
        ("其中企业呢", ["平潭2022年收到多少件申请"], ("平潭综合实验区", 2022, "3")),
        ("换成淮安", ["平潭收到多少件申请"], ("淮安市人民政府", 2024, "3119")),
        ("不予公开呢", ["淮安2024年收到多少件申请"], ("淮安市人民政府", 2024, "178")),
    ],
)
def test_a_follow_up_inherits_what_it_leaves_out(
    samples_bot: Bot, question: str, history: list[str], expected: tuple[str, int, str]
) -> None:
    value = ask(samples_bot, question, *history).values[0]
    assert (value.agency, value.year, str(value.value)) == expected


def test_a_change_between_two_years(samples_bot: Bot) -> None:
    value = ask(samples_bot, "平潭2022年比2021年收到的申请增加了多少").values[0]
    assert (value.value, value.formula) == (Decimal(4), "74 - 70")
    value = ask(samples_bot, "平潭2022年收到申请同比增长率").values[0]
    assert (value.value, value.unit) == (Decimal("5.71"), "%")


def test_blank_totals_are_proved_not_guessed(real_bot: Bot) -> None:
    """上海 2019 prints no totals for its result rows: the rows and columns prove them."""
    answer = ask(real_bot, "上海市政府办公厅2019年不予公开多少件")
    assert answer.values[0].value == 35
    assert any("空白" in note.text for note in answer.notes)


def test_the_json_contract(wuzhong_bot: Bot) -> None:
    answer = json.loads(json.dumps(ask(wuzhong_bot, "有多少申请被拒绝了").as_json()))
    assert set(answer) == {
        "status", "reason", "answer", "values", "citations", "notes", "alternatives", "followups", "plan", "timings_ms",
    }  # fmt: skip
    assert set(answer["values"][0]) == {"value", "unit", "label", "agency", "year", "formula", "citations"}
    wanted = {"n", "kind", "report_id", "agency", "year", "file", "section", "table", "row", "row_label", "column",
              "column_label", "raw", "quote", "page", "line"}  # fmt: skip
    assert wanted <= set(answer["citations"][0])
    assert answer["values"][0]["value"] == "0"


def test_every_citation_stands_at_its_place(samples_bot: Bot) -> None:
    """raw equals the text at its place in the source, for cells and quotes alike."""
    for question in (
        "淮安2024年不予公开各多少",
        "吴忠制作了多少图解",
        "平潭2020年收到多少",
        "洪泽行政处罚多少",
        "平潭2021年收费金额",
    ):
        answer = ask(samples_bot, question)
        assert answer.citations
        for citation in answer.citations:
            document = samples_bot.store.document(citation.report_id)
            printed = document.text[citation.start : citation.end]
            expected = citation.raw if citation.kind == "cell" else citation.quote
            assert plain(printed, markup=document.markup) == squeeze(expected or "")


def plain(text: str, *, markup: bool) -> str:
    import html
    import re

    return squeeze(html.unescape(re.sub(r"<[^>]*>", "", text)) if markup else text.replace("**", ""))


def squeeze(text: str) -> str:
    return "".join(text.split())


def test_the_chain_is_a_runnable_that_streams_and_batches(wuzhong_bot: Bot) -> None:
    assert isinstance(wuzhong_bot.chain, Runnable)
    questions = [Question("今年收到多少件申请"), Question("今天天气")]
    assert [a.status for a in wuzhong_bot.batch(questions)] == ["answered", "out_of_scope"]
    *pieces, last = wuzhong_bot.stream(questions[0])
    assert isinstance(last, Answer)
    assert "".join(str(piece) for piece in pieces) == last.answer


def test_openings_can_be_answered(samples_bot: Bot) -> None:
    for lang in ("zh", "en"):
        openings = samples_bot.openings(lang)
        assert len(openings) >= 4
        assert all(ask(samples_bot, text).status == "answered" for text in openings)


@pytest.mark.parametrize(
    "text",
    [
        "2019年收到多少申请",
        "平潭2019年收到多少件申请",
        "沭阳县发改局收到多少申请",
        "有多少申请被拒绝了",
        "北京市公开率",
    ],
)
def test_alternatives_can_be_answered(samples_bot: Bot, text: str) -> None:
    offered = ask(samples_bot, text).alternatives
    assert offered or "沭阳" in text
    assert all(ask(samples_bot, other.question).status == "answered" for other in offered)


def test_follow_ups_can_be_answered(samples_bot: Bot) -> None:
    for text in ("吴忠2025年收到多少件申请", "how many requests were denied in Huaian in 2024"):
        followups = ask(samples_bot, text).followups
        assert followups
        assert all(ask(samples_bot, follow).status == "answered" for follow in followups)


@pytest.mark.parametrize(
    "text",
    ["", " ", "？？？", "'; DROP TABLE cells; --", "<script>alert(1)</script>", "😀" * 50, "\x00\x07", "多少" * 3000],
)
def test_hostile_questions_get_an_answer_without_figures(samples_bot: Bot, text: str) -> None:
    answer = ask(samples_bot, text)
    assert answer.status in {"out_of_scope", "not_found", "clarify"}
    assert answer.answer
    assert not answer.values
