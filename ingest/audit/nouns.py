"""What the checks look at, and what they yield."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.audit.amounts import Amounts
from ingest.model import Cell, CellKey, Document, Finding, Passage, Place, UnknownRow
from ingest.store.nouns import StoredReport


@dataclass(frozen=True)
class Tables:
    """The tables of a report; `amounts` also knows the blanks that the sums settle."""

    report: StoredReport
    cells: Mapping[CellKey, Cell]
    amounts: Amounts


@dataclass(frozen=True)
class Subject(Tables):
    """A report under review: its tables and its text."""

    passages: tuple[Passage, ...]
    document: Document


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding with what is needed to look it up beyond the report's own cells.

    `quote` and `place` are set where the text is at issue; `other` and `other_cells` where another
    report is, or another version of this one; then `printed` are this version's cells, without any
    correction. A finding whose formulas are empty compares no numbers.
    """

    finding: Finding
    quote: str = ""
    place: Place | None = None
    other: StoredReport | None = None
    other_cells: tuple[Cell, ...] = ()
    printed: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Review:
    """All that a report should be asked about: entries, then what could not be read."""

    subject: Subject
    entries: tuple[Entry, ...]
    unknown_rows: tuple[UnknownRow, ...]
    unreadable: tuple[Cell, ...]
    missing: tuple[Cell, ...]  # cells that the form has and the report lacks, in tables that are there

    def count(self, status: str) -> int:
        """How many entries are of `status` ("error" or "note")."""
        return sum(entry.finding.status == status for entry in self.entries)
