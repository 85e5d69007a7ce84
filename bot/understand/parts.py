"""What the rules find in one question, and how a follow-up fills what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from bot.curated import Curated, Meant
from bot.plan import Limit
from bot.understand.agencies import Agencies, find_agencies
from bot.understand.data import agency_english, heard, off_topic_words, operations, restrictors, spelt, stopwords
from bot.understand.english import with_chinese_names
from bot.understand.leftover import leftover
from bot.understand.lexicon import CatalogueKey, Named, entries, find_named
from bot.understand.limits import find_limit, find_stated
from bot.understand.names import latin_names, place_stems, spoken_names
from bot.understand.pairing import Pairs, pairs_of
from bot.understand.sounds import pinyin
from bot.understand.spelling import LATIN, Vocabulary, corrected, corrected_latin, vocabulary
from bot.understand.years import Years, find_years
from ingest.form.catalogue import Catalogue

ORGAN_END: Final = re.compile(r"(?:局|委|厅|院|办|所|站|馆|署|部|处|校|中心|公司|银行|海关|人大|政协|支队|大学|中学)$")
LISTING: Final = tuple("、和与跟及÷")
YEAR_BEHIND: Final = re.compile(
    r"\s*(?P<first>1[5-9]|2\d)(?:\s*(?P<sep>-|到|至|~|\+|和|与|vs)\s*(?P<last>1[5-9]|2\d))?(?![\d.,:]\d|\d|年|\s*(?:件|个|项|份|条|起|类|种|日|号|月|次|人|家|多|余|万|千|百|元|部(?!分|门)|期|册|天|名|%)|、\\d\\d)"
)
PICKED: Final = re.compile(r"哪|谁|几|多少|什么|what|which|who|how")
ENTITY: Final = re.compile(r"单位|机关|部门|地方|城市|区县|报告|年报|哪家|哪里|\b(?:agenc|report|cit(?:y|ies)\b|place)")
ELLIPSIS: Final = re.compile(
    r"^(?:那|那么|换成|换|和|跟|再看|看看)?(?P<what>[\u3400-\u9fff]{2,8}?)(?:呢|怎么样|如何)?$"
)


@dataclass(frozen=True)
class World:
    """What questions can be about: the form, and (agency, year) of every loaded report."""

    catalogue: Catalogue
    reports: tuple[tuple[str, int], ...]
    curated: Curated | None = None

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """Loaded agencies."""
        return tuple(dict.fromkeys(agency for agency, _ in self.reports))

    @cached_property
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
    limit: Limit | None = None  # a number that figures are held against, or that the question claims
    pairs: Pairs = ()  # agencies with the year that each was named with
    meant: Meant | None = None  # the plan that an administrator gave this wording
    spelling: tuple[tuple[str, str], ...] = ()  # words taken for misspelt: as written, as taken
    narrowing: tuple[str, ...] = ()  # those that narrow a figure for certain
    strangers: tuple[str, ...] = ()  # those among them that are names of places, organisations or people

    def of(self, *kinds: str) -> list[Named]:
        """Named things of these kinds, in order of appearance."""
        return [named for named in self.named if named.entry.kind in kinds]

    @property
    def figures(self) -> list[Named]:
        """Rows and metrics; weak words count only where nothing stronger stands."""
        return [named for named in self.of("row", "metric") if self.counts(named)]

    def counts(self, named: Named) -> bool:
        """Whether a weak word counts: nothing stronger stands there, or it is a 总计 in one list with it."""
        if not named.entry.weak or not self.strong:
            return True
        if not named.positions or named.start >= len(self.text) or named.entry.key != "total":
            return False
        end = max(named.positions) + 1
        starts = {n.start for n in self.of("row", "metric") if self.text[end : end + 1] in LISTING and n.positions}
        ends = {max(n.positions) for n in self.of("row", "metric") if n.positions}
        return end + 1 in starts or (named.start - 2 in ends and self.text[named.start - 1 : named.start] in LISTING)

    @property
    def strong(self) -> list[Named]:
        """Rows and metrics named beyond doubt."""
        return [named for named in self.of("row", "metric") if not named.entry.weak]


def read_parts(text: str, world: World, base: int | None = None) -> Parts:
    """Find years, agencies, terms and operations in a normalised question.

    `base` is the year spoken of before, from which 去年 and the like count.
    """
    meant = world.curated.planned(text) if world.curated else None
    text = world.curated.rewritten(text) if world.curated else text
    mistyped: tuple[tuple[str, str], ...] = ()
    if LATIN.search(text):
        text, mistyped = corrected_latin(text, english_words(world))
        text = with_chinese_names(text, world.agencies)
    text, misspelt = corrected(text, known_words(world))
    spelling = (*mistyped, *misspelt)
    asks = frozenset(name for name, patterns in operations().items() if any(p.search(text) for p in patterns))
    limit = find_limit(text) or (find_stated(text) if "claim" in asks else None)
    limited = set(range(limit.start, limit.end)) if limit else set()
    named = tuple(find_named(without(text, limited), world.catalogue))
    taken = {i for n in named for i in n.positions if n.entry.kind in {"row", "metric"}}
    named_by = taken | {i for n in named for i in n.positions if n.entry.kind == "column"}
    agencies = find_agencies(text, world.agencies, named_by, world.curated.agencies if world.curated else {})
    dated = with_full_years(text, agencies.spans)
    if dated != text:
        return read_parts(dated, world, base)
    if over_reports(text, agencies, asks, limited=limit is not None):
        agencies = replace(agencies, every=True, all_reports=True)
    inside = {i for start, end in agencies.spans for i in range(start, end)}
    named = tuple(n for n in named if not n.positions <= inside)
    spans = [*agencies.spans, *([(limit.start, limit.end)] if limit else [])]
    rest = leftover(text, named, spans, wordings(named, world.catalogue))
    if limit is not None and text.endswith("?") and not PICKED.search(text):
        asks |= {"claim"}
    return with_strangers(
        Parts(
            text=text,
            named=named,
            years=find_years(without(text, taken), world.years, base),
            agencies=agencies,
            asks=asks,
            unheard=rest.words,
            strangers=rest.names,
            narrowing=rest.narrowing,
            limit=limit.limit if limit else None,
            pairs=pairs_of(text, agencies),
            spelling=spelling,
            meant=meant,
        )
    )


def without(text: str, taken: set[int]) -> str:
    """`text` without the words that name rows: the year of 去年没办完 is not the year asked for."""
    return "".join(" " if at in taken else char for at, char in enumerate(text))


def over_reports(text: str, agencies: Agencies, asks: frozenset[str], *, limited: bool) -> bool:
    """Whether agencies or reports are to be ranked, picked or counted, and none is named: 新收最多的单位."""
    if agencies.groups or agencies.unknown or agencies.every or not ENTITY.search(text):
        return False
    return bool(asks & {"rank", "most", "least", "count"}) or (limited and "claim" not in asks)


def with_full_years(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` with two digits right behind the name of an agency as the year that they mean: 平潭21, 平潭20-22."""
    for _, end in sorted(spans, reverse=True):
        match = YEAR_BEHIND.match(text, end)
        if match is not None:
            last = f"{match['sep'].replace('+', '和')}20{match['last']}年" if match["last"] else ""
            text = f"{text[:end]}20{match['first']}年{last}{text[match.end() :]}"
    return text


