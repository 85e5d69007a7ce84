"""A figure as a value of the answer, and as a line."""

from __future__ import annotations

from decimal import Decimal

from bot.compose.draft import Draft, marks
from bot.compose.labels import target_label, unit_text
from bot.figures import Figure
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


def label_of(draft: Draft, found: Found, figure: Figure) -> str:
    """Label of a figure, as a share where a share was asked for."""
    label = target_label(draft, figure.target)
    if (
        (found.plan.operation is not Operation.SHARE and found.plan.base is None)
        or figure.unit != "%"
        or figure.target.kind == "rate"
    ):
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


def side(figure: Figure) -> str:
    """A figure as a term of a formula: its own formula in brackets, or its value."""
    if figure.formula and len(figure.cells) > 1:
        return f"({figure.formula.removesuffix(' × 100%')})"
    return plain(figure.value or Decimal(0))
