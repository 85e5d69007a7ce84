"""Question → Plan by rules over a closed world: the form, and the reports that are loaded."""

from __future__ import annotations

import re
from typing import Final

from bot.curated import Meant
from bot.model import Lang, Question, Reason, Status
from bot.plan import Operation, Plan, Refusal
from bot.understand.beyond import beyond_form, beyond_of
from bot.understand.data import off_topic
from bot.understand.fill import fill
from bot.understand.follow import after, says_something
from bot.understand.names import in_place
from bot.understand.normal import language, normalise
from bot.understand.operation import by_limit, operation_of
from bot.understand.parts import Parts, World
from bot.understand.reports import Choice, choose_reports
from bot.understand.targets import targets_of
from bot.understand.wanted import inside, weak_tables

IDENTITY: Final = re.compile(r"勾稽|identit(?:y|ies)")
FEW: Final = 3  # characters of a topic that may happen to stand in a question about the form
KEPT_TURNS: Final = 6


def understand(question: Question, world: World) -> Plan:
    """The plan of a question; a follow-up takes what it leaves out from the questions before it."""
    lang: Lang = question.lang or ("en" if language(question.text) == "en" else "zh")
    turns: list[Parts] = []
    for said in question.history[-KEPT_TURNS:]:
        turn = after(normalise(said), turns, world)
        if says_something(turn):  # 哦 or 谢谢 is no turn
            turns.append(turn)
    turns.append(after(normalise(question.text), turns, world))
    return plan_of(turns[-1], world, lang)


def plan_of(parts: Parts, world: World, lang: Lang) -> Plan:
    """Choose the operation and its reports."""
    if off_topic().search(parts.text):
        return refuse(lang, Status.OUT_OF_SCOPE, Reason.OFF_TOPIC, parts.text)
    if not world.reports:
        return refuse(lang, Status.NOT_FOUND, Reason.AGENCY_MISSING, "")
    counted = parts.figures or parts.limit or any(n.entry.weight > FEW for n in parts.of("column"))
    if "loaded" in parts.asks and not counted and "check" not in parts.asks:
        return loaded(parts, world, lang)
    if "define" in parts.asks and (plan := definition(parts, world, lang)) is not None:
        return plan
    if parts.meant is not None:
        return as_meant(parts.meant, parts, world, lang)
    operation = by_limit(operation_of(parts), parts)
    choice = choose_reports(parts.agencies, parts.years, world.reports, parts.pairs)
    if says_nothing(parts, operation):
        return refuse(lang, Status.CLARIFY, Reason.AMBIGUOUS, parts.text)
    if operation is None:
        return out_of_scope(parts, choice, lang)
    if choice.refusal is not None:
        return Plan(operation=Operation.REFUSE, lang=lang, refusal=choice.refusal)
    plan = fill(operation, parts, choice, world, lang)
    if weak_tables(parts, plan):
        return beyond_form([n.entry.alias for n in parts.figures], plan, world)
    beyond = beyond_of(parts, plan)
    return beyond_form(beyond, plan, world) if beyond else plan


def as_meant(meant: Meant, parts: Parts, world: World, lang: Lang) -> Plan:
    """The plan that an administrator gave a wording, for the agencies and years of the question."""
    choice = choose_reports(parts.agencies, parts.years, world.reports, parts.pairs)
    if choice.refusal is not None:
        return Plan(operation=Operation.REFUSE, lang=lang, refusal=choice.refusal)
    return fill(meant.operation, parts, choice, world, lang).model_copy(update={"targets": meant.targets})


def loaded(parts: Parts, world: World, lang: Lang) -> Plan:
    """What is loaded of the agencies, places and years named, or all of it."""
    names = {*parts.agencies.names, *(agency for agency in world.agencies if in_place(agency, parts.text))}
    years = parts.years.years if parts.years.named and not parts.years.assumed else ()
    kept = tuple((a, y) for a, y in world.reports if (not names or a in names) and (not years or y in years))
    if not kept or (parts.agencies.unknown and not names):
        choice = choose_reports(parts.agencies, parts.years, world.reports)
        return Plan(operation=Operation.REFUSE, lang=lang, refusal=choice.refusal)
    return Plan(operation=Operation.LOADED, lang=lang, reports=kept)


def definition(parts: Parts, world: World, lang: Lang) -> Plan | None:
    """What a row, a metric, a column or the identities mean; None where none of them is named."""
    if IDENTITY.search(parts.text):
        return Plan(operation=Operation.DEFINE, lang=lang)
    named = parts.of("row", "metric", "column")
    if not parts.strong and any(n.entry.weight > FEW for n in parts.of("topic")):
        return None
    if (
        not named
        or parts.asks & {"most", "least", "rank", "sum", "count"}
        or (parts.agencies.names and "number" in parts.asks)
    ):
        return None
    targets = targets_of(named, world.catalogue)
    inner = tuple(target for target in targets if not inside(target, targets, world.catalogue))
    return Plan(operation=Operation.DEFINE, lang=lang, targets=inner or targets)


def says_nothing(parts: Parts, operation: Operation | None) -> bool:
    """Whether a number is asked for, and nothing says of what: 那一项有几件."""
    something = parts.named or parts.agencies.groups or parts.agencies.unknown or parts.unheard or parts.years.named
    return "number" in parts.asks and not something and operation in {None, Operation.NARRATIVE}


def out_of_scope(parts: Parts, choice: Choice, lang: Lang) -> Plan:
    """Nothing of the form or the narrative was named."""
    if choice.refusal is not None and parts.agencies.unknown:
        return Plan(operation=Operation.REFUSE, lang=lang, refusal=choice.refusal)
    return refuse(lang, Status.OUT_OF_SCOPE, Reason.OFF_TOPIC, parts.text)


def refuse(lang: Lang, status: Status, reason: Reason, asked: str) -> Plan:
    """A plan that only says no."""
    return Plan(operation=Operation.REFUSE, lang=lang, refusal=Refusal(status=status, reason=reason, asked=asked))