def known_words(world: World) -> Vocabulary:
    """Words of the field and names of loaded agencies, for telling a misspelling."""
    return vocabulary_of(CatalogueKey(world.catalogue), world.agencies)


def english_words(world: World) -> frozenset[str]:
    """English words that questions are made of, and places of loaded agencies in Latin letters."""
    return english_of(CatalogueKey(world.catalogue), world.agencies)


@lru_cache(maxsize=8)
def english_of(key: CatalogueKey, agencies: tuple[str, ...]) -> frozenset[str]:
    """The English vocabulary of a form and a set of agencies."""
    aliases = (entry.alias for entry in entries(key) if entry.alias.isascii())
    organs = (phrase for phrases in agency_english().values() for phrase in phrases)
    plain = (p.pattern for patterns in operations().values() for p in patterns)
    names = (spoken.text for agency in agencies for spoken in latin_names(agency))
    places = (pinyin(level) for agency in agencies for level in place_stems(agency))
    known = " ".join(
        [
            *aliases,
            *organs,
            *plain,
            *names,
            *places,
            *stopwords().en,
            *heard().en,
            *restrictors().en,
            *off_topic_words(),
        ]
    )
    return frozenset(LATIN.findall(known.lower()))


@lru_cache(maxsize=8)
def vocabulary_of(key: CatalogueKey, agencies: tuple[str, ...]) -> Vocabulary:
    """The vocabulary of a form and a set of agencies."""
    aliases = (p for entry in entries(key) if entry.kind != "restrictor" for p in entry.alias.split("*"))
    plain = (*(p.pattern for patterns in operations().values() for p in patterns), *spelt())
    names = (spoken.text for agency in agencies for spoken in spoken_names(agency))
    return vocabulary([*aliases, *plain, *names])


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
        organ = bool(ORGAN_END.search(word))
        if not organ and word not in parts.strangers and not word.isascii() and not lone(parts, word):
            continue
        behind = next((s for s in agencies.spans if s[1] == at), None)
        joined = at > 0 and parts.text[at - 1] in "和与跟比、" and bool(agencies.spans)
        if behind is not None and (asks_figure or organ):
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
