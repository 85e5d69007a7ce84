"""Turns and the messages that show them."""

from __future__ import annotations

import pytest

from bot.chain import Bot
from bot.model import Alternative, Answer, Lang, Question, Status
from bot.web.conversation import Stage, Turn, language_of, linked, messages_of, question_of


def test_marks_lead_to_the_evidence_of_their_own_turn() -> None:
    assert linked("是 **22**[1][2]。", "4", {1, 2}) == r"是 **22**[\[1\]](#e-4-1)[\[2\]](#e-4-2)。"


def test_a_mark_that_no_citation_has_stays_text() -> None:
    assert linked("见 [7]", "4", {1}) == "见 [7]"


def test_neither_html_nor_images_come_through() -> None:
    shown = linked('<img src="//x"> ![a](http://x/y.png)', "1", ())
    assert "<" not in shown
    assert "![" not in shown


def test_history_is_the_questions_before(bot: Bot) -> None:
    turns = tuple(Turn(str(n), text) for n, text in enumerate(["2025年收到多少件申请", "那2024年呢", "为什么"], 1))
    assert question_of(turns, "zh") == Question("为什么", ("2025年收到多少件申请", "那2024年呢"), "zh")


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("今年收到多少件", "en", "zh"),
        ("how many were refused", "zh", "en"),
        ("吴忠市人民政府办公室 2025: what is the disclosure rate?", "zh", "en"),
        ("制作了多少MG动画", "zh", "zh"),
        ("2024?", "en", "en"),
        ("2024?", "zh", "zh"),
    ],
)
def test_an_answer_is_in_the_language_of_its_question(text: str, page: Lang, expected: Lang) -> None:
    assert language_of(text, page) == expected


def test_only_the_last_answer_offers_ways_on() -> None:
    answer = Answer(
        Status.ANSWERED, None, "答", "zh", alternatives=(Alternative("甲[1]", "问甲？"),), followups=("那2024年呢？",)
    )
    turns = (Turn("1", "问", answer=answer, stage=Stage.DONE), Turn("2", "再问", answer=answer, stage=Stage.DONE))
    first, last = (message["content"] for message in messages_of(turns, "zh") if message["role"] == "assistant")
    assert first == "答"
    assert "(#ask=%E9%97%AE%E7%94%B2%EF%BC%9F)" in last
    assert r"甲\[1\]" in last
    assert "那2024年呢？" in last


@pytest.mark.parametrize(
    ("stage", "lang", "words"),
    [
        (Stage.WORKING, "zh", "正在查找"),
        (Stage.WORKING, "en", "Looking it up"),
        (Stage.STOPPED, "zh", "已停止"),
        (Stage.FAILED, "zh", "抱歉"),
        (Stage.FAILED, "en", "Sorry"),
    ],
)
def test_a_turn_without_answer_says_how_it_stands(stage: Stage, lang: Lang, words: str) -> None:
    assert words in messages_of((Turn("1", "问", stage=stage),), lang)[-1]["content"]
