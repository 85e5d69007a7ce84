"""Found → Draft: which lines an answer has, in which order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bot.compose.check import say_check
from bot.compose.claims import say_claim
from bot.compose.draft import Draft, Line, marks
from bot.compose.figures import BETWEEN, say_companions, say_figures
from bot.compose.notes import (
    say_assumed,
    say_corrected,
    say_coverage,
    say_findings,
    say_mentions,
    say_proved,
    say_scope,
)
from bot.compose.refusals import digits, say_failure, say_refusal
from bot.compose.versions import note_versions
from bot.figures import Figure
from bot.lookup import Found
from bot.model import Reason, Status, Value
from bot.narrative import Evidence
from bot.plan import Operation, Plan, Refusal
from ingest.form.catalogue import Catalogue
from ingest.store.nouns import StoredReport
from ingest.wording import wording

Outcome = tuple[Status, Reason | None]
ANSWERED: Outcome = (Status.ANSWERED, None)
QUOTED: Final = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>.*)", re.DOTALL)
NEGATED: Final = re.compile(r"未|没有|无(?!法|论)|不存在")
NUMBER_FLOOR, TEXT_FLOOR, MOST_QUOTED = 0.9, 0.8, 3


def compose(found: Found, catalogue: Catalogue) -> tuple[Draft, Outcome]:
    """The draft of an answer, and how the question ended."""
    plan = found.plan
    draft = Draft(plan.lang, wording("answers"), catalogue)
    if plan.refusal is not None:
        return draft, say_refusal(draft, plan.refusal)
    speakers = {
        Operation.LOADED: say_loaded,
        Operation.DEFINE: say_definitions,
        Operation.CHECK: say_check,
        Operation.NARRATIVE: say_narrative,
    }
    speaker = speakers.get(plan.operation, say_lookup)
    return draft, speaker(draft, found)


def say_lookup(draft: Draft, found: Found) -> Outcome:
    """Figures, what is told along with them, and what an attentive colleague would add."""
    if found.plan.operation in BETWEEN and found.plan.missing and len(found.data) < 2:
        if found.evidence:
            return say_told_change(draft, found)
        return say_refusal(draft, not_loaded(found))
    failed = say_figures(draft, found)
    say_claim(draft, found.plan)
    outcome: Outcome = ANSWERED
    if not draft.values and not failed:
        if draft.lines:
            say_coverage(draft, found, failed)
            say_scope(draft, found)
            say_assumed(draft, found.plan)
            return ANSWERED
        draft.say("ambiguous")
        return Status.CLARIFY, Reason.AMBIGUOUS
    if not draft.values:
        outcome = say_failures(draft, failed)
    elif failed and len({f.report.report_id for f in found.figures}) == 1:
        say_failures(draft, failed)
    say_companions(draft, found)
    say_findings(draft, found)
    note_versions(draft, found)
    say_mentions(draft, found)
    say_proved(draft, found)
    say_corrected(draft)
    say_coverage(draft, found, failed)
    say_scope(draft, found)
    say_assumed(draft, found.plan)
    return outcome


def say_told_change(draft: Draft, found: Found) -> Outcome:
    """The year before is not loaded, but the report's own text speaks of the change."""
    draft.say(
        "told_change", [year for _, year in found.plan.missing], years="、".join(str(y) for _, y in found.plan.missing)
    )
    for evidence in found.evidence:
        say_evidence(draft, found, evidence)
    say_assumed(draft, found.plan)
    return ANSWERED


def not_loaded(found: Found) -> Refusal:
    """A comparison lacks one of its years."""
    plan = found.plan
    agency, _ = plan.missing[0]
    there = sorted(report.year for report in found.reports.values() if report.agency == agency)
    return Refusal(
        status=Status.NOT_FOUND,
        reason=Reason.YEAR_MISSING,
        asked="、".join(str(year) for _, year in plan.missing),
        offers=(agency, *map(str, there)),
    )


def say_failures(draft: Draft, failed: Sequence[Figure]) -> Outcome:
    """Every figure that could not be given; the first one's reason is the answer's."""
    outcomes = [say_failure(draft, figure) for figure in failed[:8]]
    status, reason = outcomes[0]
    return status, None if status is Status.ANSWERED else reason


def say_loaded(draft: Draft, found: Found) -> Outcome:
    """Agencies and years that are loaded."""
    draft.say("loaded", [len(found.plan.reports)], count=len(found.plan.reports))
    agencies: dict[str, list[int]] = {}
    for agency, year in found.plan.reports:
        agencies.setdefault(agency, []).append(year)
    for agency, years in agencies.items():
        draft.say("loaded_item", years, agency=agency, years="、".join(map(str, sorted(years))))
    return ANSWERED


