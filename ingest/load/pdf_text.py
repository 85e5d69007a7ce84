"""Lines of PDF pages → paragraphs, without page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.load.pdf_lines import TextLine
from ingest.load.rendition import Lines
from ingest.model import Block, Place
from ingest.text import squash

MARGIN: Final = 0.12  # share of the page's height where page numbers and running heads stand
PAGE_NUMBER: Final = re.compile(
    r"[-—–_·.\s|]*(?:第\s*)?[\dIVXivx]{1,4}\s*(?:页)?(?:\s*[/,，、]?\s*(?:共\s*)?\d{0,4}\s*页?)?[-—–_·.\s|]*"
)
DIGITS: Final = re.compile(r"\d+")
INDENT: Final = 1.2  # in font sizes
SHORT: Final = 1.6
FAR: Final = 2.6
CLOSING: Final = re.compile(r"[。！？；：!?;:]$")
NEW_ITEM: Final = re.compile(r"\s*(?:[一二三四五六七八九十]+[、．.]|[(（][一二三四五六七八九十]+[)）])")


@dataclass(slots=True)
class PageText:
    """Lines of a page outside its tables, top to bottom."""

    page: int
    height: float
    lines: list[TextLine]


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph being joined from printed lines."""

    text: str = ""
    anchors: list[tuple[int, int]] = field(default_factory=list)
    first: Place | None = None
    last: Place | None = None
    line: TextLine | None = None

    def add(self, line: TextLine, place: Place) -> None:
        """Go on with a line. Chinese needs no blank between lines, words and numbers do."""
        glue = " " if self.text and self.text[-1].isascii() and line.text[0].isascii() else ""
        self.anchors.append((len(self.text) + len(glue), place.start))
        self.text += glue + line.text
        self.first = self.first or place
        self.last, self.line = place, line

    def block(self) -> Block | None:
        """The finished paragraph."""
        if self.first is None or self.last is None:
            return None
        place = Place(self.first.line, self.first.start, self.last.end, self.first.page)
        return Block(self.text, place, anchors=tuple(self.anchors))


def drop_furniture(pages: Sequence[PageText]) -> None:
    """Take page numbers and running heads out of the pages. The first of a repeated head stays."""
    seen = Counter(key for page in pages for key in {head_key(line) for line in margin_lines(page)})
    often = {key for key, count in seen.items() if count >= max(2, len(pages) // 2) and count >= 2}
    kept_once: set[str] = set()
    for page in pages:
        for line in margin_lines(page):
            key = head_key(line)
            if PAGE_NUMBER.fullmatch(line.text) or key in kept_once:
                page.lines.remove(line)
            elif key in often:
                kept_once.add(key)


def head_key(line: TextLine) -> str:
    """What makes a running head the same on every page: its text without numbers."""
    return DIGITS.sub("#", squash(line.text))


def margin_lines(page: PageText) -> list[TextLine]:
    """The outermost two lines at the top and at the bottom, where they stand in the margin."""
    top = [line for line in page.lines[:2] if line.bottom <= page.height * MARGIN]
    bottom = [line for line in page.lines[-2:] if line.top >= page.height * (1 - MARGIN) and line not in top]
    return top + bottom


@dataclass(frozen=True, slots=True)
class Measure:
    """Left and right side of the body text, for telling full lines from short ones."""

    left: float
    right: float


def measure(pages: Iterable[PageText]) -> Measure:
    """Sides of the body text: where most lines begin, and where the longest end."""
    lines = [line for page in pages for line in page.lines if len(line.text) > 8]
    if not lines:
        return Measure(0.0, 0.0)
    left = Counter(round(line.x0) for line in lines).most_common(1)[0][0]
    ends = sorted(line.x1 for line in lines)
    return Measure(float(left), ends[int(len(ends) * 0.9)] if len(ends) > 9 else ends[-1])


def far_below(before: TextLine, line: TextLine) -> bool:
    """Whether more than the usual distance between lines lies between two."""
    return line.bottom - before.bottom > FAR * max(line.size, before.size)


class Paragraphs:
    """Joins printed lines into paragraphs, over page breaks too."""

    def __init__(self, body: Measure, lines: Lines) -> None:
        self.body = body
        self.lines = lines
        self.open = OpenParagraph()
        self.blocks: list[Block] = []

    def add(self, line: TextLine, page: int) -> None:
        """Take the next printed line."""
        before = self.open.line
        same_page = self.open.last is not None and self.open.last.page == page
        if before is not None and (self.begins_anew(before, line) or (same_page and far_below(before, line))):
            self.close()
        self.open.add(line, self.lines.add(line.text, page))

    def close(self) -> None:
        """End the open paragraph, as a table does."""
        block = self.open.block()
        self.open = OpenParagraph()
        if block is not None:
            self.blocks.append(block)

    def begins_anew(self, before: TextLine, line: TextLine) -> bool:
        """Whether a line starts a paragraph: indented, after a short line, or of another size."""
        size = line.size
        if before.tabular or line.tabular or abs(before.size - size) > 0.15 * size:
            return True
        if line.x0 > self.body.left + INDENT * size and line.x0 > before.x0 + INDENT * size / 2:
            return True
        if before.x1 < self.body.right - SHORT * size:
            return True
        return bool(NEW_ITEM.match(line.text)) and bool(CLOSING.search(before.text))
