"""Questions whose nearest figure would be a wrong one: no figure is shown for them, or the right one beside the claim."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.chain import Bot
from bot.model import Answer, Question


def ask(bot: Bot, text: str, *history: str) -> Answer:
    return bot.ask(Question(text, tuple(history)))


@pytest.mark.parametrize(
    "text",
    [
        "淮安2024年不予公开不含国家秘密的有多少",
        "淮安2024年除自然人外收到多少件申请",
        "淮安2024年除国家秘密外不予公开多少件",
        "淮安2024年收到多少件申请，不包括企业",
        "how many requests in huaian in 2024 except from companies",
        "how many requests were refused in huaian in 2024 without state secrets",
    ],
)
def test_an_exclusion_is_not_answered_with_the_whole(samples_bot: Bot, text: str) -> None:
    answer = ask(samples_bot, text)
    assert (answer.status, answer.reason, answer.values) == ("not_found", "not_in_form", ())


@pytest.mark.parametrize(
    "text",
    [
        "淮安2024年撤诉的诉讼多少件",
        "淮安2024年行政诉讼中撤诉的几件",
        "淮安2024年女性申请多少件",
        "淮安2024年二季度收到多少件申请",
        "淮安2024年当面提交的申请有多少",
        "how many requests did huaian receive in Q2 2024",
        "how many requests did huaian receive by mail in 2024",
    ],
)
def test_a_modifier_is_not_left_out(samples_bot: Bot, text: str) -> None:
    answer = ask(samples_bot, text)
    assert (answer.status, answer.reason, answer.values) == ("not_found", "not_in_form", ())


@pytest.mark.parametrize("text", ["淮安2024年没走复议的有多少件", "淮安2024年没给材料的申请多少件"])
def test_a_negation_is_not_answered_with_its_opposite(samples_bot: Bot, text: str) -> None:
    cited = {citation.row for citation in ask(samples_bot, text).citations}
    assert not cited & {"review", "new", "total"}


@pytest.mark.parametrize(
    "text", ["淮安2024年新收的行政复议多少件", "淮安2024年上年结转的行政诉讼几件", "淮安2024年企业行政复议几件"]
)
def test_two_tables_run_together_have_no_figure(samples_bot: Bot, text: str) -> None:
    answer = ask(samples_bot, text)
    assert (answer.reason, answer.values) == ("not_in_form", ())


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("淮安2024年收费超过10亿元 对吗", False),
        ("平潭2021年收费超过10亿元对吗", False),
        ("淮安2024年收费超过9亿元对吗", True),
        ("淮安2024年收费961716000元对吗", True),
        ("淮安2024年收费96171.6万元对吗", True),
    ],
)
def test_money_is_compared_in_one_unit(samples_bot: Bot, text: str, agrees: bool) -> None:
    answer = ask(samples_bot, text)
    assert ("与报告相符" in answer.answer, "与报告不符" in answer.answer) == (agrees, not agrees)
    assert [value.unit for value in answer.values] == ["万元"]


@pytest.mark.parametrize("limit", ["8000万元", "0.8亿元", "80000000元"])
def test_money_picks_the_same_reports_in_every_unit(samples_bot: Bot, limit: str) -> None:
    answer = ask(samples_bot, f"哪些报告收费超过{limit}")
    assert [str(value.value) for value in answer.values] == ["96171.6", "24252.311082", "9116.36"]


def test_points_and_percent(samples_bot: Bot) -> None:
    points = ask(samples_bot, "平潭2022年公开率比2021年下降了10.72个百分点对吗")
    assert points.values[0].unit == "百分点"
    assert "与报告相符" in points.answer
    percent = ask(samples_bot, "平潭2022年公开率比2021年提高了10% 对吗")
    assert "与报告相符" not in percent.answer
    growth = ask(samples_bot, "平潭2022年收到的申请比2021年增长多少")
    assert (growth.values[0].unit, growth.values[0].value) == ("%", Decimal("5.71"))


@pytest.mark.parametrize("follow", ["洪泽呢", "换成洪泽2023", "自然人呢"])
@pytest.mark.parametrize("first", ["淮安2024年女性申请人多少", "淮安2024年邮寄收到多少申请"])
def test_a_follow_up_of_a_refused_question_is_refused(samples_bot: Bot, first: str, follow: str) -> None:
    assert not ask(samples_bot, first).values
    answer = ask(samples_bot, follow, first)
    assert (answer.status, answer.values) == ("not_found", ())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("淮安2024年收到3000件申请对吗", 3119),
        ("吴忠2025年收到一百多件申请对吗", 37),
        ("平潭2021年收到申请超过100件对吗", 70),
        ("平潭2022年比2021年多收5件申请对吗", 4),
        ("平潭2022年比2021年少收4件申请对吗", 4),
    ],
)
def test_a_number_claimed_wrongly_is_not_taken_over(samples_bot: Bot, text: str, number: int) -> None:
    answer = ask(samples_bot, text)
    assert abs(answer.values[0].value) == number
    assert "与报告相符" not in answer.answer


@pytest.mark.parametrize(
    ("text", "number"), [("淮安2024年收到3119件申请对吗", 3119), ("平潭2022年比2021年多收4件申请对吗", 4)]
)
def test_a_number_claimed_rightly_agrees(samples_bot: Bot, text: str, number: int) -> None:
    answer = ask(samples_bot, text)
    assert answer.values[0].value == number
    assert "与报告相符" in answer.answer


@pytest.mark.parametrize(
    "text", ["淮安2024年收到的申请比上年多多少", "平潭2020年收到申请比上年增长多少", "平潭2019年收到多少申请"]
)
def test_a_year_that_is_not_loaded_gives_no_figure(samples_bot: Bot, text: str) -> None:
    answer = ask(samples_bot, text)
    assert (answer.status, answer.reason, answer.values) == ("not_found", "year_missing", ())
