"""What was read from the store lately, for as long as nothing in the store changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from threading import Lock
from typing import TypeVar

from bot.figures import ReportData
from ingest.audit.nouns import Review
from ingest.audit.review import review
from ingest.audit.rules import load_rules
from ingest.form.catalogue import Catalogue
from ingest.store.nouns import StoredPassage, StoredReport
from ingest.store.store import Store

KEPT_REPORTS = 256
Kept = TypeVar("Kept")


class Shelf:
    """Reports with their cells and passages. Safe to use from many threads; every store change empties it."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self.store = store
        self.catalogue = catalogue
        self.lock = Lock()
        self.generation = -1
        self.entries: tuple[StoredReport, ...] = ()
        self.data: OrderedDict[str, ReportData] = OrderedDict()
        self.reviews: OrderedDict[str, Review] = OrderedDict()
        self.texts: OrderedDict[str, list[StoredPassage]] = OrderedDict()

    def reports(self) -> tuple[StoredReport, ...]:
        """Current reports, by agency and year."""
        generation = self.store.generation()
        with self.lock:
            if generation != self.generation:
                self.entries = tuple(self.store.reports())
                self.data.clear()
                self.texts.clear()
                self.reviews.clear()
                self.generation = generation
            return self.entries

    def load(self, report: StoredReport) -> ReportData:
        """A report's cells and findings."""

        def read() -> ReportData:
            cells, findings = self.store.cells(report.report_id), self.store.findings(report.report_id)
            return ReportData(report, cells, findings, self.catalogue)

        return self.kept(self.data, report.report_id, read)

    def review(self, report: StoredReport) -> Review:
        """What an attentive reader would ask the report's authors about."""

        def read() -> Review:
            return review(self.store, self.catalogue, load_rules(), report.report_id)

        return self.kept(self.reviews, report.report_id, read)

    def passages(self, report_ids: Sequence[str]) -> list[StoredPassage]:
        """Passages of these reports."""
        found: list[StoredPassage] = []
        for report_id in report_ids:
            own: list[StoredPassage] = self.kept(self.texts, report_id, partial(self.store.passages, [report_id]))
            found += own
        return found

    def kept(self, shelf: OrderedDict[str, Kept], key: str, read: Callable[[], Kept]) -> Kept:
        """What is on the shelf, or what `read` gives; the oldest goes where it gets full."""
        with self.lock:
            if key in shelf:
                shelf.move_to_end(key)
                return shelf[key]
            generation = self.generation
        found = read()
        with self.lock:
            if generation == self.generation:
                shelf[key] = found
                if len(shelf) > KEPT_REPORTS:
                    shelf.popitem(last=False)
        return found
