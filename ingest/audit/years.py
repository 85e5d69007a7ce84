"""The identities between an agency's reports of two years running."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.audit.amounts import Amount
from ingest.audit.identities import ZERO
from ingest.audit.nouns import Entry, Tables
from ingest.audit.rules import YearRule, YearTerm
from ingest.model import Cell, CellKey, Finding


@dataclass(frozen=True)
class Side:
    """One side of an identity: its value, its formula, and the cells of each report."""

    value: Decimal
    formula: str
    earlier: tuple[Cell, ...]
    later: tuple[Cell, ...]


def carry(subject: Tables, neighbours: Sequence[Tables], rules: Mapping[str, YearRule]) -> Iterator[Entry]:
    """Entries of `subject` against the reports of the year before and the year after, where they are there."""
    for other in neighbours:
        if abs(other.report.year - subject.report.year) != 1 or other.report.agency != subject.report.agency:
            continue
        earlier, later = sorted((subject, other), key=lambda s: s.report.year)
        for name, rule in rules.items():
            for scope in rule.scopes:
                yield from compare(name, rule, scope, subject, (earlier, later))


def compare(name: str, rule: YearRule, scope: str, subject: Tables, pair: tuple[Tables, Tables]) -> Iterator[Entry]:
    """An entry where both sides are known and differ. Reports of different scope are only noted."""
    left, right = (side(rule, terms, scope, pair) for terms in (rule.left, rule.right))
    if left is None or right is None or left.value == right.value:
        return
    earlier, later = pair
    cells = ((*left.earlier, *right.earlier), (*left.later, *right.later))
    own, others = cells if subject is earlier else cells[::-1]
    finding = Finding(
        identity=name,
        status=rule.status if earlier.report.scope == later.report.scope else "note",
        scope=scope,
        left=left.value,
        right=right.value,
        left_formula=left.formula,
        right_formula=right.formula,
        cells=tuple(cell.key for cell in own),
    )
    yield Entry(finding, other=(later if subject is earlier else earlier).report, other_cells=others)


def side(rule: YearRule, terms: Sequence[YearTerm], scope: str, pair: tuple[Tables, Tables]) -> Side | None:
    """One side over both reports; None where a cell of it is unknown."""
    value, formula = ZERO, ""
    cells: tuple[list[Cell], list[Cell]] = ([], [])
    for term in terms:
        row, column = (term.name, scope) if rule.along == "columns" else (scope, term.name)
        amount = pair[0 if term.before else 1].amounts.of(CellKey(rule.table, row, column))
        if amount is None:
            return None
        value += -amount.value if term.minus else amount.value
        formula += joined(formula, amount, minus=term.minus)
        cells[0 if term.before else 1].extend(amount.cells)
    return Side(value, formula, tuple(cells[0]), tuple(cells[1]))


def joined(formula: str, amount: Amount, *, minus: bool) -> str:
    """A term as it goes on a formula."""
    sign = "-" if minus else "+"
    return f" {sign} {amount.value}" if formula else f"{'-' if minus else ''}{amount.value}"
