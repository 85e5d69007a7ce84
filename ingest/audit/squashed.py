"""Text without blanks and in one spelling, with the way back: words broken over lines are whole again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ingest.text import PUNCTUATION, SPACES, simplified

SENTENCE: Final = re.compile(r"[^。！？!?]+[。！？!?]?")
CLAUSE: Final = re.compile(r"[。;,:]")
PIECE: Final = re.compile(r"[。;]")
LONGEST_QUOTE: Final = 120


@dataclass(frozen=True)
class Squashed:
    """`text` is what patterns run over; `origin[i]` is where its character i stands in the original."""

    original: str
    text: str
    origin: tuple[int, ...]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Offsets of sentences in `text`."""
        return (match.span() for match in SENTENCE.finditer(self.text))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of a span of `text`."""
        return self.origin[start], self.origin[end - 1] + 1

    def clause_start(self, at: int, floor: int) -> int:
        """Where the clause that holds `at` begins, not before `floor`."""
        return max((m.end() for m in CLAUSE.finditer(self.text, floor, at)), default=floor)

    def quote(self, start: int, end: int, sentence: tuple[int, int]) -> tuple[int, int]:
        """Span of `text` to quote for a match: its sentence, or less of it where that is long."""
        first, last = sentence
        for marks in (PIECE, CLAUSE):
            if last - first <= LONGEST_QUOTE:
                break
            first = max((m.end() for m in marks.finditer(self.text, first, start)), default=first)
            last = next((m.start() for m in marks.finditer(self.text, end, last)), last)
        return first, last


def squashed(original: str) -> Squashed:
    """`original` without blanks, full-width signs made plain, in Simplified characters."""
    characters: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(original):
        for plain in unicodedata.normalize("NFKC", character):
            if not SPACES.match(plain):
                characters.append(plain)
                origin.append(at)
    text = "".join(characters)
    simple = simplified(text)
    if len(simple) == len(text):
        text = simple
    return Squashed(original, text.translate(PUNCTUATION), tuple(origin))
