"""Figures that a question asks for: parts before wholes, and what a share is a share of."""

from __future__ import annotations

import pytest

from bot.model import Question
from bot.plan import Plan, Target
from bot.understand.parts import World
from bot.understand.understand import understand
from bot.understand.wanted import holds, inside


def plan(world: World, text: str) -> Plan:
    return understand(Question(text), world)


def key(target: Target) -> str:
    return f"{target.key}/{target.column}" if target.column else target.key


@pytest.mark.parametrize(
    ("text", "targets", "base"),
    [
        ("淮安国家秘密占不予公开的比例", ["d1/total"], "denied/total"),
        ("淮安不予公开占办结的比例", ["denied/total"], "total/total"),
        ("what percentage of new requests in huaian were from companies", ["new/company"], None),
    ],
)
def test_a_share_and_its_whole(world: World, text: str, targets: list[str], base: str | None) -> None:
    found = plan(world, text)
    assert [key(target) for target in found.targets] == targets
    assert (key(found.base) if found.base else None) == base


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("淮安不予公开里的国家秘密多少", ["d1/total"]),
        ("淮安企业新收、自然人予以公开多少", ["new/company", "public/person"]),
        ("淮安新收、予以公开、部分公开各多少", ["new/total", "public/total", "partial/total"]),
        ("淮安不予公开和无法提供一共多少", ["denied/total", "unable/total"]),
    ],
)
def test_the_figures_named(world: World, text: str, targets: list[str]) -> None:
    assert [key(target) for target in plan(world, text).targets] == targets


def test_figures_each_asked_of_its_own_report(world: World) -> None:
    asked = plan(world, "平潭2021年新收和洪泽2023年予以公开多少").asked
    assert [(target.key, agency, year) for target, agency, year in asked] == [
        ("new", "平潭综合实验区", 2021),
        ("public", "淮安市洪泽区人民政府", 2023),
    ]
    assert plan(world, "平潭2021年和洪泽2023年新收多少").asked == ()


def test_a_group_holds_its_rows(world: World) -> None:
    denied = Target(kind="group", table="requests", key="denied", column="total")
    secret = Target(kind="row", table="requests", key="d1", column="total")
    other = Target(kind="row", table="requests", key="u1", column="total")
    rate = Target(kind="rate", table="requests", key="disclosure_rate")
    public = Target(kind="row", table="requests", key="public", column="total")
    assert holds(denied, secret, world.catalogue)
    assert not holds(denied, other, world.catalogue)
    assert inside(denied, [denied, secret], world.catalogue)
    assert not inside(denied, [denied, other], world.catalogue)
    assert inside(public, [public, rate], world.catalogue)
