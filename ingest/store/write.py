"""Every statement that changes the database. Each function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Table, Text, bindparam, cast, delete, func, insert, select, update

from ingest.model import Passage, Report, State
from ingest.store import rows
from ingest.store.nouns import Vectors, passage_id_of, report_id_of
from ingest.store.schema import cells, findings, meta, passages, reports, unknown_rows, versions


class Reembedded(NamedTuple):
    """A passage on its way through another embedding model."""

    passage_id: str
    report_id: str
    current: bool
    passage: Passage


def insert_version(connection: Connection, report: Report, vectors: Vectors) -> str:
    """Write `report` as the newest version of its (agency, year) and make it current; returns report_id.

    `vectors` is float32 of shape (passages, dimension).
    """
    who = report.identity
    report_id = report_id_of(who.agency, who.year)
    version = _next_version(connection, report_id, who.agency, who.year)
    entry = _version_row(report, report_id, version)
    statement = insert(versions).values(**entry).returning(versions.c.id)
    version_id = connection.execute(statement).scalar_one()
    _insert(connection, cells, version_id, map(rows.cell_to_row, report.cells))
    _insert(connection, findings, version_id, map(rows.finding_to_row, report.findings))
    _insert(connection, unknown_rows, version_id, map(rows.unknown_to_row, report.unknown_rows))
    packed = [
        rows.passage_to_row(passage_id_of(report_id, version, passage), passage)
        | {"version_id": version_id, "vector": vector.tobytes()}
        for passage, vector in zip(report.passages, vectors, strict=True)
    ]
    if packed:
        connection.execute(insert(passages), packed)
    connection.execute(update(reports).where(reports.c.report_id == report_id).values(current_version=version_id))
    next_generation(connection)
    return report_id


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


def _next_version(connection: Connection, report_id: str, agency: str, year: int) -> int:
    newest = connection.execute(
        select(func.max(versions.c.version)).where(versions.c.report_id == report_id)
    ).scalar_one()
    if newest is None:
        connection.execute(insert(reports).values(report_id=report_id, agency=agency, year=year))
    return int(newest or 0) + 1


def _version_row(report: Report, report_id: str, version: int) -> dict[str, Any]:
    who, document = report.identity, report.document
    return {
        "report_id": report_id,
        "version": version,
        "agency": who.agency,
        "year": who.year,
        "form": report.form,
        "scope": who.scope,
        "title": who.title,
        "file": document.name,
        "sha256": document.sha256,
        "published": who.published,
        "cell_count": len(report.cells),
        "unreadable_count": sum(cell.state is State.UNREADABLE for cell in report.cells),
        "passage_count": len(report.passages),
        "finding_count": len(report.findings),
        "stored_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "media_type": document.media_type,
        "warnings": rows.texts_to_json(report.warnings),
        "encoding": document.encoding,
        "markup": document.markup,
        "document": rows.document_to_blob(document),
    }


def _insert(connection: Connection, table: Table, version_id: int, values: Iterable[rows.Values]) -> None:
    numbered = [row | {"version_id": version_id, "ordinal": at} for at, row in enumerate(values)]
    if numbered:
        connection.execute(insert(table), numbered)
