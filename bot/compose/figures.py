"""Lines and values for figures: one, several, a list, a difference, an order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from bot.compose.draft import Draft, marks
from bot.compose.labels import target_label, unit_text
from bot.figures import CENT, PERCENT, Figure
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
    figures = found.figures
    if found.plan.operation is Operation.RANK:
        return say_rank(draft, found)
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
        say_members(draft, rows)
    return [f for f in figures if f.value is None]


def label_of(draft: Draft, found: Found, figure: Figure) -> str:
    """Label of a figure, as a share where a share was asked for."""
    label = target_label(draft, figure.target)
    if found.plan.operation is not Operation.SHARE or figure.unit != "%" or figure.target.kind == "rate":
        return label
    return draft.text("share_label", label=label, base=base_label(draft, figure))


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


def say_change(draft: Draft, found: Found) -> list[Figure]:
    """The change of one figure from the earliest to the latest of the years asked for."""
    for group in found.groups:
        figures = sorted(group, key=lambda f: f.report.year)
        if any(f.value is None for f in figures) or len(figures) < 2 or len({f.report.agency for f in figures}) > 1:
            return say_figures(draft, found)
        change_line(draft, found.plan.operation, figures[0], figures[-1])
    return []


def change_line(draft: Draft, operation: Operation, first: Figure, last: Figure) -> None:
    """One change, as a difference or in percent."""
    label = target_label(draft, last.target)
    before, after = first.value or Decimal(0), last.value or Decimal(0)
    cites = [draft.cite_cells(f.report, (*f.cells, *f.proved)) for f in (first, last)]
    unit = draft.text("points") if first.unit == "%" else first.unit
    growth = operation is Operation.GROWTH and first.unit != "%"
    if growth and before == 0:
        draft.say(
            "zero_division", agency=first.report.agency, year=last.report.year, label=label, marks=marks(cites[0])
        )
        return
    formula = f"{plain(after)} - {plain(before)}"
    value = after - before
    if growth:
        formula = f"({formula}) ÷ {plain(before)} × 100%"
        value = ((after - before) * PERCENT / before).quantize(CENT, ROUND_HALF_UP)
    draft.values.append(
        Value(value, "%" if growth else unit if first.unit == "%" else first.unit, label, last.report.agency, last.report.year,
              tuple(dict.fromkeys(cites[0] + cites[1])), formula)
    )  # fmt: skip
    draft.say(
        "growth" if growth else "difference",
        agency=last.report.agency,
        label=label,
        first_year=first.report.year,
        last_year=last.report.year,
        first=amount(draft, before, first.unit),
        last=amount(draft, after, first.unit),
        first_marks=marks(cites[0]),
        last_marks=marks(cites[1]),
        direction=draft.text("up" if value > 0 else "down" if value < 0 else "same"),
        amount=amount(draft, abs(value), "%" if growth else unit),
        formula=formula,
    )
