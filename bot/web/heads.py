"""Which cells of a published table are the heads of a cited figure.

Merged heads are lost in some file types, and then the figures of a row stand one column further
to the right than their heads. So a head is first looked for above and beside the figure, and what
is found there counts only where it says what the figure was read as.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.model import Cell, Grid, GridCell, State
from ingest.numbers import read_figure
from ingest.text import squash

Spot = tuple[int, int]


@dataclass(frozen=True)
class Heads:
    """Spots (row, column) of the cells that head a figure."""

    rows: frozenset[Spot]
    columns: frozenset[Spot]


@dataclass(frozen=True)
class Sheet:
    """A published table with what is known of its cells."""

    grid: Grid
    at: dict[Spot, GridCell]  # every spot that a cell covers, spans included
    figures: frozenset[Spot]
    column_labels: frozenset[str]

    def is_label(self, cell: GridCell) -> bool:
        """Whether a cell holds words that head figures, and no figure."""
        if not cell.text.strip() or (cell.row, cell.column) in self.figures:
            return False
        return read_figure(cell.text).state is State.UNREADABLE

    def labels_above(self, spot: Spot) -> list[GridCell]:
        """Labels over a spot, nearest first, up to the figures that belong to an earlier head."""
        row, column = spot
        found: list[GridCell] = []
        for above in range(row - 1, -1, -1):
            cell = self.at.get((above, column))
            if cell is None or cell in found or not cell.text.strip():
                continue
            if self.is_label(cell):
                found.append(cell)
            elif found:
                break
        return found

    def labels_before(self, spot: Spot) -> list[GridCell]:
        """Labels to the left of a spot in its row."""
        row, column = spot
        cells = (self.at.get((row, before)) for before in range(column))
        return [cell for cell in dict.fromkeys(cells) if cell is not None and self.is_label(cell)]

    def labels_over_gaps(self, spot: Spot, labels: Sequence[GridCell]) -> list[GridCell]:
        """Row labels that an unmerged table prints once and leaves blank in the rows below."""
        row, _ = spot
        found: list[GridCell] = []
        for column in range(max((label.column for label in labels), default=0)):
            cells = (self.at.get((above, column)) for above in range(row, -1, -1))
            first = next((cell for cell in cells if cell is not None and cell.text.strip()), None)
            if first is not None and first not in labels and self.is_label(first) and self.has_figure(first.row):
                found.append(first)
        return found

    def has_figure(self, row: int) -> bool:
        """Whether a figure was read in that row."""
        return any(figure_row == row for figure_row, _ in self.figures)

    def find_above(self, text: str, spot: Spot) -> GridCell | None:
        """The nearest label in an earlier row that reads `text`."""
        row, column = spot
        hits = [c for c in self.grid.cells if c.row < row and same(c.text, text) and self.is_label(c)]
        return max(hits, key=lambda c: (c.row, -abs(c.column - column)), default=None)


def sheet_of(grid: Grid, cells: Iterable[Cell]) -> Sheet:
    """The table with the figures that were read from it."""
    at = {
        (row, column): cell
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    known = list(cells)
    figures = {(c.grid_row, c.grid_column) for c in known if c.grid_row is not None and c.grid_column is not None}
    return Sheet(grid, at, frozenset(figures), frozenset(squash(cell.column_label) for cell in known))


def heads_of(sheet: Sheet, cell: Cell) -> Heads:
    """The heads of a figure; none where its spot in the table is not known."""
    if cell.grid_row is None or cell.grid_column is None:
        return Heads(frozenset(), frozenset())
    spot = (cell.grid_row, cell.grid_column)
    columns = column_heads(sheet, cell, spot)
    rows = row_heads(sheet, cell, spot, columns)
    return Heads(spots(rows), spots(columns))


def column_heads(sheet: Sheet, cell: Cell, spot: Spot) -> list[GridCell]:
    """Heads over a figure that agree with the column it was read as."""
    above = sheet.labels_above(spot)
    if any(same(label.text, cell.column_label) for label in above):
        return above
    named = sheet.find_above(cell.column_label, spot)
    if named is not None:
        return [named, *sheet.labels_above((named.row, named.column))]
    return [label for label in above if squash(label.text) not in sheet.column_labels]


def row_heads(sheet: Sheet, cell: Cell, spot: Spot, columns: list[GridCell]) -> list[GridCell]:
    """Labels beside a figure, and those of its label path that stand in earlier rows."""
    found = sheet.labels_before(spot)
    found += sheet.labels_over_gaps(spot, found)
    for part in cell.row_label.split(" / "):
        if any(same(label.text, part) for label in [*found, *columns]):
            continue
        earlier = sheet.find_above(part, spot)
        if earlier is not None:
            found.append(earlier)
    return found


def same(left: str, right: str) -> bool:
    """Whether two labels read the same, blanks and widths aside."""
    return bool(right.strip()) and squash(left) == squash(right)


def spots(cells: Iterable[GridCell]) -> frozenset[Spot]:
    """Where cells begin."""
    return frozenset((cell.row, cell.column) for cell in cells)
