"""Nouns to table rows and back, without loss. Knows no SQL."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from ingest.model import (
    Block,
    Cell,
    CellKey,
    Document,
    Finding,
    Grid,
    GridCell,
    Passage,
    Place,
    State,
    UnknownRow,
)
from ingest.store.nouns import StoredPassage, StoredReport
from ingest.store.packing import PLACE, place_values

Values = dict[str, Any]
Row = Sequence[Any]

_COUNTS = ("cell_count", "unreadable_count", "passage_count", "finding_count")

FINDING_COLUMNS = (
    *("identity", "status", "scope", "left_value", "right_value"),
    *("left_formula", "right_formula", "cells"),
)
UNKNOWN_COLUMNS = ("table_key", "label", "figures", *PLACE)
PASSAGE_COLUMNS = ("id", "ordinal", "headings", "text", *PLACE, "anchors")
REPORT_COLUMNS = (
    *("report_id", "version", "agency", "year", "form", "scope", "title", "file", "sha256", "published"),
    *(*_COUNTS, "stored_at", "media_type", "warnings", "url"),
)

_STATES = {state.value: state for state in State}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def row_to_cell(row: Row) -> Cell:
    """From CELL_COLUMNS, as `cell_to_row` makes them."""
    table, key, column, state, raw, value, unit, line, start, end, page, *rest = row
    place = None if line is None else Place(line, start, end, page)
    number = None if value is None else Decimal(value)
    return Cell(CellKey(table, key, column), _STATES[state], raw, number, unit, place, *rest)


def finding_to_row(finding: Finding) -> Values:
    """Columns of `findings`, without version and ordinal."""
    head = (finding.identity, finding.status, finding.scope, str(finding.left), str(finding.right))
    tail = (finding.left_formula, finding.right_formula, _dump(finding.cells))
    return dict(zip(FINDING_COLUMNS, (*head, *tail), strict=True))


def row_to_finding(row: Row) -> Finding:
    """From FINDING_COLUMNS."""
    identity, status, scope, left, right, left_formula, right_formula, keys = row
    cells = tuple(CellKey(*key) for key in json.loads(keys))
    return Finding(identity, status, scope, Decimal(left), Decimal(right), left_formula, right_formula, cells)


def unknown_to_row(unknown: UnknownRow) -> Values:
    """Columns of `unknown_rows`, without version and ordinal."""
    values = (unknown.table, unknown.label, _dump(unknown.values), *place_values(unknown.place))
    return dict(zip(UNKNOWN_COLUMNS, values, strict=True))


def row_to_unknown(row: Row) -> UnknownRow:
    """From UNKNOWN_COLUMNS."""
    table, label, figures, *place = row
    return UnknownRow(table, label, tuple(json.loads(figures)), Place(*place))


def passage_to_row(passage_id: str, passage: Passage) -> Values:
    """Columns of `passages`, without version and vector."""
    head = (passage_id, passage.ordinal, _dump(passage.headings), passage.text)
    return dict(zip(PASSAGE_COLUMNS, (*head, *place_values(passage.place), _dump(passage.anchors)), strict=True))


def row_to_passage(row: Row) -> Passage:
    """From PASSAGE_COLUMNS."""
    _, ordinal, headings, text, line, start, end, page, anchors = row
    place = Place(line, start, end, page)
    return Passage(ordinal, tuple(json.loads(headings)), text, place, _pairs(json.loads(anchors)))


def row_to_stored_passage(row: Row) -> StoredPassage:
    """From PASSAGE_COLUMNS, then vector and report_id."""
    *head, vector, report_id = row
    return StoredPassage(head[0], report_id, row_to_passage(head), np.frombuffer(vector, dtype="<f4"))


def row_to_report(row: Row) -> StoredReport:
    """From REPORT_COLUMNS."""
    return StoredReport(*(*row[:-2], tuple(json.loads(row[-2])), row[-1]))


def texts_to_json(texts: Iterable[str]) -> str:
    """A list of texts as JSON."""
    return _dump(list(texts))


def _pairs(pairs: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((first, second) for first, second in pairs)


def _json_to_grid(data: list[Any]) -> Grid:
    place, cells = data
    return Grid(tuple(GridCell(text, Place(*at), *spans) for text, at, *spans in cells), Place(*place))


def row_to_document(row: Row) -> Document:
    """From file, media_type, encoding, sha256, markup and the blob."""
    name, media_type, encoding, digest, markup, blob = row
    text, blocks = json.loads(zlib.decompress(blob))
    rebuilt = tuple(
        Block(words, Place(*at), level, None if grid is None else _json_to_grid(grid), _pairs(anchors))
        for words, at, level, grid, anchors in blocks
    )
    return Document(name, media_type, encoding, digest, text, rebuilt, markup)
