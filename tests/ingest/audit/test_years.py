"""The identities over two years, seen from either report."""

from __future__ import annotations

import pytest

from ingest.audit.rules import load_rules
from ingest.audit.years import carry
from ingest.form.catalogue import Catalogue
from ingest.model import State
from tests.ingest.audit.made import changed, subject, zeros

YEARS = load_rules().years
OUT, IN = "requests/carried_out/total", "requests/carried_in/total"


def told(
    catalogue: Catalogue, before: dict[str, object], now: dict[str, object], **other: str | int
) -> list[tuple[str, str, str, str, str]]:
    """Findings of the later report; the earlier one must tell the same."""
    settings = {"year": 2022, **other}
    earlier = subject(catalogue, changed(zeros(catalogue), before), **settings)  # type: ignore[arg-type]
    later = subject(catalogue, changed(zeros(catalogue), now))
    seen = [
        [
            (e.finding.identity, e.finding.status, e.finding.scope, e.finding.left_formula, e.finding.right_formula)
            for e in es
        ]
        for es in (carry(later, [earlier], YEARS), carry(earlier, [later], YEARS))
    ]
    assert seen[0] == seen[1]
    return seen[0]


def test_what_is_carried_out_is_carried_in(catalogue: Catalogue) -> None:
    assert told(catalogue, {OUT: 3}, {IN: 3}) == []
    assert told(catalogue, {OUT: 3}, {IN: 2}) == [("carry", "error", "total", "3", "2")]


def test_every_column_is_compared(catalogue: Catalogue) -> None:
    found = told(catalogue, {"requests/carried_out/person": 1, OUT: 1}, {"requests/carried_in/company": 1, IN: 1})
    assert found == [("carry", "error", "person", "1", "0"), ("carry", "error", "company", "0", "1")]


@pytest.mark.parametrize(("made", "repealed", "in_force", "ok"), [(88, 55, 698, True), (88, 55, 690, False)])
def test_in_force_is_only_noted(catalogue: Catalogue, made: int, repealed: int, in_force: int, ok: bool) -> None:
    row = "disclosure/normative_documents"
    now: dict[str, object] = {f"{row}/made": made, f"{row}/repealed": repealed, f"{row}/in_force": in_force}
    expected = [] if ok else [("in_force", "note", "normative_documents", "665 + 88 - 55", "690")]
    assert told(catalogue, {f"{row}/in_force": 665}, now) == expected


@pytest.mark.parametrize("other", [{"year": 2021}, {"agency": "某县人民政府"}])
def test_only_the_same_agency_in_the_year_beside_counts(catalogue: Catalogue, other: dict[str, str | int]) -> None:
    assert told(catalogue, {OUT: 3}, {IN: 2}, **other) == []


def test_another_scope_is_only_noted(catalogue: Catalogue) -> None:
    assert told(catalogue, {OUT: 3}, {IN: 2}, scope="office") == [("carry", "note", "total", "3", "2")]


@pytest.mark.parametrize("state", [State.UNREADABLE, State.ABSENT])
def test_what_is_not_known_is_not_compared(catalogue: Catalogue, state: State) -> None:
    assert told(catalogue, {OUT: 3}, {IN: state}) == []


def test_both_reports_are_named_with_their_cells(catalogue: Catalogue) -> None:
    earlier = subject(catalogue, changed(zeros(catalogue), {OUT: 3}), year=2022)
    later = subject(catalogue, zeros(catalogue))
    (entry,) = carry(later, [earlier], YEARS)
    assert entry.other == earlier.report
    assert [str(key) for key in entry.finding.cells] == [IN]
    assert [str(cell.key) for cell in entry.other_cells] == [OUT]
