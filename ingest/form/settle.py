"""Which reading of a glued row the column sums of table 3 allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ingest.form.catalogue import Catalogue

MAX_STEPS: Final = 20_000
Vector = tuple[int, ...]
Signs = Mapping[str, int]  # row → +1 on the left side of an identity, -1 on the right


def column_rules(catalogue: Catalogue, table: str, rows: Sequence[str]) -> list[Signs]:
    """The column identities of `table` of which every row is among `rows`."""
    collapsed = catalogue.forms[max(catalogue.forms)].collapsed
    rules: list[Signs] = []
    for rule in catalogue.identities.values():
        if rule.table != table or rule.along != "columns":
            continue
        signs = {row: 1 for row in rule.left} | {row: -1 for row in rule.right}
        for whole, parts in collapsed.items():
            if whole in rows and not set(parts) & set(rows):
                signs = {row: sign for row, sign in signs.items() if row not in parts} | {whole: signs.get(parts[0], 0)}
        signs = {row: sign for row, sign in signs.items() if sign}
        if set(signs) <= set(rows):
            rules.append(signs)
    return rules


def holds(rule: Signs, vectors: Mapping[str, Vector]) -> bool:
    """Whether an identity holds in every column."""
    width = len(next(iter(vectors.values())))
    return all(sum(sign * vectors[row][i] for row, sign in rule.items()) == 0 for i in range(width))


def settle(readings: Mapping[str, Sequence[Vector]], rules: Sequence[Signs], asked: Sequence[str]) -> dict[str, int]:
    """Row of `asked` → number of its reading, where all ways to make the sums hold agree on it.

    Where the publisher's sums contradict each other, each identity is asked alone, and only
    what none of the others denies is kept.
    """
    together = consistent(readings, rules, asked)
    if together is not None:
        return together
    chosen: dict[str, int] = {}
    denied: set[str] = set()
    for rule in rules:
        for row, number in (consistent(readings, [rule], asked) or {}).items():
            if chosen.setdefault(row, number) != number:
                denied.add(row)
    return {row: number for row, number in chosen.items() if row not in denied}


def consistent(
    readings: Mapping[str, Sequence[Vector]], rules: Sequence[Signs], asked: Sequence[str]
) -> dict[str, int] | None:
    """Rows of `asked` that all consistent choices agree on; None where no choice is consistent.

    A walk over the open rows keeps every reachable balance; the way back from zero shows
    which readings lead there.
    """
    named = [row for row in readings if any(row in rule for rule in rules)]
    open_rows = [row for row in named if row in asked]
    if not open_rows:
        return {}
    width = len(readings[open_rows[0]][0])
    balance: Vector = (0,) * (width * len(rules))
    for row in named:
        if row not in open_rows:
            balance = added(balance, row, readings[row][0], rules)
    layers: list[dict[Vector, set[tuple[Vector, int]]]] = []
    reached: set[Vector] = {balance}
    steps = 0
    for row in open_rows:
        layer: dict[Vector, set[tuple[Vector, int]]] = {}
        steps += len(reached) * len(readings[row])
        if steps > MAX_STEPS:
            return {}
        for state in reached:
            for number, vector in enumerate(readings[row]):
                layer.setdefault(added(state, row, vector, rules), set()).add((state, number))
        layers.append(layer)
        reached = set(layer)
    return agreed(open_rows, layers, (0,) * len(balance))


def added(state: Vector, row: str, vector: Vector, rules: Sequence[Signs]) -> Vector:
    """Balances of all identities after one more row."""
    change = [rule.get(row, 0) * value for rule in rules for value in vector]
    return tuple(a + b for a, b in zip(state, change, strict=True))


def agreed(
    rows: Sequence[str], layers: Sequence[Mapping[Vector, set[tuple[Vector, int]]]], zero: Vector
) -> dict[str, int] | None:
    """Readings that every path to balance takes; None where there is no path."""
    if zero not in layers[-1]:
        return None
    chosen: dict[str, int] = {}
    states = {zero}
    for row, layer in zip(reversed(rows), reversed(layers), strict=True):
        steps = {step for state in states for step in layer[state]}
        numbers = {number for _, number in steps}
        if len(numbers) == 1:
            chosen[row] = numbers.pop()
        states = {state for state, _ in steps}
    return chosen
