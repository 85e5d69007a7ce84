"""Differences, growths and ratios against a reckoning of their own; zero and unlike units are told, not computed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.compose.between import two_of
from bot.plan import Operation, Plan
from tests.bot.compose.made import CARRIED, DENIED, FEES, NEW, RATE, data_of, found, rounded, told, yearly

COUNTS = st.integers(0, 10**7)
POSITIVE = st.integers(1, 10**7)


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS)
def test_a_difference_is_the_later_year_less_the_earlier(first: int, second: int) -> None:
    answer = told(Operation.DIFFERENCE, [NEW], *yearly([first, second]))
    assert answer.numbers == [second - first, first, second]
    assert answer.checked.removed == 0


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS)
def test_the_order_of_the_question_where_it_names_one(first: int, second: int) -> None:
    answer = told(Operation.DIFFERENCE, [NEW], *yearly([first, second]), ordered=True)
    assert answer.numbers[0] == first - second


@settings(max_examples=40, deadline=None)
@given(POSITIVE, COUNTS)
def test_a_growth_in_percent(first: int, second: int) -> None:
    answer = told(Operation.GROWTH, [NEW], *yearly([first, second]))
    assert answer.numbers[0] == rounded(Fraction((second - first) * 100, first))
    assert answer.values[0].unit == "%"
    assert answer.checked.removed == 0


@settings(max_examples=40, deadline=None)
@given(COUNTS, POSITIVE)
def test_a_ratio_in_the_order_of_the_question(first: int, second: int) -> None:
    times = told(Operation.RATIO, [NEW], *yearly([first, second]))
    percent = told(Operation.RATIO, [NEW], *yearly([first, second]), percent=True)
    assert (times.numbers[0], times.values[0].unit) == (rounded(Fraction(first, second)), "倍")
    assert (percent.numbers[0], percent.values[0].unit) == (rounded(Fraction(first * 100, second)), "%")
    assert times.checked.removed == percent.checked.removed == 0


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS)
def test_two_figures_of_one_report(first: int, second: int) -> None:
    one = data_of({"requests/new/total": first, "requests/carried_in/total": second})
    answer = told(Operation.DIFFERENCE, [NEW, CARRIED], one)
    assert answer.numbers == [first - second, first, second]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 999), min_size=8, max_size=8), st.lists(st.integers(0, 999), min_size=8, max_size=8))
def test_groups_show_all_their_cells(first: list[int], second: list[int]) -> None:
    reports = [
        data_of({f"requests/d{n}/total": value for n, value in enumerate(values, start=1)}, year)
        for year, values in ((2001, first), (2002, second))
    ]
    answer = told(Operation.DIFFERENCE, [DENIED], *reports)
    assert answer.numbers[0] == sum(second) - sum(first)
    assert len(answer.values[0].citations) == 16
    assert answer.checked.removed == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 500), st.integers(0, 500), st.integers(1000, 3000), st.integers(1000, 3000))
def test_rates_differ_in_points(first: int, second: int, whole: int, other: int) -> None:
    names = ("requests/public/total", "requests/partial/total", "requests/total/total")
    reports = [
        data_of(dict(zip(names, values, strict=True)), year)
        for year, values in ((2001, (first, 7, whole)), (2002, (second, 7, other)))
    ]
    for operation in (Operation.DIFFERENCE, Operation.GROWTH):
        answer = told(operation, [RATE], *reports)
        assert answer.values[0].unit == "百分点"
        exact = Fraction((second + 7) * 100, other) - Fraction((first + 7) * 100, whole)
        assert abs(Fraction(answer.numbers[0]) - exact) < Fraction(6, 1000)
        assert answer.checked.removed == 0


@pytest.mark.parametrize("operation", [Operation.GROWTH, Operation.RATIO])
def test_division_by_zero_is_told(operation: Operation) -> None:
    numbers = [0, 5] if operation is Operation.GROWTH else [5, 0]
    answer = told(operation, [NEW], *yearly(numbers))
    assert sorted(answer.numbers) == [0, 5]
    assert "分母为零" in answer.text


def test_percent_are_not_held_against_cases() -> None:
    cells = {
        "requests/new/total": 5,
        "requests/public/total": 1,
        "requests/partial/total": 1,
        "requests/total/total": 4,
    }
    assert sorted(told(Operation.DIFFERENCE, [RATE, NEW], data_of(cells)).numbers) == [5, 50]


def test_table_two_of_two_forms_is_not_compared() -> None:
    reports = [data_of({"disclosure/fees/amount": 5}, 2020, form=2019), data_of({"disclosure/fees/amount": 8}, 2021)]
    answer = told(Operation.DIFFERENCE, [FEES], *reports)
    assert Decimal(3) not in answer.numbers
    assert any("口径不同" in note.text for note in answer.checked.notes)


def test_first_and_last_of_several_years() -> None:
    plan = Plan(operation=Operation.DIFFERENCE, lang="zh", targets=(NEW,))
    ((first, second),) = two_of(found(plan, *yearly([1, 2, 3])))
    assert (first.report.year, second.report.year) == (2003, 2001)
    assert two_of(found(plan, *yearly([1]))) == []
