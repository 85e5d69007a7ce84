"""load → read form → audit → chunk → embed → store: one report, or many."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.audit import audit
from ingest.chunk import chunk
from ingest.embedding.choose import ChosenEmbedding
from ingest.errors import IdentityMissing, IngestError, NotAReport
from ingest.form.catalogue import Catalogue
from ingest.form.reader import read_form
from ingest.identity import identify, is_report
from ingest.load.loader import load_bytes, read_bytes
from ingest.model import Document, Passage, Report, State
from ingest.store.store import Store


@dataclass(frozen=True)
class Overrides:
    """What a user says of a file: it wins over what is read."""

    agency: str | None = None
    year: int | None = None


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


def read_report(document: Document, catalogue: Catalogue, overrides: Overrides = Overrides()) -> Report:
    """A loaded document as a report. Raises NotAReport or IdentityMissing."""
    identity = identify(document, overrides.agency, overrides.year)
    reading = read_form(document, catalogue, identity.year if identity else None)
    if not is_report(document, reading.found):
        raise NotAReport(file=document.name)
    if identity is None:
        raise IdentityMissing(file=document.name, missing="机关名称或年份 / agency or year")
    return Report(
        identity=identity,
        document=document,
        form=reading.form,
        cells=reading.cells,
        unknown_rows=reading.unknown_rows,
        findings=audit(catalogue, {cell.key: cell for cell in reading.cells}),
        passages=chunk(document),
        warnings=reading.warnings,
    )


def passage_text(passage: Passage) -> str:
    """The text of a passage as it is embedded: its headings say what it is about."""
    return " ".join([*passage.headings[-2:], passage.text])


@dataclass(frozen=True)
class Ingest:
    """Takes files into a store."""

    store: Store
    embedding: ChosenEmbedding
    catalogue: Catalogue
    max_file_mb: int = 50

    def take(self, path: Path, overrides: Overrides = Overrides(), lang: str = "zh") -> Outcome:
        """Take in one file; what is wrong with it is in the outcome, never raised."""
        try:
            data = read_bytes(path, self.max_file_mb)
            known = self.store.find(hashlib.sha256(data).hexdigest())
            if known is not None and overrides == Overrides():
                return Outcome(
                    str(path), "unchanged", known.report_id, known.agency, known.year, known.form,
                    known.cells, known.unreadable, known.passages, known.findings,
                )  # fmt: skip
            report = read_report(load_bytes(path.name, data, self.max_file_mb), self.catalogue, overrides)
        except IngestError as error:
            return Outcome(str(path), "failed", error=error.text(lang))
        vectors = self.embedding.encode([passage_text(passage) for passage in report.passages])
        stored = self.store.put(report, vectors, data)
        return Outcome(
            file=str(path),
            status="stored",
            report_id=stored.report_id,
            agency=stored.agency,
            year=stored.year,
            form=stored.form,
            cells=sum(1 for cell in report.cells if cell.state is not State.ABSENT),
            unreadable=stored.unreadable,
            passages=stored.passages,
            findings=stored.findings,
            warnings=report.warnings,
        )

    def take_all(
        self, paths: Sequence[Path], overrides: Overrides = Overrides(), lang: str = "zh",
        progress: Callable[[Sequence[Path]], Iterator[Path]] = iter,
    ) -> Iterator[Outcome]:  # fmt: skip
        """Take in many files, one outcome each; the index follows once, at the end."""
        with self.store.writer():
            try:
                for path in progress(paths):
                    yield self.take(path, overrides, lang)
            finally:
                self.store.sync_index()


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
