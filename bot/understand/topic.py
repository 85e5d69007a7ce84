"""What is left of a question once its function words are taken out: the topic to look for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.understand.data import stopwords
from bot.understand.words import words_of

YEAR: Final = re.compile(r"(?<!\d)(?:20)?\d\d年(?:度)?|(?<!\d)20\d\d(?!\d)")
WORD: Final = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:-[a-z0-9]+)*")


@lru_cache(maxsize=1)
def chinese_stop() -> re.Pattern[str]:
    """All Chinese function words, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, stopwords().zh), key=len, reverse=True)))


def topic_of(text: str, spans: Sequence[tuple[int, int]] = ()) -> tuple[str, ...]:
    """Content words of a normalised question; empty where nothing is left."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    rest = YEAR.sub(" ", "".join(chars))
    english = set(stopwords().en)
    words: list[str] = []
    for word in WORD.findall(rest):
        if word[0].isascii():
            words += [word] if word not in english and not word.isdecimal() else []
        else:
            words += chinese_words(word)
    return tuple(words)


def chinese_words(text: str) -> list[str]:
    """Words of a Chinese text that say what it is about; where none does, what is left without function words."""
    idle = frozenset(stopwords().zh)
    found = [w.text for w in words_of(text) if len(w.text) > 1 and w.text not in idle and w.says_something]
    return found or [piece for piece in chinese_stop().sub(" ", text).split() if len(piece) > 1]
