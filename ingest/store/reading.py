"""Everything that can be read from a store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from ingest.model import Cell, CellKey, Correction, Document, Finding, UnknownRow
from ingest.store.corrections import corrected
from ingest.store.doctor import examine
from ingest.store.errors import EmbeddingMismatch, ReportNotFound, VersionNotFound
from ingest.store.files import SourceFiles
from ingest.store.folders import IndexFolders
from ingest.store.nouns import Remembered, StoredPassage, StoredReport, Vectors, as_vectors
from ingest.store.sql import Database

if TYPE_CHECKING:
    from ingest.store.index import IndexReader

DATABASE = "store.sqlite"
INDEX = "index"
FILES = "files"
LOCK = "writer.lock"


class StoreReader:
    """Reads one store; many threads may share it. Not to be used on the far side of a fork.

    Where a method takes `version`, None means the current one; ReportNotFound or VersionNotFound
    where there is none such.
    """

    def __init__(self, home: Path, database: Database, made_with: Remembered) -> None:
        self.home = home
        self._database = database
        self._made_with = made_with
        self._files = SourceFiles(home / FILES)
        self._opening = Lock()
        self._index: IndexReader | None = None

    @property
    def embedding_identity(self) -> str:
        """The embedding model that the vectors were made with."""
        return self._made_with.identity

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._made_with.dimension

    def close(self) -> None:
        """Close connections and index; a later call would open them again."""
        self._close_index()
        self._database.close()

    def generation(self) -> int:
        """A number that grows with every change: what was cached under another one is stale."""
        return self._database.generation()

    def reports(self) -> list[StoredReport]:
        """Current versions, by agency and year."""
        return self._database.reports()

    def versions(self, report_id: str) -> list[StoredReport]:
        """All versions, oldest first."""
        found = self._database.versions(report_id)
        if not found:
            raise ReportNotFound(report_id=report_id)
        return found

    def report(self, report_id: str, version: int | None = None) -> StoredReport:
        """The entry of one version."""
        found = self._database.report(report_id, version)
        if found is None:
            raise self._not_found(report_id, version)
        return found

    def find(self, sha256: str, agency: str | None = None, year: int | None = None) -> StoredReport | None:
        """The current version made from that very file, for that agency and year where they are given."""
        for found in self._database.made_from(sha256):
            if agency in (None, found.agency) and year in (None, found.year):
                return found
        return None

    def cells(self, report_id: str, version: int | None = None) -> dict[CellKey, Cell]:
        """All cells, in the order of the report."""
        found = self._database.cells(report_id, version)
        if not found:
            self.report(report_id, version)
        said = self.corrections(report_id) if version is None else {}
        return {key: corrected(cell, said.get(key)) for key, cell in found.items()} if said else found

    def corrections(self, report_id: str) -> dict[CellKey, Correction]:
        """What people said of the report's cells."""
        return self._database.corrections([report_id]).get(report_id, {})

    def corrected_among(self, report_ids: Sequence[str]) -> set[str]:
        """Those of `report_ids` on whose cells people said something."""
        return set(self._database.corrections(report_ids)) if report_ids else set()

    def cells_of(
        self,
        report_ids: Iterable[str],
        *,
        keys: Iterable[CellKey] = (),
        rows: Iterable[tuple[str, str]] = (),
    ) -> dict[str, dict[CellKey, Cell]]:
        """report_id → the cells asked for that it has, in one query for many reports.

        `keys` name cells, `rows` are (table, row) pairs of which every column is wanted. Reports
        that are not there are not in the answer.
        """
        wanted, whole = set(keys), set(rows)
        pairs = whole | {(key.table, key.row) for key in wanted}
        columns = set() if whole else {key.column for key in wanted}
        found: dict[str, dict[CellKey, Cell]] = {}
        said = self._database.corrections([])
        for report_id, cell in self._database.cells_of(list(dict.fromkeys(report_ids)), pairs, columns):
            if cell.key in wanted or cell.key[:2] in whole:
                own = said.get(report_id, {})
                found.setdefault(report_id, {})[cell.key] = corrected(cell, own.get(cell.key))
        return found

    def findings(self, report_id: str, version: int | None = None) -> list[Finding]:
        """Contradictions that the report holds, in its order."""
        found = self._database.findings(report_id, version)
        if not found:
            self.report(report_id, version)
        return found

    def unknown_rows(self, report_id: str, version: int | None = None) -> list[UnknownRow]:
        """Rows that the catalogue does not know, in the report's order."""
        found = self._database.unknown_rows(report_id, version)
        if not found:
            self.report(report_id, version)
        return found

    def document(self, report_id: str, version: int | None = None) -> Document:
        """The document as it was loaded: text, blocks, tables as published."""
        found = self._database.document(report_id, version)
        if found is None:
            raise self._not_found(report_id, version)
        return found

    def source_path(self, report_id: str, version: int | None = None) -> Path:
        """The original file, byte for byte; its name is its sha256."""
        return self._files.path(self.report(report_id, version).sha256)

    def passages(self, report_ids: Iterable[str]) -> list[StoredPassage]:
        """All passages of those reports that are there, with vectors, by report and ordinal.

        EmbeddingMismatch where the store was re-embedded since it was opened.
        """
        found = self._database.passages(list(dict.fromkeys(report_ids)))
        self._check_embedding()
        return found

    def passages_by_ids(self, passage_ids: Iterable[str]) -> list[StoredPassage]:
        """Passages in the order asked for, without those of no current version."""
        wanted = list(dict.fromkeys(passage_ids))
        found = {passage.passage_id: passage for passage in self._database.passages_by_ids(wanted)}
        self._check_embedding()
        return [found[passage_id] for passage_id in wanted if passage_id in found]

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The `k` nearest (passage id, cosine similarity) over all reports, nearest first.

        `vector` has shape (dimension,). Passages stored since the last sync_index are not found yet;
        those of versions that are no longer current are left out. IndexDamaged where Chroma fails,
        EmbeddingMismatch where the store was re-embedded since it was opened.
        """
        kept = self._search_current(as_vectors(vector[np.newaxis], 1, self.dimension)[0], k)
        self._check_embedding()
        return kept

    def doctor(self, *, lang: str = "zh") -> list[str]:
        """What is wrong with the store, one sentence each; an empty list where it is healthy."""
        return examine(self._database, self.home / INDEX, self._files, lang)

    def _search_current(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        reader, asked = self._index_reader(), k
        while True:
            hits = reader.search(vector, asked)
            current = self._database.current_among([passage_id for passage_id, _ in hits])
            kept = [hit for hit in hits if hit[0] in current][:k]
            if len(kept) == k or len(hits) < asked:
                return kept
            asked *= 2

    def _index_reader(self) -> IndexReader:
        with self._opening:
            if self._index is None:
                # Chroma takes a second to import, and reading figures does not need it.
                from ingest.store.index import IndexReader  # noqa: PLC0415

                self._index = IndexReader(IndexFolders(self.home / INDEX, self._made_with), self.home)
            return self._index

    def _close_index(self) -> None:
        with self._opening:
            if self._index is not None:
                self._index.close()

    def _change_model(self, made_with: Remembered) -> None:
        self._close_index()
        with self._opening:
            self._made_with, self._index = made_with, None

    def _check_embedding(self) -> None:
        """After reading, not before: what was read can then only be of the model that is expected."""
        check_embedding(self.home, self._database.remembered(), self.embedding_identity, self.dimension)

    def _not_found(self, report_id: str, version: int | None) -> ReportNotFound:
        if version is None or not self._database.versions(report_id):
            return ReportNotFound(report_id=report_id)
        return VersionNotFound(report_id=report_id, version=version)


def check_embedding(home: Path, made_with: Remembered, identity: str, dimension: int) -> None:
    """EmbeddingMismatch unless the store was made with that model."""
    if (made_with.identity, made_with.dimension) != (identity, dimension):
        raise EmbeddingMismatch(
            home=home,
            stored=made_with.identity,
            stored_dimension=made_with.dimension,
            asked=identity,
            asked_dimension=dimension,
        )
