"""Which cells behind a label are its figures."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.form.values import (
    CONFIRMED,
    LIKELY,
    NO_COLUMN,
    SURE,
    Doubt,
    Window,
    candidate_windows,
    choose_window,
    sums_to_total,
)
from ingest.model import GridCell, Place
from ingest.numbers import read_figure


def cells(*texts: str) -> list[GridCell]:
    """Cells of one row, in columns 1, 2, …"""
    return [GridCell(text, Place(1, 0, len(text)), 0, column) for column, text in enumerate(texts, start=1)]


def texts(found: Window | Doubt) -> list[str]:
    """What the chosen cells print."""
    assert isinstance(found, Window), found
    return [cell.text for cell in found.cells]


def test_exact_width_is_sure() -> None:
    found = choose_window(cells("1", "", "3"), 3, start_column=None)
    assert texts(found) == ["1", "", "3"]
    assert isinstance(found, Window)
    assert found.confidence == SURE


@pytest.mark.parametrize("row", [["", "1", "2", "3"], ["1", "2", "3", ""], ["", "", "1", "2", "3", ""]])
def test_blanks_around_full_rows_do_not_matter(row: Sequence[str]) -> None:
    assert texts(choose_window(cells(*row), 3, start_column=None)) == ["1", "2", "3"]


def test_the_sum_decides() -> None:
    found = choose_window(cells("", "5", "", "5"), 3, start_column=None)
    assert texts(found) == ["5", "", "5"]
    shifted = choose_window(cells("", "4", "1", "5", ""), 4, start_column=None)
    assert texts(shifted) == ["", "4", "1", "5"]
    assert isinstance(shifted, Window)
    assert shifted.confidence == CONFIRMED


def test_sibling_rows_decide_where_sums_cannot() -> None:
    row = cells("", "7", "", "", "")
    assert isinstance(choose_window(row, 3, start_column=None), Doubt)
    found = choose_window(row, 3, start_column=2)
    assert texts(found) == ["7", "", ""]
    assert isinstance(found, Window)
    assert found.confidence == LIKELY


@pytest.mark.parametrize("row", [["1", "2"], ["1", "2", "3", "4"], []])
def test_wrong_count_is_doubt(row: Sequence[str]) -> None:
    found = choose_window(cells(*row), 3, start_column=1)
    assert isinstance(found, Doubt)
    assert f"{len(row)} 个值" in found.reason


def test_blank_row_is_blank() -> None:
    assert texts(choose_window(cells("", "", "", ""), 3, start_column=None)) == ["", "", ""]


def test_zeros_add_up_wherever_they_stand() -> None:
    row = cells("", "0", "0", "0", "")
    assert [sums_to_total([read_figure(c.text) for c in row[s : s + 4]]) for s in candidate_windows(row, 4)] == [
        True,
        False,
    ]
    assert isinstance(choose_window(row, 4, start_column=None), Doubt)
    even = cells("", "", "0", "", "")
    assert isinstance(choose_window(even, 4, start_column=None), Doubt)


def test_a_zero_alone_can_only_be_the_total() -> None:
    assert texts(choose_window(cells("", "", "", "0", "", ""), 4, start_column=None)) == ["", "", "", "0"]
    assert isinstance(choose_window(cells("", "", "", "0", "", ""), 4, start_column=NO_COLUMN), Doubt)


def test_no_sum_decides_where_the_last_figure_is_none() -> None:
    row = cells("", "5", "5", "")
    assert texts(choose_window(row, 3, start_column=None)) == ["", "5", "5"]
    assert isinstance(choose_window(row, 3, start_column=None, summed=False), Doubt)
    assert texts(choose_window(row, 3, start_column=2, summed=False)) == ["5", "5", ""]


def test_rows_that_contradict_their_siblings_are_doubt() -> None:
    assert isinstance(choose_window(cells("", "5", "", "5", ""), 4, start_column=NO_COLUMN), Doubt)


def test_candidates_leave_only_blanks_outside() -> None:
    assert candidate_windows(cells("", "1", "2", "", ""), 3) == [0, 1]
    assert candidate_windows(cells("1", "", "", "2"), 3) == []
    assert candidate_windows(cells("", "", ""), 2) == [0, 1]


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (["1", "2", "3"], True),
        (["1", "", "1"], True),
        (["1", "/", "1"], True),
        (["1", "2", "4"], False),
        (["1", "2", ""], False),
        (["约1", "2", "2"], False),
    ],
)
def test_sums(row: list[str], holds: bool) -> None:
    assert sums_to_total([read_figure(text) for text in row]) is holds
