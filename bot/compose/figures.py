"""Lines and values for figures: one, several, a list, a difference, an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from bot.compose.draft import Draft, marks
from bot.compose.labels import target_label, unit_text
from bot.figures import CENT, Figure
from bot.formula import evaluate
from bot.lookup import Found
from bot.model import Value, plain
from bot.plan import Operation


def add_value(draft: Draft, figure: Figure, label: str) -> Value:
    """The figure as a value of the answer, its cells cited."""
    cites = draft.cite_cells(figure.report, (*figure.cells, *figure.proved))
    value = Value(
        value=figure.value if figure.value is not None else Decimal(0),
        unit=figure.unit,
        label=label,
        agency=figure.report.agency,
        year=figure.report.year,
        citations=cites,
        formula=figure.formula,
    )
    draft.values.append(value)
    return value


def say_value(draft: Draft, key: str, value: Value) -> None:
    """A line for a value, with its formula where it has one."""
    draft.say(
        f"{key}_formula" if value.formula else key,
        agency=value.agency,
        year=value.year,
        label=value.label,
        amount=amount(draft, value.value, value.unit),
        formula=value.formula,
        marks=marks(value.citations),
    )


def amount(draft: Draft, value: Decimal, unit: str) -> str:
    """A number with its unit."""
    words = unit_text(draft, unit)
    return f"{plain(value)}{words}" if words == "%" else f"{plain(value)} {words}".strip()


def say_figures(draft: Draft, found: Found) -> list[Figure]:
    """All headline figures, in the form that their number asks for. Returns those without a value."""
    if found.plan.operation is Operation.RANK:
        return say_rank(draft, found)
    if found.plan.operation is Operation.SUM:
        return say_sum(draft, found)
    return say_plainly(draft, found)


def say_plainly(draft: Draft, found: Found) -> list[Figure]:
    """Figures as they are, one by one. Returns those without a value."""
    figures = found.figures
    good = [f for f in figures if f.value is not None]
    if len(good) == 1:
        say_value(draft, "figure", add_value(draft, good[0], label_of(draft, found, good[0])))
    elif len({f.report.report_id for f in figures}) == 1:
        for figure in good:
            say_value(
                draft,
                "figure" if figure is good[0] else "item",
                add_value(draft, figure, label_of(draft, found, figure)),
            )
    else:
        for group in found.groups:
            say_group(draft, found, [f for f in group if f.value is not None])
    for rows in found.members:
        if found.plan.extreme:
            say_extreme(draft, found, rows)
        say_members(draft, rows)
    return [f for f in figures if f.value is None]


def label_of(draft: Draft, found: Found, figure: Figure) -> str:
    """Label of a figure, as a share where a share was asked for."""
    label = target_label(draft, figure.target)
    if found.plan.operation is not Operation.SHARE or figure.unit != "%" or figure.target.kind == "rate":
        return label
    base = target_label(draft, found.plan.base) if found.plan.base is not None else base_label(draft, figure)
    return draft.text("share_label", label=label, base=base)


def base_label(draft: Draft, figure: Figure) -> str:
    """What a share is a share of."""
    target = figure.target
    if target.column not in {"total", ""}:
        return target_label(draft, target.model_copy(update={"column": "total"}))
    key = "to_handle" if target.key in {"new", "carried_in", "carried_out", "total"} else ""
    term = draft.catalogue.metrics[key] if key else draft.catalogue.rows["requests"]["total"]
    return term.label.get(draft.lang)


def say_group(draft: Draft, found: Found, figures: Sequence[Figure]) -> None:
    """One target in several reports: a heading and a line a report."""
    if not figures:
        return
    draft.say("several", label=label_of(draft, found, figures[0]))
    for figure in figures:
        say_value(draft, "item_report", add_value(draft, figure, label_of(draft, found, figure)))


def say_extreme(draft: Draft, found: Found, rows: Sequence[Figure]) -> None:
    """The part with the most or the least comes first; parts that are even are all named."""
    values = [f.value for f in rows if f.value is not None]
    if not values:
        return
    best = max(values) if found.plan.descending else min(values)
    winners = [f for f in rows if f.value == best]
    draft.say("extreme_most" if found.plan.descending else "extreme_least")
    for place, figure in enumerate(winners):
        value = add_value(draft, figure, target_label(draft, figure.target))
        draft.values.insert(place, draft.values.pop())
        say_value(draft, "item", value)


def say_members(draft: Draft, rows: Sequence[Figure]) -> None:
    """The parts of a figure, those without a number with the reason."""
    if not rows:
        return
    draft.say("members")
    for figure in rows:
        label = target_label(draft, figure.target)
        if figure.value is not None:
            say_value(draft, "item", add_value(draft, figure, label))
        else:
            cites = draft.cite_cells(figure.report, figure.failed)
            draft.say("item_missing", label=label, why=str(figure.state), marks=marks(cites))


def say_companions(draft: Draft, found: Found) -> None:
    """Figures told along with the headline."""
    good = [figure for figure in found.companions if figure.value is not None]
    headline = found.plan.targets[0] if found.plan.targets else None
    wider = headline is not None and headline.key == "denied"
    if good and wider:
        draft.say("wider")
    for figure in good:
        say_value(draft, "item" if wider else "companion", add_value(draft, figure, target_label(draft, figure.target)))


def say_rank(draft: Draft, found: Found) -> list[Figure]:
    """Reports in order of one figure."""
    figures = [f for group in found.groups[:1] for f in group]
    good = [f for f in figures if f.value is not None]
    good.sort(key=lambda f: f.value or Decimal(0), reverse=found.plan.descending)
    if good:
        draft.say("rank_head", label=label_of(draft, found, good[0]))
        for figure in good:
            say_value(draft, "item_report", add_value(draft, figure, label_of(draft, found, figure)))
    return [f for f in figures if f.value is None]


def say_sum(draft: Draft, found: Found) -> list[Figure]:
    """Figures added up: one over several reports, or several of one report; each is shown."""
    failed: list[Figure] = []
    across = len(found.data) > 1
    units = {figure.unit for figure in found.figures}
    if not across and (len(units) > 1 or "%" in units):
        return say_plainly(draft, found)
    for group in found.groups if across else [tuple(found.figures)]:
        good = [f for f in group if f.value is not None]
        failed += [f for f in group if f.value is None]
        if not good:
            continue
        names = dict.fromkeys(label_of(draft, found, figure) for figure in good)
        label = " + ".join(names)
        formula = " + ".join(side(f) for f in good)
        cites = tuple(dict.fromkeys(n for f in good for n in draft.cite_cells(f.report, (*f.cells, *f.proved))))
        agencies = "、".join(dict.fromkeys(f.report.agency for f in good))
        total = sum((f.value for f in good if f.value is not None), Decimal(0))
        draft.values.append(Value(total, good[0].unit, label, agencies, good[0].report.year, cites, formula))
        draft.say("sum", label=label, amount=amount(draft, total, good[0].unit), formula=formula, marks=marks(cites))
        for figure in good:
            key = "item_report" if across else "item"
            say_value(draft, key, add_value(draft, figure, label_of(draft, found, figure)))
    return failed


def side(figure: Figure) -> str:
    """A figure as a term of a formula: its own formula in brackets, or its value."""
    if figure.formula and len(figure.cells) > 1:
        return f"({figure.formula.removesuffix(' × 100%')})"
    return plain(figure.value or Decimal(0))


def say_change(draft: Draft, found: Found) -> list[Figure]:
    """The change of one figure from the earliest to the latest of the years asked for."""
    for group in found.groups:
        figures = sorted(group, key=lambda f: f.report.year)
        missing = [f for f in figures if f.value is None]
        if missing:
            return missing
        if len(figures) < 2 or len({f.report.agency for f in figures}) > 1:
            return say_figures(draft, found)
        for figure in (figures[0], figures[-1]):
            say_value(draft, "item_report", add_value(draft, figure, target_label(draft, figure.target)))
        change_line(draft, found.plan.operation, figures[0], figures[-1])
    return []


def say_ratio(draft: Draft, found: Found) -> list[Figure]:
    """How many times the second figure the first one is, in the order of the question."""
    for group in found.groups:
        missing = [f for f in group if f.value is None]
        if missing or len(group) != 2:
            return missing or say_figures(draft, found)
        first, second = group
        for figure in group:
            say_value(draft, "item_report", add_value(draft, figure, target_label(draft, figure.target)))
        if not second.value:
            say_zero(draft, second)
            continue
        value = ((first.value or Decimal(0)) / second.value).quantize(CENT, ROUND_HALF_UP)
        headline(draft, "ratio", first, second, Value(
            value, "倍", target_label(draft, first.target), first.report.agency, first.report.year, (),
            f"{side(first)} ÷ {side(second)}",
        ))  # fmt: skip
    return []


def say_zero(draft: Draft, figure: Figure) -> None:
    """Division by zero is told, not computed."""
    cites = draft.cite_cells(figure.report, (*figure.cells, *figure.proved))
    label = target_label(draft, figure.target)
    draft.say("zero_division", agency=figure.report.agency, year=figure.report.year, label=label, marks=marks(cites))


def headline(draft: Draft, key: str, first: Figure, last: Figure, value: Value) -> None:
    """A figure computed from two others, before them among the values, with its line."""
    cites = tuple(dict.fromkeys(n for f in (first, last) for n in draft.cite_cells(f.report, (*f.cells, *f.proved))))
    draft.values.insert(0, replace(value, citations=cites))
    unit = draft.text("points") if value.unit == "百分点" else draft.text("times") if value.unit == "倍" else value.unit
    draft.say(
        key,
        label=value.label,
        first_year=first.report.year,
        last_year=last.report.year,
        direction=draft.text("up" if value.value > 0 else "down" if value.value < 0 else "same"),
        amount=amount(draft, abs(value.value), unit),
        formula=value.formula,
        marks=marks(cites),
    )


def change_line(draft: Draft, operation: Operation, first: Figure, last: Figure) -> None:
    """One change, as a difference, in percentage points or in percent."""
    label = target_label(draft, last.target)
    before, after = first.value or Decimal(0), last.value or Decimal(0)
    rate = first.unit == "%"
    growth = operation is Operation.GROWTH and not rate
    if growth and before == 0:
        say_zero(draft, first)
        return
    formula = f"{side(last)} - {side(first)}"
    unit, value = ("百分点" if rate else first.unit), after - before
    if rate or growth:
        formula = f"({formula}) × 100%" if rate else f"({formula}) ÷ {side(first)} × 100%"
        value = evaluate(formula)
        unit = unit if rate else "%"
    headline(draft, "growth" if growth else "difference", first, last,
             Value(value, unit, label, last.report.agency, last.report.year, (), formula))  # fmt: skip
