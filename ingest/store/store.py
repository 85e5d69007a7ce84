"""The store: what every other part uses. SQL is the truth; the vector index is derived from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL

from ingest.model import CellKey, Correction, Finding, Passage, Report
from ingest.store import write
from ingest.store.corrections import put_correction, replace_findings
from ingest.store.errors import SchemaTooNew, StoreMissing, StoreReadOnly
from ingest.store.lock import writing
from ingest.store.nouns import Remembered, StoredPassage, StoredReport, Synced, Vectors, as_vectors, report_id_of
from ingest.store.packing import Packed, pack
from ingest.store.reading import DATABASE, INDEX, LOCK, StoreReader, check_embedding
from ingest.store.schema import SCHEMA_VERSION
from ingest.store.sql import Database

__all__ = ["Store", "StoredPassage", "StoredReport", "Synced", "report_id_of"]

_CREATION_WAIT_S = 30.0


class Store(StoreReader):
    """A store in the folder `home`: reading (see StoreReader), and writing by one writer at a time.

    Each writing method takes the writer's lock for itself; hold `writer()` around several.
    """

    def __init__(self, home: Path, database: Database, made_with: Remembered, *, read_only: bool) -> None:
        super().__init__(home, database, made_with)
        self._read_only = read_only

    @classmethod
    def open(cls, home: Path, embedding_identity: str, dimension: int) -> Store:
        """Open the store, or make it; EmbeddingMismatch where it was made with another model."""
        home.mkdir(parents=True, exist_ok=True)
        database = _database(home)
        if not database.is_made():
            with writing(home / LOCK, _CREATION_WAIT_S):
                if not database.is_made():
                    database.create(embedding_identity, dimension)
        return cls._checked(home, database, (embedding_identity, dimension), read_only=False)

    @classmethod
    def open_for_reading(cls, home: Path, embedding_identity: str, dimension: int) -> Store:
        """As `open`, but StoreMissing where there is none, and nothing can be written."""
        return cls._checked(home, _existing(home), (embedding_identity, dimension), read_only=True)

    @classmethod
    def open_as_made(cls, home: Path) -> Store:
        """Open an existing store with whatever model it was made with: to re-embed or to examine it."""
        return cls._checked(home, _existing(home), None, read_only=False)

    @classmethod
    def _checked(cls, home: Path, database: Database, model: tuple[str, int] | None, *, read_only: bool) -> Store:
        try:
            made_with = database.remembered()
            if made_with.schema > SCHEMA_VERSION:
                raise SchemaTooNew(home=home, found=made_with.schema, known=SCHEMA_VERSION)
            if made_with.schema < SCHEMA_VERSION:
                with writing(home / LOCK, _CREATION_WAIT_S):
                    database.upgrade()
            if model is not None:
                check_embedding(home, made_with, *model)
        except Exception:
            database.close()
            raise
        return cls(home, database, made_with, read_only=read_only)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def writer(self, wait_s: float = 0.0) -> Iterator[None]:
        """Be the one writer; StoreLocked where another still is after `wait_s` seconds.

        EmbeddingMismatch where the store was re-embedded since it was opened.
        """
        if self._read_only:
            raise StoreReadOnly(home=self.home)
        with writing(self.home / LOCK, wait_s):
            self._check_embedding()
            yield

    def put(self, report: Report, vectors: Vectors, source_bytes: bytes) -> StoredReport:
        """Store `report` as the newest version of its agency and year: all of it, or nothing.

        `vectors` is float32 of shape (passages, dimension), one row a passage; `source_bytes` is the
        file whose sha256 the document names. ValueError where these do not fit or a cell key is
        given twice. Search finds the passages after the next sync_index.
        """
        return self.put_all([(pack(report), vectors, source_bytes)])[0]

    def put_all(self, packed: Sequence[tuple[Packed, Vectors, bytes]]) -> list[StoredReport]:
        """As `put` for many reports at once: all of them, or nothing."""
        entries = [
            write.Entry(report, as_vectors(vectors, len(report.passages), self.dimension))
            for report, vectors, _ in packed
        ]
        if not entries:
            return []
        with self.writer():
            self._files.keep_all([(content, report.sha256) for report, _, content in packed])
            with self._database.begin() as connection:
                return write.insert_versions(connection, entries)

    def correct(self, report_id: str, key: CellKey, correction: Correction | None) -> None:
        """Keep a person's word on a cell, or take it back with None. ReportNotFound, KeyError for no such cell."""
        with self.writer():
            if key not in self.cells(report_id):
                raise KeyError(str(key))
            with self._database.begin() as connection:
                put_correction(connection, report_id, key, correction)

    def set_findings(self, report_id: str, found: Sequence[Finding]) -> None:
        """Findings of the current version anew, after its cells were corrected."""
        with self.writer(), self._database.begin() as connection:
            replace_findings(connection, report_id, found)

    def delete(self, report_id: str) -> None:
        """Remove a report with all versions, and its files where no other report was made from them.

        Its vectors go with the next sync_index; search does not find them from now on.
        """
        with self.writer():
            self.report(report_id)
            with self._database.begin() as connection:
                files = write.delete_report(connection, report_id)
            for digest in files:
                if not self._database.uses_of_file(digest):
                    self._files.remove(digest)

    def sync_index(self) -> Synced:
        """Bring the vector index in line with the current versions, in one swap. Cheap where it is."""
        return self._sync(rebuild=False)

    def reembed(
        self,
        encode: Callable[[Sequence[str]], Vectors],
        identity: str,
        dimension: int,
        *,
        text_of: Callable[[Passage], str] = attrgetter("text"),
    ) -> None:
        """Compute all vectors and the index anew with another model, then remember that model.

        `encode` takes texts and gives float32 of shape (texts, dimension); `text_of` says which text
        of a passage is embedded. Others read the former model's vectors until all is done and get
        EmbeddingMismatch from then on; a failure leaves everything as it was.
        """
        from ingest.store.syncing import Reembedding, reembed  # noqa: PLC0415  imports Chroma

        with self.writer():
            self._close_index()
            reembed(self._database, self.home / INDEX, Reembedding(encode, identity, dimension, text_of))
            self._change_model(self._database.remembered())

    def doctor(self, *, mend: bool = False, lang: str = "zh") -> list[str]:
        """What is wrong with the store, one sentence each; an empty list where it is healthy.

        With `mend`, the index is built anew and forgotten files are removed first.
        """
        if mend:
            with self.writer():
                self._sync(rebuild=True)
                self._files.sweep({entry.sha256 for _, entry in self._database.all_versions()})
        return super().doctor(lang=lang)

    def _sync(self, *, rebuild: bool) -> Synced:
        from ingest.store.syncing import sync  # noqa: PLC0415  imports Chroma

        with self.writer():
            self._close_index()
            return sync(self._database, self.home / INDEX, rebuild=rebuild)


def _database(home: Path) -> Database:
    return Database(URL.create("sqlite", database=str(home / DATABASE)))


def _existing(home: Path) -> Database:
    if (home / DATABASE).is_file():
        database = _database(home)
        if database.is_made():
            return database
        database.close()
    raise StoreMissing(home=home)
