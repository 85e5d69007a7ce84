"""Rows of figures in small grids whose labels stand outside, in the text around them.

Such a row is placed only between two rows that are known, where the form has exactly as many
rows as the source has loose ones, and where the column sums of the whole table then hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.form.hits import find_hits
from ingest.form.labels import core, numbering
from ingest.form.loose import PLACED
from ingest.form.reading import RowShape, row_cells
from ingest.form.requests import ORDER, TABLE
from ingest.form.settle import Vector, column_rules, holds
from ingest.form.stream import Stream
from ingest.form.stream_requests import requests_region, vector_of
from ingest.form.values import Window, sums_to_total
from ingest.model import CellKey, State, UnknownRow
from ingest.numbers import Figure, read_figure

WIDTH: Final = len(ORDER)
ALL_OTHER: Final = "o_all"
OTHER_PARTS: Final = frozenset({"o1", "o2", "o3"})


@dataclass(frozen=True)
class GridRow:
    """A row of some grid: a row of the table that is known (`key`), or loose figures."""

    key: str
    window: Window
    table_index: int
    unknown: UnknownRow | None = None


def place_detached_rows(stream: Stream) -> None:
    """Give loose rows of figures to the labels that they belong to, where that is certain."""
    rows = list(grid_rows(stream))
    loose = [row for row in rows if not row.key]
    if not loose or len(loose) == len(rows):
        return
    labels = label_order(stream)
    placed = place_between(rows, form_rows(stream, labels, rows), labels)
    if placed is None or not confirmed(stream, rows, placed):
        return
    for key, row in placed.items():
        shape = stream.shape(TABLE, key, ORDER)
        shape = RowShape(TABLE, key, shape.row_label, ORDER, shape.headers, row.table_index)
        stream.reading.take(row_cells(stream.reading, shape, row.window.cells, row.window))
        if row.unknown is not None:
            stream.reading.unknown.remove(row.unknown)


def grid_rows(stream: Stream) -> Iterator[GridRow]:
    """Rows of seven figures of all grids, in order, from the first known row of the table on."""
    cells = stream.reading.cells.values()
    known = {(c.table_index, c.grid_row): c.key.row for c in cells if c.key.table == TABLE}
    unknown = {row.place: row for row in stream.reading.unknown}
    grids = [block.grid for block in stream.linear.document.blocks if block.grid is not None]
    for index, grid in enumerate(grids):
        for row in grid.rows():
            key = known.get((index, row[0].row), "") if row else ""
            label = next((cell for cell in row if cell.place in unknown), None)
            values = [cell for cell in row if cell is not label]
            figures = tuple(read_figure(cell.text) for cell in values)
            if key:
                yield GridRow(key, Window((), (), "", 0.0), index)
            elif (label is None or is_other(label.text)) and is_loose(figures):
                found = Window(tuple(values), figures, "order+column sums", PLACED)
                yield GridRow("", found, index, unknown[label.place] if label is not None else None)


def is_loose(figures: Sequence[Figure]) -> bool:
    """Whether a row holds seven figures and nothing else."""
    return len(figures) == WIDTH and all(f.state in {State.NUMBER, State.SLASH} for f in figures)


def is_other(label: str) -> bool:
    """Whether a label is that of the third row of other handling, which has no context of its own."""
    return core(label) in {"其他", "其它"} and numbering(label) == "3"


def label_order(stream: Stream) -> dict[str, int]:
    """Row → where its label first stands in the text of the table."""
    words = stream.words(TABLE)
    region = requests_region(stream.linear, words)
    hits = find_hits(stream.linear, words, *region) if region else []
    return {hit.row: hit.start for hit in reversed(hits) if hit.row}


def form_rows(stream: Stream, labels: Mapping[str, int], rows: Sequence[GridRow]) -> list[str]:
    """Rows of the form that the text has, in order."""
    parts = bool(OTHER_PARTS & ({row.key for row in rows} | set(labels)))
    order = stream.words(TABLE).order
    return [row for row in order if (row != ALL_OTHER if parts else row not in OTHER_PARTS)]


def place_between(
    rows: Sequence[GridRow], order: Sequence[str], labels: Mapping[str, int]
) -> dict[str, GridRow] | None:
    """Loose rows by the key that the form has in their place; None where the counts differ."""
    placed: dict[str, GridRow] = {}
    waiting: list[GridRow] = []
    at = 0
    for row in [*rows, None]:
        if row is not None and not row.key:
            waiting.append(row)
            continue
        if row is not None and row.key not in order[at:]:
            return None
        stop = order.index(row.key) if row is not None else len(order)
        keys = order[at:stop]
        if waiting and (len(keys) != len(waiting) or not labelled(keys, waiting, labels)):
            return None
        placed.update(zip(keys, waiting, strict=False))
        waiting = []
        at = stop + 1
    return placed


def labelled(keys: Sequence[str], waiting: Sequence[GridRow], labels: Mapping[str, int]) -> bool:
    """Whether the text has these rows' labels in the form's order and each loose row adds up."""
    places = [labels.get(key, -1) for key in keys]
    ordered = all(a < b for a, b in pairwise(places)) and -1 not in places
    return ordered and all(sums_to_total(row.window.figures) for row in waiting)


def confirmed(stream: Stream, rows: Sequence[GridRow], placed: Mapping[str, GridRow]) -> bool:
    """Whether with the placed rows the results add to the total in every column."""
    vectors: dict[str, Vector] = {}
    for row in rows:
        if row.key:
            vector = known_vector(stream, row.key)
            if vector is not None:
                vectors[row.key] = vector
    for key, row in placed.items():
        vector = vector_of(row.window)
        if vector is None or (row.unknown is not None and key != "o3"):
            return False
        vectors[key] = vector
    rules = column_rules(stream.reading.catalogue, TABLE, list(vectors))
    asked = [rule for rule in rules if set(placed) <= set(rule)]
    return bool(asked) and all(holds(rule, vectors) for rule in asked)


def known_vector(stream: Stream, row: str) -> Vector | None:
    """Figures of a row that a grid gave, blanks as nothing."""
    cells = [stream.reading.cells.get(CellKey(TABLE, row, column)) for column in ORDER]
    if any(cell is None or cell.state is State.UNREADABLE for cell in cells):
        return None
    return tuple(int(cell.value or 0) if cell else 0 for cell in cells)
