"""The batch for measuring is read whole, and its rate is told in words."""

from __future__ import annotations

from pathlib import Path

from ingest.form.catalogue import load_catalogue
from ingest.load.loader import load_bytes
from ingest.reading import read_report
from tests.bench.many import SUFFIXES, write_many
from tests.bench.rate import Rate, sentence


def test_every_report_of_the_batch_is_read_and_of_an_agency_of_its_own(tmp_path: Path, repo: Path) -> None:
    paths = write_many(tmp_path, sorted((repo / "reports").iterdir()), 60)
    assert len(paths) == 60
    assert {path.suffix for path in paths} == set(SUFFIXES)
    assert sum(path.suffix == ".md" for path in paths) >= 15
    reports = [read_report(load_bytes(path.name, path.read_bytes(), 50), load_catalogue()) for path in paths]
    assert len({(report.identity.agency, report.identity.year) for report in reports}) == 60
    assert all(len(report.cells) >= 150 for report in reports)


def test_the_rate_is_told() -> None:
    rate = Rate(80, 0.0125, 16, 0.5)
    assert rate.times == 40
    assert "0.0125 s a report" in sentence(rate)
    assert "40 × the rate" in sentence(rate)
