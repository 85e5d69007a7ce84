"""A claim of the question held against the figure that was found: it agrees, or it does not."""

from __future__ import annotations

from bot.compose.draft import Draft, Line, marks
from bot.compose.refusals import digits
from bot.compose.values import amount
from bot.plan import Operation, Plan


def say_claim(draft: Draft, plan: Plan) -> None:
    """The verdict, before everything else; what the question said is repeated, never taken over."""
    if not plan.claim or plan.limit is None or not draft.values:
        return
    value = draft.values[0]
    if not plan.limit.fits(value.unit):
        return  # yuan are not held against cases, nor percent against points
    limit, stated = plan.limit.for_unit(value.unit), value.value
    if limit.value > 0 and plan.operation in {Operation.DIFFERENCE, Operation.GROWTH}:
        stated = -stated if plan.falls else stated  # 少了4件 states a fall of 4
    key = "claim_agrees" if limit.holds(stated) else "claim_differs"
    unit = draft.text("points") if value.unit == "百分点" else value.unit
    shown = (
        f"（{value.formula}）"
        if value.formula and draft.lang == "zh"
        else f" ({value.formula})"
        if value.formula
        else ""
    )
    text = draft.text(
        key, formula=shown, said=plan.limit.said, amount=amount(draft, value.value, unit), marks=marks(value.citations)
    )
    draft.lines.insert(0, Line(text, frozenset(digits(plan.limit.said)) | value.own))
