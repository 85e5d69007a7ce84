"""Corrections by a person: kept beside the cells, so that they survive every new version of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import Connection, delete, insert, select

from ingest.model import Cell, CellKey, Correction, Finding, State
from ingest.store import rows
from ingest.store.schema import corrections, findings, reports, versions
from ingest.store.write import next_generation

Corrections = Mapping[CellKey, Correction]


def put_correction(connection: Connection, report_id: str, key: CellKey, correction: Correction | None) -> None:
    """Keep a correction in place of any other for this cell; None takes it back."""
    table = corrections.c
    same = (table.report_id == report_id, table.table_key == key.table, table.row_key == key.row)
    connection.execute(delete(corrections).where(*same, table.column_key == key.column))
    if correction is not None:
        values = {"value": str(correction.value), "why": correction.why, "who": correction.who, "at": correction.at}
        place = {"table_key": key.table, "row_key": key.row, "column_key": key.column}
        connection.execute(insert(corrections), {"report_id": report_id, **place, **values})
    next_generation(connection)


def read_corrections(connection: Connection, report_ids: Sequence[str]) -> dict[str, dict[CellKey, Correction]]:
    """report_id → the corrections of its cells; reports without any are not in the answer."""
    found: dict[str, dict[CellKey, Correction]] = {}
    wanted = select(corrections).where(corrections.c.report_id.in_(report_ids)) if report_ids else select(corrections)
    for row in connection.execute(wanted).mappings():
        key = CellKey(row["table_key"], row["row_key"], row["column_key"])
        correction = Correction(Decimal(row["value"]), row["why"], row["who"], row["at"])
        found.setdefault(row["report_id"], {})[key] = correction
    return found


def replace_findings(connection: Connection, report_id: str, found: Sequence[Finding]) -> None:
    """Findings of the current version anew, since a corrected cell may settle or raise one."""
    current = select(reports.c.current_version).where(reports.c.report_id == report_id).scalar_subquery()
    version_id = connection.execute(select(current)).scalar_one()
    connection.execute(delete(findings).where(findings.c.version_id == version_id))
    if found:
        made = [{**rows.finding_to_row(f), "version_id": version_id, "ordinal": i} for i, f in enumerate(found)]
        connection.execute(insert(findings), made)
    connection.execute(versions.update().where(versions.c.id == version_id).values(finding_count=len(found)))
    next_generation(connection)


def corrected(cell: Cell, correction: Correction | None) -> Cell:
    """A cell with its correction: the value counts, what is printed stays to be seen."""
    if correction is None:
        return cell
    return replace(
        cell, state=State.NUMBER, value=correction.value, correction=correction, confidence=1.0, method="corrected"
    )
