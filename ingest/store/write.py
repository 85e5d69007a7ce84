"""Every statement that changes the database. Each function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Table, Text, bindparam, cast, delete, func, insert, select, update

from ingest.model import Passage
from ingest.store import rows
from ingest.store.nouns import StoredReport, Vectors, passage_id_of, report_id_of
from ingest.store.packing import CELL_COLUMNS, Packed
from ingest.store.schema import cells, findings, meta, passages, reports, unknown_rows, versions


class Reembedded(NamedTuple):
    """A passage on its way through another embedding model."""

    passage_id: str
    report_id: str
    current: bool
    passage: Passage


class Entry(NamedTuple):
    """A report to be stored, and its vectors: float32 of shape (passages, dimension)."""

    report: Packed
    vectors: Vectors


def insert_versions(connection: Connection, entries: Sequence[Entry]) -> list[StoredReport]:
    """Write each report as the newest version of its (agency, year) and make it current.

    The rows of all of them go in together: what a statement costs is paid once for many reports.
    """
    newest = _newest_versions(connection, entries)
    stored: list[StoredReport] = []
    figures: list[tuple[Any, ...]] = []
    children: dict[Table, list[Mapping[str, Any]]] = {table: [] for table in (findings, unknown_rows, passages)}
    current: list[dict[str, Any]] = []
    for report, vectors in entries:
        entry = _version_row(report, newest)
        statement = insert(versions).values(**entry).returning(versions.c.id)
        version_id = connection.execute(statement).scalar_one()
        figures += [(version_id, at, *row) for at, row in enumerate(report.cells)]
        for table, found in _children_of(report, vectors, entry).items():
            children[table] += [{**row, "version_id": version_id} for row in found]
        current.append({"wanted": entry["report_id"], "newest": version_id})
        stored.append(rows.row_to_report([entry[name] for name in rows.REPORT_COLUMNS]))
    _insert_as_they_are(connection, cells, ("version_id", "ordinal", *CELL_COLUMNS), figures)
    for table, all_rows in children.items():
        if all_rows:
            connection.execute(insert(table), all_rows)
    pointed = update(reports).where(reports.c.report_id == bindparam("wanted"))
    connection.execute(pointed.values(current_version=bindparam("newest")), current)
    next_generation(connection)
    return stored


def delete_report(connection: Connection, report_id: str) -> list[str]:
    """Remove a report with all its versions; returns the sha256 of the files they were made from."""
    query = select(versions.c.sha256).where(versions.c.report_id == report_id).distinct()
    files = [row[0] for row in connection.execute(query)]
    connection.execute(delete(reports).where(reports.c.report_id == report_id))
    next_generation(connection)
    return files


def next_generation(connection: Connection) -> int:
    """Count one change; returns the new generation."""
    grown = cast(cast(meta.c.value, BigInteger) + 1, Text)
    connection.execute(update(meta).where(meta.c.key == "generation").values(value=grown))
    return int(connection.execute(select(meta.c.value).where(meta.c.key == "generation")).scalar_one())


def set_embedding(connection: Connection, identity: str, dimension: int) -> None:
    """Remember what the vectors are made with."""
    for key, value in (("identity", identity), ("dimension", str(dimension))):
        connection.execute(update(meta).where(meta.c.key == key).values(value=value))


def update_vectors(connection: Connection, passage_ids: Iterable[str], vectors: Vectors) -> None:
    """Replace the vectors of `passage_ids`, row by row of `vectors`."""
    statement = update(passages).where(passages.c.id == bindparam("wanted")).values(vector=bindparam("packed"))
    pairs = zip(passage_ids, vectors, strict=True)
    connection.execute(statement, [{"wanted": key, "packed": vector.tobytes()} for key, vector in pairs])


def each_passage(connection: Connection, size: int) -> Iterator[list[Reembedded]]:
    """All passages of all versions, `size` at a time; the caller may update each batch as it goes."""
    columns = [passages.c[name] for name in rows.PASSAGE_COLUMNS]
    current = reports.c.current_version == passages.c.version_id
    joined = passages.join(versions, versions.c.id == passages.c.version_id).join(
        reports, reports.c.report_id == versions.c.report_id
    )
    query = select(*columns, versions.c.report_id, current).select_from(joined).order_by(passages.c.id).limit(size)
    last = ""
    while found := connection.execute(query.where(passages.c.id > last)).all():
        yield [Reembedded(row[0], row[-2], bool(row[-1]), rows.row_to_passage(row[:-2])) for row in found]
        last = found[-1][0]


def _newest_versions(connection: Connection, entries: Sequence[Entry]) -> dict[str, int]:
    """report_id → its newest version so far, 0 for a report that is new and now has its row."""
    wanted = {report_id_of(who.agency, who.year): who for who in (entry.report.identity for entry in entries)}
    query = select(versions.c.report_id, func.max(versions.c.version)).where(versions.c.report_id.in_(wanted))
    found: dict[str, int] = {row[0]: row[1] for row in connection.execute(query.group_by(versions.c.report_id))}
    new = {key: who for key, who in wanted.items() if key not in found}
    if new:
        made = [{"report_id": key, "agency": who.agency, "year": who.year} for key, who in new.items()]
        connection.execute(insert(reports), made)
    return dict.fromkeys(new, 0) | found


def _version_row(report: Packed, newest: dict[str, int]) -> dict[str, Any]:
    """Columns of `versions`; counts the version in `newest`."""
    who = report.identity
    report_id = report_id_of(who.agency, who.year)
    newest[report_id] += 1
    return {
        "report_id": report_id,
        "version": newest[report_id],
        "agency": who.agency,
        "year": who.year,
        "form": report.form,
        "scope": who.scope,
        "title": who.title,
        "file": report.file,
        "sha256": report.sha256,
        "published": who.published,
        "url": who.url,
        "cell_count": len(report.cells),
        "unreadable_count": report.unreadable,
        "passage_count": len(report.passages),
        "finding_count": len(report.findings),
        "stored_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "media_type": report.media_type,
        "warnings": rows.texts_to_json(report.warnings),
        "encoding": report.encoding,
        "markup": report.markup,
        "document": report.document,
    }


def _children_of(report: Packed, vectors: Vectors, entry: Mapping[str, Any]) -> dict[Table, Iterable[rows.Values]]:
    """What belongs to a version beside its cells, by table."""
    report_id, version = entry["report_id"], entry["version"]
    return {
        findings: _numbered(map(rows.finding_to_row, report.findings)),
        unknown_rows: _numbered(map(rows.unknown_to_row, report.unknown_rows)),
        passages: (
            {**rows.passage_to_row(passage_id_of(report_id, version, each), each), "vector": vector.tobytes()}
            for each, vector in zip(report.passages, vectors, strict=True)
        ),
    }


def _numbered(values: Iterable[rows.Values]) -> Iterator[rows.Values]:
    return ({**row, "ordinal": at} for at, row in enumerate(values))


def _insert_as_they_are(
    connection: Connection, table: Table, names: Sequence[str], found: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows of plain texts and numbers, which need no look at each value's type: they are many."""
    statement = insert(table).compile(dialect=connection.dialect, column_keys=names)
    order = [names.index(name) for name in statement.positiontup or names]
    if found:
        connection.exec_driver_sql(str(statement), [tuple([row[at] for at in order]) for row in found])
