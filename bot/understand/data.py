"""The data files of understanding, validated at load with errors that name file and key."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ingest.form.schema import FormDataError, Strict, load_yaml

FOLDER = Path(__file__).parent / "data"


class TwoLanguages(Strict):
    """Words or patterns in Chinese and English."""

    zh: list[str]
    en: list[str]


class Restrictors(TwoLanguages):
    """Words and patterns that narrow a figure in a way that the form does not."""

    patterns: TwoLanguages


class Places(Strict):
    """Known places, and words that only look like one."""

    provinces: list[str]
    cities: list[str]
    not_places: list[str]


@lru_cache(maxsize=1)
def operations() -> dict[str, list[re.Pattern[str]]]:
    """Operation → compiled patterns of both languages."""
    loaded = load_yaml(FOLDER / "operations.yaml", dict[str, TwoLanguages])
    compiled: dict[str, list[re.Pattern[str]]] = {}
    for name, words in loaded.items():
        try:
            compiled[name] = [re.compile(word) for word in [*words.zh, *words.en]]
        except re.error as error:
            raise FormDataError(f"operations.yaml: key {name}: {error}") from error
    return compiled


@lru_cache(maxsize=1)
def topics() -> list[TwoLanguages]:
    """Topics of the narrative; the words of a group mean the same."""
    return load_yaml(FOLDER / "topics.yaml", list[TwoLanguages])


@lru_cache(maxsize=1)
def stopwords() -> TwoLanguages:
    """Words without a topic of their own."""
    return load_yaml(FOLDER / "stopwords.yaml", TwoLanguages)


@lru_cache(maxsize=1)
def heard() -> TwoLanguages:
    """Words of the field that narrow nothing."""
    return load_yaml(FOLDER / "heard.yaml", TwoLanguages)


@lru_cache(maxsize=1)
def restrictors() -> Restrictors:
    """Words and patterns that narrow a figure in a way that the form does not."""
    return load_yaml(FOLDER / "restrictors.yaml", Restrictors)


@lru_cache(maxsize=1)
def narrowing_patterns() -> tuple[re.Pattern[str], ...]:
    """The patterns among them, ready to search."""
    found = restrictors().patterns
    try:
        return tuple(re.compile(pattern) for pattern in (*found.zh, *found.en))
    except re.error as error:
        raise FormDataError(f"restrictors.yaml: key patterns: {error}") from error


@lru_cache(maxsize=1)
def spelt() -> list[str]:
    """Words that questions are made of, besides terms and names, that are often written wrong."""
    return load_yaml(FOLDER / "spelt.yaml", list[str])


@lru_cache(maxsize=1)
def places() -> Places:
    """Known places."""
    return load_yaml(FOLDER / "places.yaml", Places)


@lru_cache(maxsize=1)
def agency_short() -> dict[str, list[str]]:
    """Spoken short forms of agency names."""
    return load_yaml(FOLDER / "agency_short.yaml", dict[str, list[str]])


@lru_cache(maxsize=1)
def agency_former() -> dict[str, list[str]]:
    """Former names of organs."""
    return load_yaml(FOLDER / "agency_former.yaml", dict[str, list[str]])


@lru_cache(maxsize=1)
def agency_acronyms() -> dict[str, list[str]]:
    """Acronyms of agencies."""
    return load_yaml(FOLDER / "agency_acronyms.yaml", dict[str, list[str]])


@lru_cache(maxsize=1)
def agency_english() -> dict[str, list[str]]:
    """English names of organs."""
    return load_yaml(FOLDER / "agency_english.yaml", dict[str, list[str]])


@lru_cache(maxsize=1)
def confusable() -> frozenset[frozenset[str]]:
    """Pairs of characters that look alike."""
    return frozenset(frozenset(pair) for pair in load_yaml(FOLDER / "confusable.yaml", list[str]))


def off_topic_words() -> list[str]:
    """English words that no annual report is about."""
    return load_yaml(FOLDER / "off_topic.yaml", TwoLanguages).en


@lru_cache(maxsize=1)
def off_topic() -> re.Pattern[str]:
    """Words that no annual report is about."""
    words = load_yaml(FOLDER / "off_topic.yaml", TwoLanguages)
    english = "|".join(re.escape(word) for word in words.en)
    return re.compile(rf"{'|'.join(map(re.escape, words.zh))}|\b(?:{english})\b")
