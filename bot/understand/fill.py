"""The plan of an operation: its figures, its reports, and how they are wanted."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from bot.model import Lang
from bot.plan import Limit, Operation, Plan
from bot.understand.data import topics
from bot.understand.operation import CHANGES, many, place_of, top_of
from bot.understand.parts import Parts, World
from bot.understand.reports import Choice
from bot.understand.topic import topic_of
from bot.understand.wanted import SHARE_OF, SHARE_WORD, asked_each, targets_with_base
from bot.understand.years import year_mentions

COMPARED: Final = re.compile(r"比|较|than|compared|over")
ENGLISH_COUNTED: Final = re.compile(r"how many (copies|issues|people)\b")
COUNTED: Final = re.compile(
    r"(?:多少|几)(?P<measure>人次|万元|[个次条件份期部人册名场篇项家笔元处起张天]?)(?P<noun>[\u3400-\u9fff]{2,4})?"
)
PERCENT: Final = re.compile(r"百分|占|比例|比重|率|%|percent|rate|share")
AGAINST: Final = re.compile(r"比(?!例|重|率)|较|减(?!少)|相对|是|minus|exceed|than|against|higher|lower")
CONTACT: Final = re.compile(r"号码|电话|邮箱|地址|phone|e-?mail|address")  # no figure, though it has digits
PAIR: Final = 2
FEW: Final = 3  # characters of a topic that may happen to stand in a question about the form
CLAIMED: Final = frozenset(
    {Operation.VALUE, Operation.SHARE, Operation.DIFFERENCE, Operation.GROWTH, Operation.SUM, Operation.RATIO,
     Operation.MEAN}
)  # fmt: skip
PARTED: Final = frozenset({Operation.RANK, Operation.FILTER, Operation.COUNT})
DOWN: Final = re.compile(r"(?<![至多不])少(?!于)|(?<!不)低(?!于)|降|减|跌|fewer|less|lower|drop|fell|decline|down")


def fill(operation: Operation, parts: Parts, choice: Choice, world: World, lang: Lang) -> Plan:
    """The plan with its targets or topic."""
    limit = limit_of(parts, operation)
    plan = Plan(
        operation=operation,
        lang=lang,
        reports=choice.reports,
        missing=choice.missing,
        descending="most" in parts.asks or not parts.asks & {"least", "ascending"},
        extreme=bool(parts.asks & {"most", "least"}),
        top=top_of(parts.text) if operation is Operation.RANK else None,
        place=place_of(parts.text) if operation is Operation.RANK else None,
        limit=limit,
        claim="claim" in parts.asks and limit is not None and operation in CLAIMED,
        falls=bool(DOWN.search(parts.text)),
        table="table" in parts.asks,
        assumed=(*choice.assumed, *(f"spelling:{wrong}→{right}" for wrong, right in parts.spelling)),
        others=choice.others,
    )
    targets, base = targets_with_base(parts, operation, world)
    update: dict[str, object] = {"targets": targets, "base": base}
    if operation is Operation.NARRATIVE:
        return plan.model_copy(update={**narrative_slots(parts, world), **(update if may_be_figure(parts) else {})})
    if operation is Operation.SHARE and base is None and len(targets) == 1 and across_reports(parts, choice):
        operation = Operation.RATIO if len(choice.reports) == PAIR else Operation.VALUE
        update["operation"] = operation
    update["ordered"] = named_order(parts)
    update["percent"] = operation is Operation.RATIO and "share" in parts.asks and bool(PERCENT.search(parts.text))
    update["shared"] = operation in {*PARTED, Operation.MEAN} and bool(
        SHARE_WORD.search(parts.text) or (limit and limit.percent)
    )
    update["asked"] = asked_each(parts, choice.reports, world)
    if operation in PARTED and len(choice.reports) == 1 and not choice.missing and len(targets) == 1:
        update["within"] = not many(parts)
    if operation in CHANGES and len(choice.reports) == 1 and not choice.missing and len(targets) < 2:
        update |= with_year_before(parts, choice, world)
    return plan.model_copy(update=update)


def across_reports(parts: Parts, choice: Choice) -> bool:
    """Whether one report's figure is to be shared by another's: 洪泽2023年占淮安2024年的比例."""
    mark = SHARE_OF.search(parts.text)
    if mark is None or len(choice.reports) < PAIR:
        return False
    spots = [at for at, _ in (*parts.agencies.mentions, *year_mentions(parts.text))]
    return any(at < mark.start() for at in spots) and any(at > mark.start() for at in spots)


def named_order(parts: Parts) -> bool:
    """Whether two years are held against each other as they are named: 2021年比2022年多多少."""
    years = year_mentions(parts.text)
    if len(years) != 2 or years[0][1] == years[1][1]:
        return False
    return bool(AGAINST.search(parts.text[years[0][0] : years[1][0]]))


def may_be_figure(parts: Parts) -> bool:
    """Whether a question about the text may also be answered by the tables, where the text is silent."""
    telling = any(n.entry.weight > FEW for n in parts.of("topic"))
    if parts.unheard or telling or "text" in parts.asks or ("how" in parts.asks and "number" not in parts.asks):
        return False
    return bool(parts.strong) or (not parts.of("topic") and "how" not in parts.asks)


def with_year_before(parts: Parts, choice: Choice, world: World) -> dict[str, object]:
    """A change of one year is one from the year before it, as far as that is loaded."""
    agency, year = choice.reports[0]
    pair = ((agency, year), (agency, year - 1))
    if parts.years.assumed and len(parts.years.years) == 1 and COMPARED.search(parts.text):
        pair = ((agency, year + 1), (agency, year))
    return {
        "reports": tuple(p for p in pair if p in world.reports),
        "missing": tuple(p for p in pair if p not in world.reports),
    }


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


def told_figures(parts: Parts, world: World) -> list[tuple[str, ...]]:
    """What the text may call the figures that are asked of it."""
    if "text" not in parts.asks:
        return []
    catalogue = world.catalogue
    named = {(n.entry.kind, n.entry.table, n.entry.key) for n in parts.figures}
    terms = [catalogue.rows[table][key] if kind == "row" else catalogue.metrics[key] for kind, table, key in named]
    return [(term.label.zh, *term.aliases.zh) for term in terms]


def spoken_of(parts: Parts, world: World) -> tuple[str, ...]:
    """Labels of the rows and metrics that a question is about."""
    catalogue = world.catalogue
    terms = [
        catalogue.rows[n.entry.table][n.entry.key] if n.entry.kind == "row" else catalogue.metrics[n.entry.key]
        for n in parts.figures
    ]
    return tuple(dict.fromkeys(term.label.zh for term in terms))


def counted(text: str) -> tuple[str, str]:
    """Measure word and noun that a question counts: 几次培训 → (次, 培训); empty where not said."""
    english = ENGLISH_COUNTED.search(text)
    if english:
        return {"copies": "册", "issues": "期", "people": "人"}[english[1]], ""
    match = COUNTED.search(text)
    return (match["measure"] or "", match["noun"] or "") if match else ("", "")


def narrative_slots(parts: Parts, world: World) -> dict[str, object]:
    """What is looked for in the narrative; 为什么 alone asks it of the figure spoken of before."""
    groups = dict.fromkeys(int(named.entry.key) for named in parts.of("topic"))
    words = topics()
    return {
        "topic": topic_of(parts.text, parts.agencies.spans) or (() if groups else spoken_of(parts, world)),
        "synonyms": tuple(told_figures(parts, world)) or tuple((*words[g].zh, *words[g].en) for g in groups),
        "required": parts.narrowing,
        "percent_asked": bool(PERCENT.search(parts.text)),
        "number_asked": "number" in parts.asks and "how" not in parts.asks and not CONTACT.search(parts.text),
        "counted": counted(parts.text),
        "domain": bool(parts.figures or parts.of("column") or parts.agencies.names),
        "whole": not parts.agencies.names and not parts.years.named,
    }
