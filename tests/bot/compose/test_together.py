"""Sums, means, orders, picks and counts against a reckoning of their own, and nothing of them is lost in verification."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import plain
from bot.plan import Limit, Operation
from ingest.model import State
from tests.bot.compose.made import CARRIED, DENIED, NEW, RATE, data_of, rounded, told, yearly

NUMBERS = st.lists(st.integers(0, 10**7), min_size=2, max_size=7)
FEW = st.lists(st.integers(0, 4), min_size=2, max_size=7)


@settings(max_examples=40, deadline=None)
@given(NUMBERS)
def test_a_sum_over_reports(numbers: list[int]) -> None:
    answer = told(Operation.SUM, [NEW], *yearly(numbers))
    assert answer.numbers == [sum(numbers), *numbers]
    assert answer.checked.removed == 0
    assert plain(Decimal(sum(numbers))) in answer.text


@settings(max_examples=40, deadline=None)
@given(NUMBERS)
def test_a_mean_over_reports(numbers: list[int]) -> None:
    answer = told(Operation.MEAN, [NEW], *yearly(numbers))
    assert answer.numbers[0] == rounded(Fraction(sum(numbers), len(numbers)))
    assert answer.checked.removed == 0
    assert answer.values[0].own == {str(len(numbers))}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_sum_of_several_figures_of_one_report(first: int, second: int) -> None:
    one = data_of({"requests/new/total": first, "requests/carried_in/total": second})
    answer = told(Operation.SUM, [NEW, CARRIED], one)
    assert answer.numbers == [first + second, first, second]
    assert answer.checked.removed == 0


@settings(max_examples=40, deadline=None)
@given(NUMBERS, st.booleans())
def test_an_order(numbers: list[int], descending: bool) -> None:
    answer = told(Operation.RANK, [NEW], *yearly(numbers), descending=descending)
    assert answer.numbers == sorted(numbers, reverse=descending)
    assert answer.checked.removed == 0


@settings(max_examples=40, deadline=None)
@given(FEW, st.integers(1, 4), st.booleans())
def test_those_even_with_the_last_one_asked_for_are_named_too(numbers: list[int], top: int, descending: bool) -> None:
    answer = told(Operation.RANK, [NEW], *yearly(numbers), descending=descending, top=top)
    ordered = sorted(numbers, reverse=descending)
    last = ordered[min(top, len(ordered)) - 1]
    expected = [n for n in ordered if (n >= last if descending else n <= last)]
    assert answer.numbers == expected


@settings(max_examples=40, deadline=None)
@given(NUMBERS, st.integers(1, 7))
def test_a_place_of_an_order(numbers: list[int], place: int) -> None:
    answer = told(Operation.RANK, [NEW], *yearly(numbers), place=place)
    assert answer.numbers == sorted(numbers, reverse=True)[place - 1 : place]


@settings(max_examples=40, deadline=None)
@given(FEW, st.integers(0, 5), st.sampled_from(["gt", "ge", "lt", "le", "eq"]))
def test_those_within_a_limit(numbers: list[int], edge: int, sense: str) -> None:
    kept = {"gt": lambda n: n > edge, "ge": lambda n: n >= edge, "lt": lambda n: n < edge,
            "le": lambda n: n <= edge, "eq": lambda n: n == edge}[sense]  # fmt: skip
    expected = sorted(filter(kept, numbers), reverse=True)
    limit = Limit.model_validate({"sense": sense, "value": edge, "said": f"与{edge}件比"})
    picked = told(Operation.FILTER, [NEW], *yearly(numbers), limit=limit)
    counted = told(Operation.COUNT, [NEW], *yearly(numbers), limit=limit)
    assert picked.numbers == expected
    assert counted.numbers == [len(expected), *expected]
    assert picked.checked.removed == counted.checked.removed == 0


@settings(max_examples=40, deadline=None)
@given(FEW, st.integers(0, 6))
def test_a_figure_that_is_missing_is_told_and_never_counted(numbers: list[int], at: int) -> None:
    cells: list[object] = [*numbers]
    cells.insert(at % (len(numbers) + 1), State.UNREADABLE)
    answer = told(Operation.SUM, [NEW], *yearly(cells))
    assert answer.numbers == [sum(numbers), *numbers]
    (note,) = [note.text for note in answer.checked.notes if note.kind == "coverage"]
    assert f"应查 {len(cells)} 份报告，有数的 {len(numbers)} 份" in note
    assert f"甲市 {2001 + at % (len(numbers) + 1)} 年" in note


@pytest.mark.parametrize(
    "operation", [Operation.SUM, Operation.MEAN, Operation.RANK, Operation.FILTER, Operation.COUNT]
)
def test_nothing_readable_gives_no_figure(operation: Operation) -> None:
    answer = told(operation, [NEW], *yearly([State.UNREADABLE, State.BLANK]))
    assert answer.numbers == []
    assert answer.outcome[0] != "answered" or operation is Operation.FILTER


def test_a_group_is_added_up_over_reports() -> None:
    reports = [data_of({f"requests/d{n}/total": n * factor for n in range(1, 9)}, 2000 + factor) for factor in (1, 2)]
    answer = told(Operation.SUM, [DENIED], *reports)
    assert answer.numbers == [108, 36, 72]
    assert answer.checked.removed == 0


def test_percentages_of_one_report_are_not_added() -> None:
    one = data_of(
        {"requests/public/total": 1, "requests/partial/total": 1, "requests/total/total": 4, "requests/new/total": 5}
    )
    answer = told(Operation.SUM, [RATE, NEW], one)
    assert answer.numbers == [50, 5]
