"""Question → Plan by rules over a closed world: the form, and the reports that are loaded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model import Lang, Question, Reason, Status
from bot.plan import Operation, Plan, Refusal
from bot.understand.agencies import Agencies, find_agencies
from bot.understand.data import off_topic, operations, topics
from bot.understand.lexicon import Named, find_named
from bot.understand.normal import HAN, language, normalise
from bot.understand.reports import Choice, choose_reports, unknown_agency
from bot.understand.targets import asking_columns, targets_of
from bot.understand.topic import topic_of
from bot.understand.years import Years, find_years
from ingest.form.catalogue import Catalogue

COUNTED = re.compile(
    r"(?:多少|几)(?P<measure>[个次条件份期部人册名场篇项家笔元处起张]?)(?P<noun>[\u3400-\u9fff]{2,4})?"
)


@dataclass(frozen=True)
class World:
    """What questions can be about: the form, and (agency, year) of every loaded report."""

    catalogue: Catalogue
    reports: tuple[tuple[str, int], ...]

    @property
    def agencies(self) -> tuple[str, ...]:
        """Loaded agencies."""
        return tuple(dict.fromkeys(agency for agency, _ in self.reports))

    @property
    def years(self) -> tuple[int, ...]:
        """Loaded years, ascending."""
        return tuple(sorted({year for _, year in self.reports}))


@dataclass(frozen=True)
class Parts:
    """What the rules found in one question."""

    text: str
    named: tuple[Named, ...]
    years: Years
    agencies: Agencies
    asks: frozenset[str]
    stranger: str = ""  # a word in front that nothing here knows: most likely an agency not loaded

    def of(self, *kinds: str) -> list[Named]:
        """Named things of these kinds, in order of appearance."""
        return [named for named in self.named if named.entry.kind in kinds]

    @property
    def figures(self) -> list[Named]:
        """Rows and metrics; weak words count only where nothing stronger stands."""
        found = self.of("row", "metric")
        strong = [named for named in found if not named.entry.weak]
        return strong or found


def read_parts(text: str, world: World) -> Parts:
    """Find years, agencies, terms and operations in a normalised question."""
    named = tuple(find_named(text, world.catalogue))
    taken = {i for n in named for i in n.positions if n.entry.kind in {"row", "metric"}}
    agencies = find_agencies(text, world.agencies, taken)
    inside = {i for start, end in agencies.spans for i in range(start, end)}
    named = tuple(n for n in named if not n.positions <= inside)
    asks = frozenset(name for name, patterns in operations().items() if any(p.search(text) for p in patterns))
    return Parts(text, named, find_years(text, world.years), agencies, asks, stranger_in(text, named, agencies))


def stranger_in(text: str, named: Sequence[Named], agencies: Agencies) -> str:
    """The first word, where nothing here knows it.

    Answering a question about an agency that is not loaded with the figures of another one would
    show a wrong figure.
    """
    known = {i for n in named for i in n.positions}
    known |= {i for start, end in agencies.spans for i in range(start, end)}
    rest = "".join(" " if i in known else char for i, char in enumerate(text))
    if not re.match(HAN, rest):
        return ""
    first = re.split(r"[^\u3400-\u9fff]", rest, maxsplit=1)[0]
    words = topic_of(first)
    return words[0] if words and first.endswith(words[-1]) and 2 <= len(words[0]) <= 12 else ""


def understand(question: Question, world: World) -> Plan:
    """The plan of a question; a follow-up takes what it leaves out from the questions before it."""
    lang: Lang = question.lang or ("en" if language(question.text) == "en" else "zh")
    parts = read_parts(normalise(question.text), world)
    for earlier in reversed(question.history[-6:]):
        if complete(parts):
            break
        parts = inherit(parts, read_parts(normalise(earlier), world))
    return plan_of(parts, world, lang)


def complete(parts: Parts) -> bool:
    """Whether a question stands on its own: it says what is asked, and of whom or when."""
    says_what = bool(parts.figures or parts.of("topic") or parts.asks & {"define", "check", "loaded"})
    return says_what and bool(parts.agencies.names or parts.agencies.unknown or parts.agencies.every)


def inherit(parts: Parts, earlier: Parts) -> Parts:
    """`parts` with the slots that it leaves open filled from an earlier question."""
    figures, topics, columns = parts.figures, parts.of("topic"), parts.of("column")
    named = list(parts.named)
    if not figures and not topics and not parts.asks & {"check", "loaded"}:
        named += [n for n in earlier.named if n.entry.kind != "column" or not columns]
    agencies = parts.agencies
    if not (agencies.names or agencies.unknown or agencies.every):
        agencies = replace(earlier.agencies, spans=()) if not parts.stranger else agencies
    years = parts.years if parts.years.named else earlier.years
    asks = parts.asks | (earlier.asks & {"list", "share"} if not figures else frozenset())
    return Parts(parts.text, tuple(named), years, agencies, asks, parts.stranger)


def plan_of(parts: Parts, world: World, lang: Lang) -> Plan:
    """Choose the operation and its reports."""
    if off_topic().search(parts.text):
        return refuse(lang, Status.OUT_OF_SCOPE, Reason.OFF_TOPIC, parts.text)
    if not world.reports:
        return refuse(lang, Status.NOT_FOUND, Reason.AGENCY_MISSING, "")
    if "loaded" in parts.asks and not parts.figures:
        return Plan(operation=Operation.LOADED, lang=lang, reports=world.reports)
    if "define" in parts.asks and parts.of("row", "metric", "column"):
        return Plan(
            operation=Operation.DEFINE,
            lang=lang,
            targets=targets_of(parts.of("row", "metric", "column"), world.catalogue),
        )
    choice = choose_reports(parts.agencies, parts.years, world.reports)
    operation = operation_of(parts)
    figures = operation not in {None, Operation.NARRATIVE}
    if figures and parts.stranger and not parts.agencies.names and not parts.agencies.unknown:
        choice = unknown_agency(replace(parts.agencies, unknown=(parts.stranger,)), world.reports)
    if operation is None:
        return out_of_scope(parts, choice, lang)
    if choice.refusal is not None:
        return Plan(operation=Operation.REFUSE, lang=lang, refusal=choice.refusal)
    return fill(operation, parts, choice, world, lang)


def operation_of(parts: Parts) -> Operation | None:
    """What is asked to be done, or None where nothing of the form or the narrative is named."""
    if "check" in parts.asks and not parts.of("topic"):
        return Operation.CHECK
    if narrative_first(parts):
        return Operation.NARRATIVE
    if parts.figures or asking_columns(parts.of("column")):
        return figure_operation(parts)
    return Operation.NARRATIVE if topic_of(parts.text, parts.agencies.spans) or parts.of("topic") else None


def narrative_first(parts: Parts) -> bool:
    """Whether the question is about the text: a topic of it, or why and how, and no strong figure."""
    strong = [named for named in parts.of("row", "metric") if not named.entry.weak]
    if parts.of("topic") and not strong and not any(n.entry.table == "requests" for n in parts.of("column")):
        return True
    counting = {"number", "list", "share", "growth", "difference", "rank", "most", "least", "trend"}
    if not strong and not parts.asks & counting and not asking_columns(parts.of("column")):
        return bool(topic_of(parts.text, parts.agencies.spans))
    asks_how = "how" in parts.asks and not parts.asks & counting
    return asks_how and (bool(parts.of("topic")) or not strong or "why" in parts.text or "为什么" in parts.text)


def figure_operation(parts: Parts) -> Operation:
    """Operation over figures; the most specific wish wins."""
    if parts.asks & {"growth"}:
        return Operation.GROWTH
    if parts.asks & {"difference"}:
        return Operation.DIFFERENCE
    if parts.asks & {"rank", "most", "least"} and (
        parts.agencies.every or len(parts.agencies.names) > 1 or len(parts.years.years) > 1
    ):
        return Operation.RANK
    if "share" in parts.asks:
        return Operation.SHARE
    return Operation.LIST if "list" in parts.asks else Operation.VALUE


def fill(operation: Operation, parts: Parts, choice: Choice, world: World, lang: Lang) -> Plan:
    """The plan with its targets or topic."""
    plan = Plan(
        operation=operation,
        lang=lang,
        reports=choice.reports,
        missing=choice.missing,
        descending="least" not in parts.asks,
        assumed=choice.assumed,
        others=choice.others,
    )
    if operation is Operation.NARRATIVE:
        return plan.model_copy(update=narrative_slots(parts))
    named: Sequence[Named] = [*parts.figures, *parts.of("column")]
    update: dict[str, object] = {"targets": targets_of(named, world.catalogue)}
    if operation in {Operation.GROWTH, Operation.DIFFERENCE} and len(choice.reports) == 1:
        agency, year = choice.reports[0]
        before = (agency, year - 1)
        update["reports" if before in world.reports else "missing"] = (
            (*choice.reports, before) if before in world.reports else (*choice.missing, before)
        )
    return plan.model_copy(update=update)


def counted(text: str) -> tuple[str, str]:
    """Measure word and noun that a question counts: 几次培训 → (次, 培训); empty where not said."""
    match = COUNTED.search(text)
    return (match["measure"] or "", match["noun"] or "") if match else ("", "")


def narrative_slots(parts: Parts) -> dict[str, object]:
    """What is looked for in the narrative."""
    groups = dict.fromkeys(int(named.entry.key) for named in parts.of("topic"))
    words = topics()
    return {
        "topic": topic_of(parts.text, parts.agencies.spans),
        "synonyms": tuple((*words[g].zh, *words[g].en) for g in groups),
        "number_asked": "number" in parts.asks and "how" not in parts.asks,
        "counted": counted(parts.text),
        "domain": bool(parts.figures or parts.of("column") or parts.agencies.names),
        "whole": not parts.agencies.names and not parts.years.named,
    }


def out_of_scope(parts: Parts, choice: Choice, lang: Lang) -> Plan:
    """Nothing of the form or the narrative was named."""
    if choice.refusal is not None and parts.agencies.unknown:
        return Plan(operation=Operation.REFUSE, lang=lang, refusal=choice.refusal)
    return refuse(lang, Status.OUT_OF_SCOPE, Reason.OFF_TOPIC, parts.text)


def refuse(lang: Lang, status: Status, reason: Reason, asked: str) -> Plan:
    """A plan that only says no."""
    return Plan(operation=Operation.REFUSE, lang=lang, refusal=Refusal(status=status, reason=reason, asked=asked))
