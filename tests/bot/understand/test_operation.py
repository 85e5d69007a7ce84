"""What a question wants done, by its words and by what it names."""

from __future__ import annotations

import pytest

from bot.plan import Operation
from bot.understand.normal import normalise
from bot.understand.operation import by_limit, many, operation_of, place_of, several, top_of
from bot.understand.parts import Parts, World, read_parts


def parts(world: World, text: str) -> Parts:
    return read_parts(normalise(text), world)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("平潭近三年平均收到多少申请", Operation.MEAN),
        ("平潭近三年一共收到多少申请", Operation.SUM),
        ("平潭2022年收到申请是2021年的几倍", Operation.RATIO),
        ("平潭2022年比2021年多收多少申请", Operation.DIFFERENCE),
        ("平潭2022年收到申请同比增长率", Operation.GROWTH),
        ("哪些单位收到申请超过100件", Operation.FILTER),
        ("有几个单位收到申请超过100件", Operation.COUNT),
        ("哪个单位收到申请最多", Operation.RANK),
        ("淮安不予公开各情形分别多少", Operation.LIST),
        ("淮安国家秘密占不予公开的比例", Operation.SHARE),
        ("淮安收到多少件申请", Operation.VALUE),
        ("淮安收到申请超过100件对吗", Operation.VALUE),
        ("淮安的数字对得上吗", Operation.CHECK),
        ("why did huaian refuse requests", Operation.NARRATIVE),
    ],
)
def test_operations(world: World, text: str, operation: Operation) -> None:
    assert operation_of(parts(world, text)) is operation


@pytest.mark.parametrize("text", ["今天", "你好"])
def test_what_names_nothing_has_none(world: World, text: str) -> None:
    assert operation_of(parts(world, text)) in {None, Operation.NARRATIVE}


@pytest.mark.parametrize(
    ("text", "top", "place"),
    [
        ("前三名是谁", 3, None),
        ("top 5", 5, None),
        ("最多的3个", 3, None),
        ("排头两家", 2, None),
        ("two largest", 2, None),
        ("第二名是谁", None, 2),
        ("第三高的", None, 3),
        ("the second most", None, 2),
        ("前一年呢", None, None),
        ("收到多少", None, None),
    ],
)
def test_how_many_of_an_order_and_which_place(text: str, top: int | None, place: int | None) -> None:
    assert (top_of(text), place_of(text)) == (top, place)


def test_several_reports_and_several_figures(world: World) -> None:
    assert many(parts(world, "淮安和洪泽收到多少"))
    assert many(parts(world, "平潭2021年和2022年收到多少"))
    assert not many(parts(world, "淮安收到多少"))
    assert several(parts(world, "淮安新收和予以公开各多少"))
    assert not several(parts(world, "淮安新收多少"))


def test_a_limit_in_percents_asks_for_a_share(world: World) -> None:
    found = parts(world, "淮安不予公开超过10%吗")
    assert by_limit(Operation.VALUE, found) is Operation.SHARE
    assert by_limit(Operation.DIFFERENCE, found) is Operation.GROWTH
    assert by_limit(Operation.VALUE, parts(world, "淮安公开率超过10%吗")) is Operation.VALUE
    assert by_limit(Operation.VALUE, parts(world, "淮安不予公开超过10件吗")) is Operation.VALUE
    assert by_limit(None, found) is None
