"""Figures that were recognised in pictures: which of them count, and why the others do not.

In a text file a sum that fails is the publisher's contradiction and stays; a picture gives no
such certainty. A figure of a picture counts where its row's and its column's sums confirm it, or
one of them does and the engine is sure; where the form has no sum, only where the engine is sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ingest.audit import Instance, instances, total_of
from ingest.form.catalogue import Catalogue
from ingest.model import Cell, CellKey, State

SURE: Final = 0.98  # of the engine, of a figure that no sum confirms
SURE_WITH_SUM: Final = 0.9  # of one that its row's or its column's sum alone confirms
CONFIRMED: Final = 0.9
RECOGNISED: Final = 0.7
ROW_SUMS: Final = frozenset({"columns", "disputes"})
FAILED: Final = "图片识别出的数与合计不符，可能认错"
UNSURE: Final = "图片识别没有把握，又没有合计可以核对"
NO_RULING: Final = "图片中没有识别出表格线，又没有合计可以核对"
DOUBTED: Final = "图片识别没有把握"


@dataclass
class Sums:
    """What the sums of its row and of its columns say of one cell."""

    good: set[str]
    bad: set[str]

    def all_good(self) -> bool:
        """Whether the sums of both directions hold, of the one that there is in table 4."""
        return "column" in self.good and "row" in self.good


def confirmed(cells: Sequence[Cell], catalogue: Catalogue, pages: Collection[int]) -> tuple[Cell, ...]:
    """The cells, those of recognised `pages` only as far as they are confirmed."""
    sums = sums_of(catalogue, {cell.key: cell for cell in cells})
    summed = {rule.table for rule in catalogue.identities.values()}
    return tuple(
        judged(cell, sums.get(cell.key), summed=cell.key.table in summed)
        if cell.place is not None and cell.place.page in pages
        else cell
        for cell in cells
    )


def judged(cell: Cell, sums: Sums | None, *, summed: bool) -> Cell:
    """One recognised cell."""
    if cell.state is State.UNREADABLE:
        return replace(cell, method=f"ocr+{cell.method}", reason=f"{DOUBTED}：{cell.reason}")
    if sums is not None and sums.bad - sums.good:
        return unreadable(cell, FAILED)
    if sums is not None and sums.all_good():
        return replace(cell, confidence=CONFIRMED, method=f"ocr+{cell.method}+sums")
    ruled = cell.grid_row is not None
    if summed and (sums is None or not sums.good):
        return cell if cell.state is State.BLANK else unreadable(cell, UNSURE)
    enough = SURE_WITH_SUM if summed else SURE
    if cell.state is not State.BLANK and not (ruled and cell.confidence >= enough):
        return unreadable(cell, UNSURE if ruled else NO_RULING)
    return replace(cell, confidence=min(cell.confidence, RECOGNISED), method=f"ocr+{cell.method}")


def unreadable(cell: Cell, why: str) -> Cell:
    """A cell whose figure does not count."""
    method = f"ocr+{cell.method}"
    return replace(cell, state=State.UNREADABLE, value=None, confidence=0.0, method=method, reason=why)


def sums_of(catalogue: Catalogue, cells: Mapping[CellKey, Cell]) -> dict[CellKey, Sums]:
    """What the sums say of every cell. One unreadable cell that both directions give the same value breaks neither."""
    found: dict[CellKey, Sums] = defaultdict(lambda: Sums(set(), set()))
    every = list(instances(catalogue, cells, unreadable=True))
    implied = implied_values(every)
    for instance in every:
        way = direction(instance)
        verdict = holds(instance, implied)
        for cell in instance.cells if verdict is not None else ():
            (found[cell.key].good if verdict else found[cell.key].bad).add(way)
    return dict(found)


def direction(instance: Instance) -> str:
    """Whether an identity runs along a row or down a column."""
    return "row" if instance.name in ROW_SUMS else "column"


def holes(instance: Instance) -> list[Cell]:
    """Cells of an identity that cannot be read."""
    return [cell for cell in instance.cells if cell.state is State.UNREADABLE]


def implied_values(every: Sequence[Instance]) -> dict[CellKey, dict[str, set[Decimal]]]:
    """Value that each direction leaves for a cell that alone is unreadable in it."""
    found: dict[CellKey, dict[str, set[Decimal]]] = defaultdict(lambda: defaultdict(set))
    for instance in every:
        missing = holes(instance)
        if len(missing) == 1:
            difference = total_of(instance.left) - total_of(instance.right)
            value = -difference if missing[0] in instance.left else difference
            found[missing[0].key][direction(instance)].add(value)
    return found


def holds(instance: Instance, implied: Mapping[CellKey, Mapping[str, set[Decimal]]]) -> bool | None:
    """Whether an identity holds; None where a blank or an unreadable cell leaves that open."""
    missing = holes(instance)
    if missing:
        values = implied.get(missing[0].key, {}) if len(missing) == 1 else {}
        both = values.get("row", set()) | values.get("column", set())
        agree = len(both) == 1 and len(values) == 2 and min(both) >= 0
        return True if agree else None
    left, right = total_of(instance.left), total_of(instance.right)
    if left == right:
        return True
    smaller = instance.left if left < right else instance.right
    return None if all(cell.value is None for cell in smaller) else False
