"""The slots of a plan: claims and limits, orders, the year before, and what is counted in the text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.model import Question
from bot.plan import Limit, Operation, Plan
from bot.understand.fill import counted, named_order, spoken_of, told_figures
from bot.understand.parts import World, read_parts
from bot.understand.understand import understand

HUAIAN, PINGTAN = "淮安市人民政府", "平潭综合实验区"


def plan(world: World, text: str) -> Plan:
    return understand(Question(text), world)


def test_a_claim_carries_its_number(world: World) -> None:
    found = plan(world, "淮安不予公开超过100件吗")
    assert found.claim
    assert found.limit is not None
    assert (found.limit.sense, found.limit.value) == ("gt", Decimal(100))
    assert not plan(world, "淮安不予公开多少件").claim
    assert not plan(world, "哪些单位不予公开超过100件").claim


def test_a_claim_of_a_fall(world: World) -> None:
    found = plan(world, "平潭2022年收到申请比2021年少4件对吗")
    assert (found.operation, found.claim, found.falls, found.ordered) == (Operation.DIFFERENCE, True, True, True)


def test_more_or_fewer_is_a_claim_against_nothing(world: World) -> None:
    more = plan(world, "平潭2022年收到申请比2021年多吗").limit
    fewer = plan(world, "平潭2022年收到申请比2021年少吗").limit
    assert more is not None
    assert fewer is not None
    assert [(limit.sense, limit.value) for limit in (more, fewer)] == [("gt", Decimal(0)), ("lt", Decimal(0))]


def test_a_count_without_a_limit_counts_what_is_there_at_all(world: World) -> None:
    found = plan(world, "淮安不予公开有几种情形")
    assert found.operation is Operation.COUNT
    assert found.limit == Limit(sense="gt", value=Decimal(0))


@pytest.mark.parametrize(
    ("text", "ordered"),
    [("平潭2021年比2022年多多少", True), ("平潭2021年和2022年收到多少", False), ("平潭2021年收到多少", False)],
)
def test_years_in_the_order_of_the_question(world: World, text: str, ordered: bool) -> None:
    assert named_order(read_parts(text, world)) == ordered


def test_the_parts_of_one_figure_or_reports(world: World) -> None:
    assert plan(world, "淮安前三名不予公开的情形").within
    assert plan(world, "淮安前三名不予公开的情形").top == 3
    assert not plan(world, "哪个单位不予公开最多").within


def test_a_change_of_one_year_is_from_the_year_before(world: World) -> None:
    found = plan(world, "平潭2022年收到申请同比增长率")
    assert found.reports == ((PINGTAN, 2022), (PINGTAN, 2021))
    found = plan(world, "淮安2024年收到申请同比增长率")
    assert (found.reports, found.missing) == (((HUAIAN, 2024),), ((HUAIAN, 2023),))


def test_a_share_of_another_report_is_a_ratio_in_percent(world: World) -> None:
    found = plan(world, "洪泽2023年占淮安2024年收到申请的比例")
    assert (found.operation, found.percent) == (Operation.RATIO, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开了几次培训", ("次", "培训")),
        ("编了多少期公报", ("期", "公报")),
        ("有多少", ("", "")),
        ("how many people were trained", ("人", "")),
    ],
)
def test_what_the_text_is_asked_to_count(text: str, expected: tuple[str, str]) -> None:
    assert counted(text) == expected


def test_labels_of_what_is_spoken_of(world: World) -> None:
    assert spoken_of(read_parts("淮安不予公开多少", world), world) == ("不予公开",)
    assert told_figures(read_parts("淮安不予公开多少", world), world) == []


def test_a_misspelling_is_told(world: World) -> None:
    assert "spelling:行政付议→行政复议" in plan(world, "淮安行政付议多少件").assumed
