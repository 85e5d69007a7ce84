"""Figures as they are: one, several, side by side in a table, and those that are missing with the reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.plan import Operation
from ingest.model import State
from tests.bot.compose.made import CARRIED, DENIED, NEW, REVIEW, data_of, told, yearly

COUNTS = st.integers(0, 10**7)


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS)
def test_several_figures_of_one_report(first: int, second: int) -> None:
    one = data_of({"requests/new/total": first, "requests/carried_in/total": second})
    answer = told(Operation.VALUE, [NEW, CARRIED], one)
    assert answer.numbers == [first, second]
    assert answer.checked.removed == 0


@settings(max_examples=40, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_one_figure_of_several_reports(numbers: list[int]) -> None:
    answer = told(Operation.VALUE, [NEW], *yearly(numbers))
    assert answer.numbers == numbers
    assert [value.year for value in answer.values] == [2001 + at for at in range(len(numbers))]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=2, max_size=5))
def test_a_table_has_a_row_a_report(rows: list[tuple[int, int]]) -> None:
    reports = [
        data_of({"requests/new/total": first, "disputes/review/total": second}, 2001 + at)
        for at, (first, second) in enumerate(rows)
    ]
    answer = told(Operation.VALUE, [NEW, REVIEW], *reports, table=True)
    lines = [line for line in answer.text.splitlines() if line.startswith("| 甲市")]
    assert len(lines) == len(rows)
    assert sorted(answer.numbers) == sorted(n for row in rows for n in row)
    for line, (first, second), at in zip(lines, rows, range(len(rows)), strict=True):
        cells = [cell.split("[")[0].strip() for cell in line.strip("|").split("|")]
        assert cells == [f"甲市 {2001 + at} 年", f"{first} 件", f"{second} 件"]


def test_a_cell_of_a_table_without_a_number_says_why() -> None:
    reports = [
        data_of({"requests/new/total": 5, "disputes/review/total": State.UNREADABLE}, 2001),
        data_of({"requests/new/total": 6, "disputes/review/total": 2}, 2002),
    ]
    answer = told(Operation.VALUE, [NEW, REVIEW], *reports, table=True)
    assert sorted(answer.numbers) == [2, 5, 6]
    line = next(line for line in answer.text.splitlines() if "2001" in line)
    assert line.count("件") == 1


@pytest.mark.parametrize(
    ("state", "reason"),
    [(State.UNREADABLE, "cell_unreadable"), (State.BLANK, "cell_blank"), (State.SLASH, "cell_slash")],
)
def test_a_figure_that_is_not_there_has_its_reason(state: State, reason: str) -> None:
    answer = told(Operation.VALUE, [REVIEW], data_of({"disputes/review/total": state}))
    assert (answer.outcome, answer.numbers) == (("not_found", reason), [])


def test_a_group_with_an_unreadable_part_has_no_sum() -> None:
    cells: dict[str, object] = {f"requests/d{n}/total": n for n in range(1, 9)}
    answer = told(Operation.VALUE, [DENIED], data_of({**cells, "requests/d3/total": State.UNREADABLE}))
    assert (answer.outcome, answer.numbers) == (("not_found", "cell_unreadable"), [])


def test_what_is_readable_is_told_beside_what_is_not() -> None:
    one = data_of({"requests/new/total": 5, "requests/carried_in/total": State.UNREADABLE})
    answer = told(Operation.VALUE, [NEW, CARRIED], one)
    assert answer.numbers == [5]
    assert "读不出" in answer.text
