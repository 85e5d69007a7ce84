"""Table 2, information disclosed on the agency's own initiative: grid rows → cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.form.labels import FormLabels, core
from ingest.form.reading import Reading, RowShape, label_path, row_cells
from ingest.form.values import Doubt, Window, choose_window
from ingest.model import Grid, GridCell, State
from ingest.numbers import read_figure

TABLE: Final = "disclosure"
CONTENT: Final = "信息内容"


@dataclass(frozen=True)
class Head:
    """The head that rules the rows below it."""

    columns: tuple[str, ...]
    texts: tuple[str, ...]
    start_column: int


def read_disclosure_grid(reading: Reading, labels: FormLabels, grid: Grid, index: int) -> bool:
    """Read what `grid` holds of table 2. True where it holds any of it."""
    head: Head | None = None
    seen = False
    for row in grid.rows():
        found = read_head(labels, row)
        if found is not None:
            head = found
            continue
        if head is None:
            continue
        key, position = match_row(labels, row)
        if key is None or not fits(head.columns, allowed(reading, key)):
            continue
        seen = True
        read_row(reading, row, key, position, head, index)
    return seen


def read_head(labels: FormLabels, row: Sequence[GridCell]) -> Head | None:
    """Columns that a head row names, or None where the row is no head."""
    named = [(cell, labels.columns[TABLE].match(cell.text)) for cell in row if core(cell.text)]
    columns = [(cell, match.key) for cell, match in named if match is not None]
    others = [cell for cell, match in named if match is None and core(cell.text) != CONTENT]
    if not columns or others:
        return None
    return Head(tuple(key for _, key in columns), tuple(cell.text for cell, _ in columns), columns[0][0].column)


def allowed(reading: Reading, row: str) -> set[tuple[str, ...]]:
    """Column sets that the forms give this row."""
    return {reading.catalogue.columns_of_row(form, TABLE, row) for form in reading.catalogue.forms} - {()}


def fits(columns: Sequence[str], layouts: set[tuple[str, ...]]) -> bool:
    """Whether a head names the columns of one layout, in whatever order."""
    return sorted(columns) in [sorted(layout) for layout in layouts]


def match_row(labels: FormLabels, row: Sequence[GridCell]) -> tuple[str | None, int]:
    """Key of a row and the position of its label; (None, -1) where unknown."""
    for position, cell in enumerate(row):
        if not core(cell.text) or read_figure(cell.text).state is not State.UNREADABLE:
            continue
        match = labels.rows[TABLE].match(cell.text)
        if match is not None:
            return match.key, position
    return None, -1


def read_row(reading: Reading, row: Sequence[GridCell], key: str, position: int, head: Head, index: int) -> None:
    """Turn one labelled row into cells under its head."""
    values = list(row[position + 1 :])
    found = merged_doubt(values, len(head.columns)) or choose_window(
        values, len(head.columns), start_column=head.start_column
    )
    if isinstance(found, Window):
        found = glued_doubt(found) or found
    shape = RowShape(TABLE, key, label_path(row[: position + 1]), head.columns, head.texts, index)
    reading.take(row_cells(reading, shape, values, found))


def merged_doubt(values: Sequence[GridCell], width: int) -> Doubt | None:
    """One printed number under several heads may be several numbers that lost their borders."""
    filled = [cell for cell in values if cell.text.strip()]
    if width > 1 and len(values) < width and len(filled) == 1 and read_figure(filled[0].text).state is State.NUMBER:
        text = filled[0].text.strip()
        return Doubt(f"“{text}”一个数占了 {width} 栏，可能是几个数连在一起，无法分开")
    return None


def glued_doubt(found: Window) -> Doubt | None:
    """A long number that stands alone in a row of several heads may be several numbers."""
    filled = [(c, f) for c, f in zip(found.cells, found.figures, strict=True) if f.state is State.NUMBER]
    if len(found.cells) > 1 and len(filled) == 1 and len(filled[0][0].text.strip()) >= len(found.cells) + 1:
        text = filled[0][0].text.strip()
        return Doubt(f"“{text}”独占一行而其余各栏为空，可能是几个数连在一起，无法分开")
    return None
