"""load → read form → audit → chunk → embed → store: many files, read in parallel, stored as they come."""

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
from ingest.model import Passage, State
from ingest.reading import NONE, Overrides
from ingest.store.nouns import StoredReport, Vectors
from ingest.store.packing import Packed
from ingest.store.store import Store
from ingest.worker import Job, Limits, Readers, Result


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

        groups = self.read(unknown())
        for path in paths:
            while path not in known and (group := next(groups, None)) is not None:
                known |= self.keep_all(group, lang)
            yield known[path]

    def read(self, jobs: Iterable[Job]) -> Iterator[list[tuple[Job, Result]]]:
        """Read jobs in parallel; no process is started where there is nothing to read."""
        waiting = list(jobs)
        if waiting:
            workers = min(self.workers or os.cpu_count() or 1, len(waiting))
            with Readers(workers, self.limits) as readers:
                yield from readers.groups(waiting)

    def early_outcome(self, path: Path, overrides: Overrides, lang: str) -> Outcome | None:
        """Outcome of a file that need not be read: unchanged, or not to be opened at all."""
        try:
            digest = hashlib.sha256(read_bytes(path, self.limits.file_mb)).hexdigest()
        except IngestError as error:
            return Outcome(str(path), "failed", error=error.text(lang))
        known = self.store.find(digest, overrides.agency, overrides.year)
        return self.stored(path, "unchanged", known) if known is not None else None

    def keep_all(self, group: Sequence[tuple[Job, Result]], lang: str) -> dict[Path, Outcome]:
        """Store what was read of some files together, or say what is wrong with them."""
        outcomes: dict[Path, Outcome] = {}
        kept: list[tuple[Path, Packed, bytes]] = []
        for job, result in group:
            try:
                if isinstance(result, IngestError):
                    raise result
                kept.append((job.path, result, self.same_bytes(job.path, result.sha256)))
            except IngestError as error:
                outcomes[job.path] = Outcome(str(job.path), "failed", error=error.text(lang))
        vectors = self.vectors([report.passages for _, report, _ in kept])
        entries = self.store.put_all(
            [(report, some, data) for (_, report, data), some in zip(kept, vectors, strict=True)]
        )
        said = self.store.corrected_among([entry.report_id for entry in entries])
        for (path, report, _), entry in zip(kept, entries, strict=True):
            if entry.report_id in said:
                outcomes[path] = self.stored(path, "stored", self.with_corrections(entry.report_id))
            else:
                outcomes[path] = outcome_of(path, "stored", entry, report.found)
        return outcomes

    def same_bytes(self, path: Path, sha256: str) -> bytes:
        """Content of a file that was read before. IngestError where it is not what was read."""
        data = read_bytes(path, self.limits.file_mb)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FileUnreadable(file=path.name, detail="文件在读取时被改动 / changed while it was read")
        return data

    def vectors(self, passages: Sequence[Sequence[Passage]]) -> Iterator[Vectors]:
        """Vectors of each report's passages, all computed at once."""
        made = self.embedding.encode([passage_text(passage) for some in passages for passage in some])
        at = 0
        for some in passages:
            yield made[at : at + len(some)]
            at += len(some)

    def with_corrections(self, report_id: str) -> StoredReport:
        """The entry of a report after a person's word on its cells, which outlives the file it was said of."""
        self.store.set_findings(report_id, audit(load_catalogue(), self.store.cells(report_id)))
        return self.store.report(report_id)

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
