"""Lines and values for figures as they are: one, several, a list, a table."""

from __future__ import annotations

from collections.abc import Sequence

from bot.compose.between import say_between
from bot.compose.draft import Draft, Line, marks
from bot.compose.labels import target_label
from bot.compose.together import say_count, say_filter, say_mean, say_rank, say_sum
from bot.compose.values import add_value, amount, label_of, say_value
from bot.figures import Figure
from bot.lookup import Found
from bot.plan import Operation

TOGETHER = {
    Operation.RANK: say_rank,
    Operation.SUM: say_sum,
    Operation.MEAN: say_mean,
    Operation.FILTER: say_filter,
    Operation.COUNT: say_count,
}
BETWEEN = frozenset({Operation.DIFFERENCE, Operation.GROWTH, Operation.RATIO})


def say_figures(draft: Draft, found: Found) -> list[Figure]:
    """All headline figures, in the form that the question asks for. Returns those without a value."""
    operation = found.plan.operation
    if operation in BETWEEN and (failed := say_between(draft, found)) is not None:
        return failed
    if operation in TOGETHER and can_add(found):
        return TOGETHER[operation](draft, found)
    return say_plainly(draft, found)


def can_add(found: Found) -> bool:
    """Whether figures can be put together: cases with cases, and no sum of percentages of one report."""
    units = {figure.unit for figure in found.figures}
    across = len(found.data) > 1
    return found.plan.operation is not Operation.SUM or across or (len(units) == 1 and "%" not in units)


def say_plainly(draft: Draft, found: Found) -> list[Figure]:
    """Figures as they are, one by one. Returns those without a value."""
    figures = found.figures
    good = [f for f in figures if f.value is not None]
    reports = {f.report.report_id for f in figures}
    if found.plan.asked:
        for figure in good:
            say_value(draft, "item_both", add_value(draft, figure, label_of(draft, found, figure)))
    elif (found.plan.table and len(good) > 1) or len(found.groups) > 1 < len(reports):
        say_table(draft, found)
    elif len(good) == 1:
        say_value(draft, "figure", add_value(draft, good[0], label_of(draft, found, good[0])))
    elif len(reports) == 1:
        for figure in good:
            key = "figure" if figure is good[0] else "item"
            say_value(draft, key, add_value(draft, figure, label_of(draft, found, figure)))
    else:
        for group in found.groups:
            say_group(draft, found, [f for f in group if f.value is not None])
    for rows in found.members:
        if found.plan.extreme:
            say_extreme(draft, found, rows)
        say_members(draft, rows)
    return [f for f in figures if f.value is None]


def say_table(draft: Draft, found: Found) -> None:
    """Reports down, figures across; a cell without a number says why."""
    heads = [f"{label_of(draft, found, group[0])}" for group in found.groups if group]
    draft.lines.append(Line(f"| {draft.text('table_report')} | {' | '.join(heads)} |"))
    draft.lines.append(Line(f"| --- |{' --- |' * len(heads)}"))
    for row in zip(*found.groups, strict=True):
        cells = [table_cell(draft, found, figure) for figure in row]
        report = draft.text("alternative", agency=row[0].report.agency, year=row[0].report.year)
        draft.lines.append(Line(f"| {report} | {' | '.join(cells)} |"))


def table_cell(draft: Draft, found: Found, figure: Figure) -> str:
    """A figure with its marks, or why there is none."""
    if figure.value is None:
        return draft.text(f"state_{figure.state}")
    value = add_value(draft, figure, label_of(draft, found, figure))
    shown = amount(draft, value.value, value.unit)
    return (
        f"{shown}{marks(value.citations)}"
        if value.formula is None
        else f"{shown} ({value.formula}){marks(value.citations)}"
    )


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
            draft.say("item_missing", label=label, why=draft.text(f"state_{figure.state}"), marks=marks(cites))


def say_companions(draft: Draft, found: Found) -> None:
    """Figures told along with the headline."""
    good = [figure for figure in found.companions if figure.value is not None]
    headline = found.plan.targets[0] if found.plan.targets else None
    wider = headline is not None and headline.key == "denied"
    if good and wider:
        draft.say("wider")
    for figure in good:
        say_value(draft, "item" if wider else "companion", add_value(draft, figure, target_label(draft, figure.target)))
