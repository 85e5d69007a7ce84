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
    alone = ("平均",) if "mean" in parts.asks and not (many(parts) or len(plan.targets) > 1) else ()
    return (*parts.unheard, *alone, *foreign_columns(parts, plan.targets), *foreign_rows(parts, plan.targets))


def foreign_columns(parts: Parts, targets: Sequence[Target]) -> tuple[str, ...]:
    """Columns named that no figure asked for has: reviews are not counted by kind of applicant."""
    has = {(t.table, t.column) for t in targets}
    own = [n for n in parts.of("column") if (n.entry.table, n.entry.key) in has]
    fitting = {n.positions for n in own}
    return tuple(n.entry.alias for n in parts.of("column") if n.positions not in fitting and n.entry.weight > 1)


WITHIN: Final = re.compile(r"(?:中|里|里面|当中|之中)的?")


def foreign_rows(parts: Parts, targets: Sequence[Target]) -> tuple[str, ...]:
    """A row of one table asked for within a row of another: reviews that were withdrawn."""
    named = [n for n in parts.figures if n.positions]
    for first, second in pairwise(named):
        between = parts.text[max(first.positions) + 1 : min(second.positions)]
        if first.entry.table != second.entry.table and WITHIN.match(between) and len({t.table for t in targets}) > 1:
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
