"""What the rules find in one question, and how a follow-up fills what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.understand.agencies import Agencies, find_agencies
from bot.understand.data import operations
from bot.understand.leftover import leftover
from bot.understand.lexicon import Named, find_named
from bot.understand.years import Years, find_years
from ingest.form.catalogue import Catalogue

STANDS_ALONE: Final = frozenset({"define", "check", "loaded"})
ORGAN_END: Final = re.compile(r"(?:局|委|厅|院|办|所|站|馆|署|部|处|校|中心|公司|银行|海关|人大|政协|支队|大学|中学)$")
ELLIPSIS: Final = re.compile(
    r"^(?:那|那么|换成|换|和|跟|再看|看看)?(?P<what>[\u3400-\u9fff]{2,8}?)(?:呢|怎么样|如何)?$"
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
    unheard: tuple[str, ...] = ()  # words that nothing here understood

    def of(self, *kinds: str) -> list[Named]:
        """Named things of these kinds, in order of appearance."""
        return [named for named in self.named if named.entry.kind in kinds]

    @property
    def figures(self) -> list[Named]:
        """Rows and metrics; weak words count only where nothing stronger stands."""
        found = self.of("row", "metric")
        return self.strong or found

    @property
    def strong(self) -> list[Named]:
        """Rows and metrics named beyond doubt."""
        return [named for named in self.of("row", "metric") if not named.entry.weak]


def read_parts(text: str, world: World, base: int | None = None) -> Parts:
    """Find years, agencies, terms and operations in a normalised question.

    `base` is the year spoken of before, from which 去年 and the like count.
    """
    named = tuple(find_named(text, world.catalogue))
    taken = {i for n in named for i in n.positions if n.entry.kind in {"row", "metric"}}
    agencies = find_agencies(text, world.agencies, taken)
    inside = {i for start, end in agencies.spans for i in range(start, end)}
    named = tuple(n for n in named if not n.positions <= inside)
    asks = frozenset(name for name, patterns in operations().items() if any(p.search(text) for p in patterns))
    unheard = leftover(text, named, agencies.spans, wordings(named, world.catalogue))
    parts = Parts(text, named, find_years(text, world.years, base), agencies, asks, unheard)
    return with_strangers(parts)


def wordings(named: Sequence[Named], catalogue: Catalogue) -> str:
    """Everything that the named rows and metrics are called."""
    found: list[str] = []
    for entry in {n.entry for n in named if n.entry.kind in {"row", "metric"}}:
        term = catalogue.rows[entry.table][entry.key] if entry.kind == "row" else catalogue.metrics[entry.key]
        found += [term.label.zh, term.definition.zh, *term.aliases.zh]
    return " ".join(found)


def with_strangers(parts: Parts) -> Parts:
    """`parts` with words that can only be agencies not loaded taken as such.

    Answering a question about another agency with figures of a loaded one would be a wrong figure.
    """
    agencies = parts.agencies
    if agencies.unknown:
        return parts
    asks_figure = bool(parts.figures or parts.of("column"))
    for word in parts.unheard:
        at = parts.text.find(word)
        behind = next((s for s in agencies.spans if s[1] == at), None)
        joined = at > 0 and parts.text[at - 1] in "和与跟比、" and bool(agencies.spans)
        if behind is not None and (asks_figure or ORGAN_END.search(word)):
            name = parts.text[behind[0] : at] + word
            return replace(parts, agencies=replace(agencies, groups=(), unknown=(name,)))
        first = at == 0 and asks_figure and not agencies.groups
        if first or joined or lone(parts, word):
            return replace(parts, agencies=replace(agencies, unknown=(*agencies.unknown, word)))
    return parts


def lone(parts: Parts, word: str) -> bool:
    """Whether a follow-up says nothing but this word: 盱眙呢."""
    match = ELLIPSIS.match(parts.text)
    return bool(match) and match["what"] == word and not parts.named  # type: ignore[index]


def complete(parts: Parts) -> bool:
    """Whether a question stands on its own: it says what is asked, and of whom."""
    says_what = bool(parts.figures or parts.of("topic") or parts.asks & STANDS_ALONE)
    return says_what and bool(parts.agencies.names or parts.agencies.unknown or parts.agencies.every)


def inherit(parts: Parts, earlier: Parts) -> Parts:
    """`parts` with the slots that it leaves open filled from an earlier question."""
    named = list(parts.named)
    new_topic = parts.figures or parts.of("topic") or parts.asks & {"check", "loaded"}
    if not new_topic:
        columns = parts.of("column")
        named += [n for n in earlier.named if n.entry.kind != "column" or not columns]
    agencies = parts.agencies
    if not (agencies.names or agencies.unknown or agencies.every):
        agencies = replace(earlier.agencies, spans=())
    years = parts.years if parts.years.named else earlier.years
    asks = parts.asks | (earlier.asks & ({"number"} if parts.figures else {"list", "share", "number"}))
    return replace(parts, named=tuple(named), years=years, agencies=agencies, asks=asks)
