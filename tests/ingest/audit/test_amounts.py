"""Values of cells and sums, blanks settled where the sums settle them."""

from __future__ import annotations

import pytest

from ingest.audit.amounts import Amounts
from ingest.form.catalogue import Catalogue
from ingest.model import State
from tests.ingest.audit.made import APPLICANTS, changed, zeros

DENIED, OTHER = "requests/denied/total", "requests/other_handling/total"


def sum_of(catalogue: Catalogue, values: dict[str, object], *terms: str, form: int = 2021) -> tuple[int, str] | None:
    amount = Amounts(catalogue, changed(zeros(catalogue, form), values)).sum(terms)
    return None if amount is None else (int(amount.value), amount.formula)


def test_groups_are_sums_of_their_rows(catalogue: Catalogue) -> None:
    assert sum_of(catalogue, {"requests/d1/total": 2, "requests/d8/total": 3}, DENIED) == (5, "2 + 3")
    assert sum_of(catalogue, {}, DENIED, "requests/new/total") == (0, "0")


def test_one_row_stands_for_three(catalogue: Catalogue) -> None:
    assert sum_of(catalogue, {"requests/o2/total": 4}, OTHER) == (4, "4")
    assert sum_of(catalogue, {"requests/o_all/total": 4}, OTHER, form=2019) == (4, "4")


def test_a_blank_total_is_the_sum_of_its_row(catalogue: Catalogue) -> None:
    numbers = dict(zip(APPLICANTS, (252, 12, 1, 0, 0, 0), strict=True))
    row: dict[str, object] = {f"requests/{key}/{column}": n for key in ("u1", "total") for column, n in numbers.items()}
    blank = {**row, "requests/total/total": 265, "requests/u1/total": State.BLANK}
    assert sum_of(catalogue, blank, "requests/u1/total") == (265, "252 + 12 + 1")
    assert sum_of(catalogue, {**blank, "requests/u1/ngo": State.UNREADABLE}, "requests/u1/total") is None


def test_a_blank_that_the_sums_prove_is_zero(catalogue: Catalogue) -> None:
    assert sum_of(catalogue, {"requests/u1/ngo": State.SLASH}, "requests/u1/ngo") == (0, "0")


@pytest.mark.parametrize("state", [State.UNREADABLE, State.ABSENT, State.BLANK])
def test_what_is_not_settled_makes_the_sum_unknown(catalogue: Catalogue, state: State) -> None:
    cell = "disclosure/normative_documents/made"
    assert sum_of(catalogue, {cell: state}, cell, "disclosure/normative_documents/repealed") is None
    assert sum_of(catalogue, {}, "disclosure/procurement/count") is None
