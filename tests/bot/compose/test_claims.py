"""Claims: the verdict comes first, the figure is the report's own, and unlike units get no verdict."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.plan import Limit, Operation
from tests.bot.compose.made import NEW, RATE, Told, data_of, told, yearly

AGREES, DIFFERS = "与报告相符", "与报告不符"


def claimed(number: int, limit: Limit) -> Told:
    return told(Operation.VALUE, [NEW], data_of({"requests/new/total": number}), limit=limit, claim=True)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["eq", "gt", "ge", "lt", "le"]))
def test_the_verdict_is_arithmetic(number: int, said: int, sense: str) -> None:
    limit = Limit.model_validate({"sense": sense, "value": said, "said": f"{said}件"})
    answer = claimed(number, limit)
    right = {"eq": number == said, "gt": number > said, "ge": number >= said, "lt": number < said, "le": number <= said}
    first = answer.text.splitlines()[0]
    assert (AGREES in first, DIFFERS in first) == (right[sense], not right[sense])
    assert answer.numbers == [number]
    assert answer.checked.removed == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_number_claimed_wrongly_is_no_value(number: int, off: int) -> None:
    answer = claimed(number, Limit(sense="eq", value=Decimal(number + off), said=f"{number + off}件"))
    assert answer.numbers == [number]
    lines = answer.text.splitlines()
    assert not [line for line in lines[1:] if str(number + off) in line and str(number) not in line]


@pytest.mark.parametrize("unit", ["亿元", "万元", "百分点", "%"])
def test_unlike_units_get_no_verdict(unit: str) -> None:
    answer = claimed(5, Limit(sense="eq", value=Decimal(5), unit=unit, said=f"5{unit}"))
    assert answer.numbers == [5]
    assert AGREES not in answer.text
    assert DIFFERS not in answer.text


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 999), st.integers(1, 999))
def test_a_fall_is_claimed_with_its_size(first: int, fall: int) -> None:
    limit = Limit(sense="eq", value=Decimal(fall), said=f"{fall}件")
    reports = yearly([first + fall, first])
    right = told(Operation.DIFFERENCE, [NEW], *reports, limit=limit, claim=True, falls=True)
    wrong = told(Operation.DIFFERENCE, [NEW], *reports, limit=limit, claim=True)
    assert AGREES in right.text
    assert AGREES not in wrong.text
    assert right.numbers[0] == wrong.numbers[0] == -fall


def test_points_are_not_percent() -> None:
    names = ("requests/public/total", "requests/partial/total", "requests/total/total")
    reports = [
        data_of(dict(zip(names, values, strict=True)), year)
        for year, values in ((2001, (1, 0, 10)), (2002, (2, 0, 10)))
    ]
    points = Limit(sense="eq", value=Decimal(10), percent=True, unit="百分点", said="10个百分点")
    percent = Limit(sense="eq", value=Decimal(10), percent=True, unit="%", said="10%")
    assert AGREES in told(Operation.DIFFERENCE, [RATE], *reports, limit=points, claim=True).text
    said = told(Operation.DIFFERENCE, [RATE], *reports, limit=percent, claim=True).text
    assert AGREES not in said
    assert DIFFERS not in said


def test_no_claim_no_verdict() -> None:
    limit = Limit(sense="eq", value=Decimal(5), said="5件")
    answer = told(Operation.VALUE, [NEW], data_of({"requests/new/total": 5}), limit=limit)
    assert AGREES not in answer.text
