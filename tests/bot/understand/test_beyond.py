"""What narrows a figure beyond the form is refused with the words that do, and with what there is."""

from __future__ import annotations

import pytest

from bot.model import Question
from bot.plan import Operation, Plan
from bot.understand.parts import World
from bot.understand.understand import understand


def plan(world: World, text: str) -> Plan:
    return understand(Question(text), world)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("淮安2024年行政诉讼里撤诉的多少件", "撤诉"),
        ("淮安2024年女性申请多少件", "女性"),
        ("淮安2024年新收的行政复议多少件", "新收的行政复议"),
        ("淮安2024年上年结转的行政诉讼几件", "上年结转的行政诉讼"),
        ("淮安2024年没给材料的申请多少件", "没给材料"),
        ("淮安2024年行政复议率是多少", "行政复议率"),
        ("淮安2024年平均收到多少", "平均"),
        ("how many requests did huaian receive in q2 2024", "q2"),
        ("how many requests in huaian in 2024 without companies", "without"),
    ],
)
def test_the_words_that_narrow_are_named(world: World, text: str, word: str) -> None:
    found = plan(world, text)
    assert found.operation is Operation.REFUSE
    assert found.refusal is not None
    assert (found.refusal.status, found.refusal.reason) == ("not_found", "not_in_form")
    assert word in found.refusal.asked
    assert found.refusal.offers


def test_what_there_is_instead_is_offered(world: World) -> None:
    refusal = plan(world, "淮安2024年女性申请多少件").refusal
    assert refusal is not None
    assert refusal.offers == ("本年新收政府信息公开申请",)


@pytest.mark.parametrize(
    "text",
    [
        "淮安2024年新收和行政复议各多少",
        "淮安2024年新收、行政诉讼多少",
        "淮安2024年不予公开多少件",
        "淮安2024年没有现成信息需要另行制作的多少件",
        "淮安2024年未经复议直接起诉的多少",
        "平潭近三年平均收到多少",
        "淮安2024年公开率多少",
        "淮安2024年企业申请多少",
    ],
)
def test_what_the_form_knows_is_not_refused(world: World, text: str) -> None:
    assert plan(world, text).refusal is None
