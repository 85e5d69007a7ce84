"""The value of a cell, or of a sum of cells, as far as the report settles it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ingest.audit.identities import ZERO, Cells, is_empty, proved_zero
from ingest.form.catalogue import Catalogue
from ingest.model import Cell, CellKey, State


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with the cells and the formula that it comes from."""

    value: Decimal
    formula: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Amounts:
    """Looks up cells of one report."""

    catalogue: Catalogue
    cells: Cells

    @cached_property
    def zero(self) -> frozenset[CellKey]:
        """Blanks that can only be zero."""
        return proved_zero(self.catalogue, self.cells)

    def of(self, key: CellKey) -> Amount | None:
        """What is printed, a blank proved to be zero, or a blank total from its row; else None."""
        cell = self.cells.get(key)
        if cell is None:
            return None
        if cell.value is not None:
            return Amount(cell.value, str(cell.value), (cell,))
        if key in self.zero:
            return Amount(ZERO, "0", (cell,))
        return self.of_row(cell) if is_empty(cell) else None

    def of_row(self, total: Cell) -> Amount | None:
        """A total that stands blank, as the sum of its row; None where any part is unknown."""
        for rule in self.catalogue.identities.values():
            if rule.along == "rows" and rule.table == total.key.table and rule.right == [total.key.column]:
                parts = [self.of(total.key._replace(column=name)) for name in rule.left]
                return added(parts)
        return None

    def sum(self, terms: Iterable[str]) -> Amount | None:
        """The sum of terms `table/row/column`; a row may be a group of rows. None where one is unknown."""
        keys = [key for term in terms for key in self.keys(term)]
        return added([self.of(key) for key in keys]) if keys else None

    def keys(self, term: str) -> list[CellKey]:
        """The cells that a term stands for."""
        table, row, column = term.split("/")
        metric = self.catalogue.metrics.get(row)
        rows = metric.terms if metric is not None and row not in self.catalogue.rows[table] else [row]
        if rows[:1] == ["o1"] and not self.is_there(CellKey(table, "o1", column)):
            rows = ["o_all"]
        return [CellKey(table, name, column) for name in rows]

    def is_there(self, key: CellKey) -> bool:
        """Whether the report has the cell, readable or not."""
        cell = self.cells.get(key)
        return cell is not None and cell.state is not State.ABSENT


def added(parts: Iterable[Amount | None]) -> Amount | None:
    """The sum of `parts`, zeros left out of its formula; None where any of them is unknown."""
    known: list[Amount] = []
    for part in parts:
        if part is None:
            return None
        known.append(part)
    value = sum((part.value for part in known), ZERO)
    formula = " + ".join(part.formula for part in known if part.value) or "0"
    return Amount(value, formula, tuple(cell for part in known for cell in part.cells))


def is_term(catalogue: Catalogue, term: str) -> bool:
    """Whether a term of a data file names cells of the catalogue."""
    table, _, rest = term.partition("/")
    row, _, column = rest.partition("/")
    metric = catalogue.metrics.get(row)
    group = metric is not None and metric.kind == "group" and metric.table == table
    return (group or row in catalogue.rows.get(table, {})) and column in catalogue.columns[table]
