"""Lines for figures taken together: an order, a sum, a mean, those within a limit and how many they are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.compose.draft import Draft, marks
from bot.compose.labels import target_label
from bot.compose.values import add_value, amount, label_of, say_value, side
from bot.figures import Figure
from bot.formula import evaluate
from bot.lookup import Found
from bot.model import Value


def taken(found: Found) -> tuple[list[Figure], bool]:
    """Figures to be taken together, and whether they are of several reports: else they are parts of one."""
    across = len(found.data) > 1 and not found.plan.within
    figures = [f for group in (found.groups[:1] if across else found.groups) for f in group]
    return figures, across


def missing(figures: Sequence[Figure]) -> list[Figure]:
    """Figures without a value."""
    return [figure for figure in figures if figure.value is None]


def say_each(draft: Draft, found: Found, figures: Sequence[Figure], *, across: bool) -> None:
    """A line for each figure, by report or by what it is."""
    for figure in figures:
        label = label_of(draft, found, figure) if across else target_label(draft, figure.target)
        if found.plan.asked:
            say_value(draft, "item_both", add_value(draft, figure, label))
            continue
        say_value(draft, "item_report" if across else "item", add_value(draft, figure, label))


def say_rank(draft: Draft, found: Found) -> list[Figure]:
    """Figures in order; those that are even with the last one asked for are named too."""
    figures, across = taken(found)
    good = [f for f in figures if f.value is not None]
    good.sort(key=lambda f: f.value or Decimal(0), reverse=found.plan.descending)
    if found.plan.top and found.plan.top < len(good):
        last = good[found.plan.top - 1].value
        good = [f for place, f in enumerate(good) if place < found.plan.top or f.value == last]
    if found.plan.place:
        good = good[found.plan.place - 1 : found.plan.place]
    if good:
        draft.say("rank_head", label=label_of(draft, found, good[0]) if across else headline(draft, found))
        say_each(draft, found, good, across=across)
    return missing(figures) if across else []


def headline(draft: Draft, found: Found) -> str:
    """What the parts are parts of."""
    return "、".join(dict.fromkeys(target_label(draft, target) for target in found.plan.targets))


def say_filter(draft: Draft, found: Found) -> list[Figure]:
    """Those within the limit, the largest first."""
    figures, across = taken(found)
    within = matching(found, figures)
    said = found.plan.limit.said if found.plan.limit else ""
    draft.say("filter_head" if within else "filter_none", digits_of(said), label=headline(draft, found), said=said)
    say_each(draft, found, within, across=across)
    return missing(figures) if across else []


def say_count(draft: Draft, found: Found) -> list[Figure]:
    """How many are within the limit, and which."""
    figures, across = taken(found)
    within = matching(found, figures)
    good = [f for f in figures if f.value is not None]
    if not good:
        return missing(figures)
    cites = [n for f in [*within, *good] for n in draft.cite_cells(f.report, (*f.cells, *f.proved))]
    count, whole = str(len(within)), str(len(good))
    unit = draft.text("unit_reports" if across else "unit_kinds")
    label = headline(draft, found)
    draft.values.append(
        Value(Decimal(len(within)), unit, label, good[0].report.agency, good[0].report.year,
              tuple(dict.fromkeys(cites)), own=frozenset({count}))
    )  # fmt: skip
    said = found.plan.limit.said if found.plan.limit else ""
    draft.say("count", [count, whole, *digits_of(said)], label=label, count=count, whole=whole, unit=unit, said=said)
    say_each(draft, found, within, across=across)
    return missing(figures) if across else []


def matching(found: Found, figures: Sequence[Figure]) -> list[Figure]:
    """Figures within the plan's limit, the largest first."""
    limit = found.plan.limit
    kept = [f for f in figures if f.value is not None and (limit is None or limit.for_unit(f.unit).holds(f.value))]
    return sorted(kept, key=lambda f: f.value or Decimal(0), reverse=True)


def digits_of(text: str) -> list[str]:
    """Numbers that the question itself said."""
    from bot.compose.refusals import digits  # noqa: PLC0415

    return digits(text)


def say_sum(draft: Draft, found: Found) -> list[Figure]:
    """Figures added up: one over several reports, or several of one report; each is shown."""
    return say_total(draft, found, mean=False)


def say_mean(draft: Draft, found: Found) -> list[Figure]:
    """The mean over the reports that have the figure; each is shown."""
    return say_total(draft, found, mean=True)


def say_total(draft: Draft, found: Found, *, mean: bool) -> list[Figure]:
    """Sums or means, a line for each target over reports, or one over the targets of one report."""
    failed: list[Figure] = []
    across = len(found.data) > 1
    for group in found.groups if across and not found.plan.asked else [tuple(found.figures)]:
        failed += missing(group)
        good = [f for f in group if f.value is not None]
        if good:
            draft.values.append(total_of(draft, found, good, mean=mean))
            say_computed(draft, "mean" if mean else "sum", draft.values[-1])
            say_each(draft, found, good, across=across)
    return failed


def total_of(draft: Draft, found: Found, good: Sequence[Figure], *, mean: bool) -> Value:
    """Sum or mean of figures, with the formula over their cells."""
    label = " + ".join(dict.fromkeys(label_of(draft, found, figure) for figure in good))
    formula = " + ".join(side(f) for f in good)
    own: frozenset[str] = frozenset()
    if mean:
        formula, own = f"({formula}) ÷ {len(good)}", frozenset({str(len(good))})
    cites = tuple(dict.fromkeys(n for f in good for n in draft.cite_cells(f.report, (*f.cells, *f.proved))))
    agencies = "、".join(dict.fromkeys(f.report.agency for f in good))
    return Value(evaluate(formula), good[0].unit, label, agencies, good[0].report.year, cites, formula, own)


def say_computed(draft: Draft, key: str, value: Value) -> None:
    """A line for a computed value."""
    draft.say(
        key,
        value.own,
        label=value.label,
        amount=amount(draft, value.value, value.unit),
        formula=value.formula,
        marks=marks(value.citations),
    )
