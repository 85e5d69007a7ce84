"""load → read form → audit → chunk → embed → store: many files, read in parallel, stored as they come."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from ingest.audit import audit
from ingest.audit.versions import count_changed
from ingest.embedding.choose import ChosenEmbedding
from ingest.errors import FileUnreadable, IngestError, NotStored
from ingest.form.catalogue import load_catalogue
from ingest.load.loader import read_bytes
from ingest.model import Passage, State
from ingest.progress import On, Teller
from ingest.reading import NONE, Overrides
from ingest.store.errors import StoreError
from ingest.store.nouns import StoredReport, Vectors
from ingest.store.packing import Packed
from ingest.store.store import Store
from ingest.worker import Job, Limits, Readers, Result


@dataclass(frozen=True)
class Outcome:
    """What became of one file; `as_json` is the contract of `python -m ingest --json`.

    `stage` says where a file failed (see ingest.errors); `changed` how many cells a new version prints
    otherwise than the one before, None where there is none before or nothing was stored.
    """

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
    stage: str | None = None
    version: int | None = None
    changed: int | None = None

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
        version=stored.version,
    )


def failure(path: Path, error: IngestError, lang: str) -> Outcome:
    """Outcome of a file that is not in the store."""
    return Outcome(str(path), "failed", error=error.text(lang), stage=error.stage)


def passage_text(passage: Passage) -> str:
    """The text of a passage as it is embedded: its headings say what it is about."""
    return " ".join([*passage.headings[-2:], passage.text])


class Kept(NamedTuple):
    """A file that was read, on its way into the store."""

    path: Path
    report: Packed
    data: bytes


@dataclass(frozen=True)
class Ingest:
    """Takes files into a store."""

    store: Store
    embedding: ChosenEmbedding
    limits: Limits = field(default_factory=Limits)
    workers: int = 0  # 0: one for each core

    def take_all(
        self, paths: Sequence[Path], overrides: Overrides = NONE, lang: str = "zh", on: On | None = None
    ) -> Iterator[Outcome]:
        """Take in many files, one outcome each in their order; one bad file never stops the rest.

        `on` is told of every file that it is queued, read, stored and done, in this thread.

        Each report is stored whole or not at all; the index follows once, at the end. A run that
        was cut off goes on where it stopped, since what is stored is unchanged the next time.
        """
        with self.store.writer():
            try:
                yield from self.take_each(paths, overrides, lang, Teller(on, len(paths)))
            finally:
                self.store.sync_index()

    def take_each(self, paths: Sequence[Path], overrides: Overrides, lang: str, teller: Teller) -> Iterator[Outcome]:
        """Outcomes in order: what is known is told at once, the rest is read in other processes."""
        known: dict[Path, Outcome] = {}

        def unknown() -> Iterator[Job]:
            for path in paths:
                early = self.early_outcome(path, overrides, lang)
                if early is None:
                    teller.tell(path, "queued")
                    yield Job(path, overrides)
                else:
                    known[path] = early

        groups = self.read(unknown(), lambda job: teller.tell(job.path, "read"))
        for path in paths:
            while path not in known and (group := next(groups, None)) is not None:
                known |= self.keep_all(group, lang, teller)
            teller.tell(path, known[path].status)
            yield known[path]

    def read(self, jobs: Iterable[Job], begun: Callable[[Job], None]) -> Iterator[list[tuple[Job, Result]]]:
        """Read jobs in parallel; no process is started where there is nothing to read."""
        waiting = list(jobs)
        if waiting:
            workers = min(self.workers or os.cpu_count() or 1, len(waiting))
            with Readers(workers, self.limits, begun) as readers:
                yield from readers.groups(waiting)

    def early_outcome(self, path: Path, overrides: Overrides, lang: str) -> Outcome | None:
        """Outcome of a file that need not be read: unchanged, or not to be opened at all."""
        try:
            digest = hashlib.sha256(read_bytes(path, self.limits.file_mb)).hexdigest()
        except IngestError as error:
            return failure(path, error.met_at("open"), lang)
        known = self.store.find(digest, overrides.agency, overrides.year)
        return self.stored(path, "unchanged", known) if known is not None else None

    def keep_all(self, group: Sequence[tuple[Job, Result]], lang: str, teller: Teller) -> dict[Path, Outcome]:
        """Store what was read of some files together, or say what is wrong with them."""
        outcomes: dict[Path, Outcome] = {}
        kept: list[Kept] = []
        for job, result in group:
            try:
                if isinstance(result, IngestError):
                    raise result
                kept.append(Kept(job.path, result, self.same_bytes(job.path, result.sha256)))
                teller.tell(job.path, "store")
            except IngestError as error:
                outcomes[job.path] = failure(job.path, error.met_at("store"), lang)
        entries = self.put(kept)
        said = self.store.corrected_among([e.report_id for e in entries if not isinstance(e, IngestError)])
        for each, entry in zip(kept, entries, strict=True):
            outcomes[each.path] = (
                failure(each.path, entry, lang)
                if isinstance(entry, IngestError)
                else self.just_stored(each, entry, corrected=entry.report_id in said)
            )
        return outcomes

    def just_stored(self, kept: Kept, entry: StoredReport, *, corrected: bool) -> Outcome:
        """Outcome of a file that was stored just now: a person's word on its cells still counts."""
        if corrected:
            outcome = self.stored(kept.path, "stored", self.with_corrections(entry.report_id))
        else:
            outcome = outcome_of(kept.path, "stored", entry, kept.report.found)
        return replace(outcome, version=entry.version, changed=count_changed(self.store, entry))

    def put(self, kept: Sequence[Kept]) -> Sequence[StoredReport | IngestError]:
        """Store reports together, or one by one where one of them cannot be stored."""
        vectors = self.vectors([each.report.passages for each in kept])
        try:
            return self.store.put_all([(e.report, some, e.data) for e, some in zip(kept, vectors, strict=True)])
        except StoreError:  # of the store as a whole, not of a report
            raise
        except Exception as error:
            if len(kept) == 1:
                detail = f"{type(error).__name__}: {error}".splitlines()[0][:120]
                return [NotStored(file=kept[0].path.name, detail=detail)]
            return [entry for each in kept for entry in self.put([each])]

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
