"""load → read form → audit → chunk → embed → store: many files, read in parallel, stored one by one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.audit import audit
from ingest.embedding.choose import ChosenEmbedding
from ingest.errors import FileUnreadable, IngestError
from ingest.form.catalogue import load_catalogue
from ingest.load.loader import read_bytes
from ingest.model import Passage, Report, State
from ingest.reading import NONE, Overrides
from ingest.store.nouns import StoredReport
from ingest.store.store import Store
from ingest.worker import Job, Limits, Readers


@dataclass(frozen=True)
class Outcome:
    """What became of one file; `as_json` is the contract of `python -m ingest --json`."""

    file: str
    status: str  # stored, unchanged or failed
    report_id: str | None = None
    agency: str | None = None
    year: int | None = None
    form: int | None = None
    cells: int = 0
    unreadable: int = 0
    passages: int = 0
    findings: int = 0
    error: str | None = None
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object as a dict ready for JSON."""
        return asdict(self)


def outcome_of(path: Path, status: str, stored: StoredReport, found: int) -> Outcome:
    """Outcome of a file that is in the store; `found` counts the cells that the report has."""
    return Outcome(
        file=str(path),
        status=status,
        report_id=stored.report_id,
        agency=stored.agency,
        year=stored.year,
        form=stored.form,
        cells=found,
        unreadable=stored.unreadable,
        passages=stored.passages,
        findings=stored.findings,
        warnings=stored.warnings,
    )


def passage_text(passage: Passage) -> str:
    """The text of a passage as it is embedded: its headings say what it is about."""
    return " ".join([*passage.headings[-2:], passage.text])


@dataclass(frozen=True)
class Ingest:
    """Takes files into a store."""

    store: Store
    embedding: ChosenEmbedding
    limits: Limits = field(default_factory=Limits)
    workers: int = 0  # 0: one for each core

    def take_all(self, paths: Sequence[Path], overrides: Overrides = NONE, lang: str = "zh") -> Iterator[Outcome]:
        """Take in many files, one outcome each in their order; one bad file never stops the rest.

        Each report is stored whole or not at all; the index follows once, at the end. A run that
        was cut off goes on where it stopped, since what is stored is unchanged the next time.
        """
        with self.store.writer():
            try:
                yield from self.take_each(paths, overrides, lang)
            finally:
                self.store.sync_index()

    def take_each(self, paths: Sequence[Path], overrides: Overrides, lang: str) -> Iterator[Outcome]:
        """Outcomes in order: what is known is told at once, the rest is read in other processes."""
        known: dict[Path, Outcome] = {}

        def unknown() -> Iterator[Job]:
            for path in paths:
                early = self.early_outcome(path, overrides, lang)
                if early is None:
                    yield Job(path, overrides)
                else:
                    known[path] = early

        results = self.read(unknown())
        for path in paths:
            if path not in known:
                job, result = next(results, (None, None))
                if job is not None and result is not None:
                    known[job.path] = self.keep(job.path, result, lang)
            yield known[path]

    def read(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Report | IngestError]]:
        """Read jobs in parallel; no process is started where there is nothing to read."""
        waiting = list(jobs)
        if waiting:
            workers = min(self.workers or os.cpu_count() or 1, len(waiting))
            with Readers(workers, self.limits) as readers:
                yield from readers.read(waiting)

    def early_outcome(self, path: Path, overrides: Overrides, lang: str) -> Outcome | None:
        """Outcome of a file that need not be read: unchanged, or not to be opened at all."""
        try:
            digest = hashlib.sha256(read_bytes(path, self.limits.file_mb)).hexdigest()
        except IngestError as error:
            return Outcome(str(path), "failed", error=error.text(lang))
        known = self.store.find(digest, overrides.agency, overrides.year)
        return self.stored(path, "unchanged", known) if known is not None else None

    def keep(self, path: Path, result: Report | IngestError, lang: str) -> Outcome:
        """Store what was read of a file, or say what is wrong with it."""
        if isinstance(result, IngestError):
            return Outcome(str(path), "failed", error=result.text(lang))
        try:
            data = read_bytes(path, self.limits.file_mb)
            if hashlib.sha256(data).hexdigest() != result.document.sha256:
                raise FileUnreadable(file=path.name, detail="文件在读取时被改动 / changed while it was read")
        except IngestError as error:
            return Outcome(str(path), "failed", error=error.text(lang))
        vectors = self.embedding.encode([passage_text(passage) for passage in result.passages])
        entry = self.store.put(result, vectors, data)
        if self.store.corrections(entry.report_id):  # a person's word outlives the file it was said of
            self.store.set_findings(entry.report_id, audit(load_catalogue(), self.store.cells(entry.report_id)))
            entry = self.store.report(entry.report_id)
        return self.stored(path, "stored", entry)

    def stored(self, path: Path, status: str, entry: StoredReport) -> Outcome:
        """Outcome of a file that is in the store."""
        cells = self.store.cells(entry.report_id).values()
        return outcome_of(path, status, entry, sum(cell.state is not State.ABSENT for cell in cells))


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Files to take in: folders are walked, hidden files are left out, order is stable."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file())
            found += [p for p in inside if not any(part.startswith((".", "~$")) for part in p.relative_to(path).parts)]
        else:
            found.append(path)
    return list(dict.fromkeys(found))
