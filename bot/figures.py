"""A target and a report → the figure, with every cell it stands on and the formula it came by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Final

from bot.model import plain
from bot.plan import Target
from bot.understand.targets import default_column
from ingest.audit import proved_zero
from ingest.form.catalogue import Catalogue
from ingest.model import Cell, CellKey, Finding, State
from ingest.store.nouns import StoredReport

PERCENT: Final = Decimal(100)
CENT: Final = Decimal("0.01")
SEVERITY: Final = (State.UNREADABLE, State.ABSENT, State.BLANK, State.SLASH)
RESULT_TOTAL: Final = "total"


@dataclass(frozen=True)
class ReportData:
    """One report's cells and findings, ready to be asked."""

    stored: StoredReport
    cells: Mapping[CellKey, Cell]
    findings: Sequence[Finding]
    catalogue: Catalogue

    @cached_property
    def zero(self) -> frozenset[CellKey]:
        """Blank cells that the sums prove to be zero."""
        return proved_zero(self.catalogue, self.cells)


@dataclass(frozen=True)
class Figure:
    """What was found for a target.

    `value` is None where it cannot be given; then `state` and `failed` say which cell is why.
    `formula` is set where the value is not simply printed; `proved` are blanks counted as zero.
    """

    target: Target
    report: StoredReport
    unit: str
    value: Decimal | None = None
    cells: tuple[Cell, ...] = ()
    formula: str | None = None
    state: State = State.NUMBER
    failed: tuple[Cell, ...] = ()
    proved: tuple[Cell, ...] = ()
    in_form: bool = True
    zero_division: bool = False


def figure_of(target: Target, data: ReportData) -> Figure:
    """The figure of one target in one report."""
    if target.kind == "rate":
        return rate(target, data)
    if target.kind == "group":
        return group(target, data)
    parts = data.catalogue.columns[target.table][target.column].sum_of
    if parts:
        keys = [CellKey(target.table, target.key, column) for column in parts]
        return add_up(target, [cell_figure(target, data, key) for key in keys], data, data.catalogue.unit_of(*keys[0]))
    row = fitting(target, data)
    return cell_figure(target, data, CellKey(row.table, row.key, row.column))


def fitting(target: Target, data: ReportData) -> Target:
    """The target in the column that the report's form has, where none was named."""
    if not target.implied or CellKey(target.table, target.key, target.column) in data.cells:
        return target
    column = default_column(target.table, target.key, data.catalogue, data.stored.form)
    return target.model_copy(update={"column": column})


def cell_figure(target: Target, data: ReportData, key: CellKey) -> Figure:
    """A printed cell, or what its row proves it to be."""
    target = target.model_copy(update={"column": key.column})
    unit = data.catalogue.unit_of(*key)
    cell = data.cells.get(key)
    if cell is None:
        whole = collapsed_into(key, data)
        return Figure(target, data.stored, unit, state=State.ABSENT, failed=whole, in_form=bool(whole))
    if cell.state is State.NUMBER and cell.value is not None:
        return Figure(target, data.stored, cell.unit, cell.value, (cell,))
    if key in data.zero:
        return Figure(target, data.stored, cell.unit, Decimal(0), (cell,), proved=(cell,))
    if cell.state in {State.BLANK, State.SLASH} and key.column == RESULT_TOTAL:
        summed = row_sum(target, data, cell)
        if summed is not None:
            return summed
    return Figure(target, data.stored, unit, state=cell.state, failed=(cell,))


def collapsed_into(key: CellKey, data: ReportData) -> tuple[Cell, ...]:
    """The cell that stands for this one where the report prints a row without its parts."""
    for whole, parts in data.catalogue.forms[data.stored.form].collapsed.items():
        cell = data.cells.get(CellKey(key.table, whole, key.column))
        if key.row in parts and cell is not None:
            return (replace(cell, reason="该报告这一项没有分行列出，只有合计"),)
    return ()


