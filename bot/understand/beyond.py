"""A question that narrows a figure in a way that the form does not: it is refused, never answered in part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.model import Reason, Status
from bot.plan import Operation, Plan, Refusal, Target
from bot.understand.operation import many
from bot.understand.parts import Parts, World


def beyond_of(parts: Parts, plan: Plan) -> tuple[str, ...]:
    """Words of the question that narrow its figure in a way that the form does not."""
    if plan.operation in {Operation.CHECK, Operation.NARRATIVE}:
        return ()
    if plan.limit is None and not plan.claim and (negated := negation(parts)):
        return (negated,)
    alone = ("平均",) if "mean" in parts.asks and not (many(parts) or len(plan.targets) > 1) else ()
    alone = (*alone, *rate_of_row(parts), *across_tables(parts, plan))
    return (*parts.unheard, *alone, *foreign_columns(parts, plan.targets), *foreign_rows(parts, plan.targets))


def negation(parts: Parts) -> str:
    """A "not" that no term holds, before a figure or where only a weak word names one; "" where there is none.

    没走复议 is not a review, and 没给材料的申请 are not all requests.
    """
    known = {at for named in parts.named for at in named.positions}
    for match in NOT.finditer(parts.text):
        if match.start() in known:
            continue
        near = [n for n in (*parts.figures, *parts.of("column")) if n.positions]
        behind = any(match.end() <= n.start <= match.end() + NEAR for n in near)
        if behind or not parts.strong:
            return parts.text[match.start() : match.end() + NEAR]
    return ""


def rate_of_row(parts: Parts) -> tuple[str, ...]:
    """A rate that no metric knows: 复议率, or 败诉率 of one kind of lawsuits only."""
    ends = {max(n.positions) + 1: n for n in parts.figures if n.positions and n.entry.kind == "row"}
    unknown = [n.entry.alias + "率" for end, n in ends.items() if parts.text[end : end + 1] == "率"]
    rates = [
        n
        for n in parts.figures
        if n.entry.kind == "metric" and n.entry.key.endswith("rate") and n.entry.table == "disputes"
    ]
    rows = [n for n in parts.figures if n.entry.key in {"litigation_direct", "litigation_after_review"}]
    return tuple(unknown) or tuple(n.entry.alias for n in rows if rates)


def across_tables(parts: Parts, plan: Plan) -> tuple[str, ...]:
    """Figures of two tables that run into one another: 新收的行政复议, 上年结转的行政诉讼."""
    if plan.operation not in {Operation.VALUE, Operation.LIST, Operation.COUNT, Operation.SUM}:
        return ()
    for first, second in pairwise([n for n in parts.strong if n.positions]):
        gap = parts.text[max(first.positions) + 1 : second.start]
        if first.entry.table != second.entry.table and len(gap) <= RUN_IN and not APART.search(gap):
            return (parts.text[first.start : max(second.positions) + 1],)
    return ()


def foreign_columns(parts: Parts, targets: Sequence[Target]) -> tuple[str, ...]:
    """Columns named that no figure asked for has: reviews are not counted by kind of applicant."""
    has = {(t.table, t.column) for t in targets}
    own = [n for n in parts.of("column") if (n.entry.table, n.entry.key) in has]
    fitting = {n.positions for n in own}
    return tuple(
        n.entry.alias
        for n in parts.of("column")
        if n.positions not in fitting
        and n.entry.weight > 1
        and n.entry.key != "decisions"
        and not (n.entry.table == "disclosure" and n.entry.alias.isascii())
    )


NOT: Final = re.compile(
    r"(?<![有是能会要可该对多差])(?:没有?|未|不)(?![,?。、]|$|同|足|到|过|少于|超过|低于|高于|多|错|知|清楚|太|大|断|仅|管|论|妨|好意思|用|含|算|包括|计)"
)
NEAR: Final = 3
RUN_IN: Final = 12
APART: Final = re.compile(r"[、,，;；。?？和与跟及加减比占÷/]|and|plus|versus|vs|多少|几")
WITHIN: Final = re.compile(r"的?(?:申请|件|案件|决定)?(?:中|里|里面|里头|当中|之中|引起|引发|导致|被|后被|之后)的?")
CARRIED: Final = frozenset({"carried_in", "carried_out"})


def foreign_rows(parts: Parts, targets: Sequence[Target]) -> tuple[str, ...]:
    """A row of one table asked for within a row of another: reviews that were withdrawn."""
    named = [n for n in parts.figures if n.positions]
    for first, second in pairwise(named):
        between = parts.text[max(first.positions) + 1 : min(second.positions)]
        apart = first.entry.table != second.entry.table and len({t.table for t in targets}) > 1
        carried = first.entry.key in CARRIED and second.entry.key not in CARRIED | {"new", "total"}
        if (apart or carried) and WITHIN.match(between):
            return (second.entry.alias,)
    return ()


def beyond_form(beyond: Sequence[str], plan: Plan, world: World) -> Plan:
    """The question narrows a figure in a way that the form does not: say so, and offer what there is."""
    catalogue = world.catalogue
    terms = [catalogue.rows[t.table][t.key] if t.kind == "row" else catalogue.metrics[t.key] for t in plan.targets]
    refusal = Refusal(
        status=Status.NOT_FOUND,
        reason=Reason.NOT_IN_FORM,
        asked="、".join(beyond),
        offers=tuple(dict.fromkeys(term.label.get(plan.lang) for term in terms)),
    )
    return plan.model_copy(update={"operation": Operation.REFUSE, "refusal": refusal})
