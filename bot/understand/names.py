"""Every way in which a loaded agency may be called: full, short, spoken, in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from bot.understand.data import agency_former, agency_short, places
from bot.understand.normal import normalise
from bot.understand.sounds import pinyin

LEVELS: Final = "省|自治区|市|自治州|州|地区|盟|区|县|自治县|旗|镇|乡|街道"
PLACE: Final = re.compile(r"[\u3400-\u9fff]{1,7}?(?:省|自治区|市(?![民场面容价])|自治州|州|盟|区|县|旗|镇|乡|街道)")
SHORTEST_LATIN: Final = 5
HEAD: Final = 2  # characters by which names are looked up


@dataclass(frozen=True, slots=True)
class Spoken:
    """One way of saying an agency's name. Names of a place alone are weaker than full names."""

    text: str
    agency: str
    generic: bool = False  # 市政府办: no place in it, so it must not stand behind one
    place: bool = False  # 吴忠: the place alone, so no other organ or place may follow


@dataclass(frozen=True)
class Names:
    """All names of the loaded agencies: by their first characters, and who goes by each."""

    by_head: Mapping[str, tuple[Spoken, ...]]
    by_text: Mapping[str, tuple[str, ...]]

    def beginning(self, head: str) -> tuple[Spoken, ...]:
        """Names that begin with these characters."""
        return self.by_head.get(head, ())

    def sharing(self, text: str) -> tuple[str, ...]:
        """All agencies that go by a name, the one that it names best first."""
        return self.by_text.get(text, ())


@lru_cache(maxsize=8)
def names_of(loaded: tuple[str, ...], *, latin: bool) -> Names:
    """Names of a set of agencies, in Latin letters too where a question has any."""
    heads: dict[str, list[Spoken]] = {}
    texts: dict[str, list[str]] = {}
    for agency in loaded:
        for spoken in (*spoken_names(agency), *(latin_names(agency) if latin else ())):
            heads.setdefault(spoken.text[:HEAD], []).append(spoken)
            texts.setdefault(spoken.text, []).append(agency)
    ordered = {text: sorted(dict.fromkeys(who), key=lambda a: ("政府" not in a, len(a))) for text, who in texts.items()}
    return Names(
        {head: tuple(found) for head, found in heads.items()}, {text: tuple(who) for text, who in ordered.items()}
    )


def split_place(agency: str) -> tuple[list[str], str]:
    """Places of a name from large to small, and the organ: 淮安市洪泽区人民政府 → [淮安市, 洪泽区], 人民政府."""
    found: list[str] = []
    rest = agency
    while match := PLACE.match(rest):
        if match.end() == len(rest) and match[0].endswith("区") and "实验" in match[0]:
            break
        found.append(match[0])
        rest = rest[match.end() :]
    return found, rest


@lru_cache(maxsize=4096)
def latin_names(agency: str) -> tuple[Spoken, ...]:
    """The place of an agency in Latin letters: wuzhong."""
    stems = {
        re.sub(rf"(?:{LEVELS})$", "", name.text)
        for name in spoken_names(agency)
        if name.place or not split_place(name.text)[1]
    }
    return tuple(
        Spoken(latin, agency) for stem in sorted(stems, key=len) if len(latin := pinyin(stem)) >= SHORTEST_LATIN
    )


@lru_cache(maxsize=4096)
def spoken_names(agency: str) -> tuple[Spoken, ...]:
    """Every way in which `agency` may be called in Chinese, the full name first."""
    name = normalise(agency)
    levels, organ = split_place(name)
    organs = spoken_organs(organ)
    said = [Spoken(name, agency, place=not organ or organ == name)]
    heads = place_heads(levels)
    said += [Spoken(head + tail, agency) for head, tail in product(heads, organs) if tail]
    if levels:
        said += [Spoken(levels[-1][-1] + tail, agency, generic=True) for tail in organs if len(tail) > 1]
        said += [Spoken(tail, agency, generic=True) for tail in organs if tail[-1] in "委局厅" and 2 <= len(tail) <= 4]
    if speaks_for_place(organ):
        said += [Spoken(head, agency, place=bool(organ)) for head in heads if len(head) >= 2]
    bare = re.sub(r"(?:综合)?(?:实验区|开发区|新区|管委会).*$", "", name)
    if not levels and 2 <= len(bare) < len(name):
        said += [Spoken(form, agency) for form in organs[1:]] + [Spoken(bare, agency, place=True)]
        said += [Spoken(bare + "区", agency)] if name.endswith("区") else []
    return tuple(dict.fromkeys(said))


def speaks_for_place(organ: str) -> bool:
    """Whether a place alone may mean this agency: its government does, one of its bureaus does not."""
    return not organ or "政府" in organ or "管委会" in organ or "管理委员会" in organ


def place_heads(levels: Sequence[str]) -> list[str]:
    """How the place is said: 洪泽区, 洪泽, 淮安市洪泽区, 淮安洪泽."""
    if not levels:
        return []
    last = levels[-1]
    stem = last[:-1] if len(last) > 2 and not last.endswith("街道") else last
    heads = [last, stem]
    if len(levels) > 1:
        heads += ["".join(levels), "".join(level[:-1] if len(level) > 2 else level for level in levels)]
    return list(dict.fromkeys(heads))


def spoken_organs(organ: str) -> list[str]:
    """How the organ is said: 人民政府办公室, 政府办公室, 政府办, 府办."""
    said = [organ] if organ else []
    for printed, short in agency_short().items():
        if printed in organ:
            said += [organ.replace(printed, form) for form in short]
        elif organ in short:
            said += [printed, *short]
    for present, former in agency_former().items():
        said += [organ.replace(present, name) for name in former if present in organ]
    return list(dict.fromkeys(said))


def place_stems(agency: str) -> list[str]:
    """Places of an agency without their level: 上海, 沭阳."""
    levels, _ = split_place(normalise(agency))
    return [re.sub(rf"(?:{LEVELS})$", "", level) or level for level in levels]


def in_place(agency: str, text: str) -> bool:
    """Whether a text names the place of an agency, in Chinese or in Latin letters."""
    levels, _ = split_place(normalise(agency))
    heads = [head for level in levels for head in place_heads([level]) if len(head) > 1]
    return any(head in text or re.search(rf"\b{pinyin(head)}\b", text) for head in heads)


@lru_cache(maxsize=2)
def gazetteer(*, latin: bool) -> re.Pattern[str]:
    """Known places with their level, and where wanted their names in Latin letters."""
    known = places()
    stems = sorted([*known.cities, *known.provinces], key=len, reverse=True)
    chinese = rf"(?:{'|'.join(stems)})(?:{LEVELS})?"
    if not latin:
        return re.compile(chinese)
    names = sorted({name for stem in stems if len(name := pinyin(stem)) >= SHORTEST_LATIN}, key=len, reverse=True)
    return re.compile(rf"{chinese}|\b(?:{'|'.join(names)})\b")
