"""A review → text for a person, or plain data for a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from ingest.audit.nouns import Entry
from ingest.audit.words import Item, Words, plain
from ingest.model import Cell, UnknownRow

MOST_ROWS: Final = 40


def sheet_text(words: Words) -> str:
    """The review as lines of text."""
    report = words.review.subject.report
    lines = [
        words.get("head", agency=report.agency, year=report.year, report_id=report.report_id,
                  version=report.version, file=report.file),
        *([words.get("source", url=report.url)] if report.url else []),
        counts(words),
    ]  # fmt: skip
    for item in words.items():
        lines += item_lines(words, item)
    if not words.review.entries:
        lines.append(words.get("nothing" if has_tables(words) else "nothing_checked"))
    lines += cell_lines(words)
    lines += [unknown_line(words, row) for row in words.review.unknown_rows]
    return "\n".join(lines)


def counts(words: Words) -> str:
    """One sentence with all counts."""
    review = words.review
    return words.get(
        "counts",
        errors=review.count("error"),
        notes=review.count("note"),
        unreadable=len(review.unreadable),
        missing=len(review.missing),
        unknown=len(review.unknown_rows),
    )


def has_tables(words: Words) -> bool:
    """Whether any cell was read."""
    return any(cell.place is not None for cell in words.review.subject.cells.values())


def item_lines(words: Words, item: Item) -> Iterator[str]:
    """One entry as text."""
    yield words.get("item", n=item.n, status=item.status, kind=item.kind, scope=item.scope)
    for key, value in (("numbers", item.numbers), ("where", item.where), ("quote", item.quote), ("rule", item.rule)):
        if value:
            yield words.get(f"item_{key}", **{key: value})


def cell_lines(words: Words) -> Iterator[str]:
    """Cells that could not be read, with the reason, then those that were not found; long lists are cut."""
    cells = (*words.review.unreadable, *words.review.missing)
    rows = [list(row) for _, row in groupby(cells, key=lambda c: (c.key[:2], c.state, c.raw, c.reason))]
    for row in rows[:MOST_ROWS]:
        yield cell_line(words, row)
    if len(rows) > MOST_ROWS:
        yield words.get("cells_more", count=sum(map(len, rows[MOST_ROWS:])))


def cell_line(words: Words, cells: Sequence[Cell]) -> str:
    """Cells of one row that have no figure for the same reason."""
    first = cells[0]
    reason = first.reason or ("" if first.raw else words.get("cell_missing"))
    return words.get(
        "cell",
        section=words.section(first.key.table),
        row=first.row_label,
        columns=words.get("list").join(cell.column_label for cell in cells),
        raw=words.get("cell_raw", raw=first.raw) if first.raw else "",
        reason=words.get("cell_reason", reason=reason) if reason else "",
    )


def unknown_line(words: Words, row: UnknownRow) -> str:
    """One row that the form does not have."""
    values = words.get("list").join(value or "-" for value in row.values)
    section = words.section(row.table)
    return words.get("unknown_row", section=section, label=row.label, values=values, line=row.place.line)


def sheet_json(words: Words) -> dict[str, Any]:
    """The review as data; numbers are exact decimal text."""
    review = words.review
    report = review.subject.report
    return {
        "report_id": report.report_id,
        "agency": report.agency,
        "year": report.year,
        "version": report.version,
        "file": report.file,
        "published": report.published,
        "url": report.url,
        "errors": review.count("error"),
        "notes": review.count("note"),
        "findings": [entry_json(words, item, entry) for item, entry in zip(words.items(), review.entries, strict=True)],
        "unreadable": [cell_json(cell) for cell in review.unreadable],
        "missing": [cell_json(cell) for cell in review.missing],
        "unknown_rows": [
            {"table": row.table, "label": row.label, "values": list(row.values), "line": row.place.line}
            for row in review.unknown_rows
        ],
    }


def entry_json(words: Words, item: Item, entry: Entry) -> dict[str, Any]:
    """One entry: keys for programs, wordings for readers."""
    finding, cells = entry.finding, words.review.subject.cells
    own = entry.printed or [cells[key] for key in finding.cells if key in cells]
    return {
        "n": item.n,
        "identity": finding.identity,
        "status": finding.status,
        "scope": finding.scope,
        "left": plain(finding.left) if finding.left_formula else None,
        "right": plain(finding.right) if finding.right_formula else None,
        "left_formula": finding.left_formula or None,
        "right_formula": finding.right_formula or None,
        "cells": [cell_json(cell) for cell in own],
        "quote": entry.quote or None,
        "line": entry.place.line if entry.place else None,
        "page": entry.place.page if entry.place else None,
        "start": entry.place.start if entry.place else None,
        "end": entry.place.end if entry.place else None,
        "other_report": entry.other.report_id if entry.other else None,
        "other_version": entry.other.version if entry.other else None,
        "other_cells": [cell_json(cell) for cell in entry.other_cells],
        "kind": item.kind,
        "where": item.where,
        "numbers": item.numbers or None,
        "rule": item.rule,
    }


def cell_json(cell: Cell) -> dict[str, Any]:
    """A cell by its key, as printed, with its place."""
    return {
        "table": cell.key.table,
        "row": cell.key.row,
        "column": cell.key.column,
        "row_label": cell.row_label,
        "column_label": cell.column_label,
        "value": None if cell.value is None else plain(cell.value),
        "raw": cell.raw,
        "state": str(cell.state),
        "page": cell.place.page if cell.place else None,
        "line": cell.place.line if cell.place else None,
        "reason": cell.reason or None,
    }
