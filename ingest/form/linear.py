"""A document as one line of characters: what is printed, a normalised twin, and its letters alone.

Labels are searched in `view`, where blanks, page marks and line breaks inside a label are gone;
figures are read from `plain`; `text` is what a cell quotes. `text` and `plain` have one length.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ingest.model import Block, Document, GridCell, Place
from ingest.numbers import UNITS
from ingest.text import PUNCTUATION, SPACES, LineTable, simplified

PAGE_MARK: Final = re.compile(
    r"^[^\S\n]*-{1,2}[^\S\n]*\d{1,3}[^\S\n]*-{1,2}[^\S\n]*$|第\s*\d+\s*页(?:[\s,/]*共\s*\d+\s*页)?", re.MULTILINE
)
INLINE_PAGE_MARK: Final = re.compile(r"[—–]{1,2}\s*\d{1,3}\s*[—–]{1,2}")
RULE: Final = re.compile(r"^[ \t|:+-]{4,}$", re.MULTILINE)
MARKS: Final = re.compile(r"&nbsp;|[*`#]|\\(?=[.()_|-])")
NOTE: Final = re.compile(r"\((?:其中|含|不含|包括)[^()\n]{0,40}\)")
UNIT: Final = re.compile(rf"(?<=\d) ?(?:[万亿]?元|%|(?:{UNITS})(?![^\W\d_]))")
DATE: Final = re.compile(r"(?<!\d)\d{1,4}(?=\s{0,2}[年月日])")
SKIPPED: Final = re.compile(r"\s+|<[^>]*>|&#?\w+;")
LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Linear:
    """The characters of a document in reading order.

    `origins` holds the offset in Document.text of each character, None where both texts are one.
    """

    document: Document
    text: str
    origins: list[int] | None = None

    @cached_property
    def plain(self) -> str:
        """`text` with one width, Simplified characters and one kind of dash; page marks are blank."""
        plain = same_length_plain(INLINE_PAGE_MARK.sub(blanked, self.text))
        plain = RULE.sub(lambda rule: blanked(rule) if "---" in rule[0] and "|" in rule[0] else rule[0], plain)
        return MARKS.sub(blanked, PAGE_MARK.sub(blanked, plain))

    @cached_property
    def letters(self) -> tuple[str, list[int]]:
        """`view` and, for each of its characters, the offset in `text`."""
        masked = UNIT.sub(blanked, NOTE.sub(blanked, self.plain))
        pieces: list[str] = []
        at: list[int] = []
        for match in LETTERS.finditer(masked):
            pieces.append(match[0])
            at.extend(range(match.start(), match.end()))
        return "".join(pieces), at

    @property
    def view(self) -> str:
        """The letters alone: no digits, blanks, punctuation, units or notes."""
        return self.letters[0]

    @property
    def at(self) -> list[int]:
        """Offset in `text` of each character of `view`."""
        return self.letters[1]

    @cached_property
    def figures(self) -> str:
        """`plain` without the digits of dates, to look for figures that belong to no row."""
        return DATE.sub(blanked, self.plain)

    @cached_property
    def lines(self) -> LineTable:
        """Lines of the source."""
        return LineTable(self.document.text)

    @cached_property
    def pages(self) -> tuple[list[int], list[int | None]]:
        """Starts of the source's blocks and the page that each is on."""
        blocks = sorted(self.document.blocks, key=lambda block: block.place.start)
        return [block.place.start for block in blocks], [block.place.page for block in blocks]

    def source(self, offset: int) -> int:
        """Offset in Document.text of the character at `offset`."""
        if self.origins is None:
            return offset
        if offset < len(self.origins):
            return self.origins[offset]
        return self.origins[-1] + 1 if self.origins else 0

    def place(self, start: int, end: int) -> Place:
        """Place in the source of text[start:end]."""
        first = self.source(start)
        last = self.source(end - 1) + 1 if end > start else first
        starts, pages = self.pages
        block = bisect_right(starts, first) - 1
        return Place(self.lines.line(first), first, last, pages[block] if block >= 0 else None)

    def cell(self, start: int, end: int, column: int = 0) -> GridCell:
        """text[start:end] as a cell; what is blank in `plain` at its ends is left out."""
        piece = self.plain[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        return GridCell(self.text[start:end], self.place(start, end), 0, column)

    def after(self, index: int) -> int:
        """Offset in `text` just behind character `index - 1` of the view."""
        return self.at[index - 1] + 1 if index else 0

    def before(self, index: int) -> int:
        """Offset in `text` of character `index` of the view, or the end of the text."""
        return self.at[index] if index < len(self.at) else len(self.text)


def linear_of(document: Document) -> Linear:
    """The text itself, or for markup the visible text of all blocks with cells between pipes."""
    if not document.markup:
        return Linear(document, document.text)
    pieces: list[str] = []
    origins: list[int] = []
    for piece, origin in visible_pieces(document.blocks):
        pieces.append(piece)
        origins.extend(aligned(piece, document.text, origin))
    return Linear(document, "".join(pieces), origins)


def visible_pieces(blocks: tuple[Block, ...]) -> Iterator[tuple[str, int]]:
    """Visible text in order, each piece with its offset in the source."""
    for block in blocks:
        if block.grid is None:
            yield from block_pieces(block)
            continue
        row = -1
        for cell in sorted(block.grid.cells, key=lambda c: (c.row, c.column)):
            if cell.row != row:
                yield "\n|", cell.place.start
                row = cell.row
            yield " ", cell.place.start
            yield cell.text.replace("\n", " "), cell.place.start
            yield " |", cell.place.end
        yield "\n", block.place.end


def block_pieces(block: Block) -> Iterator[tuple[str, int]]:
    """Pieces of a paragraph, one for each unbroken run."""
    anchors = block.anchors or ((0, block.place.start),)
    ends = [start for start, _ in anchors[1:]] + [len(block.text)]
    for (start, origin), end in zip(anchors, ends, strict=True):
        yield block.text[start:end], origin
    yield "\n", block.place.end


def aligned(piece: str, source: str, origin: int) -> list[int]:
    """Offset in `source` of each character of `piece`, blanks, tags and entities in between skipped."""
    if piece.split() == [piece] and source.startswith(piece, origin):  # most cells of a table
        return list(range(origin, origin + len(piece)))
    found: list[int] = []
    position = origin
    for char in piece:
        if char.isspace():
            found.append(min(position, len(source)))
            continue
        while position < len(source) and source[position] != char:
            gap = SKIPPED.match(source, position)
            if gap is None:
                break
            position = gap.end()
        found.append(position)
        position += 1
    return found


def blanked(match: re.Match[str]) -> str:
    """Blanks in place of a match, its line breaks kept."""
    return re.sub(r"[^\n]", " ", match[0])


def same_length_plain(text: str) -> str:
    """`text` normalised character by character, so that offsets stay the same."""
    kinds = set(text)
    table = {ord(char): plain_character(char) for char in kinds if not char.isascii()}
    chinese = [char for char in dict.fromkeys(table.values()) if "\u3400" <= char <= "\u9fff"]
    modern = simplified("\n".join(chinese)).split("\n")
    if len(modern) == len(chinese):
        swap = {old: new for old, new in zip(chinese, modern, strict=True) if len(new) == 1}
        table = {code: swap.get(char, char) for code, char in table.items()}
    return text.translate(table)


def plain_character(char: str) -> str:
    """One character in its plain form; circled and raised digits are no figures."""
    if SPACES.fullmatch(char) or unicodedata.category(char) == "No":
        return " "
    plain = unicodedata.normalize("NFKC", char).translate(PUNCTUATION)
    return plain if len(plain) == 1 else char
