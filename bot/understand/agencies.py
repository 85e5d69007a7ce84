"""Which agencies a question names: full, short and spoken names, near misses, and places not loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from bot.understand.data import places
from bot.understand.names import HEAD, PLACE, Names, Spoken, gazetteer, names_of, spoken_names
from bot.understand.normal import HAN, normalise
from bot.understand.sounds import pinyin

ORGAN: Final = re.compile(
    r"[\u3400-\u9fff]{2,10}?(?:委员会|管委会|办公室|办公厅|公司|大学|学院|医院|法院|检察院|中心|局|厅|署)"
)
EVERY_WORD: Final = "单位|机关|部门|地区|地方|地|市|县区|区县|县|区"
ALL_AGENCIES: Final = re.compile(
    rf"(?:所有|全部|各份|哪些|这些|这几份|哪几份|[二三四五六七八九十两\d]份)(?:的)?(?:报告|年报)"
    rf"|(?:全部|这|上述|手上|库里这?)?[二三四五六七八九十两\d]份(?!规范|文件|公报|里程)"
    rf"|(?:已入|入)?库(?:里|内|中)?(?:的|各)|已入库|已载入|收录的|哪一?份|哪一?家|(?:报告|年报)有哪些"
    rf"|的(?:报告|年报)[?。]?$|的(?:报告|年报)(?=有|共|是)|哪几家|哪些年报|(?:所有|全部)(?:的)?(?:{EVERY_WORD})"
    rf"|各(?:{EVERY_WORD})|哪(?:个|些|一个)(?:{EVERY_WORD})|哪家|谁的?"
    r"|which (?:agency|agencies|city|district|office|place)|(?:all|each|every) agenc(?:y|ies)"
    r"|(?:all|each|every|which|any)(?: of)?(?: the)?(?: \w+)? (?:loaded )?reports?|loaded reports|the reports"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|\d+)(?: \w+)? reports|per report"
)
WHOLE_LIBRARY: Final = re.compile(r"报告|年报|份|库|载入|收录|report")
NO_NAMES: Final[Mapping[str, Sequence[str]]] = {}
BEFORE_GENERIC: Final = frozenset("的在问查看和与年比我本该请给对跟下边是、,")
LEVEL_BEHIND: Final = re.compile(r"(?:市|区|县|州|旗|镇|乡|街道)(?!级|里|内|长|委书记)")
OTHER_ORGAN: Final = re.compile(
    r"(?:委(?!托|员)|人大|政协|法院|检察院|(?:人民)?政府办)"
    r"|(?!人民政府|政府)(?:(?!收到|收了|公开|申请|办理|处理|处罚|不予|部分|予以|行政|有多少|是多少|在|的|与|和|跟|同|比|还有|以及|那边|这边|检查|网站|公布|发布|建立|直接|被告|告到|告上|制定|出台|组织|召开|全年|全市|全县|全区)[^\W\da-z_]){1,12}?"
    r"(?:局|委员会|委(?!托|员)|厅|办公室|区|县|镇|乡|街道|中心|管委会|开发区|法院|检察院|大学|学校|中学|小学|学院|医院|支队|公司|银行|人大|政协|馆|站)"
)
NOT_THE_PLACE: Final = re.compile(r"湖|山|河|港|路|桥|机场|大学|中学|小学|学院|医院|法院|检察院|海关|银行|车站")
OFFICE: Final = re.compile(r"(?:办公室|办公厅)$")
OFFICE_WORD: Final = re.compile(r"办|厅|府办")
LATIN: Final = re.compile(r"[a-z]{4}")
GENERIC_LEVEL: Final = re.compile(r"^(?:本|我|该|全)(?:省|市|县|区)")


@dataclass(frozen=True, slots=True)
class Agencies:
    """Agencies of a question: those loaded, those named but not loaded, and near misses."""

    groups: tuple[tuple[str, ...], ...] = ()  # for each name said, the agencies that go by it
    unknown: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    every: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    all_reports: bool = False  # every report of every agency, not only the newest
    offices: tuple[str, ...] = ()  # offices named by their government or place
    mentions: tuple[tuple[int, tuple[str, ...]], ...] = ()  # where each name stands, and who goes by it

    @property
    def names(self) -> tuple[str, ...]:
        """All agencies that may be meant."""
        return tuple(dict.fromkeys(name for group in self.groups for name in group))


def find_agencies(
    text: str, loaded: Sequence[str], taken: Iterable[int] = (), other_names: Mapping[str, Sequence[str]] = NO_NAMES
) -> Agencies:
    """Agencies that a normalised question names.

    `other_names` are names that an administrator gave loaded agencies; `taken` are the characters that
    already name rows or columns: a place inside them is none.
    """
    every_match = ALL_AGENCIES.search(text)
    names = names_of(tuple(loaded), latin=bool(LATIN.search(text)))
    given = (
        [Spoken(normalise(name), agency) for agency in loaded for name in other_names.get(agency, ())]
        if other_names
        else []
    )
    found = longest(text, names, given)
    spans = tuple((start, start + len(spoken.text)) for start, spoken in found)
    mentions = tuple((start, names.sharing(spoken.text) or (spoken.agency,)) for start, spoken in found)
    groups = tuple(dict.fromkeys(group for _, group in mentions))
    offices = tuple(
        s.agency
        for _, s in found
        if OFFICE.search(s.agency) and not OFFICE_WORD.search(s.text) and not s.text.isascii()
    )
    unknown = unknown_places(text, spans, frozenset(taken))
    suggestions = tuple(dict.fromkeys(s for name in unknown for s in nearest(name, loaded)))
    every = bool(every_match) and not groups
    all_reports = every and every_match is not None and bool(WHOLE_LIBRARY.search(every_match[0]))
    return Agencies(groups, unknown, suggestions, every, spans, all_reports, offices, mentions)


def longest(text: str, names: Names, others: Iterable[Spoken]) -> list[tuple[int, Spoken]]:
    """Longest names first, no two over the same characters."""
    candidates = [(at, name) for at, name in spoken_in(text, names, others) if stands_alone(text, at, name)]
    candidates.sort(key=lambda c: (-len(c[1].text), c[0]))
    chosen: list[tuple[int, Spoken]] = []
    for start, name in candidates:
        end = start + len(name.text)
        if all(end <= s or start >= s + len(n.text) for s, n in chosen):
            chosen.append((start, name))
    return sorted(chosen, key=lambda c: c[0])


def spoken_in(text: str, names: Names, others: Iterable[Spoken]) -> Iterator[tuple[int, Spoken]]:
    """Every name that stands in a text; one in Latin letters stands there as a word."""
    for at in range(len(text)):
        yield from ((at, name) for name in names.beginning(text[at : at + HEAD]) if text.startswith(name.text, at))
    for name in others:
        yield from ((match.start(), name) for match in re.finditer(re.escape(name.text), text))


def stands_alone(text: str, start: int, name: Spoken) -> bool:
    """Whether the words around a name leave it what it is.

    县发改局 behind 丰 is another county's; 上海市 before 教育委员会 and 淮安 before 区 are other agencies.
    """
    end = start + len(name.text)
    if name.text.isascii():
        return (
            not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha())
            or not text[end : end + 1].isascii()
        )
    if name.generic and start > 0:
        before = text[start - 1]
        if re.match(HAN, before) and before not in BEFORE_GENERIC:
            return False
    if name.text.endswith("政府") and text[end : end + 1] == "办":
        return False
    if name.text[-1] not in "市区县省州盟旗镇乡" and LEVEL_BEHIND.match(text, end):
        return False
    if name.place and NOT_THE_PLACE.match(text, end):
        return False
    return not (name.place and OTHER_ORGAN.match(text, end))


def unknown_places(text: str, spans: Sequence[tuple[int, int]], taken: frozenset[int]) -> tuple[str, ...]:
    """Places and organs in the question that no loaded agency goes by."""
    known = places()
    occupied = set(taken) | {i for start, end in spans for i in range(start, end)}
    found: list[str] = []
    for match in gazetteer(latin=bool(LATIN.search(text))).finditer(text):
        if not occupied & set(range(*match.span())):
            found.append(extend(text, match.start(), match.end()))
            occupied |= set(range(*match.span()))
    for pattern in (PLACE, ORGAN):
        for match in pattern.finditer(text):
            name = trim(match[0])
            start = match.end() - len(name)
            if len(name) < 3 or name in known.not_places or occupied & set(range(start, match.end())):
                continue
            if not GENERIC_LEVEL.match(name) and not any(
                name.endswith(word) for word in known.not_places if len(word) > 2
            ):
                found.append(name)
                occupied |= set(range(start, match.end()))
    return tuple(dict.fromkeys(found))


def extend(text: str, start: int, end: int) -> str:
    """The place with the organ printed behind it: 北京 → 北京市教育局."""
    match = re.compile(rf"{HAN}{{0,10}}?(?:政府办公室|政府办|政府(?!网|信息|公报|公开)|局|委|厅|办公室|区|县)").match(
        text, end
    )
    return text[start : match.end()] if match and match.end() - end <= 8 else text[start:end]


def trim(name: str) -> str:
    """A place without the words that ran into it: 请问海淀区 → 海淀区."""
    return re.sub(
        r"^.*(?:请问|问|查|看|的|在|是|和|与|跟|该|另|年|比|给|对|有|了|几|哪个|多少|什么|这个|那个|告上|告到|上到|去|向)",
        "",
        name,
    )


def nearest(name: str, loaded: Sequence[str]) -> list[str]:
    """Loaded agencies whose name looks or sounds like `name`."""
    choices = {f"{agency}\n{s.text}": s.text for agency in loaded for s in spoken_names(agency)}
    found = process.extract(name, choices, scorer=fuzz.ratio, limit=3, score_cutoff=60)
    sound = pinyin(name)
    alike = [key for key, text in choices.items() if pinyin(text) == sound]
    return list(dict.fromkeys(key.split("\n")[0] for key in [*alike, *(key for _, _, key in found)]))
