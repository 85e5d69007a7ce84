"""Formulas are read back exactly, and nothing but arithmetic is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.formula import FormulaError, evaluate, numbers_of

counts = st.lists(st.integers(0, 10**8), min_size=1, max_size=9)


@given(counts)
def test_a_sum_comes_to_its_sum(numbers: list[int]) -> None:
    formula = " + ".join(map(str, numbers))
    assert evaluate(formula) == sum(numbers)
    assert numbers_of(formula) == [Decimal(n) for n in numbers]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_rounded_to_two_places(above: int, below: int) -> None:
    value = evaluate(f"{above} ÷ {below} × 100%")
    assert abs(value - Decimal(above) * 100 / below) <= Decimal("0.005")
    assert numbers_of(f"{above} ÷ {below} × 100%") == [Decimal(above), Decimal(below)]


def test_brackets_and_decimals() -> None:
    assert evaluate("(74 - 70) ÷ 70 × 100%") == Decimal("5.71")
    assert evaluate("7730.28 - 0.000001") == Decimal("7730.279999")
    assert evaluate("14 + (3 + 1) + 0") == 18


@pytest.mark.parametrize("formula", ["__import__('os')", "2 ** 9", "1 ÷ 0", "a + 1", "", "1 +", "[1]"])
def test_anything_else_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula)
