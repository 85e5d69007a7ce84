"""Limits as arithmetic: exact, the same in every unit of money, and never cases against yuan."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.plan import YUAN, Limit, Operation, Plan, Sense

UNITS = st.sampled_from(sorted(YUAN))
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False)
COMPARED = {"gt": gt, "ge": ge, "lt": lt, "le": le, "eq": eq}
SENSES = st.sampled_from([sense for sense in get_args(Sense) if sense in COMPARED])


def yuan(value: Decimal, unit: str) -> Fraction:
    return Fraction(value) * Fraction(YUAN[unit])


@settings(max_examples=40, deadline=None)
@given(SENSES, AMOUNTS, AMOUNTS)
def test_a_limit_compares_exactly(sense: Sense, value: Decimal, figure: Decimal) -> None:
    assert Limit(sense=sense, value=value).holds(figure) == COMPARED[sense](Fraction(figure), Fraction(value))


@settings(max_examples=40, deadline=None)
@given(SENSES, AMOUNTS, UNITS, AMOUNTS, UNITS)
def test_money_compares_the_same_in_every_unit(
    sense: Sense, value: Decimal, unit: str, figure: Decimal, other: str
) -> None:
    held = Limit(sense=sense, value=value, unit=unit).for_unit(other).holds(figure)
    assert held == COMPARED[sense](yuan(figure, other), yuan(value, unit))


@settings(max_examples=40, deadline=None)
@given(AMOUNTS, AMOUNTS, UNITS, UNITS)
def test_a_change_of_unit_and_back_changes_nothing(value: Decimal, upper: Decimal, unit: str, other: str) -> None:
    limit = Limit(sense="about", value=value, upper=upper, unit=unit, slack=Decimal("0.05"))
    back = limit.for_unit(other).for_unit(unit)
    assert (back.value, back.upper, back.slack, back.unit) == (value, upper, limit.slack, unit)


@settings(max_examples=40, deadline=None)
@given(AMOUNTS, UNITS)
def test_scaled_money_without_a_unit_is_yuan(value: Decimal, other: str) -> None:
    limit = Limit(sense="eq", value=value, scaled=True).for_unit(other)
    assert yuan(limit.value, other) == Fraction(value)


@settings(max_examples=40, deadline=None)
@given(AMOUNTS, st.sampled_from(["件", "%", "倍", "百分点"]))
def test_what_is_no_money_is_not_converted(value: Decimal, unit: str) -> None:
    limit = Limit(sense="ge", value=value, unit="元")
    assert limit.for_unit(unit) == limit


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(-10, 2 * 10**6))
def test_about_reaches_from_the_number_to_below_its_upper(low: int, more: int, figure: int) -> None:
    limit = Limit(sense="about", value=Decimal(low), upper=Decimal(low + more))
    assert limit.holds(Decimal(figure)) == (low <= figure < low + more)


def test_a_rounded_number_stands_for_what_rounds_to_it() -> None:
    limit = Limit(sense="eq", value=Decimal("3986000"), slack=Decimal(500))
    assert [limit.holds(Decimal(n)) for n in (3985499, 3985758, 3986500, 3986501)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("said", "figure", "fits"),
    [
        ("亿元", "万元", True),
        ("元", "亿元", True),
        ("亿元", "件", False),
        ("万元", "%", False),
        ("百分点", "百分点", True),
        ("百分点", "%", False),
        ("%", "百分点", False),
        ("%", "%", True),
        ("%", "件", False),
        ("倍", "%", False),
        ("倍", "倍", True),
        ("", "件", True),
    ],
)
def test_units_that_can_be_held_against_each_other(said: str, figure: str, fits: bool) -> None:
    assert Limit(sense="gt", value=Decimal(10), unit=said).fits(figure) == fits


def test_a_plan_is_closed_and_does_not_change() -> None:
    plan = Plan(operation=Operation.VALUE, lang="zh")
    with pytest.raises(ValidationError):
        plan.operation = Operation.SUM
    with pytest.raises(ValidationError):
        Plan.model_validate({"operation": "value", "lang": "zh", "sql": "drop table"})
