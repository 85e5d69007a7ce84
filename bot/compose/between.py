"""Lines for two figures held against each other: a difference, a growth, a ratio. In the question's order."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from bot.compose.draft import Draft, marks
from bot.compose.labels import target_label
from bot.compose.values import add_value, amount, say_value, side
from bot.figures import CENT, Figure
from bot.formula import evaluate
from bot.lookup import Found
from bot.model import Value
from bot.plan import Operation


def two_of(found: Found) -> list[tuple[Figure, Figure]]:
    """Pairs of figures that the question holds against each other; empty where there are no two.

    Years of one agency: the later one against the earlier one. Else as named, the first against the second.
    """
    if (len(found.data) <= 1 or found.plan.asked) and len(found.figures) > 1:
        return [(found.figures[0], found.figures[1])]
    pairs = []
    for group in found.groups:
        if len(group) < 2:
            return []
        years = len({figure.report.agency for figure in group}) == 1
        ordered = list(group)
        if years and not found.plan.ordered and found.plan.operation is not Operation.RATIO:
            ordered.sort(key=lambda figure: -figure.report.year)
        pairs.append((ordered[0], ordered[-1] if years else ordered[1]))
    return pairs


def say_between(draft: Draft, found: Found) -> list[Figure] | None:
    """What lies between two figures, both shown. Returns those without a value; None where there are no two."""
    pairs = two_of(found)
    for first, second in pairs:
        failed = [f for f in (first, second) if f.value is None]
        if failed:
            return failed
        for figure in sorted((first, second), key=lambda f: f.report.year):
            key = "item_report" if first.report != second.report else "item"
            say_value(draft, key, add_value(draft, figure, target_label(draft, figure.target)))
        if comparable(first, second):
            if found.plan.operation is Operation.RATIO:
                say_ratio(draft, first, second, percent=found.plan.percent)
            else:
                say_change(draft, found.plan.operation, first, second)
    return [] if pairs else None


def comparable(first: Figure, second: Figure) -> bool:
    """Whether two figures count the same: table 2 of one form is not that of the other, nor yuan cases."""
    forms = {first.report.form, second.report.form}
    return first.unit == second.unit and (len(forms) == 1 or first.target.table != "disclosure")


def say_ratio(draft: Draft, first: Figure, second: Figure, *, percent: bool) -> None:
    """How many times the second figure the first one is, or how many percent of it."""
    if not second.value:
        say_zero(draft, second)
        return
    formula = f"{side(first)} ÷ {side(second)}" + (" × 100%" if percent else "")
    value = evaluate(formula) if percent else ((first.value or Decimal(0)) / second.value).quantize(CENT, ROUND_HALF_UP)
    headline(draft, "ratio", first, second, value, "%" if percent else "倍", formula)


def say_zero(draft: Draft, figure: Figure) -> None:
    """Division by zero is told, not computed."""
    cites = draft.cite_cells(figure.report, (*figure.cells, *figure.proved))
    label = target_label(draft, figure.target)
    draft.say("zero_division", agency=figure.report.agency, year=figure.report.year, label=label, marks=marks(cites))


def say_change(draft: Draft, operation: Operation, first: Figure, second: Figure) -> None:
    """`first` less `second`: as a difference, in percentage points, or in percent of `second`."""
    rate = first.unit == "%"
    growth = operation is Operation.GROWTH and not rate
    if growth and not second.value:
        say_zero(draft, second)
        return
    formula, unit = f"{side(first)} - {side(second)}", "百分点" if rate else first.unit
    value = (first.value or Decimal(0)) - (second.value or Decimal(0))
    if rate or growth:
        formula = f"({formula}) × 100%" if rate else f"({formula}) ÷ {side(second)} × 100%"
        value, unit = evaluate(formula), unit if rate else "%"
    headline(draft, "growth" if growth else "difference", first, second, value, unit, formula)


def headline(draft: Draft, key: str, first: Figure, second: Figure, value: Decimal, unit: str, formula: str) -> None:
    """The computed figure, before the two among the values, with its line."""
    cites = tuple(dict.fromkeys(n for f in (second, first) for n in draft.cite_cells(f.report, (*f.cells, *f.proved))))
    label = target_label(draft, first.target)
    draft.values.insert(0, Value(value, unit, label, first.report.agency, first.report.year, (), formula, frozenset()))
    draft.values[0] = replace(draft.values[0], citations=cites)
    words = draft.text("points") if unit == "百分点" else draft.text("times") if unit == "倍" else unit
    years = first.report.agency == second.report.agency and first.target == second.target
    draft.say(
        key if years else f"{key}_named",
        label=label,
        first=named(draft, first, second),
        second=named(draft, second, first),
        first_year=second.report.year,
        last_year=first.report.year,
        direction=draft.text("up" if value > 0 else "down" if value < 0 else "same"),
        amount=amount(draft, abs(value), words),
        formula=formula,
        marks=marks(cites),
    )


def named(draft: Draft, figure: Figure, other: Figure) -> str:
    """A figure by what sets it apart from the other one: its label, its report, or both."""
    label = target_label(draft, figure.target)
    if figure.report == other.report:
        return label
    report = draft.text("alternative", agency=figure.report.agency, year=figure.report.year)
    return report if figure.target == other.target else f"{report}{label}"
