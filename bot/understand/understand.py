"""Question → Plan by rules over a closed world: the form, and the reports that are loaded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from bot.model import Lang, Question, Reason, Status
from bot.plan import Limit, Operation, Plan, Refusal, Target
from bot.understand.data import off_topic, topics
from bot.understand.lexicon import Named
from bot.understand.normal import language, normalise
from bot.understand.operation import CHANGES, many, operation_of, top_of
from bot.understand.parts import Parts, World, complete, inherit, read_parts
from bot.understand.reports import Choice, choose_reports
from bot.understand.targets import targets_of
from bot.understand.topic import topic_of
from ingest.form.catalogue import Catalogue

IDENTITY = re.compile(r"勾稽|identit(?:y|ies)")
COMPARED = re.compile(r"比|较|than|compared|over")
ENGLISH_COUNTED = re.compile(r"how many (copies|issues|people)\b")
COUNTED = re.compile(
    r"(?:多少|几)(?P<measure>人次|万元|[个次条件份期部人册名场篇项家笔元处起张天]?)(?P<noun>[\u3400-\u9fff]{2,4})?"
)


def understand(question: Question, world: World) -> Plan:
    """The plan of a question; a follow-up takes what it leaves out from the questions before it."""
    lang: Lang = question.lang or ("en" if language(question.text) == "en" else "zh")
    before: Parts | None = None
    for earlier in question.history[-6:]:
        said = read_parts(normalise(earlier), world, base_year(before))
        before = said if before is None or complete(said) else inherit(said, before)
    parts = read_parts(normalise(question.text), world, base_year(before))
    if before is not None and not complete(parts) and says_something(parts):
        parts = inherit(parts, before)
    return plan_of(parts, world, lang)


def loaded(parts: Parts, world: World, lang: Lang) -> Plan:
    """What is loaded of the agencies and years named, or all of it."""
    names = parts.agencies.names
    years = parts.years.years if parts.years.named and not parts.years.assumed else ()
    kept = tuple((a, y) for a, y in world.reports if (not names or a in names) and (not years or y in years))
    if not kept or parts.agencies.unknown:
        choice = choose_reports(parts.agencies, parts.years, world.reports)
        return Plan(operation=Operation.REFUSE, lang=lang, refusal=choice.refusal)
    return Plan(operation=Operation.LOADED, lang=lang, reports=kept)


def says_something(parts: Parts) -> bool:
    """Whether a follow-up asks anything: 谢谢 does not."""
    agencies = parts.agencies
    return bool(parts.named or agencies.groups or agencies.unknown or parts.years.named or parts.asks or parts.unheard)


def base_year(before: Parts | None) -> int | None:
    """Year that the question before spoke of."""
    return max(before.years.years) if before is not None and before.years.years else None


def plan_of(parts: Parts, world: World, lang: Lang) -> Plan:
    """Choose the operation and its reports."""
    if off_topic().search(parts.text):
        return refuse(lang, Status.OUT_OF_SCOPE, Reason.OFF_TOPIC, parts.text)
    if not world.reports:
        return refuse(lang, Status.NOT_FOUND, Reason.AGENCY_MISSING, "")
    if "loaded" in parts.asks and not parts.figures and "check" not in parts.asks:
        return loaded(parts, world, lang)
    if "define" in parts.asks and IDENTITY.search(parts.text):
        return Plan(operation=Operation.DEFINE, lang=lang)
    if "define" in parts.asks and parts.of("row", "metric", "column") and not parts.asks & {"most", "least"}:
        return Plan(
            operation=Operation.DEFINE,
            lang=lang,
            targets=targets_of(parts.of("row", "metric", "column"), world.catalogue),
        )
    operation = by_limit(operation_of(parts), parts)
    choice = choose_reports(parts.agencies, parts.years, world.reports, parts.pairs)
    if operation is None:
        return out_of_scope(parts, choice, lang)
    if choice.refusal is not None:
        return Plan(operation=Operation.REFUSE, lang=lang, refusal=choice.refusal)
    plan = fill(operation, parts, choice, world, lang)
    if not parts.strong and len({target.table for target in plan.targets}) > 1:
        return beyond_form([n.entry.alias for n in parts.figures], plan, world)  # weak words of two tables say nothing
    alone = ("平均",) if "mean" in parts.asks and operation is not Operation.MEAN else ()
    beyond = (*parts.unheard, *alone, *foreign_columns(parts, plan.targets), *foreign_rows(parts, plan.targets))
    if beyond and operation not in {Operation.CHECK, Operation.NARRATIVE}:
        return beyond_form(beyond, plan, world)
    return plan


def by_limit(operation: Operation | None, parts: Parts) -> Operation | None:
    """A limit in percents asks for a share or a growth, not for the figure itself."""
    rate = any(n.entry.kind == "metric" and n.entry.key.endswith("rate") for n in parts.figures)
    if parts.limit is None or not parts.limit.percent or rate:
        return operation
    return {Operation.VALUE: Operation.SHARE, Operation.DIFFERENCE: Operation.GROWTH}.get(operation, operation)  # type: ignore[arg-type]


def limit_of(parts: Parts, operation: Operation) -> Limit | None:
    """What figures are held against: the limit that the question sets, some at all, or more or fewer."""
    if parts.limit is not None:
        return parts.limit
    if operation is Operation.COUNT:
        return Limit(sense="gt", value=Decimal(0))
    if operation in CHANGES and "claim" in parts.asks:
        down = DOWN.search(parts.text)
        return Limit(sense="lt" if down else "gt", value=Decimal(0), said=down[0] if down else "")
    return None


def foreign_columns(parts: Parts, targets: Sequence[Target]) -> tuple[str, ...]:
    """Columns named that no figure asked for has: reviews are not counted by kind of applicant."""
    has = {(t.table, t.column) for t in targets}
    own = [n for n in parts.of("column") if (n.entry.table, n.entry.key) in has]
    fitting = {n.positions for n in own}
    return tuple(n.entry.alias for n in parts.of("column") if n.positions not in fitting and n.entry.weight > 1)


CLAIMED = frozenset(
    {
        Operation.VALUE,
        Operation.SHARE,
        Operation.DIFFERENCE,
        Operation.GROWTH,
        Operation.SUM,
        Operation.RATIO,
        Operation.MEAN,
    }
)
PARTED = frozenset({Operation.RANK, Operation.FILTER, Operation.COUNT})
BESIDE = frozenset({Operation.RATIO, Operation.DIFFERENCE, Operation.SUM, Operation.RANK, Operation.GROWTH})
WHOLES = frozenset({"total", "new", "to_handle", "review", "litigation"})
DOWN = re.compile(r"少|低|降|减|跌|fewer|less|lower|drop|fell|decline|down")
WITHIN = re.compile(r"(?:中|里|里面|当中|之中)的?")


def foreign_rows(parts: Parts, targets: Sequence[Target]) -> tuple[str, ...]:
    """A row of one table asked for within a row of another: reviews that were withdrawn."""
    named = parts.figures
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


def fill(operation: Operation, parts: Parts, choice: Choice, world: World, lang: Lang) -> Plan:
    """The plan with its targets or topic."""
    plan = Plan(
        operation=operation,
        lang=lang,
        reports=choice.reports,
        missing=choice.missing,
        descending=not parts.asks & {"least", "ascending"},
        extreme=bool(parts.asks & {"most", "least"}),
        top=top_of(parts.text) if operation is Operation.RANK else None,
        limit=limit_of(parts, operation),
        claim="claim" in parts.asks and limit_of(parts, operation) is not None and operation in CLAIMED,
        table="table" in parts.asks,
        assumed=(*choice.assumed, *(f"spelling:{wrong}→{right}" for wrong, right in parts.spelling)),
        others=choice.others,
    )
    targets, base = targets_with_base(parts, operation, world)
    update: dict[str, object] = {"targets": targets, "base": base}
    if operation in PARTED and len(choice.reports) == 1 and not choice.missing and len(targets) == 1:
        update["within"] = not many(parts)
    if operation is Operation.NARRATIVE:
        fallback = update if not parts.unheard and not parts.of("topic") and "how" not in parts.asks else {}
        fallback = update if parts.strong and not parts.unheard else fallback
        return plan.model_copy(update={**narrative_slots(parts), **fallback})
    if operation in CHANGES and len(choice.reports) == 1:
        agency, year = choice.reports[0]
        pair = ((agency, year), (agency, year - 1))
        if parts.years.assumed and len(parts.years.years) == 1 and COMPARED.search(parts.text):
            pair = ((agency, year + 1), (agency, year))
        update["reports"] = tuple(p for p in pair if p in world.reports)
        update["missing"] = tuple(p for p in pair if p not in world.reports)
    return plan.model_copy(update=update)


def targets_with_base(parts: Parts, operation: Operation, world: World) -> tuple[tuple[Target, ...], Target | None]:
    """Figures asked for, the more specific ones where a whole and its part are both named.

    不予公开里的国家秘密 asks for the part; as a share it asks for the part of that whole.
    """
    named: Sequence[Named] = [*parts.figures, *weak_members(parts, world.catalogue), *parts.of("column")]
    if operation is Operation.SHARE and (whole := whole_of(parts)) is not None:
        part = [
            n
            for n in named
            if n is not whole and not (n.entry.kind == "column" and n.start > whole.start > parts.text.find("占") > 0)
        ]
        if any(n.entry.kind in {"row", "metric"} for n in part):
            return targets_of(part, world.catalogue), targets_of([whole], world.catalogue)[0]
        if part:
            return targets_of([whole, *part], world.catalogue), None
    targets = targets_of(named, world.catalogue)
    if operation in BESIDE:
        return targets, None
    wholes = {t: inside(t, targets, world.catalogue) for t in targets}
    parts_of = [t for t in targets if not wholes[t]]
    base = next((t for t in targets if wholes[t] and t.kind == "group"), None) if operation is Operation.SHARE else None
    return tuple(parts_of) or targets, base


def whole_of(parts: Parts) -> Named | None:
    """What a share is a share of: what stands behind 占, else what can only be a whole."""
    at = parts.text.find("占")
    behind = [n for n in parts.figures if n.start > at >= 0]
    before = [n for n in parts.figures if n.start < at]
    if behind and (before or any(n.start < at for n in parts.of("column"))):
        return behind[0]
    wholes = [n for n in parts.figures if n.entry.key in WHOLES]
    return wholes[0] if wholes and len(parts.figures) > 1 else None


def weak_members(parts: Parts, catalogue: Catalogue) -> list[Named]:
    """Weak words that name a part of a group named outright: 涉密 beside 不公开."""
    terms = {term for n in parts.strong if n.entry.kind == "metric" for term in catalogue.metrics[n.entry.key].terms}
    return [n for n in parts.of("row") if n.entry.weak and n.entry.key in terms]


def inside(whole: Target, targets: Sequence[Target], catalogue: Catalogue) -> bool:
    """Whether another target is a part of `whole`, or a rate that is made of it."""
    for other in targets:
        if other.kind == "rate" and whole.kind != "rate":
            metric = catalogue.metrics[other.key]
            made_of = {name.partition("/")[0] for name in (*metric.numerator, *metric.denominator)}
            terms = set(catalogue.metrics[whole.key].terms) if whole.kind == "group" else {whole.key}
            if terms & made_of:
                return True
        if whole.kind == "group" and other.kind == "row" and other.key in catalogue.metrics[whole.key].terms:
            return True
    return False


def counted(text: str) -> tuple[str, str]:
    """Measure word and noun that a question counts: 几次培训 → (次, 培训); empty where not said."""
    english = ENGLISH_COUNTED.search(text)
    if english:
        return {"copies": "册", "issues": "期", "people": "人"}[english[1]], ""
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
