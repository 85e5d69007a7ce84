"""Every typed no: why, and what there is instead."""

from __future__ import annotations

import re

from bot.compose.draft import Draft, marks
from bot.compose.labels import target_label
from bot.figures import Figure
from bot.model import Reason, Status
from bot.plan import Refusal
from ingest.model import State

LONGEST_ECHO = 40
REASONS = {
    State.BLANK: Reason.CELL_BLANK,
    State.SLASH: Reason.CELL_SLASH,
    State.UNREADABLE: Reason.CELL_UNREADABLE,
    State.ABSENT: Reason.CELL_ABSENT,
}


def say_refusal(draft: Draft, refusal: Refusal) -> tuple[Status, Reason]:
    """A no that understanding already gave."""
    offers = list(refusal.offers)
    refusal = refusal.model_copy(update={"asked": shortened(refusal.asked)})
    if refusal.reason is Reason.YEAR_MISSING:
        agency = offers[0] if offers else ""
        years = between(draft).join(offers[1:])
        own = [*refusal.asked.split("、"), *offers[1:]]
        draft.say(
            "year_missing" if agency else "year_missing_any", own, asked=refusal.asked, agency=agency, offers=years
        )
    elif refusal.reason is Reason.AGENCY_MISSING:
        key = "agency_missing" if offers else "agency_missing_none"
        draft.say(key, digits(refusal.asked), asked=refusal.asked, offers=between(draft).join(offers))
    elif refusal.reason is Reason.NOT_IN_FORM:
        nearest = draft.text("not_in_form_nearest", offers=between(draft).join(offers)) if offers else ""
        draft.say("not_in_report", digits(refusal.asked), asked=refusal.asked, nearest=nearest)
    else:
        draft.say(str(refusal.reason))
    return refusal.status, refusal.reason


def between(draft: Draft) -> str:
    """What stands between the items of a list."""
    return "、" if draft.lang == "zh" else ", "


def shortened(text: str) -> str:
    """What was asked, short enough to be repeated."""
    return text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + "…"


def say_failure(draft: Draft, figure: Figure) -> tuple[Status, Reason]:
    """A figure that the report does not give."""
    label = target_label(draft, figure.target)
    agency, year = figure.report.agency, figure.report.year
    if figure.zero_division:
        cites = draft.cite_cells(figure.report, (*figure.cells, *figure.proved))
        draft.say("zero_division", agency=agency, year=year, label=label, marks=marks(cites))
        return Status.ANSWERED, Reason.CELL_BLANK
    if not figure.in_form:
        nearest = nearest_in_form(draft, figure)
        form = figure.report.form
        draft.say("not_in_form", [form], agency=agency, year=year, form=form, label=label, nearest=nearest)
        return Status.NOT_FOUND, Reason.NOT_IN_FORM
    reason = REASONS.get(figure.state, Reason.CELL_ABSENT)
    shown = [cell for cell in figure.failed if cell.state is figure.state and cell.place is not None]
    cites = draft.cite_cells(figure.report, shown)
    why = next((cell.reason for cell in figure.failed if cell.reason), "")
    raw = {number for cell in figure.failed for number in digits(f"{cell.raw} {cell.reason}")}
    draft.say(str(reason), raw, agency=agency, year=year, label=label, marks=marks(cites), why=why)
    return Status.NOT_FOUND, reason


def digits(text: str) -> list[str]:
    """Numbers printed in a text."""
    return re.findall(r"\d[\d,]*(?:\.\d+)?", text)


def nearest_in_form(draft: Draft, figure: Figure) -> str:
    """What the report's own form has for the same row."""
    columns = draft.catalogue.columns_of_row(figure.report.form, figure.target.table, figure.target.key)
    terms = draft.catalogue.columns[figure.target.table]
    if not columns:
        return ""
    return draft.text("not_in_form_nearest", offers="、".join(terms[c].label.get(draft.lang) for c in columns))
