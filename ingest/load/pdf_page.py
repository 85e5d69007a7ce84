"""Pages, however they were read → the blocks of a document; a table that runs over pages is one grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.load.pdf_cells import Part
from ingest.load.pdf_join import continues, join_parts
from ingest.load.pdf_lines import TextLine
from ingest.load.pdf_text import PageText, Paragraphs, drop_furniture, measure
from ingest.load.rendition import Lines, lay_out
from ingest.model import Block

SPARSE: Final = 10  # characters a page below which there is no text layer worth the name


@dataclass(frozen=True, slots=True)
class Page:
    """What one page holds: text outside tables and parts of tables, with the height of their tops."""

    text: PageText
    parts: tuple[tuple[float, Part], ...]
    characters: int
    pictured: bool
    empty: bool
    pictures: tuple[tuple[float, ...], ...] = ()  # sides of images that may show a table

    @property
    def poor(self) -> bool:
        """Whether something is shown but hardly any of it as text."""
        return not self.empty and (self.characters == 0 or (self.pictured and self.characters < SPARSE))

    def joined(self, seen: Page) -> Page:
        """The page with what was recognised in its pictures."""
        lines = sorted([*self.text.lines, *seen.text.lines], key=lambda line: line.top)
        text = PageText(self.text.page, self.text.height, lines)
        return replace(self, text=text, parts=(*self.parts, *seen.parts))


def document_blocks(pages: Sequence[Page], lines: Lines) -> list[Block]:
    """Paragraphs and tables in reading order; a table that runs over pages is one grid."""
    drop_furniture([page.text for page in pages])
    paragraphs = Paragraphs(measure(page.text for page in pages), lines)
    waiting: list[Part] = []

    def write_table() -> None:
        if not waiting:
            return
        paragraphs.close()
        spans, rows = join_parts(waiting)
        grid = lay_out(spans, lines, rows)
        waiting.clear()
        if grid is not None:
            paragraphs.blocks.append(Block("", grid.place, grid=grid))

    for page in pages:
        for position, item in enumerate(page_items(page)):
            if isinstance(item, TextLine):
                write_table()
                paragraphs.add(item, page.text.page)
                continue
            if waiting and not (position == 0 and continues(waiting, item)):
                write_table()
            waiting.append(item)
    write_table()
    paragraphs.close()
    return paragraphs.blocks


def page_items(page: Page) -> Iterator[TextLine | Part]:
    """Lines and table parts of a page, top to bottom."""
    items: list[tuple[float, TextLine | Part]] = [(line.top, line) for line in page.text.lines]
    items += page.parts
    for _, item in sorted(items, key=lambda pair: pair[0]):
        yield item
