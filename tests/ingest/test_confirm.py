"""Figures of pictures: what the sums and the engine together let count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ingest.confirm import confirmed
from ingest.form.catalogue import Catalogue
from ingest.form.reader import read_form
from ingest.load.loader import load_bytes
from ingest.model import Cell, CellKey, Place, State
from tests.ingest.layouts import texts
from tests.ingest.layouts.made import random_report

Cells = dict[CellKey, Cell]
LOW = 0.6


@pytest.fixture
def cells(catalogue: Catalogue) -> Cells:
    """A report of plain figures that keeps every identity, as if it stood on page 1 of a picture."""
    from random import Random

    made = random_report(Random("confirm"), plain=True)
    document = load_bytes("r.md", texts.repeated(made, Random(1)).encode(), 50)
    found = read_form(document, catalogue, made.form).cells
    return {c.key: replace(c, confidence=0.99, place=Place(1, 0, 1, 1) if c.place else None) for c in found}


@pytest.fixture
def states(cells: Cells, catalogue: Catalogue) -> Callable[..., dict[State, set[CellKey]]]:
    """States of the cells after some of them were changed."""

    def judge(changed: dict[CellKey, Cell], pages: tuple[int, ...] = (1,)) -> dict[State, set[CellKey]]:
        found: dict[State, set[CellKey]] = {}
        for cell in confirmed(list({**cells, **changed}.values()), catalogue, pages):
            found.setdefault(cell.state, set()).add(cell.key)
        return found

    return judge


def key(row: str, column: str, table: str = "requests") -> CellKey:
    return CellKey(table, row, column)


def misread(cell: Cell) -> Cell:
    assert cell.value is not None
    return replace(cell, value=cell.value + 60)


def unread(cell: Cell) -> Cell:
    return replace(cell, state=State.UNREADABLE, value=None, reason="?")


def test_all_counts_where_every_sum_holds(states: Callable[..., dict[State, set[CellKey]]]) -> None:
    assert State.UNREADABLE not in states({})


def test_a_misread_figure_takes_its_row_and_column_along(
    cells: Cells, states: Callable[..., dict[State, set[CellKey]]]
) -> None:
    at = key("d1", "person")
    unreadable = states({at: misread(cells[at])})[State.UNREADABLE]
    assert at in unreadable
    assert key("d1", "total") in unreadable
    assert key("d2", "person") in unreadable
    assert key("d2", "company") not in unreadable


def test_a_misread_pair_that_keeps_its_row_is_found_by_the_columns(
    cells: Cells, states: Callable[..., dict[State, set[CellKey]]]
) -> None:
    pair = [key("d1", "person"), key("d1", "total")]
    assert set(pair) <= states({at: misread(cells[at]) for at in pair})[State.UNREADABLE]


def test_one_unread_figure_breaks_no_sum_that_both_its_sums_agree_on(
    cells: Cells, states: Callable[..., dict[State, set[CellKey]]]
) -> None:
    at = key("d1", "person")
    assert states({at: unread(cells[at])})[State.UNREADABLE] == {at}


def test_a_doubtful_figure_counts_where_both_sums_hold_and_not_without_a_sum(
    cells: Cells, states: Callable[..., dict[State, set[CellKey]]]
) -> None:
    table2 = next(each for each in cells if each.table == "disclosure" and cells[each].state is State.NUMBER)
    table4 = key("review", "upheld", "disputes")
    changed = {at: replace(cells[at], confidence=LOW) for at in (key("d1", "person"), table2, table4)}
    assert states(changed)[State.UNREADABLE] == {table2, table4}


def test_figures_of_table_3_need_a_sum(cells: Cells, states: Callable[..., dict[State, set[CellKey]]]) -> None:
    row = [at for at in cells if at[:2] == ("requests", "d1")]
    column = [at for at in cells if at[::2] == ("requests", "person")]
    lost = {at: unread(cells[at]) for at in [*row, *column] if at != key("d1", "person")}
    assert key("d1", "person") in states(lost)[State.UNREADABLE]


def test_pages_with_text_are_left_alone(cells: Cells, states: Callable[..., dict[State, set[CellKey]]]) -> None:
    at = key("d1", "person")
    assert State.UNREADABLE not in states({at: misread(cells[at])}, pages=(2,))
