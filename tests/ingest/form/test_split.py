"""Digits without separators: every reading is found, and only the single one is taken."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.form.settle import settle
from ingest.form.split import (
    Effort,
    Glued,
    TooManyReadingsError,
    fewest_numbers,
    glue,
    group_splits,
    only_split,
    row_splits,
)


def readings(*pieces: str, width: int = 7) -> list[tuple[int, ...]]:
    """Numbers of all splits of a row that ends in its sum."""
    glued = glue(pieces)
    return [glued.values(split) for split in row_splits(glued, width, started())]


def started() -> Effort:
    effort = Effort()
    effort.begin()
    return effort


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["640020470"], (64, 0, 0, 2, 0, 4, 70)),
        (["713000074"], (71, 3, 0, 0, 0, 0, 74)),
        (["200", "000121"], (20, 0, 0, 0, 0, 1, 21)),
        (["20", "0", "00", "0", "121"], (20, 0, 0, 0, 0, 1, 21)),
        (["0", "0", "00", "00", "0"], (0,) * 7),
        (["500000", "5"], (5, 0, 0, 0, 0, 0, 5)),
        (["4//0004"], (4, 0, 0, 0, 0, 0, 4)),
    ],
)
def test_row_with_one_reading(pieces: list[str], expected: tuple[int, ...]) -> None:
    assert readings(*pieces) == [expected]


def test_row_with_two_readings() -> None:
    assert sorted(readings("270020130")) == [(2, 7, 0, 0, 20, 1, 30), (27, 0, 0, 2, 0, 1, 30)]


@pytest.mark.parametrize("pieces", [["000001"], ["00000012"], ["0000000", "5"], ["12"], ["////////"]])
def test_row_with_no_reading(pieces: list[str]) -> None:
    assert readings(*pieces) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 9999), min_size=6, max_size=6), st.sets(st.integers(1, 6)))
def test_true_reading_is_always_among_those_found(six: list[int], cuts: set[int]) -> None:
    row = [*six, sum(six)]
    pieces, last = [], 0
    for cut in [*sorted(cuts), 7]:
        pieces.append("".join(map(str, row[last:cut])))
        last = cut
    try:
        found = readings(*pieces)
    except TooManyReadingsError:
        return
    assert tuple(row) in found
    assert all(sum(each[:-1]) == each[-1] for each in found)
    assert fewest_numbers(pieces) <= 7


@pytest.mark.parametrize("text", ["1" * 60, "123456789" * 4])
def test_too_many_readings_are_said_to_be_too_many(text: str) -> None:
    with pytest.raises(TooManyReadingsError):
        readings(text)


def test_disputes_with_one_reading() -> None:
    glued = Glued("10203120001200000")
    (split,) = group_splits(glued, 3, 5, started())
    assert glued.values(split) == (1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0)


@settings(deadline=None)
@given(st.lists(st.integers(0, 300), min_size=12, max_size=12))
def test_true_disputes_are_always_among_those_found(counts: list[int]) -> None:
    rows = [counts[n : n + 4] for n in (0, 4, 8)]
    printed = [n for row in rows for n in [*row, sum(row)]]
    glued = glue(["".join(map(str, printed))])
    try:
        found = [glued.values(split) for split in group_splits(glued, 3, 5, started())]
    except TooManyReadingsError:
        return
    assert tuple(printed) in found


@pytest.mark.parametrize(
    ("text", "width", "signed", "expected"),
    [
        ("000", 3, None, ["0", "0", "0"]),
        ("007", 3, None, ["0", "0", "7"]),
        ("0012", 3, None, ["0", "0", "12"]),
        ("35-15", 2, 1, ["35", "-15"]),
        ("///", 3, None, ["/", "/", "/"]),
        ("2293", 1, None, ["2293"]),
        ("693665", 3, None, None),
        ("123", 3, None, None),  # 12 and 3 beside a blank is as good
        ("10", 2, None, None),
        ("00", 3, None, None),
        ("35-15", 2, None, None),
        ("2648-18538", 3, 1, None),
        ("39573802895.90", 2, None, None),
        ("1" * 60, 3, None, None),
    ],
)
def test_split_without_sums(text: str, width: int, signed: int | None, expected: list[str] | None) -> None:
    split = only_split(text, width, signed)
    found = [text[a:b] for a, b in zip((0, *split[:-1]), split, strict=True)] if split else None
    assert found == expected


@pytest.mark.parametrize(("pieces", "count"), [(["0000000"], 7), (["007"], 3), (["2200003"], 1), (["00", "10/5"], 5)])
def test_fewest_numbers(pieces: list[str], count: int) -> None:
    assert fewest_numbers(pieces) == count


@pytest.mark.parametrize("digit", ["1", "12", "123456789", "90"])
def test_hostile_digits_cost_no_time(digit: str) -> None:
    effort = Effort()
    before = time.process_time()
    for size in range(7, 80):
        glued = glue([(digit * 80)[:size]])
        effort.begin()
        with suppress(TooManyReadingsError):
            row_splits(glued, 7, effort)
        effort.begin()
        with suppress(TooManyReadingsError):
            group_splits(glued, 3, 5, effort)
    assert time.process_time() - before < 1.0


def test_column_sums_choose_the_reading() -> None:
    rows = {"a": [(2, 7), (27, 0)], "b": [(1, 0)], "total": [(28, 0)]}
    assert settle(rows, [{"a": 1, "b": 1, "total": -1}], ["a"]) == {"a": 1}


def test_readings_that_all_fit_are_left_open() -> None:
    rows = {"a": [(1, 2), (2, 1)], "b": [(1, 2), (2, 1)], "total": [(3, 3)]}
    assert settle(rows, [{"a": 1, "b": 1, "total": -1}], ["a", "b"]) == {}


def test_contradicting_sums_choose_nothing() -> None:
    rows = {"a": [(1, 2), (2, 1)], "total": [(9, 9)]}
    assert settle(rows, [{"a": 1, "total": -1}], ["a"]) == {}


def test_one_identity_may_settle_what_another_contradicts() -> None:
    rows = {"new": [(2, 7), (27, 0)], "in": [(0, 0)], "total": [(27, 0)], "part": [(5, 5)]}
    rules = [{"new": 1, "in": 1, "total": -1}, {"part": 1, "total": -1}]
    assert settle(rows, rules, ["new"]) == {"new": 1}
