"""Follow-ups: what they leave out comes from the turns before, what they name does not."""

from __future__ import annotations

import pytest

from bot.model import Question
from bot.plan import Operation, Plan
from bot.understand.follow import after, complete, says_something
from bot.understand.normal import normalise
from bot.understand.parts import Parts, World, read_parts
from bot.understand.understand import understand

HUAIAN, HONGZE, PINGTAN = "淮安市人民政府", "淮安市洪泽区人民政府", "平潭综合实验区"


def plan(world: World, text: str, *history: str) -> Plan:
    return understand(Question(text, tuple(history)), world)


def asked(found: Plan) -> list[str]:
    return [f"{target.key}/{target.column}" for target in found.targets]


@pytest.mark.parametrize(
    ("history", "text", "operation", "years"),
    [
        (["平潭2022年收到多少", "2021年呢"], "两者相差多少", Operation.DIFFERENCE, [2022, 2021]),
        (["平潭2022年收到多少"], "那比21年多几件", Operation.DIFFERENCE, [2022, 2021]),
        (["平潭2021年收到多少", "2022年呢", "2020年呢"], "三年加起来呢", Operation.SUM, [2020, 2021, 2022]),
    ],
)
def test_turns_held_together(
    world: World, history: list[str], text: str, operation: Operation, years: list[int]
) -> None:
    found = plan(world, text, *history)
    assert (found.operation, asked(found)) == (operation, ["new/total"])
    assert sorted(found.reports) == sorted((PINGTAN, year) for year in years)


def test_two_figures_of_one_report_added(world: World) -> None:
    found = plan(world, "加起来呢", "淮安不予公开多少", "无法提供呢")
    assert (found.operation, asked(found)) == (Operation.SUM, ["denied/total", "unable/total"])


def test_a_correction_keeps_the_column(world: World) -> None:
    found = plan(world, "不是，我问的是部分公开", "淮安企业予以公开多少")
    assert (asked(found), found.reports) == (["partial/company"], ((HUAIAN, 2024),))


def test_a_share_of_what_was_asked(world: World) -> None:
    found = plan(world, "那占办结的百分之几", "淮安不予公开多少")
    assert (found.operation, asked(found)) == (Operation.SHARE, ["denied/total"])
    assert found.base is not None
    assert found.base.key == "total"


@pytest.mark.parametrize("text", ["洪泽呢", "换成洪泽2023年"])
@pytest.mark.parametrize(
    "first", ["淮安2024年女性申请多少", "淮安2024年邮寄收到多少申请", "淮安2024年撤诉的诉讼多少件"]
)
def test_what_narrowed_the_first_question_still_does(world: World, first: str, text: str) -> None:
    refusal = plan(world, text, first).refusal
    assert refusal is not None
    assert refusal.reason == "not_in_form"


def test_a_whole_question_owes_nothing_to_the_one_before(world: World) -> None:
    found = plan(world, "洪泽收到多少申请", "淮安女性申请多少")
    assert (found.refusal, asked(found), found.reports) == (None, ["new/total"], ((HONGZE, 2023),))


def test_a_year_that_is_not_loaded_is_refused_in_a_follow_up(world: World) -> None:
    refusal = plan(world, "那2019年呢", "平潭2021年收到的申请", "换成2022年").refusal
    assert refusal is not None
    assert refusal.reason == "year_missing"


def test_thanks_are_no_turn(world: World) -> None:
    assert not says_something(read_parts("谢谢", world))
    assert plan(world, "2021年呢", "平潭2022年收到多少", "谢谢").reports == ((PINGTAN, 2021),)


def test_a_turn_that_stands_on_its_own(world: World) -> None:
    assert complete(read_parts("淮安收到多少", world))
    assert not complete(read_parts("2021年呢", world))
    assert not complete(read_parts("收到多少", world))


def test_the_first_turn_is_read_as_it_is(world: World) -> None:
    text = normalise("淮安收到多少")
    first: Parts = after(text, [], world)
    assert first == read_parts(text, world)
