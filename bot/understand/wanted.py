"""Figures that a question asks for, and what they are a share of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.plan import Operation, Plan, Target
from bot.understand.lexicon import Named
from bot.understand.operation import CHANGES
from bot.understand.parts import Parts, World
from bot.understand.targets import targets_of
from bot.understand.years import year_mentions
from ingest.form.catalogue import Catalogue

BESIDE: Final = frozenset({Operation.RATIO, Operation.DIFFERENCE, Operation.RANK, Operation.GROWTH})
ADDED: Final = re.compile(r"加|plus|together|和.{1,8}合")
LED_UP_TO: Final = 8
LISTED: Final = re.compile(r"[、,，;。?和与及跟加]|and|plus")
JOINT: Final = re.compile(r"[加和与跟及、]|连同|plus|and")
PAIR: Final = 2
PLUS: Final = re.compile(r"\bplus\b|加(?:上)?(?=.{2,12}的?总数)")
TAKEN_IN: Final = re.compile(r"(?<!不)含|加上|连同|一并|算上|包括|plus|including")
NEXT: Final = 2
WHOLES: Final = frozenset({"total", "new", "to_handle", "review", "litigation"})
SHARE_WORD: Final = re.compile(r"占|比重|比例|份额|share|proportion")
DENOMINATOR: Final = re.compile(r"(?:为|作|做)分母|as (?:the )?denominator")
OUT_OF: Final = re.compile(
    r"\b(?:in|out of|among|of) (?:the |all |its )*(?:total|whole|results|requests|decisions|handled|closed)"
)
SHARE_OF: Final = re.compile(
    r"占|是(?=.{2,20}?的?(?:百分之|几成|几分之))|÷|除以|divided by|/(?=[^/]{1,10}%)|% of"
    r"|(?:share|percent(?:age)?|proportion|fraction|part) of"
)


def targets_with_base(parts: Parts, operation: Operation, world: World) -> tuple[tuple[Target, ...], Target | None]:
    """Figures asked for, the more specific ones where a whole and its part are both named.

    不予公开里的国家秘密 asks for the part; as a share it asks for the part of that whole.
    """
    catalogue = world.catalogue
    named: Sequence[Named] = [*parts.figures, *weak_members(parts, catalogue), *parts.of("column")]
    share = operation is Operation.SHARE or (operation in CHANGES and bool(SHARE_WORD.search(parts.text)))
    whole = whole_of(parts, catalogue) if share else None
    others = {n.entry.table for n in parts.figures if n is not whole} or {n.entry.table for n in parts.of("column")}
    if whole is not None and others and whole.entry.table not in others and whole.entry.key == "total":
        named, whole = [n for n in named if n is not whole], None  # 总计 beside 复议 is that of 复议
    if share and whole is not None:
        mark = SHARE_OF.search(parts.text)
        at = mark.start() if mark and mark[0] in {"占", "÷", "除以", "/"} else len(parts.text)
        behind = [n for n in parts.of("column") if n.start > at and n.entry.table == whole.entry.table]
        of = targets_of([whole, *behind], catalogue)[0]
        part = [n for n in named if n is not whole and n not in behind]
        if any(n.entry.kind in {"row", "metric"} for n in part):
            targets = targets_of(added(part, parts, catalogue), catalogue)
            inner = tuple(t for t in targets if t.key != of.key and not inside(t, targets, catalogue))
            return inner or targets, of
        if part:
            return targets_of([whole, *part], catalogue), of if behind else None
    if share and (sides := columns_beside(parts)) is not None:
        rows = [n for n in named if n.entry.kind != "column"][:1]
        return targets_of([*rows, sides[0]], catalogue), targets_of([*rows, sides[1]], catalogue)[0]
    if (own := columns_of_each(parts, catalogue)) and not share:
        return own, None
    named = [n for n in named if not (n.entry.key == "total" and n.entry.kind == "row" and answered_with(n, parts))]
    targets = targets_of(named, catalogue)
    if operation in BESIDE:
        return targets, None
    wholes = {t: inside(t, targets, catalogue) for t in targets}
    if operation is Operation.SUM and not listed_together(parts):
        if narrowing(parts, catalogue) or not TAKEN_IN.search(parts.text):
            return tuple(t for t in targets if not inside(t, targets, catalogue)), None
        held = tuple(t for t in targets if not any(holds(w, t, catalogue) for w in targets))
        inner = tuple(t for t in held if t.key not in WHOLES)
        return inner or held, None
    if operation is Operation.SUM and not narrowing(parts, catalogue):  # the whole already counts its part
        return tuple(t for t in targets if not any(holds(w, t, catalogue) for w in targets)), None
    if PLUS.search(parts.text) and any(wholes.values()):
        return tuple(t for t in targets if not any(holds(w, t, catalogue) for w in targets)), None
    parts_of = tuple(t for t in targets if not wholes[t])
    base = next((t for t in targets if wholes[t] and t.kind == "group"), None) if share else None
    return parts_of or targets, base


def listed_together(parts: Parts) -> bool:
    """Whether the figures named stand in one list: A加B, A、B和C, or were taken over from several turns."""
    figures = [n for n in parts.figures if n.positions]
    if len(figures) < len(parts.figures):
        return True
    gaps = [parts.text[max(a.positions) + 1 : b.start] for a, b in pairwise(figures)]
    return any(JOINT.search(gap) for gap in gaps)


def answered_with(total: Named, parts: Parts) -> bool:
    """Whether 答复 or 办结 only leads up to a result: 答复“不掌握”的 asks for that result, not for the total."""
    results = [
        n
        for n in parts.strong
        if n.entry.table == "requests" and n.entry.key not in WHOLES | {"carried_in", "carried_out"}
    ]
    behind = [n for n in results if n.start > total.start >= 0]
    if not behind or not total.positions:
        return False
    between = parts.text[max(total.positions) + 1 : behind[0].start]
    return len(between) <= LED_UP_TO and not LISTED.search(between)


def narrowing(parts: Parts, catalogue: Catalogue) -> bool:
    """Whether a part stands right before its whole and narrows it: 直接起诉的官司."""
    groups = {n: catalogue.metrics[n.entry.key].terms for n in parts.figures if n.entry.kind == "metric"}
    return any(
        part.entry.key in terms and 0 <= whole.start - max(part.positions, default=-9) <= NEXT
        for whole, terms in groups.items()
        for part in parts.figures
    )


def asked_each(parts: Parts, reports: Sequence[tuple[str, int]], world: World) -> tuple[tuple[Target, str, int], ...]:
    """Figures that are each asked of a report of its own: 平潭2021年新收和洪泽2023年予以公开. Empty where they are not."""
    figures = [n for n in parts.figures if n.positions]
    figures = [n for at, n in enumerate(figures) if at == 0 or figures[at - 1].entry.key != n.entry.key]
    years, agencies = year_mentions(parts.text), parts.agencies.mentions
    marks = sorted([at for at, _ in (*years, *agencies)])
    gaps = [any(a.start < at < b.start for at in marks) for a, b in pairwise(figures)]
    if len(figures) < PAIR or not all(gaps) or len(reports) < PAIR or len({n.entry.key for n in figures}) < PAIR:
        return ()
    found = []
    for named in figures:
        group = next((g for at, g in reversed(agencies) if at < named.start), agencies[0][1] if agencies else ())
        year = next((y for at, y in reversed(years) if at < named.start), None)
        report = next(((a, y) for a, y in reports if a in group and y == year), None)
        if report is None:
            return ()
        columns = [n for n in parts.of("column") if report_segment(named, n, figures)]
        found += [(target, *report) for target in targets_of([named, *columns], world.catalogue)]
    return tuple(found)


def report_segment(named: Named, column: Named, figures: Sequence[Named]) -> bool:
    """Whether a column stands closer to this figure than to any other."""
    nearest = min(figures, key=lambda n: abs(n.start - column.start))
    return nearest is named


def holds(whole: Target, part: Target, catalogue: Catalogue) -> bool:
    """Whether a group adds up a row among others."""
    return whole.kind == "group" and part.kind == "row" and part.key in catalogue.metrics[whole.key].terms


def whole_of(parts: Parts, catalogue: Catalogue) -> Named | None:
    """What a share is a share of: what stands behind 占, a group beside its member, else what can only be a whole."""
    figures = parts.of("row", "metric")
    if (said := said_whole(parts, figures)) is not None:
        return said
    groups = [n for n in figures if n.entry.kind == "metric" and catalogue.metrics[n.entry.key].kind == "group"]
    for group in groups:
        if any(n.entry.key in catalogue.metrics[group.entry.key].terms for n in figures):
            return group
    wholes = [n for n in parts.figures if n.entry.key in WHOLES] or [n for n in figures if n.entry.key == "total"]
    return wholes[0] if wholes and len({n.entry.key for n in figures}) > 1 else None


def columns_of_each(parts: Parts, catalogue: Catalogue) -> tuple[Target, ...]:
    """Several rows of which each has a column of its own: 企业新收、自然人予以公开. Empty where they share their columns."""
    rows = [n for n in parts.figures if n.positions]
    columns = [n for n in parts.of("column") if n.positions]
    if len({n.entry.key for n in rows}) < PAIR or len({n.entry.key for n in columns}) < PAIR:
        return ()
    nearest = {column: min(rows, key=lambda row: between(row, column)) for column in columns}
    if {row.entry.key for row in nearest.values()} != {row.entry.key for row in rows}:
        return ()
    found = [
        targets_of([row, *(c for c in columns if nearest[c] is row)], catalogue)
        for row in rows
        if row in nearest.values()
    ]
    return tuple(dict.fromkeys(target for targets in found for target in targets))


def between(first: Named, second: Named) -> int:
    """How many characters stand between two words."""
    return max(second.start - max(first.positions) - 1, first.start - max(second.positions) - 1)


def columns_beside(parts: Parts) -> tuple[Named, Named] | None:
    """Two columns on the sides of 占: 企业占法人, 废止占现行有效."""
    at = parts.text.find("占")
    before = [n for n in parts.of("column") if n.start < at]
    behind = [n for n in parts.of("column") if n.start > at >= 0]
    return (before[-1], behind[0]) if before and behind and before[-1].entry.table == behind[0].entry.table else None


def said_whole(parts: Parts, figures: Sequence[Named]) -> Named | None:
    """The whole as the question's words place it: A占B, A÷B, 以B为分母, share of A in B, percentage of B that is A."""
    base = DENOMINATOR.search(parts.text)
    before = [n for n in figures if base and n.start < base.start()]
    if before:
        return before[-1]
    mark = SHARE_OF.search(parts.text)
    if mark is None:
        return None
    behind = [n for n in figures if n.start > mark.start()]
    columns = parts.of("column") if mark[0] == "占" else []
    if behind and any(n.start < mark.start() for n in (*figures, *columns)):
        return behind[0]
    if len(behind) > 1 and mark[0].isascii() and OUT_OF.search(parts.text, max(behind[0].positions, default=0)):
        return behind[-1]
    return behind[0] if len(behind) > 1 and mark[0].isascii() else None


def added(named: Sequence[Named], parts: Parts, catalogue: Catalogue) -> Sequence[Named]:
    """Rows that are to be added up before they are shared out, as the group that adds up just these."""
    rows = [n for n in named if n.entry.kind == "row"]
    keys = {n.entry.key for n in rows}
    if "sum" not in parts.asks and not ADDED.search(parts.text):
        return named
    for key, metric in catalogue.metrics.items():
        if metric.kind == "group" and set(metric.terms) == keys and len(keys) > 1:
            entry = replace(rows[0].entry, kind="metric", key=key)
            return [*(n for n in named if n not in rows), replace(rows[0], entry=entry)]
    return named


def weak_tables(parts: Parts, plan: Plan) -> bool:
    """Weak words of two tables say nothing."""
    return not parts.strong and len({target.table for target in plan.targets}) > 1


def weak_members(parts: Parts, catalogue: Catalogue) -> list[Named]:
    """Weak words that name a part of a group named outright: 涉密 beside 不公开."""
    terms = {term for n in parts.strong if n.entry.kind == "metric" for term in catalogue.metrics[n.entry.key].terms}
    return [n for n in parts.of("row") if n.entry.weak and n.entry.key in terms - WHOLES]


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