def row_sum(target: Target, data: ReportData, total: Cell) -> Figure | None:
    """A total that stands blank, from the columns of its row; None where any of them is unknown."""
    columns = next(
        (i.left for i in data.catalogue.identities.values() if total.key.table == i.table and i.along == "rows"), None
    )
    if columns is None:
        return None
    parts = [data.cells.get(CellKey(total.key.table, total.key.row, c)) for c in columns]
    known = [p for p in parts if p is not None and (p.value is not None or p.key in data.zero)]
    if len(known) < len(parts):
        return None
    printed = [p for p in known if p.value is not None]
    value = sum((p.value for p in printed if p.value is not None), Decimal(0))
    formula = " + ".join(plain(p.value) for p in printed if p.value is not None)
    blanks = tuple(p for p in known if p.value is None)
    return Figure(
        target, data.stored, total.unit, value, tuple(printed) or (total,), formula or None, proved=(total, *blanks)
    )


def terms_of(names: Sequence[str], target: Target, data: ReportData) -> list[Figure]:
    """Figures of the rows that a metric adds up; a row that stands for its parts takes their place."""
    collapsed = any(key.row == "o_all" for key in data.cells)
    if collapsed and set(names) == {"o1", "o2", "o3"}:
        names = ["o_all"]
    found = []
    for name in names:
        row, _, fixed = name.partition("/")
        column = fixed or target.column or RESULT_TOTAL
        found.append(figure_of(Target(kind="row", table=target.table, key=row, column=column), data))
    return found


def group(target: Target, data: ReportData) -> Figure:
    """The sum of a group's rows, every row cited."""
    metric = data.catalogue.metrics[target.key]
    return add_up(target, terms_of(metric.terms, target, data), data, metric.unit)


def add_up(target: Target, terms: Sequence[Figure], data: ReportData, unit: str) -> Figure:
    """Sum of figures; one that is missing makes the sum unknown."""
    missing = [t for t in terms if t.value is None]
    if missing:
        state = next(s for s in SEVERITY if any(t.state is s for t in missing))
        failed = tuple(c for t in missing for c in t.failed)
        return Figure(target, data.stored, unit, state=state, failed=failed, in_form=all(t.in_form for t in missing))
    value = sum((t.value for t in terms if t.value is not None), Decimal(0))
    shown = [f"({t.formula})" if t.formula and " " in t.formula else plain(t.value or Decimal(0)) for t in terms]
    cells = tuple(dict.fromkeys(c for t in terms for c in t.cells))
    proved = tuple(dict.fromkeys(c for t in terms for c in t.proved))
    formula = " + ".join(shown) if len(shown) > 1 else terms[0].formula
    return Figure(target, data.stored, unit, value, cells, formula, proved=proved)


def rate(target: Target, data: ReportData) -> Figure:
    """A quotient in percent, to two places; division by zero is told, not computed."""
    metric = data.catalogue.metrics[target.key]
    above = add_up(target, terms_of(metric.numerator, target, data), data, "件")
    below = add_up(target, terms_of(metric.denominator, target, data), data, "件")
    return quotient(target, above, below)


def quotient(target: Target, above: Figure, below: Figure) -> Figure:
    """`above` ÷ `below` in percent."""
    for side in (below, above):
        if side.value is None:
            return Figure(target, side.report, "%", state=side.state, failed=side.failed, in_form=side.in_form)
    cells = tuple(dict.fromkeys((*above.cells, *below.cells)))
    proved = tuple(dict.fromkeys((*above.proved, *below.proved)))
    if not below.value or above.value is None:
        return Figure(target, below.report, "%", cells=cells, proved=proved, zero_division=True)
    value = (above.value * PERCENT / below.value).quantize(CENT, ROUND_HALF_UP)
    formula = f"{bracket(above)} ÷ {bracket(below)} × 100%"
    return Figure(target, above.report, "%", value, cells, formula, proved=proved)


def bracket(figure: Figure) -> str:
    """A side of a quotient: its formula in brackets, or its value."""
    if figure.formula and len(figure.cells) > 1:
        return f"({figure.formula})"
    return plain(figure.value or Decimal(0))
