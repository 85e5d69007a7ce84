"""What a figure is called in an answer."""

from __future__ import annotations

from bot.compose.draft import Draft
from bot.plan import Target


def target_label(draft: Draft, target: Target) -> str:
    """Label of a target: its row or metric, and its column where that is not the total."""
    catalogue = draft.catalogue
    term = catalogue.rows[target.table][target.key] if target.kind == "row" else catalogue.metrics[target.key]
    label = term.label.get(draft.lang)
    if target.column in {"", "total"}:
        return label
    column = catalogue.columns[target.table][target.column].label.get(draft.lang)
    return draft.text("label_column", label=label, column=column)


def unit_text(draft: Draft, unit: str) -> str:
    """Unit in the answer's language."""
    english = {
        "件": "",
        "项": "items",
        "个": "items",
        "万元": "ten thousand yuan",
        "元": "yuan",
        "亿元": "hundred million yuan",
    }
    return unit if draft.lang == "zh" else english.get(unit, unit)
