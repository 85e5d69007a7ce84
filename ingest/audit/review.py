"""Everything that a stored report should be asked about, from what is stored now."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.audit.amounts import Amounts
from ingest.audit.complete import empty_sections, missing_tables
from ingest.audit.identities import audit
from ingest.audit.narrative import narrative
from ingest.audit.nouns import Entry, Review, Subject, Tables
from ingest.audit.plausible import plausible, uncountable
from ingest.audit.rules import Rules
from ingest.audit.versions import version_entries
from ingest.audit.years import carry
from ingest.form.catalogue import Catalogue
from ingest.model import State
from ingest.store.errors import ReportNotFound
from ingest.store.nouns import report_id_of
from ingest.store.reading import StoreReader


def review(store: StoreReader, catalogue: Catalogue, rules: Rules, report_id: str) -> Review:
    """The review of the current version of a report; ReportNotFound where there is none.

    Nothing of it is stored: a report that arrives, or a cell that is corrected, counts at once.
    """
    subject = subject_of(store, catalogue, report_id)
    entries = (
        *checked(subject, rules),
        *carry(subject, neighbours(store, catalogue, subject), rules.years),
        *version_entries(store, subject.report),
    )
    there = {key.table for key, cell in subject.cells.items() if cell.state is not State.ABSENT}
    return Review(
        subject=subject,
        entries=tuple(sorted(entries, key=lambda entry: entry.finding.status != "error")),
        unknown_rows=tuple(store.unknown_rows(report_id)),
        unreadable=tuple(c for c in subject.cells.values() if c.state is State.UNREADABLE),
        missing=tuple(c for c in subject.cells.values() if c.state is State.ABSENT and c.key.table in there),
    )


def subject_of(store: StoreReader, catalogue: Catalogue, report_id: str) -> Subject:
    """A stored report as the checks see it."""
    report, cells = store.report(report_id), store.cells(report_id)
    passages = tuple(stored.passage for stored in store.passages([report_id]))
    return Subject(report, cells, Amounts(catalogue, cells), passages, store.document(report_id))


def neighbours(store: StoreReader, catalogue: Catalogue, subject: Subject) -> list[Tables]:
    """The agency's reports of the year before and the year after, as far as they are stored."""
    found = []
    for year in (subject.report.year - 1, subject.report.year + 1):
        try:
            report = store.report(report_id_of(subject.report.agency, year))
        except ReportNotFound:
            continue
        cells = store.cells(report.report_id)
        found.append(Tables(report, cells, Amounts(catalogue, cells)))
    return found


def checked(subject: Subject, rules: Rules) -> Iterator[Entry]:
    """What the report shows by itself."""
    for finding in audit(subject.amounts.catalogue, subject.cells):
        yield Entry(finding)
    yield from narrative(subject, rules.narrative)
    yield from missing_tables(subject)
    yield from empty_sections(subject, rules.sections, rules.nothing)
    yield from plausible(subject, rules.plausible)
    yield from uncountable(subject)
