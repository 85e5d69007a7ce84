"""Table 2, information disclosed on the agency's own initiative: grid rows → cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.form.labels import FormLabels, core
from ingest.form.reading import Reading, RowShape, label_path, row_cells
from ingest.form.values import Doubt, Window, choose_window, spread_doubt
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
    repeats: tuple[int, ...]  # cells that print each of them: more than one where a merged cell was unrolled


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
        if reading.second:
            break
    return seen


def read_head(labels: FormLabels, row: Sequence[GridCell]) -> Head | None:
    """Columns that a head row names, or None where the row is no head."""
    named = [(cell, labels.columns[TABLE].match(cell.text)) for cell in row if core(cell.text)]
    others = [cell for cell, match in named if match is None and core(cell.text) != CONTENT]
    heads: list[list[GridCell]] = []
    columns: list[str] = []
    for cell, match in named:
        if match is not None and columns and columns[-1] == match.key and heads[-1][-1].text == cell.text:
            heads[-1].append(cell)
        elif match is not None:
            columns.append(match.key)
            heads.append([cell])
    if not columns or others:
        return None
    texts = tuple(cells[0].text for cells in heads)
    return Head(tuple(columns), texts, heads[0][0].column, tuple(len(cells) for cells in heads))


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
    values = unrolled(row[position + 1 :], head.repeats)
    found = merged_doubt(values, len(head.columns)) or choose_window(
        values, len(head.columns), start_column=head.start_column, summed=False
    )
    if isinstance(found, Window):
        found = glued_doubt(found) or spread_doubt(row[position], found) or found
    shape = RowShape(TABLE, key, label_path(row[: position + 1]), head.columns, head.texts, index)
    reading.take(row_cells(reading, shape, values, found))


def unrolled(values: Sequence[GridCell], repeats: Sequence[int]) -> list[GridCell]:
    """One cell for each head where the cells below it were unrolled alike; else all of them."""
    if len(values) != sum(repeats):
        return list(values)
    starts = [sum(repeats[:n]) for n in range(len(repeats))]
    groups = [values[start : start + size] for start, size in zip(starts, repeats, strict=True)]
    alike = all(len({cell.text for cell in group if cell.text.strip()}) <= 1 for group in groups)
    return [max(group, key=lambda cell: bool(cell.text.strip())) for group in groups] if alike else list(values)


def merged_doubt(values: Sequence[GridCell], width: int) -> Doubt | None:
    """One printed number under several heads may be several numbers that lost their borders."""
    filled = [cell for cell in values if cell.text.strip()]
    if width > 1 and len(values) < width and len(filled) == 1 and read_figure(filled[0].text).state is State.NUMBER:
        text = filled[0].text.strip()
        return Doubt(f"“{text}”一个数占了 {width} 栏，可能是几个数连在一起，无法分开")
    return None


def glued_doubt(found: Window) -> Doubt | None:
    """A long number that stands alone among blanks may be several numbers; beside a dash it is one."""
    filled = [(c, f) for c, f in zip(found.cells, found.figures, strict=True) if f.state is not State.BLANK]
    if len(found.cells) == 1 or len(filled) != 1 or filled[0][1].state is not State.NUMBER:
        return None
    text = filled[0][0].text.strip()
    if len(text) <= len(found.cells):
        return None
    return Doubt(f"“{text}”独占一行而其余各栏为空，可能是几个数连在一起，无法分开")
