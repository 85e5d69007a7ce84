"""What the table readers share: cells in the making, and how a row's figures become cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ingest.form.catalogue import Catalogue
from ingest.form.values import Doubt, Window
from ingest.model import Cell, CellKey, Document, GridCell, Place, State, UnknownRow
from ingest.numbers import Figure
from ingest.text import collapse, simplified

FIRST_ROWS = frozenset({"regulations", "new"})
COUNTED = frozenset({"件", "项", "个", "条", "宗", "份", "次", "部", "期"})


@dataclass
class Reading:
    """Cells and unknown rows collected while a document is read; one row for one label."""

    catalogue: Catalogue
    document: Document
    cells: dict[CellKey, Cell] = field(default_factory=dict)
    unknown: list[UnknownRow] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    second: bool = False  # another report begins: the first row of a table came again with other figures

    def has_row(self, table: str, row: str) -> bool:
        """Whether figures for this row were already taken."""
        return any(CellKey(table, row, column) in self.cells for column in self.catalogue.columns[table])

    def take(self, cells: Sequence[Cell]) -> None:
        """Take a row's cells. A second, different row for one label is a warning, never a merge."""
        old = [self.cells.get(cell.key) for cell in cells]
        if any(old):
            same = all(
                o is not None and (o.state, o.value) == (c.state, c.value) for o, c in zip(old, cells, strict=True)
            )
            if not same:
                line = cells[0].place.line if cells[0].place else 0
                self.second = self.second or cells[0].key.row in FIRST_ROWS
                self.warnings.append(f"“{cells[0].row_label}”在第 {line} 行再次出现且数字不同，保留先读到的一行")
            return
        self.cells.update({cell.key: cell for cell in cells})


def label_path(cells: Sequence[GridCell]) -> str:
    """Printed label path of a row: its label cells joined by ` / `, blanks inside removed."""
    parts: list[str] = []
    for cell in cells:
        text = collapse(cell.text).replace(" ", "")
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return " / ".join(parts)


def unit_of(catalogue: Catalogue, key: CellKey, figure: Figure, header: str) -> str:
    """Unit of a figure: printed in the cell, else in its head, else the form's."""
    own = catalogue.unit_of(*key)
    if figure.unit:
        return own if figure.unit in COUNTED else figure.unit
    text = simplified(header)
    for unit in ("万元", "亿元"):
        if unit in text:
            return unit
    return "元" if "单位:元" in text.replace("：", ":") else own


@dataclass(frozen=True, slots=True)
class RowShape:
    """A row about to become cells: which row it is, its columns and what is printed for them."""

    table: str
    row: str
    row_label: str
    columns: Sequence[str]
    headers: Sequence[str]
    table_index: int | None


def row_cells(reading: Reading, shape: RowShape, values: Sequence[GridCell], found: Window | Doubt) -> list[Cell]:
    """Cells of one row: its figures, or unreadable cells that show what is printed for the row."""
    if isinstance(found, Doubt):
        return doubtful_cells(reading, shape, values, found.reason)
    made = []
    for column, cell, figure, header in zip(shape.columns, found.cells, found.figures, shape.headers, strict=True):
        key = CellKey(shape.table, shape.row, column)
        made.append(
            Cell(
                key=key,
                state=figure.state,
                raw=collapse(cell.text),
                value=figure.value,
                unit=unit_of(reading.catalogue, key, figure, header),
                place=cell.place,
                row_label=shape.row_label,
                column_label=collapse(header).replace(" ", ""),
                confidence=min(found.confidence, cell.confidence) if figure.state is not State.UNREADABLE else 0.0,
                method=found.method,
                reason=figure.reason,
                table_index=shape.table_index,
                grid_row=cell.row,
                grid_column=cell.column,
            )
        )
    return [deny_negative(cell) for cell in made]


def deny_negative(cell: Cell) -> Cell:
    """A count below zero can only be a misreading, unless the column is a change."""
    if cell.value is None or cell.value >= Decimal(0) or cell.key.column == "change":
        return cell
    return replace(
        cell, state=State.UNREADABLE, value=None, confidence=0.0, reason=f"“{cell.raw}”是负数，这一栏不可能为负"
    )


def doubtful_cells(reading: Reading, shape: RowShape, values: Sequence[GridCell], reason: str) -> list[Cell]:
    """Unreadable cells for a whole row."""
    filled = [cell for cell in values if cell.text.strip()] or list(values[:1])
    raw = " ".join(collapse(cell.text) for cell in filled)
    first, last = (filled[0], filled[-1]) if filled else (None, None)
    place = None
    if first is not None and last is not None:
        place = Place(first.place.line, first.place.start, last.place.end, first.place.page)
    return [
        Cell(
            key=CellKey(shape.table, shape.row, column),
            state=State.UNREADABLE,
            raw=raw,
            value=None,
            unit=reading.catalogue.unit_of(shape.table, shape.row, column),
            place=place,
            row_label=shape.row_label,
            column_label=collapse(header).replace(" ", ""),
            confidence=0.0,
            method="doubt",
            reason=reason,
            table_index=shape.table_index,
            grid_row=first.row if first else None,
            grid_column=first.column if first else None,
        )
        for column, header in zip(shape.columns, shape.headers, strict=True)
    ]


def absent_cell(catalogue: Catalogue, key: CellKey) -> Cell:
    """A cell of the form that the report does not have."""
    term = catalogue.rows[key.table][key.row]
    column = catalogue.columns[key.table][key.column]
    return Cell(
        key=key,
        state=State.ABSENT,
        raw="",
        value=None,
        unit=catalogue.unit_of(*key),
        place=None,
        row_label=" / ".join(term.path),
        column_label=column.printed,
        confidence=0.0,
        method="absent",
        reason="报告中没有找到这一格",
    )
