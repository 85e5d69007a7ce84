"""A Chinese text cut into words with their part of speech. The dictionary is loaded on first use only."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

# Parts of speech that may narrow a figure: nouns, places, times, noun-like verbs, distinguishing words.
NOUNS: Final = ("n", "s", "t", "j", "b", "an")
NAMES: Final = ("ns", "nt", "nz", "nr")


class Word(NamedTuple):
    """A word, where it begins, and its part of speech as the dictionary has it."""

    text: str
    start: int
    kind: str

    @property
    def is_noun(self) -> bool:
        """Whether it names a thing."""
        return self.kind.startswith(NOUNS)

    @property
    def is_content(self) -> bool:
        """Whether it is a verb, an adjective or a set phrase."""
        return self.kind.startswith(("v", "a", "z", "i", "l"))

    @property
    def is_verb(self) -> bool:
        """Whether it says what is done."""
        return self.kind.startswith("v")

    @property
    def says_something(self) -> bool:
        """Whether it is more than a function word, a number or a measure."""
        return not self.kind.startswith(("m", "q", "r", "c", "p", "u", "d", "y", "e", "o", "x", "f", "zg"))

    @property
    def is_name(self) -> bool:
        """Whether it names a place, an organisation or a person."""
        return self.kind.startswith(NAMES)


@lru_cache(maxsize=1)
def segmenter() -> Callable[[str], Any]:
    """The dictionary's cutter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for pkg_resources, which is going away, and does without
        import jieba  # noqa: PLC0415
        import jieba.posseg  # noqa: PLC0415

    jieba.setLogLevel(logging.ERROR)
    jieba.dt.tmp_dir = str(Path(jieba.__file__).parent)  # never a cache that others may write
    jieba.dt.initialize()
    cut: Callable[[str], Any] = jieba.posseg.cut
    return cut


@lru_cache(maxsize=20_000)
def is_word(text: str) -> bool:
    """Whether the dictionary has `text` as a word of its own."""
    segmenter()
    import jieba  # noqa: PLC0415

    return bool(jieba.dt.FREQ.get(text, 0))


@lru_cache(maxsize=2048)
def words_of(text: str) -> tuple[Word, ...]:
    """All words of a text in order."""
    return tuple(placed(text))


def placed(text: str) -> Iterator[Word]:
    """Words with their offsets."""
    at = 0
    for pair in segmenter()(text):
        at = text.index(pair.word, at)
        yield Word(pair.word, at, pair.flag)
        at += len(pair.word)