def say_definitions(draft: Draft, found: Found) -> Outcome:
    """What a row, a metric or a column means, with its source."""
    if not found.plan.targets:
        draft.say("identities_lead")
        for rule in draft.catalogue.identities.values():
            label, text = rule.label.get(draft.lang), rule.text.get(draft.lang)
            draft.say("definition", digits(text), label=label, text=text)
    for target in found.plan.targets[:3]:
        catalogue = draft.catalogue
        term = catalogue.rows[target.table][target.key] if target.kind == "row" else catalogue.metrics[target.key]
        label, text = term.label.get(draft.lang), term.definition.get(draft.lang)
        if not target.implied and target.column not in {"", "total"}:
            column = catalogue.columns[target.table][target.column]
            label, text = column.label.get(draft.lang), column.definition.get(draft.lang)
        shown = label if draft.lang == "zh" else f"{label} ({term.label.zh})"
        draft.say("definition", digits(label + text), label=shown, text=text)
        article = getattr(term, "article", "")
        if article and draft.lang == "zh":
            draft.say("article", digits(article), article=article)
    return ANSWERED


def say_narrative(draft: Draft, found: Found) -> Outcome:
    """The sentences that carry the answer, quoted, the number asked for lit."""
    plan = found.plan
    if not found.evidence:
        return say_nothing_found(draft, found)
    best = found.evidence[0]
    floor = NUMBER_FLOOR if plan.number_asked else TEXT_FLOOR
    kept = [e for e in found.evidence if e.score >= best.score * floor][:MOST_QUOTED]
    numbers = [e for e in kept if e.figure is not None]
    for evidence in numbers or kept:
        say_evidence(draft, found, evidence)
    if not plan.whole:
        say_assumed(draft, plan)
    if plan.number_asked and not numbers and not any(negates(e.quote, plan) for e in kept):
        draft.lines.insert(0, Line(draft.text("no_number", asked=" ".join(plan.topic))))
        return Status.NOT_FOUND, Reason.NOT_IN_FORM
    return ANSWERED


def negates(quote: str, plan: Plan) -> bool:
    """Whether a sentence says that there was none of what was asked for."""
    words = [word for group in (plan.topic, *plan.synonyms) for word in group if len(word) > 1 and not word.isascii()]
    named = "|".join(map(re.escape, words)) or "$^"
    return bool(
        re.search(
            rf"(?:{NEGATED.pattern})[^，。；,;]{{0,8}}(?:{named})|(?:{named})[^，。；,;]{{0,6}}(?:{NEGATED.pattern})",
            quote,
        )
    )


def say_evidence(draft: Draft, found: Found, evidence: Evidence) -> None:
    """One quoted sentence with its source, and its number as a value where one was asked for."""
    report = found.reports[evidence.passage.report_id]
    n = draft.cite_evidence(report, evidence)
    figure = ""
    if evidence.figure is not None:
        figure = evidence.passage.passage.text[slice(*evidence.figure)].strip("，,。；;、 ")
    key = "narrative_number" if figure else "narrative_lead"
    draft.say(key, agency=report.agency, year=report.year, figure=figure, marks=marks([n]))
    quote = evidence.quote.strip()
    draft.say("quote", quote=quote.replace(figure, f"**{figure}**", 1) if figure else quote)
    add_quoted_value(draft, report, figure, n)


def add_quoted_value(draft: Draft, report: StoredReport, figure: str, n: int) -> None:
    """The number of a quoted sentence as a value; its unit is the word behind it."""
    match = QUOTED.match(figure)
    if match is None:
        return
    value = Decimal(match["number"].replace(",", ""))
    unit = match["unit"].strip()
    label = next((c.quote for c in draft.citations if c.n == n and c.quote), "")[:40]
    draft.values.append(Value(value, unit, label, report.agency, report.year, (n,)))


def say_nothing_found(draft: Draft, found: Found) -> Outcome:
    """Neither a table nor the text has it: not in the form, or not a question for this system."""
    plan = found.plan
    if plan.domain or found.nearest:
        asked = " ".join(plan.topic)
        refusal = Refusal(status=Status.NOT_FOUND, reason=Reason.NOT_IN_FORM, asked=asked, offers=found.nearest)
    else:
        refusal = Refusal(status=Status.OUT_OF_SCOPE, reason=Reason.OFF_TOPIC)
    return say_refusal(draft, refusal)


def followups_of(draft: Draft, plan: Plan) -> tuple[str, ...]:
    """Questions that fit next and can be answered from the same report."""
    if not plan.reports:
        return ()
    agency, year = plan.reports[0]
    keys = ["follow_new", "follow_denied", "follow_rate", "follow_check", "follow_problems"]
    asked = {t.key for t in plan.targets}
    skip = {"follow_new": "new" in asked, "follow_denied": "denied" in asked, "follow_rate": "disclosure_rate" in asked,
            "follow_check": plan.operation is Operation.CHECK, "follow_problems": plan.operation is Operation.NARRATIVE}  # fmt: skip
    return tuple(draft.text(key, agency=agency, year=year) for key in keys if not skip[key])[:3]
