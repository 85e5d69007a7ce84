"""The identities within one report: what holds is silent, what does not is told with both numbers."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.audit import audit, proved_zero
from ingest.form.catalogue import Catalogue, load_catalogue
from ingest.model import CellKey, State
from tests.ingest.audit.made import Cells, balanced, cell, cells, changed, zeros

FORMS = st.sampled_from([2019, 2021])
SEEDS = st.integers(0, 2**32)
CATALOGUE = load_catalogue()


def told(found: Cells) -> list[tuple[str, str, str, int, int]]:
    """Findings as (identity, status, scope, left, right)."""
    return [(f.identity, f.status, f.scope, int(f.left), int(f.right)) for f in audit(CATALOGUE, found)]


@settings(deadline=None)
@given(FORMS, SEEDS)
def test_a_balanced_form_has_no_findings(form: int, seed: int) -> None:
    assert audit(CATALOGUE, balanced(CATALOGUE, form, seed)) == ()


@settings(deadline=None)
@given(FORMS, SEEDS, st.data())
def test_any_changed_cell_is_found(form: int, seed: int, data: st.DataObject) -> None:
    form_cells = balanced(CATALOGUE, form, seed)
    key = data.draw(st.sampled_from([key for key in form_cells if key.table != "disclosure"]))
    before = form_cells[key].value
    other = data.draw(st.integers(0, 10_000).filter(lambda n: n != before))
    findings = audit(CATALOGUE, changed(form_cells, {str(key): other}))
    assert findings
    assert all(f.status == "error" and key in f.cells and f.left != f.right for f in findings)


@settings(deadline=None)
@given(FORMS, SEEDS, st.floats(0, 1), st.floats(0.3, 1))
def test_what_is_proved_zero_was_zero(form: int, seed: int, blanks: float, zero: float) -> None:
    form_cells, chance = balanced(CATALOGUE, form, seed, share_of_zero=zero), Random(seed)
    blanked = changed(
        form_cells, {str(k): chance.choice([State.BLANK, State.SLASH]) for k in form_cells if chance.random() < blanks}
    )
    proved = proved_zero(CATALOGUE, blanked)
    assert all(blanked[key].value is None for key in proved)
    assert {form_cells[key].value for key in proved} <= {Decimal(0)}
    assert audit(CATALOGUE, blanked) == ()


def test_blanks_beside_a_whole_total_are_zero(catalogue: Catalogue) -> None:
    row = {f"requests/new/{c}": State.BLANK for c in ("company", "research", "ngo", "legal", "other")}
    form_cells = cells({"requests/new/person": 26, "requests/new/total": 26, **row})
    assert proved_zero(catalogue, form_cells) == {CellKey(*name.split("/")) for name in row}
    short = changed(form_cells, {"requests/new/total": 27})
    assert proved_zero(catalogue, short) == frozenset()
    assert audit(catalogue, short) == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"requests/new/person": 2, "requests/new/total": 2},
         [("balance", "person", 2, 0), ("balance", "total", 2, 0)]),
        ({"requests/u1/ngo": 3, "requests/u1/total": 3},
         [("parts", "ngo", 3, 0), ("parts", "total", 3, 0)]),
        ({"requests/d3/legal": 1}, [("parts", "legal", 1, 0), ("columns", "d3", 1, 0)]),
        ({"disputes/review/upheld": 10, "disputes/review/corrected": 1}, [("disputes", "review", 11, 0)]),
        ({"disputes/litigation_direct/total": 4}, [("disputes", "litigation_direct", 0, 4)]),
    ],
)  # fmt: skip
def test_each_identity(
    catalogue: Catalogue, values: dict[str, object], expected: list[tuple[str, str, int, int]]
) -> None:
    assert [(i, s, left, right) for i, _, s, left, right in told(changed(zeros(catalogue), values))] == expected


def test_one_row_for_other_handling_takes_the_place_of_three(catalogue: Catalogue) -> None:
    values = {"requests/o_all/person": 4, "requests/o_all/total": 4, "requests/new/person": 4, "requests/new/total": 4,
              "requests/total/person": 4, "requests/total/total": 4}  # fmt: skip
    assert told(changed(zeros(catalogue, 2019), values)) == []
    assert told(changed(zeros(catalogue, 2019), {**values, "requests/o_all/person": 5}))[0] == (
        "parts",
        "error",
        "person",
        5,
        4,
    )


def test_what_cannot_be_read_is_not_judged(catalogue: Catalogue) -> None:
    wrong = changed(zeros(catalogue), {"disputes/review/upheld": 3})
    assert told(wrong)
    for state in (State.UNREADABLE, State.ABSENT):
        assert told(changed(wrong, {"disputes/review/total": state})) == []
    assert told(changed(wrong, {"disputes/review/pending": State.UNREADABLE})) == []


def test_a_blank_total_is_no_contradiction(catalogue: Catalogue) -> None:
    assert told(changed(zeros(catalogue), {"disputes/review/upheld": 3, "disputes/review/total": State.BLANK})) == []


def test_formulas_show_every_figure(catalogue: Catalogue) -> None:
    (finding,) = audit(
        catalogue, changed(zeros(catalogue), {"disputes/review/upheld": 10, "disputes/review/corrected": 1})
    )
    assert (finding.left_formula, finding.right_formula) == ("10 + 1 + 0 + 0", "0")
    assert finding.cells[-1] == cell("disputes/review/total", 0).key
