"""PDF → Document. Its text is one line a printed line and one tabbed line a table row."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from ingest.errors import FileEncrypted, FileUnreadable, TooManyPages
from ingest.load.ocr import load_scan
from ingest.load.pdf_cells import Part, frame_part, split_glyphs
from ingest.load.pdf_join import continues, join_parts
from ingest.load.pdf_lines import Glyph, TextLine, glyph_rows, page_glyphs, text_line
from ingest.load.pdf_rules import page_frames
from ingest.load.pdf_text import PageText, Paragraphs, drop_furniture, measure
from ingest.load.rendition import Lines, lay_out
from ingest.model import Block, Document

MAX_PAGES: Final = 500
SPARSE: Final = 10  # characters a page below which there is no text layer worth the name
UNMAPPED: Final = 0.3  # share of characters without a meaning above which the text is of no use
PICTURE: Final = 0.75  # share of a page that a scan covers
# What a damaged file makes the parser raise, beyond its own errors.
DAMAGE: Final = (
    PSException, PdfminerException, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    NotImplementedError, ArithmeticError, RecursionError, struct.error, zlib.error, OSError,
)  # fmt: skip

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings are about fonts and colours


@dataclass(frozen=True, slots=True)
class Page:
    """What one page holds: text outside tables and parts of tables, with the height of their tops."""

    text: PageText
    parts: tuple[tuple[float, Part], ...]
    characters: int
    pictured: bool
    empty: bool

    @property
    def poor(self) -> bool:
        """Whether something is shown but hardly any of it as text."""
        return not self.empty and (self.characters == 0 or (self.pictured and self.characters < SPARSE))


def load_pdf(name: str, data: bytes, sha256: str) -> Document:
    """Read a PDF. Raises an IngestError for what is encrypted, damaged, too long or without text."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as source:
            if len(source.pages) > MAX_PAGES:
                raise TooManyPages(file=name, pages=len(source.pages), limit=MAX_PAGES)
            pages = [read_page(page, number) for number, page in enumerate(source.pages, start=1)]
    except DAMAGE as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args)):
            raise FileEncrypted(file=name) from error
        raise FileUnreadable(file=name, detail=f"{type(error).__name__} {error}"[:80]) from error
    if not any(page.characters for page in pages) or is_scan(pages):
        return load_scan(name, data, sha256)
    recognised = all(page.pictured for page in pages if page.characters)
    lines = Lines()
    blocks = tuple(document_blocks(pages, lines))
    return Document(name, "application/pdf", "utf-8", sha256, lines.text, blocks, ocr=recognised)


def read_page(page: Any, number: int) -> Page:
    """Text lines and table parts of a page. Its objects are let go at once to save memory."""
    objects = page.objects
    glyphs = page_glyphs(objects.get("char", ()), float(page.width), float(page.height))
    frames = page_frames(objects)
    inside, outside = split_glyphs(frames, glyphs)
    parts: list[tuple[float, Part]] = []
    for frame, content in zip(frames, inside, strict=True):
        if content:
            parts.append((frame.ys[0], frame_part(frame, content, number)))
    text = PageText(number, float(page.height), [text_line(row) for row in glyph_rows(outside)])
    area = float(page.width) * float(page.height)
    pictured = sum(i["width"] * i["height"] for i in objects.get("image", ())) >= PICTURE * area
    page.close()
    return Page(text, tuple(parts), usable(glyphs), pictured, empty=not any(objects.values()))


def usable(glyphs: Sequence[Glyph]) -> int:
    """Number of characters with a meaning, 0 where too many have none."""
    unmapped = sum(1 for glyph in glyphs if glyph.text.startswith("(cid:"))
    return 0 if unmapped > UNMAPPED * len(glyphs) else len(glyphs) - unmapped


def is_scan(pages: Sequence[Page]) -> bool:
    """Whether most pages are pictures, drawn letters or codes without a meaning."""
    poor = sum(1 for page in pages if page.poor)
    return poor > sum(1 for page in pages if page.characters and not page.poor)


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
