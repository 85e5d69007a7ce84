"""Everything that a stored report should be asked about, from what is stored now."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.audit.amounts import Amounts
from ingest.audit.complete import empty_sections, missing_tables
from ingest.audit.identities import audit
from ingest.audit.narrative import narrative
from ingest.audit.nouns import Entry, Review, Subject
from ingest.audit.plausible import plausible, uncountable
from ingest.audit.rules import Rules
from ingest.audit.years import carry
from ingest.form.catalogue import Catalogue
from ingest.model import State
from ingest.store.nouns import StoredReport
from ingest.store.reading import StoreReader


def review(store: StoreReader, catalogue: Catalogue, rules: Rules, report_id: str) -> Review:
    """The review of the current version of a report; ReportNotFound where there is none.

    Nothing of it is stored: a report that arrives, or a cell that is corrected, counts at once.
    """
    report = store.report(report_id)
    years = {report.year - 1, report.year + 1}
    beside = [r for r in store.reports() if r.agency == report.agency and r.year in years]
    subject = subject_of(store, catalogue, report)
    neighbours = [subject_of(store, catalogue, other) for other in beside]
    entries = (*checked(subject, rules), *carry(subject, neighbours, rules.years))
    there = {key.table for key, cell in subject.cells.items() if cell.state is not State.ABSENT}
    return Review(
        subject=subject,
        entries=tuple(sorted(entries, key=lambda entry: entry.finding.status != "error")),
        unknown_rows=tuple(store.unknown_rows(report_id)),
        unreadable=tuple(c for c in subject.cells.values() if c.state is State.UNREADABLE),
        missing=tuple(c for c in subject.cells.values() if c.state is State.ABSENT and c.key.table in there),
    )


def subject_of(store: StoreReader, catalogue: Catalogue, report: StoredReport) -> Subject:
    """A stored report as the checks see it."""
    cells = store.cells(report.report_id)
    passages = tuple(stored.passage for stored in store.passages([report.report_id]))
    document = store.document(report.report_id)
    return Subject(report, cells, Amounts(catalogue, cells), passages, document)


def checked(subject: Subject, rules: Rules) -> Iterator[Entry]:
    """What the report shows by itself."""
    for finding in audit(subject.amounts.catalogue, subject.cells):
        yield Entry(finding)
    yield from narrative(subject, rules.narrative)
    yield from missing_tables(subject)
    yield from empty_sections(subject, rules.sections, rules.nothing)
    yield from plausible(subject, rules.plausible)
    yield from uncountable(subject)
