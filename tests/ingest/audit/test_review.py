"""Whole reviews: of made-up reports as they arrive, of the samples, of the real reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.audit.amounts import Amounts
from ingest.audit.nouns import Subject
from ingest.audit.review import checked, review
from ingest.audit.rules import load_rules
from ingest.form.catalogue import Catalogue
from ingest.load.loader import load_bytes
from ingest.model import State
from ingest.reading import read_report
from ingest.store.errors import ReportNotFound
from ingest.store.store import Store
from tests.ingest.audit.made import DIMENSION, changed, entry_of, put, zeros

RULES = load_rules()
FULL: list[str | None] = ["一、总体情况", "工作有序。"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home", "made", DIMENSION) as made:
        yield made


def told(store: Store, catalogue: Catalogue, report_id: str) -> list[tuple[str, str]]:
    return [(e.finding.identity, e.finding.status) for e in review(store, catalogue, RULES, report_id).entries]


def test_a_report_that_arrives_counts_at_once(store: Store, catalogue: Catalogue) -> None:
    later = put(store, catalogue, zeros(catalogue), FULL, year=2023)
    assert told(store, catalogue, later) == []
    before = changed(zeros(catalogue), {"requests/carried_out/total": 2})
    earlier = put(store, catalogue, before, FULL, year=2022)
    assert ("carry", "error") in told(store, catalogue, later)
    assert ("carry", "error") in told(store, catalogue, earlier)
    put(store, catalogue, zeros(catalogue), [*FULL, "改正后的报告。"], year=2022)
    assert told(store, catalogue, later) == []
    assert told(store, catalogue, earlier) == [("version", "note")]  # what the later version changed


def test_errors_come_first_and_are_counted(store: Store, catalogue: Catalogue) -> None:
    wrong = changed(zeros(catalogue), {"disputes/review/upheld": 3, "disclosure/regulations/in_force": 1})
    report_id = put(store, catalogue, wrong, [*FULL, "收到政府信息公开申请5件。"], agency="某县某局")
    found = review(store, catalogue, RULES, report_id)
    assert [e.finding.identity for e in found.entries] == ["disputes", "narrative", "plausible"]
    assert (found.count("error"), found.count("note")) == (1, 2)


def test_cells_without_figures_are_listed(store: Store, catalogue: Catalogue) -> None:
    cells = zeros(catalogue)
    holes: dict[str, object] = {"disclosure/fees/amount": State.UNREADABLE, "requests/u1/total": State.ABSENT}
    holes |= {str(key): State.ABSENT for key in cells if key.table == "disputes"}
    found = review(store, catalogue, RULES, put(store, catalogue, changed(cells, holes), FULL))
    assert [str(c.key) for c in found.unreadable] == ["disclosure/fees/amount"]
    assert [str(c.key) for c in found.missing] == ["requests/u1/total"]
    assert [e.finding.scope for e in found.entries] == ["disputes"]


def test_no_such_report(store: Store, catalogue: Catalogue) -> None:
    with pytest.raises(ReportNotFound):
        review(store, catalogue, RULES, "2020-0000000000")


def findings_of(path: Path, catalogue: Catalogue) -> Counter[tuple[str, str, str]]:
    """(status, identity, scope) of what a file shows by itself."""
    report = read_report(load_bytes(path.name, path.read_bytes(), 50), catalogue)
    cells = {cell.key: cell for cell in report.cells}
    identity = report.identity
    stored = entry_of(identity.agency, identity.year, report.form, identity.scope)
    subject = Subject(stored, cells, Amounts(catalogue, cells), report.passages, report.document)
    return Counter((e.finding.status, e.finding.identity, e.finding.scope) for e in checked(subject, RULES))


def errors(*pairs: str) -> set[tuple[str, str, str]]:
    return {("error", *pair.split("/")) for pair in pairs}  # type: ignore[misc]


def notes(*pairs: str) -> set[tuple[str, str, str]]:
    return {("note", *pair.split("/")) for pair in pairs}  # type: ignore[misc]


WUZHONG = errors("balance/person", "balance/company", "parts/person", "parts/company") | notes(
    "narrative/rules_in_force", "narrative/documents_in_force"
)
PINGTAN_2020 = errors("parts/person", "parts/total")
HONGZE = errors("disputes/review", "disputes/litigation_after_review")
REAL = {
    "01_wuzhong_zfb_2025.md": WUZHONG,
    "03_shanghai_gov_office_2019_oldform.html": notes(
        "narrative/public_and_partial", "narrative/unable", "empty_section/other"
    ),
    "04_huaian_city_2024.pdf": set(),
    "05_hongze_district_2023.pdf": HONGZE,
    "11_shuyang_fagaiju_2023_wordhtml.html": notes("missing_table/disclosure", "empty_section/problems"),
    "13_shanghai_stcsm_2024.md": set(),
    "16_pingtan_2020_oldform_gluedcells.txt": PINGTAN_2020,
    "17_pingtan_2021_gluedcells.txt": set(),
    "18_pingtan_2022_gluedcells.txt": set(),
}
SAMPLES = {
    "hongze_2023.docx": HONGZE,
    "huaian_2024.html": set(),
    "pingtan_2020.txt": PINGTAN_2020,
    "pingtan_2021.html": set(),
    "pingtan_2022.docx": set(),
    "wuzhong_gov_office_2025.md": WUZHONG,
}


@pytest.mark.parametrize("name", REAL)
def test_real_reports_contradict_themselves_only_where_they_do(shared: Path, catalogue: Catalogue, name: str) -> None:
    found = findings_of(shared / name, catalogue)
    assert set(found) == REAL[name]
    assert set(found.values()) <= {1}


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_reports(repo: Path, catalogue: Catalogue, name: str) -> None:
    assert set(findings_of(repo / "reports" / name, catalogue)) == SAMPLES[name]


def test_the_samples_of_one_agency_agree_over_the_years(samples_home: Path, catalogue: Catalogue) -> None:
    with Store.open_as_made(samples_home) as store:
        found = [e for r in store.reports() for e in review(store, catalogue, RULES, r.report_id).entries]
    assert [e for e in found if e.other is not None] == []
