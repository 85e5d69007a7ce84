"""Names of agencies in English → the loaded agency: Shuyang Development and Reform Bureau."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.understand.data import agency_acronyms, agency_english
from bot.understand.names import LEVELS, split_place
from bot.understand.normal import normalise
from bot.understand.sounds import pinyin

FILLER: Final = (
    r"(?:[ ,]+(?:the|of|city|citys|municipal|municipality|municipalitys|county|countys|district|districts"
    r"|province|provincial|peoples|local|s))*[ ,]+"
)


def with_chinese_names(text: str, loaded: Sequence[str]) -> str:
    """`text` with every loaded agency that it names in English named in Chinese."""
    for pattern, agency in english_names(tuple(loaded)):
        text = pattern.sub(agency, text)
    return text


@lru_cache(maxsize=8)
def english_names(loaded: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns for the names of all loaded agencies, the longest organ first."""
    found: list[tuple[int, re.Pattern[str], str]] = []
    for agency in loaded:
        levels, organ = split_place(normalise(agency))
        stems = [re.sub(rf"(?:{LEVELS})$", "", level) or level for level in levels[-1:]]
        for place in (pinyin(stem) for stem in stems):
            for phrase in phrases_of(organ):
                words = re.escape(phrase)
                either = rf"\b{place}{FILLER}{words}\b|\b{words}(?: of| in)(?: the)? {place}(?: (?:city|county|district|municipality|province)\b)?"
                found.append((len(phrase), re.compile(either), agency))
    for acronym, names in agency_acronyms().items():
        place = r"(?:shanghai |beijing )?(?:the )?"
        found += [
            (len(acronym), re.compile(rf"\b{place}{acronym}\b"), agency)
            for agency in loaded
            if normalise(agency) in names
        ]
    found.sort(key=lambda entry: -entry[0])
    return tuple((pattern, normalise(agency)) for _, pattern, agency in found)


def phrases_of(organ: str) -> list[str]:
    """What an organ is called in English."""
    return [phrase for printed, phrases in agency_english().items() if printed in organ for phrase in phrases]
