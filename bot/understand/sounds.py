"""How Chinese characters sound, so far as people mix them up when typing: without tones, zh as z, ing as in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

MIXED: Final = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"([aei])ng$"), r"\1n"))


@lru_cache(maxsize=20_000)
def pinyin(text: str) -> str:
    """Latin letters of Chinese characters, without tones. Its dictionary is loaded on first use only."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return "".join(lazy_pinyin(text))


@lru_cache(maxsize=20_000)
def syllable(character: str) -> str:
    """One character's sound, with what is often mixed up made the same."""
    spoken = pinyin(character)
    for pattern, plain in MIXED:
        spoken = pattern.sub(plain, spoken)
    return spoken


def sound(text: str) -> str:
    """Sounds of all characters, set apart."""
    return " ".join(syllable(character) for character in text)
