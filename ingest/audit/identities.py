"""The identities between a report's cells → findings. Nothing is repaired.

A blank or a dash counts as nothing here: counts are never negative, so where the printed
figures alone already make both sides equal, the blanks are proved to be zero (`proved_zero`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.form.catalogue import Catalogue
from ingest.form.schema import IdentityRule
from ingest.model import Cell, CellKey, Finding, State

ZERO = Decimal(0)
Cells = Mapping[CellKey, Cell]


@dataclass(frozen=True)
class Instance:
    """An identity applied to one row or column: the cells of both sides."""

    name: str
    rule: IdentityRule
    scope: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Cells of both sides."""
        return self.left + self.right


def total_of(cells: Sequence[Cell]) -> Decimal:
    """Sum of the printed figures."""
    return sum((cell.value for cell in cells if cell.value is not None), ZERO)


def formula_of(cells: Sequence[Cell]) -> str:
    """The printed figures as a sum, e.g. "22 + 3 + 0"."""
    return " + ".join(str(cell.value) for cell in cells if cell.value is not None) or "0"


def instances(catalogue: Catalogue, cells: Cells, *, unreadable: bool = False) -> Iterator[Instance]:
    """Every identity applied wherever the report has both sides and can be read, or `unreadable` cells too."""
    for name, rule in catalogue.identities.items():
        source = catalogue.columns if rule.along == "columns" else catalogue.rows
        for scope in source[rule.table]:
            left, right = side(cells, rule, scope, rule.left), side(cells, rule, scope, rule.right)
            both = left + right
            if not left or not right or (not unreadable and any(c.state is State.UNREADABLE for c in both)):
                continue
            yield Instance(name, rule, scope, left, right)


def side(cells: Cells, rule: IdentityRule, scope: str, names: Sequence[str]) -> tuple[Cell, ...]:
    """Cells of one side; a row that stands for its parts (o_all) takes their place."""
    found = []
    for name in [*names, *(["o_all"] if "o1" in names else [])]:
        key = CellKey(rule.table, name, scope) if rule.along == "columns" else CellKey(rule.table, scope, name)
        cell = cells.get(key)
        if cell is not None and cell.state is not State.ABSENT:
            found.append(cell)
        elif name != "o_all" and not (name in {"o1", "o2", "o3"} and CellKey(rule.table, "o_all", scope) in cells):
            return ()
    return tuple(found)


def audit(catalogue: Catalogue, cells: Cells) -> tuple[Finding, ...]:
    """Findings for every identity that does not hold.

    What a blank may account for is no contradiction: a side that is blank as a whole, or the
    smaller side where one of its cells stands blank and is not proved to be zero.
    """
    every = list(instances(catalogue, cells))
    zero = proved_by(every)
    findings = []
    for instance in every:
        left, right = total_of(instance.left), total_of(instance.right)
        if left == right or not says_something(instance):
            continue
        smaller = instance.left if left < right else instance.right
        if any(is_empty(cell) and cell.key not in zero for cell in smaller):
            continue
        findings.append(
            Finding(
                identity=instance.name,
                status=instance.rule.status,
                scope=instance.scope,
                left=left,
                right=right,
                left_formula=formula_of(instance.left),
                right_formula=formula_of(instance.right),
                cells=tuple(cell.key for cell in instance.cells),
            )
        )
    return tuple(findings)


def is_empty(cell: Cell) -> bool:
    """Printed as nothing or as a dash."""
    return cell.state in {State.BLANK, State.SLASH}


def says_something(instance: Instance) -> bool:
    """Whether both sides print at least one figure."""
    return all(any(c.value is not None for c in cells) for cells in (instance.left, instance.right))


def proved_zero(catalogue: Catalogue, cells: Cells) -> frozenset[CellKey]:
    """Blank and dash cells that can only be zero."""
    return proved_by(list(instances(catalogue, cells)))


def proved_by(every: Sequence[Instance]) -> frozenset[CellKey]:
    """Blank and dash cells that these identities prove to be zero.

    Counts are not negative. Where the printed figures of one side add up to the whole printed
    other side, nothing is left for the blanks of that side. What is proved helps to prove more.
    """
    proved: set[CellKey] = set()
    before = -1
    while before != len(proved):
        before = len(proved)
        for instance in every:
            prove(instance.left, instance.right, proved)
            prove(instance.right, instance.left, proved)
    return frozenset(proved)


def prove(side_with_blanks: Sequence[Cell], other: Sequence[Cell], proved: set[CellKey]) -> None:
    """Add to `proved` the blanks of one side where the other side is wholly known and equal."""
    blanks = [cell.key for cell in side_with_blanks if is_empty(cell)]
    known = blanks and all(cell.value is not None or cell.key in proved for cell in other)
    if known and total_of(side_with_blanks) == total_of(other):
        proved.update(blanks)
