"""A value that is not shown is not given, and one that does not resolve is neither."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.compose.draft import Draft, Line
from bot.model import Note, Value
from bot.verify import verify
from ingest.form.catalogue import load_catalogue
from ingest.wording import wording
from tests.bot.compose.made import data_of, report

REPORT = report(2024)


def draft(*numbers: int) -> Draft:
    made = Draft("zh", wording("answers"), load_catalogue())
    cells = data_of({f"requests/u{n}/total": number for n, number in enumerate(numbers, start=1)}).cells
    made.cite_cells(REPORT, cells.values())
    return made


def value(number: object, *citations: int, formula: str | None = None) -> Value:
    return Value(Decimal(str(number)), "件", "无法提供", "甲市", 2024, citations or (1,), formula)


def test_a_value_without_a_line_is_not_given() -> None:
    made = draft(22, 3)
    made.values += [value(22), value(3, 2)]
    made.lines.append(Line("无法提供为 22 件[1]。"))
    checked = verify(made)
    assert [v.value for v in checked.values] == [22]
    assert checked.removed == 1


def test_a_value_whose_line_had_to_go_goes_too() -> None:
    made = draft(22, 3)
    made.values.append(value(22))
    made.lines.append(Line("无法提供为 22 件，共 99 件[1]。"))
    checked = verify(made)
    assert checked.values == ()
    assert "22" not in checked.text


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_only_what_is_printed_and_shown_is_given(printed: int, claimed: int, shown: int) -> None:
    made = draft(printed)
    made.values.append(value(claimed))
    made.lines.append(Line(f"无法提供为 {shown} 件[1]。"))
    assert bool(verify(made).values) == (claimed == printed == shown)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(-3, 3))
def test_a_sum_is_given_only_where_it_adds_up(first: int, second: int, off: int) -> None:
    made = draft(first, second)
    formula, total = f"{first} + {second}", max(0, first + second + off)
    made.values.append(value(total, 1, 2, formula=formula))
    made.lines.append(Line(f"无法提供为 {total} 件（{formula}）[1][2]。"))
    assert bool(verify(made).values) == (total == first + second)


@pytest.mark.parametrize("cites", [(), (9,)])
def test_a_value_without_its_citation_is_not_given(cites: tuple[int, ...]) -> None:
    made = draft(22)
    made.values.append(Value(Decimal(22), "件", "x", "甲市", 2024, cites))
    made.lines.append(Line("无法提供为 22 件[1]。"))
    assert verify(made).values == ()


def test_a_note_that_is_not_shown_is_not_given() -> None:
    made = draft(22)
    made.notes += [Note("scope", "另见 77 件", ()), Note("reading", "按总计回答", ())]
    made.lines += [Line("> 另见 77 件"), Line("> 按总计回答")]
    assert [note.text for note in verify(made).notes] == ["按总计回答"]
