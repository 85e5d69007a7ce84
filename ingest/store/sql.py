"""The database: opening it, what it remembers of itself, and every query that reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    Select,
    Table,
    create_engine,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.schema import CreateColumn

from ingest.model import Cell, CellKey, Correction, Document, Finding, UnknownRow
from ingest.store import rows
from ingest.store.corrections import read_corrections
from ingest.store.nouns import Remembered, StoredPassage, StoredReport, batches
from ingest.store.packing import CELL_COLUMNS
from ingest.store.schema import (
    ADDED,
    SCHEMA_VERSION,
    cells,
    findings,
    meta,
    metadata,
    passages,
    reports,
    unknown_rows,
    versions,
)

IN_LIMIT = 10_000  # values in one IN list; every database takes this many


def _columns(table: Table, names: Iterable[str]) -> list[ColumnElement[Any]]:
    return [table.c[name] for name in names]


_REPORT = _columns(versions, rows.REPORT_COLUMNS)
_CELL = _columns(cells, CELL_COLUMNS)
_FINDING = _columns(findings, rows.FINDING_COLUMNS)
_UNKNOWN = _columns(unknown_rows, rows.UNKNOWN_COLUMNS)
_PASSAGE = [*_columns(passages, rows.PASSAGE_COLUMNS), passages.c.vector, reports.c.report_id]
_DOCUMENT = _columns(versions, ("file", "media_type", "encoding", "sha256", "markup", "document"))
_OF_CURRENT = passages.join(reports, reports.c.current_version == passages.c.version_id)


def _current(table: Table) -> FromClause:
    """`table` joined to the reports whose current version its rows belong to."""
    column = table.c.id if table is versions else table.c.version_id
    return table.join(reports, reports.c.current_version == column)


def _version(report_id: str, version: int | None) -> ColumnElement[int]:
    """The versions.id meant; in the same statement, so that a reader never sees half of a swap."""
    if version is None:
        return select(reports.c.current_version).where(reports.c.report_id == report_id).scalar_subquery()
    wanted = (versions.c.report_id == report_id, versions.c.version == version)
    return select(versions.c.id).where(*wanted).scalar_subquery()


def _sqlite_settings(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def open_engine(url: str | URL) -> Engine:
    """An engine safe to use from many threads. SQLite waits up to 30 s for a lock."""
    url = make_url(url)
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": 30}, pool_size=8, max_overflow=56)
    event.listen(engine, "connect", _sqlite_settings)
    return engine


class Database:
    """The tables of one store. Each method reads one consistent state; many threads may call it."""

    def __init__(self, url: str | URL) -> None:
        self._engine = open_engine(url)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing."""
        with self._engine.begin() as connection:
            yield connection

    # what the store remembers of itself

    def create(self, identity: str, dimension: int) -> None:
        """Make the tables where they are missing and note what the vectors are made with."""
        metadata.create_all(self._engine)
        values = {
            "schema": SCHEMA_VERSION,
            "store": uuid4().hex,
            "identity": identity,
            "dimension": dimension,
            "generation": 0,
        }
        with self.begin() as connection:
            connection.execute(insert(meta), [{"key": k, "value": str(v)} for k, v in values.items()])

    def is_made(self) -> bool:
        """Whether `create` was done to the end."""
        made = inspect(self._engine).has_table(meta.name)
        return made and bool(self._all(select(meta.c.key).where(meta.c.key == "schema")))

    def remembered(self) -> Remembered:
        """What the store remembers of itself; only once it is made."""
        found: dict[str, str] = {key: value for key, value in self._all(select(meta.c.key, meta.c.value))}
        schema, dimension, generation = (int(found[key]) for key in ("schema", "dimension", "generation"))
        return Remembered(schema, found["store"], found["identity"], dimension, generation)

    def generation(self) -> int:
        """Grows by one with every change."""
        return int(self._one(select(meta.c.value).where(meta.c.key == "generation"))[0])

    # reports and what belongs to one version

    def report(self, report_id: str, version: int | None = None) -> StoredReport | None:
        """The version asked for, or the current one."""
        found = self._all(select(*_REPORT).where(versions.c.id == _version(report_id, version)))
        return rows.row_to_report(found[0]) if found else None

    def reports(self) -> list[StoredReport]:
        """Current versions by agency and year."""
        query = select(*_REPORT).select_from(_current(versions)).order_by(versions.c.agency, versions.c.year)
        return [rows.row_to_report(row) for row in self._all(query)]

    def versions(self, report_id: str) -> list[StoredReport]:
        """All versions, oldest first."""
        query = select(*_REPORT).where(versions.c.report_id == report_id).order_by(versions.c.version)
        return [rows.row_to_report(row) for row in self._all(query)]

    def made_from(self, sha256: str) -> list[StoredReport]:
        """Current versions made from that very file."""
        query = select(*_REPORT).select_from(_current(versions)).where(versions.c.sha256 == sha256)
        return [rows.row_to_report(row) for row in self._all(query.order_by(versions.c.report_id))]

    def cells(self, report_id: str, version: int | None) -> dict[CellKey, Cell]:
        """In the order of the report."""
        query = select(*_CELL).where(cells.c.version_id == _version(report_id, version)).order_by(cells.c.ordinal)
        return {cell.key: cell for cell in map(rows.row_to_cell, self._all(query))}

    def cells_of(
        self, report_ids: Sequence[str], pairs: Collection[tuple[str, str]], columns: Collection[str]
    ) -> list[tuple[str, Cell]]:
        """(report_id, cell) in current versions, for every mix of the given tables, rows and columns.

        No columns means all of them.
        """
        query = select(*_CELL, reports.c.report_id).select_from(_current(cells))
        query = query.where(cells.c.table_key.in_({table for table, _ in pairs}))
        query = query.where(cells.c.row_key.in_({row for _, row in pairs})).order_by(cells.c.ordinal)
        if columns:
            query = query.where(cells.c.column_key.in_(columns))
        return [(row[-1], rows.row_to_cell(row[:-1])) for row in self._within(query, reports.c.report_id, report_ids)]

    def corrections(self, report_ids: Sequence[str]) -> dict[str, dict[CellKey, Correction]]:
        """report_id → what people said of its cells; all reports where none is named."""
        with self._engine.connect() as connection:
            return read_corrections(connection, report_ids)

    def upgrade(self) -> None:
        """Bring an older store to the present schema: tables and columns are added, nothing is changed.

        Can be done again where it was cut off.
        """
        metadata.create_all(self._engine)
        with self.begin() as connection:
            for table, column in ADDED:
                if column not in {there["name"] for there in inspect(connection).get_columns(table)}:
                    made = CreateColumn(metadata.tables[table].c[column]).compile(dialect=connection.dialect)
                    connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {made}"))
            connection.execute(meta.update().where(meta.c.key == "schema").values(value=str(SCHEMA_VERSION)))

    def findings(self, report_id: str, version: int | None) -> list[Finding]:
        """In the order of the report."""
        return [rows.row_to_finding(row) for row in self._children(findings, _FINDING, report_id, version)]

    def unknown_rows(self, report_id: str, version: int | None) -> list[UnknownRow]:
        """In the order of the report."""
        return [rows.row_to_unknown(row) for row in self._children(unknown_rows, _UNKNOWN, report_id, version)]

    def document(self, report_id: str, version: int | None) -> Document | None:
        """The document as loaded."""
        found = self._all(select(*_DOCUMENT).where(versions.c.id == _version(report_id, version)))
        return rows.row_to_document(found[0]) if found else None

    # passages

    def passages(self, report_ids: Sequence[str]) -> list[StoredPassage]:
        """Passages of current versions, by report and place."""
        query = select(*_PASSAGE).select_from(_OF_CURRENT).order_by(passages.c.version_id, passages.c.ordinal)
        return [rows.row_to_stored_passage(row) for row in self._within(query, reports.c.report_id, report_ids)]

    def passages_by_ids(self, passage_ids: Sequence[str]) -> list[StoredPassage]:
        """Passages of current versions among `passage_ids`, in any order."""
        query = select(*_PASSAGE).select_from(_OF_CURRENT)
        return [rows.row_to_stored_passage(row) for row in self._within(query, passages.c.id, passage_ids)]

    def current_among(self, passage_ids: Sequence[str]) -> set[str]:
        """Those of `passage_ids` that belong to a current version."""
        query = select(passages.c.id).select_from(_OF_CURRENT)
        return {row[0] for row in self._within(query, passages.c.id, passage_ids)}

    def current_passage_ids(self) -> set[str]:
        """Ids of all passages of current versions."""
        return {row[0] for row in self._all(select(passages.c.id).select_from(_OF_CURRENT))}

    # counts, for the doctor and for deleting

    def uses_of_file(self, sha256: str) -> int:
        """How many versions were made from that file."""
        return int(self._one(select(func.count()).where(versions.c.sha256 == sha256))[0])

    def all_versions(self) -> list[tuple[int, StoredReport]]:
        """(versions.id, version) of all versions of all reports."""
        found = self._all(select(versions.c.id, *_REPORT).order_by(versions.c.id))
        return [(row[0], rows.row_to_report(row[1:])) for row in found]

    def children_counts(self) -> dict[str, dict[int, int]]:
        """What is stored (as named in StoredReport) → versions.id → how many."""
        tables = {"cells": cells, "passages": passages, "findings": findings}
        counts: dict[str, dict[int, int]] = {}
        for what, table in tables.items():
            query = select(table.c.version_id, func.count()).group_by(table.c.version_id)
            counts[what] = {row[0]: row[1] for row in self._all(query)}
        return counts

    def without_current_version(self) -> list[str]:
        """Ids of reports that point to no version of theirs."""
        joined = reports.outerjoin(versions, reports.c.current_version == versions.c.id)
        lost = versions.c.id.is_(None) | (versions.c.report_id != reports.c.report_id)
        return [row[0] for row in self._all(select(reports.c.report_id).select_from(joined).where(lost))]

    def vector_lengths_other_than(self, length: int) -> list[tuple[str, int]]:
        """(passage id, bytes) of vectors that are not `length` bytes long."""
        size = func.length(passages.c.vector)
        return [(row[0], row[1]) for row in self._all(select(passages.c.id, size).where(size != length))]

    # plumbing

    def _children(
        self, table: Table, columns: list[ColumnElement[Any]], report_id: str, version: int | None
    ) -> Sequence[rows.Row]:
        wanted = table.c.version_id == _version(report_id, version)
        return self._all(select(*columns).where(wanted).order_by(table.c.ordinal))

    def _all(self, query: Select[Any]) -> Sequence[rows.Row]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()

    def _one(self, query: Select[Any]) -> rows.Row:
        return self._all(query)[0]

    def _within(self, query: Select[Any], column: ColumnElement[str], values: Sequence[str]) -> list[rows.Row]:
        """Rows where `column` is one of `values`, however many there are."""
        found: list[rows.Row] = []
        with self._engine.connect() as connection:
            for some in batches(values, IN_LIMIT):
                found.extend(connection.execute(query.where(column.in_(some))).all())
        return found
