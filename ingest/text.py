"""Text normalisation shared by readers: widths, blanks, punctuation, Traditional characters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property, lru_cache
from typing import Final

import opencc

SPACES: Final = re.compile(r"[\s\u00a0\u200b-\u200f\u2028-\u202f\u2060\u3000\ufeff]+")
PUNCTUATION: Final = str.maketrans("“”「」『』‘’〔〕【】﹣−–—‐", '""""""\'\'()()-----')
TRADITIONAL: Final = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=1)
def converter() -> opencc.OpenCC:
    """Traditional to Simplified, words kept apart from single characters."""
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=20_000)
def simplified(text: str) -> str:
    """`text` in Simplified characters."""
    return str(converter().convert(text)) if TRADITIONAL.search(text) else text


@lru_cache(maxsize=20_000)
def collapse(text: str) -> str:
    """Runs of any blank become one space; ends are trimmed."""
    return SPACES.sub(" ", text).strip()


@lru_cache(maxsize=50_000)
def squash(text: str) -> str:
    """Comparable form of a label: NFKC, Simplified, no blanks, one kind of punctuation."""
    plain = unicodedata.normalize("NFKC", text)
    return simplified(SPACES.sub("", plain)).translate(PUNCTUATION)


class LineTable:
    """Offsets of line starts, to turn an offset into a line number from 1."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """Offset of the first character of every line."""
        return [0, *(m.end() for m in re.finditer(r"\n", self.text))]

    def line(self, offset: int) -> int:
        """Line number of `offset`, from 1."""
        return bisect_right(self.starts, offset)
