"""Other readings of a question, each with the question that asks for it."""

from __future__ import annotations

import re
from typing import Final

from bot.compose.draft import Draft
from bot.model import Alternative, Reason
from bot.plan import Plan, Refusal

MOST: Final = 4
YEAR: Final = re.compile(
    r"(?:20)?\d\d\s*年度?|今年|去年|前年|本年度?|当年|上一?年度?(?!结转)|(?:in |for )?(?<!\d)20\d\d(?!\d)"
    r"|(?:this|last) year"
)


def alternatives_of(draft: Draft, plan: Plan, question: str) -> tuple[Alternative, ...]:
    """Other reports that could have been meant, or what there is instead of what was asked for."""
    if plan.refusal is not None:
        return instead(draft, plan.refusal, question)
    rest = YEAR.sub("", question).strip()
    return tuple(asking(draft, agency, year, rest) for agency, year in plan.others[:MOST])


def instead(draft: Draft, refusal: Refusal, question: str) -> tuple[Alternative, ...]:
    """What is loaded near to what is not."""
    offers = refusal.offers[:MOST]
    if refusal.reason is Reason.YEAR_MISSING and refusal.offers:
        agency, *years = refusal.offers
        rest = YEAR.sub("", question.replace(agency, "")).strip()
        return tuple(asking(draft, agency, int(year), rest) for year in reversed(years[-MOST:]))
    if refusal.reason is Reason.AGENCY_MISSING and refusal.asked:
        rest = question
        for word in refusal.asked.split("、"):
            rest = rest.replace(word, "")
        return tuple(Alternative(agency, f"{agency}{rest.strip()}") for agency in offers)
    return ()


def asking(draft: Draft, agency: str, year: int, rest: str) -> Alternative:
    """The question put to another report."""
    question = f"{agency}{year}年{rest}" if draft.lang == "zh" else f"{agency} {year}: {rest}"
    return Alternative(draft.text("alternative", agency=agency, year=year), question)
