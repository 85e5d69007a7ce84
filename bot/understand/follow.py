"""How a follow-up fills what it leaves out from the turns before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.understand.agencies import Agencies
from bot.understand.lexicon import Named
from bot.understand.parts import Parts, World, read_parts
from bot.understand.wanted import SHARE_OF

STANDS_ALONE: Final = frozenset({"define", "check", "loaded"})
HELD_TOGETHER: Final = frozenset(
    {"difference", "ratio", "sum", "mean", "growth", "table", "list", "most", "least", "rank", "share"}
)
NUMBER: Final = {"两": 2, "二": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "two": 2, "three": 3, "four": 4, "both": 2}
BOTH: Final = re.compile(
    r"(?P<zh>[两二三四五])(?:者|个|大?类|项|年|家|地|份|种|边|样|组)|[这那他它](?P<pair>俩|两)|前者|后者|它们"
    r"|他们|谁[多少高低]|哪个[更多少高]"
    r"|\b(?:these|those|the|over)(?: these| those)? (?P<en>two|three|four)\b|\b(?P<both>both)\b"
    r"|\b(?:together|former|latter)\b"
)
TWO: Final = re.compile(
    r"相差|差多少|差几|多几|少几|多多少|少多少|加起来|合计|一共|总共|more is that|fewer is that|difference"
    r"|in all|altogether"
)
LATTER_FIRST: Final = re.compile(r"后者.{0,6}(?:比|是|占|较).{0,6}前者|the latter .{0,20} the former")
LATTER: Final = re.compile(r"后者|latter")
AGAINST: Final = frozenset({"difference", "growth", "ratio", "sum"})
HELD: Final = re.compile(r"比|较|跟|与|和|than|against|compared|versus|minus")
TURNED: Final = re.compile(r"是(?:它|前面|上面|前者|刚才|那)|(?:of|as) (?:that|it)\b")
ADDED: Final = re.compile(r"一并|加上|连同|也算|算上|合上|再加|plus|add(?:ing)?|including|together with")
OF_THESE: Final = re.compile(r"其中|这里头|这里面|里头|里面|当中|of these|of those|of them")
WHOLE_AGAIN: Final = re.compile(r"^那?(?:总数|总计|总量|合计|全部|总共|一共)(?:的)?呢?|the total\b")
COUNTED_YEARS: Final = re.compile(r"这?[二两三四五六七八九2-9]年")
CORRECTION: Final = re.compile(
    r"^不是[^,，]{1,14}[,，](?:而?是|要的?是?)"
    r"|^(?:不是?|不对|错了|更正|no)[^。]{0,24}?[,，]?(?:我|本人|是想)?(?:是)?(?:想?问|说|指|所询|要)的?(?:是|为)"
    r"|^(?:不是|不对|错了|更正)(?:一下)?[,，](?:我?要?的?是)?"
)


def after(text: str, turns: Sequence[Parts], world: World) -> Parts:
    """What a question says, with what the turns before it said where it leaves that out."""
    before = turns[-1] if turns else None
    corrects = before is not None and CORRECTION.search(text) is not None
    text = CORRECTION.sub("", text) if corrects else text
    base = max(before.years.years) if before is not None and before.years.years else None
    parts = read_parts(text, world, base)
    if before is None or complete(parts) or not says_something(parts):
        return parts
    if corrects and parts.figures and not parts.of("column"):
        tables = {n.entry.table for n in parts.figures}
        parts = replace(
            parts, named=(*parts.named, *(moved(n) for n in before.of("column") if n.entry.table in tables))
        )
    joined = against(parts, before) or joined_with(parts, turns)
    return inherit(parts, before) if joined is None else joined


def complete(parts: Parts) -> bool:
    """Whether a question stands on its own: it says what is asked, and of whom."""
    says_what = bool(parts.figures or parts.of("topic") or parts.asks & STANDS_ALONE)
    return says_what and names_agencies(parts.agencies)


def names_agencies(agencies: Agencies) -> bool:
    """Whether it says of whom."""
    return bool(agencies.names or agencies.unknown or agencies.every)


def says_something(parts: Parts) -> bool:
    """Whether a follow-up asks anything: 谢谢 does not."""
    agencies = parts.agencies
    return bool(parts.named or agencies.groups or agencies.unknown or parts.years.named or parts.asks or parts.unheard)


def inherit(parts: Parts, earlier: Parts) -> Parts:
    """`parts` with the slots that it leaves open filled from an earlier question."""
    named = list(parts.named)
    share = "share" in parts.asks and share_of_only(parts)
    if (
        share
        and {n.entry.key for n in parts.figures} == {"total"}
        and any(n.entry.table == "disputes" for n in earlier.figures)
    ):
        parts = replace(parts, named=tuple(n for n in parts.named if n.entry.key != "total"))
    if "share" in parts.asks and OF_THESE.search(parts.text) and parts.figures and not share:
        named += [moved(n) for n in earlier.of("row", "metric")]
    new_topic = parts.figures or parts.of("topic") or parts.asks & {"check", "loaded"}
    if not new_topic or share:
        columns = parts.of("column") or ([earlier.named[0]] if WHOLE_AGAIN.search(parts.text) and earlier.named else [])
        old = [n for n in earlier.named if n.entry.kind != "column" or not columns]
        named += [moved(n) for n in old] if share else old
    agencies = parts.agencies
    if not names_agencies(agencies):
        agencies = replace(earlier.agencies, spans=(), mentions=())
    years, pairs = parts.years, parts.pairs
    if not years.named or (COUNTED_YEARS.match(years.assumed) and len(earlier.years.years) > 1):
        years = replace(earlier.years, inherited=True, other_agency=bool(parts.agencies.names))
        pairs = pairs or (earlier.pairs if not parts.agencies.names else ())
    asks = parts.asks | (earlier.asks & ({"number"} if parts.figures else {"list", "share", "number"}))
    limit = parts.limit or (earlier.limit if not new_topic and "claim" not in earlier.asks else None)
    unheard = tuple(dict.fromkeys((*parts.unheard, *earlier.unheard)))  # what narrowed the first question still does
    return replace(
        parts, named=tuple(named), years=years, agencies=agencies, asks=asks, pairs=pairs, limit=limit, unheard=unheard
    )


def against(parts: Parts, earlier: Parts) -> Parts | None:
    """A follow-up that holds what was spoken of against one more report: 那比21年多几件, 跟上海科委比呢, 淮安是它的几倍."""
    new, old = named_reports(parts, earlier), dated(earlier)
    other = bool(parts.figures) and keys(parts, "row", "metric") != keys(earlier, "row", "metric")
    if not parts.asks & AGAINST or other or len(old) != 1 or len(new) != 1 or new == old:
        return None
    if ADDED.search(parts.text) or "sum" in parts.asks:
        pairs = (*old, *new)
    elif TURNED.search(parts.text):
        pairs = (*new, *old)
    elif HELD.search(parts.text):
        pairs = (*old, *new)
    else:
        return None
    filled = inherit(replace(parts, years=replace(parts.years, named=False)), earlier)
    return replace(
        filled, pairs=tuple(pairs), agencies=earlier.agencies if not parts.agencies.names else both_of(earlier, parts)
    )


def named_reports(parts: Parts, earlier: Parts) -> list[tuple[tuple[str, ...], int, bool]]:
    """The report that a follow-up names, what it leaves out taken from the turn before."""
    groups = parts.agencies.groups or earlier.agencies.groups
    years = parts.years.years if parts.years.named and not parts.years.every else earlier.years.years
    if parts.agencies.unknown or not (parts.agencies.groups or parts.years.named):
        return []
    return [(group, year, True) for group in groups for year in years]


def both_of(earlier: Parts, parts: Parts) -> Agencies:
    """Agencies of both turns, the later ones told of their spelling."""
    return replace(parts.agencies, groups=(*earlier.agencies.groups, *parts.agencies.groups), spans=(), mentions=())


def share_of_only(parts: Parts) -> bool:
    """Whether only the whole of a share is said: 那占办结的百分之几."""
    mark = SHARE_OF.search(parts.text)
    return mark is not None and bool(parts.figures) and all(n.start > mark.start() for n in parts.figures)


def moved(named: Named) -> Named:
    """A thing named earlier, as if it stood before the question."""
    return replace(named, start=-1, positions=frozenset())


def joined_with(parts: Parts, turns: Sequence[Parts]) -> Parts | None:
    """The last subjects held together, where a follow-up speaks of both: 两者相差多少. None where it does not."""
    if not parts.asks & HELD_TOGETHER or parts.agencies.names or parts.agencies.unknown:
        return None
    if parts.years.named and not COUNTED_YEARS.match(parts.years.assumed):
        return None
    if ADDED.search(parts.text) and parts.figures:
        return together([turns[-1], parts], parts, turns[-1])
    both = BOTH.search(parts.text)
    if (parts.figures and not both) or not (both or TWO.search(parts.text)):
        return None
    if LATTER.search(parts.text) and share_of_only(parts):
        return None
    count = next((NUMBER[word] for word in (both.groups() if both else ()) if word), 2)
    subjects = list(turns[-count:])
    if len(subjects) < count or settled(turns[-1]):
        return None
    return together(subjects[::-1] if LATTER_FIRST.search(parts.text) else subjects, parts, turns[-1])


def together(subjects: Sequence[Parts], parts: Parts, last: Parts) -> Parts:
    """Several subjects as one question: their reports where they share the figure, else their figures."""
    parts = replace(parts, agencies=replace(parts.agencies, every=False, all_reports=False))
    own = tuple(n for n in parts.named if n.entry.kind == "column" and parts not in subjects)
    filled = inherit(replace(parts, years=replace(parts.years, named=False), named=own), last)
    if (
        len({frozenset(keys(turn, "row", "metric") or keys(turn, "column")) for turn in subjects}) == 1
        and len({pair for t in subjects for pair in dated(t)}) > 1
    ):
        return replace(filled, pairs=tuple(dict.fromkeys(pair for turn in subjects for pair in dated(turn))))
    named = [moved(n) for turn in subjects for n in turn.named if not (own and n.entry.kind == "column")]
    named.sort(key=lambda n: not n.entry.weak)  # of a sure and a weak word for the same thing the sure one stays
    chosen = {(n.entry.kind, n.entry.table, n.entry.key): n for n in named}
    order = list(dict.fromkeys(key for turn in subjects for key in (keyed(n) for n in turn.named) if key in chosen))
    named = [chosen[key] for key in order]
    return replace(filled, named=(*named, *own))


def settled(parts: Parts) -> bool:
    """Whether a turn already named several reports or figures by itself."""
    return len(parts.years.years) > 1 or len(parts.agencies.groups) > 1 or parts.agencies.every


def keys(parts: Parts, *kinds: str) -> set[tuple[str, str, str]]:
    """What a turn was about; a sure word stands for the weak ones beside it."""
    return {keyed(n) for n in parts.of(*kinds) if not n.entry.weak or not parts.strong}


def keyed(named: Named) -> tuple[str, str, str]:
    """What a word names."""
    return named.entry.kind, named.entry.table, named.entry.key


def dated(parts: Parts) -> list[tuple[tuple[str, ...], int, bool]]:
    """Agencies of a turn with their years."""
    if parts.pairs:
        return list(parts.pairs)
    return [(group, year, True) for group in parts.agencies.groups for year in parts.years.years]
