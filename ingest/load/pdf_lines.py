"""Characters of a PDF page → lines of text. Blanks come from distances, never from the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

# Radicals that stand for whole characters in text layers and that NFKC leaves alone.
LOOKALIKES: Final = "⺁⺘⺟⺠⺬⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"
CHARACTERS: Final = "厂手母民示月虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
RADICALS: Final = dict(zip(LOOKALIKES, CHARACTERS, strict=True))
COMPATIBILITY: Final = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]|[\U0002f800-\U0002fa1f]")
WORDLIKE: Final = re.compile(r"[!-~]+")
FIGURE_CHARS: Final = frozenset("0123456789.,%")
SAME_LINE: Final = 0.55  # of the font size
GAP_WORD: Final = 0.15
GAP_MIXED: Final = 0.6  # the narrow blank that is set between Chinese and digits is no blank
GAP_HAN: Final = 1.05
TWICE: Final = 0.15  # the same character printed again this near is a fake bold


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character and where it stands, in points from the top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def x(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    tabular: bool = False  # holds a gap as wide as between columns


@lru_cache(maxsize=4096)
def plain_character(text: str) -> str:
    """A character without the look-alikes that fonts put into text layers (Kangxi radicals)."""
    if not COMPATIBILITY.search(text):
        return text
    return "".join(RADICALS.get(c) or (unicodedata.normalize("NFKC", c) if COMPATIBILITY.match(c) else c) for c in text)


def page_glyphs(chars: Iterable[Mapping[str, Any]], width: float, height: float) -> list[Glyph]:
    """Printed characters of a page: no blanks, nothing outside the page, no slanted watermark."""
    glyphs = []
    for char in chars:
        text = plain_character(char["text"]).strip()
        if not text or not text.isprintable() or not upright(char):
            continue
        glyph = Glyph(text, char["x0"], char["x1"], char["top"], char["bottom"], char["size"] or 1.0)
        if 0 <= glyph.x <= width and 0 <= glyph.y <= height:
            glyphs.append(glyph)
    return glyphs


def upright(char: Mapping[str, Any]) -> bool:
    """Whether a character stands straight; watermarks are turned."""
    a, b, c, d = char["matrix"][:4]
    return bool(abs(b) <= 0.2 * abs(a) + 1e-6 and abs(c) <= 0.4 * abs(d) + 1e-6)


def glyph_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs by printed line, top to bottom and left to right."""
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.y):
        if rows and abs(glyph.y - middle) <= SAME_LINE * max(min(glyph.size, rows[-1][-1].size), 4.0):
            rows[-1].append(glyph)
            middle += (glyph.y - middle) / len(rows[-1])
        else:
            rows.append([glyph])
            middle = glyph.y
    return [without_doubles(sorted(row, key=lambda g: g.x0)) for row in rows]


def without_doubles(row: Sequence[Glyph]) -> list[Glyph]:
    """A line without characters that were printed twice to look bold."""
    kept: list[Glyph] = []
    for glyph in row:
        near = (k for k in kept[-3:] if k.text == glyph.text)
        if not any(abs(k.x0 - glyph.x0) < TWICE * glyph.size and abs(k.y - glyph.y) < TWICE * glyph.size for k in near):
            kept.append(glyph)
    return kept


def row_text(row: Sequence[Glyph]) -> str:
    """Text of one printed line."""
    pieces: list[str] = []
    last: Glyph | None = None
    for glyph in row:
        if last is not None and glyph.x0 - last.x1 > blank_width(last, glyph):
            pieces.append(" ")
        pieces.append(glyph.text)
        last = glyph
    return "".join(pieces)


def blank_width(left: Glyph, right: Glyph) -> float:
    """How far two characters must be apart to count as set apart."""
    size = min(left.size, right.size)
    words = (left.text[-1].isascii(), right.text[0].isascii())
    return size * (GAP_WORD if all(words) else GAP_MIXED if any(words) else GAP_HAN)


def text_line(row: Sequence[Glyph]) -> TextLine:
    """One printed line with its box."""
    size = sorted(g.size for g in row)[len(row) // 2]
    gaps = (b.x0 - a.x1 for a, b in pairwise(row))
    return TextLine(
        text=row_text(row),
        x0=row[0].x0,
        x1=max(g.x1 for g in row),
        top=min(g.top for g in row),
        bottom=max(g.bottom for g in row),
        size=size,
        tabular=any(gap > 2 * size for gap in gaps),
    )


def figure_words(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """Runs of touching digits in a printed line."""
    words: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in row:
        if glyph.text not in FIGURE_CHARS:
            last = None
            continue
        if last is not None and glyph.x0 - last.x1 <= blank_width(last, glyph):
            words[-1].append(glyph)
        else:
            words.append([glyph])
        last = glyph
    return words
