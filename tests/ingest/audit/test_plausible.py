"""Values that are possible but rare are noted, never more."""

from __future__ import annotations

import pytest

from ingest.audit.plausible import plausible, uncountable
from ingest.audit.rules import load_rules
from ingest.form.catalogue import Catalogue
from tests.ingest.audit.made import balanced, changed, subject, zeros

RULES = load_rules().plausible
DOCUMENTS = "disclosure/normative_documents"


def told(catalogue: Catalogue, values: dict[str, object], agency: str = "某市人民政府") -> list[tuple[str, str, int]]:
    found = subject(catalogue, changed(zeros(catalogue), values), agency=agency)
    entries = [*plausible(found, RULES), *uncountable(found)]
    assert {entry.finding.status for entry in entries} <= {"note"}
    return [(e.finding.scope, str(e.finding.left), int(e.finding.right)) for e in entries]


@pytest.mark.parametrize(
    ("agency", "noted"),
    [
        ("五常市民意乡", True), ("某某镇人民政府", True), ("某街道办事处", True), ("沭阳县发展和改革局", True),
        ("淮安市人民政府", False), ("国家市场监督管理局", False), ("上海市人民政府办公厅", False),
    ],
)  # fmt: skip
def test_who_has_no_regulations(catalogue: Catalogue, agency: str, noted: bool) -> None:
    expected = [("rules_of_lower_agency", "6", 0)] if noted else []
    assert told(catalogue, {"disclosure/regulations/in_force": 6}, agency) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({f"{DOCUMENTS}/in_force": 100_000}, []),
        ({f"{DOCUMENTS}/in_force": 8_855_698}, [("too_many_documents", "8855698", 100_000)]),
        ({f"{DOCUMENTS}/made": 6, f"{DOCUMENTS}/repealed": 6}, []),
        ({f"{DOCUMENTS}/made": 9, f"{DOCUMENTS}/repealed": 6}, [("more_issued_than_exist", "9", 6)]),
        ({"disputes/review/pending": 1001, "disputes/review/total": 1001, "requests/new/total": 2000},
         [("too_many_pending", "1001", 1000)]),
        ({"disputes/review/total": 4, "requests/new/total": 3}, [("more_reviews_than_requests", "4", 3)]),
        ({"requests/new/person": "2.5"}, [("uncountable", "2.5", 0)]),
        ({"disputes/review/upheld": -1}, [("uncountable", "-1", 0)]),
    ],
)  # fmt: skip
def test_bounds(catalogue: Catalogue, values: dict[str, object], expected: list[tuple[str, str, int]]) -> None:
    assert told(catalogue, values) == expected


def test_fees_may_have_fractions(catalogue: Catalogue) -> None:
    assert told(catalogue, {"disclosure/fees/amount": "96171.6"}) == []


def test_an_ordinary_old_form_has_no_notes(catalogue: Catalogue) -> None:
    found = subject(catalogue, balanced(catalogue, 2019, 1, share_of_zero=0.9), form=2019)
    assert {e.finding.scope for e in plausible(found, RULES)} <= {"more_reviews_than_requests"}
