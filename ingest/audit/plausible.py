"""Values that are possible but rare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from ingest.audit.amounts import Amount
from ingest.audit.identities import ZERO
from ingest.audit.nouns import Entry, Subject
from ingest.audit.rules import PlausibleRule
from ingest.model import Cell, CellKey, Finding

COUNTED = ("requests", "disputes")


def plausible(subject: Subject, rules: Mapping[str, PlausibleRule]) -> Iterator[Entry]:
    """An entry for each value over its bound."""
    for name, rule in rules.items():
        if not concerns(rule, subject.report.agency):
            continue
        bound = subject.amounts.sum(rule.right) if rule.limit is None else Amount(Decimal(rule.limit), "", ())
        for amount in bounded(subject, rule):
            if bound is not None and amount.value > bound.value:
                yield entry(name, amount, bound)


def uncountable(subject: Subject) -> Iterator[Entry]:
    """An entry for each count of requests or cases that is negative or not whole."""
    for key, cell in subject.cells.items():
        if key.table in COUNTED and cell.value is not None and (cell.value < 0 or cell.value % 1):
            amount = Amount(cell.value, str(cell.value), (cell,))
            yield entry("uncountable", amount, Amount(ZERO, "", ()))


def concerns(rule: PlausibleRule, agency: str) -> bool:
    """Whether the agency's name is one that the rule is for."""
    if rule.unless_agency and re.search(rule.unless_agency, agency):
        return False
    return not rule.agency or bool(re.search(rule.agency, agency))


def bounded(subject: Subject, rule: PlausibleRule) -> Iterator[Amount]:
    """The values that a rule bounds, as far as they are known."""
    if rule.left:
        total = subject.amounts.sum(rule.left)
        if total is not None:
            yield total
    for term in rule.each:
        table, row, column = term.split("/")
        for key, cell in subject.cells.items():
            if (key.table, key.row) == (table, row) and column in {"*", key.column} and cell.value is not None:
                yield Amount(cell.value, str(cell.value), (cell,))


def entry(name: str, amount: Amount, bound: Amount) -> Entry:
    """The value on the left, its bound on the right."""
    cells: tuple[Cell, ...] = (*amount.cells, *bound.cells)
    keys: tuple[CellKey, ...] = tuple(dict.fromkeys(cell.key for cell in cells))
    right = bound.formula or str(bound.value)
    return Entry(Finding("plausible", "note", name, amount.value, bound.value, amount.formula, right, keys))
