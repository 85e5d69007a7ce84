"""PDF → Document. Its text is one line a printed line and one tabbed line a table row."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from ingest.errors import FileEncrypted, FileUnreadable, NothingRecognised, TooManyPages
from ingest.load.ocr import has_engine, need_engine, scanned_pages
from ingest.load.pdf_cells import Part, frame_part, split_glyphs
from ingest.load.pdf_lines import Glyph, glyph_rows, page_glyphs, text_line
from ingest.load.pdf_page import SPARSE, Page, document_blocks
from ingest.load.pdf_rules import page_frames
from ingest.load.pdf_text import PageText
from ingest.load.rendition import Lines
from ingest.model import Document

MAX_PAGES: Final = 500
UNMAPPED: Final = 0.3  # share of characters without a meaning above which the text is of no use
PICTURE: Final = 0.75  # share of a page that a scan covers
TABLE_PICTURE: Final = 0.05  # share of a page that a picture of a table covers at least
# What a damaged file makes the parser raise, beyond its own errors.
DAMAGE: Final = (
    PSException, PdfminerException, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    NotImplementedError, ArithmeticError, RecursionError, struct.error, zlib.error, OSError,
)  # fmt: skip

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings are about fonts and colours


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
        need_engine(name)
    doubtful = all(page.pictured for page in pages if page.characters)
    pages, recognised, unread = with_pictures(data, pages)
    lines = Lines()
    blocks = tuple(document_blocks(pages, lines))
    if not blocks:
        raise NothingRecognised(file=name)
    media_type = "application/pdf"
    return Document(name, media_type, "utf-8", sha256, lines.text, blocks, False, doubtful, recognised, unread)


def with_pictures(data: bytes, pages: Sequence[Page]) -> tuple[list[Page], tuple[int, ...], tuple[int, ...]]:
    """Pages with what their pictures show, and the numbers of those that were recognised and that were not."""
    wanted = {page.text.page: None if page.poor else page.pictures for page in pages if page.poor or page.pictures}
    if not wanted or not has_engine():
        return list(pages), (), tuple(wanted)
    found = {page.text.page: page for page in scanned_pages(data, wanted)}
    result = []
    for page in pages:
        seen = found.get(page.text.page)
        result.append(page if seen is None else seen if page.poor else page.joined(seen))
    return result, tuple(found), ()


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
    images = objects.get("image", ())
    pictured = sum(i["width"] * i["height"] for i in images) >= PICTURE * area
    pictures = tuple(side for i in images if (side := picture_side(i, area, glyphs)) is not None)
    page.close()
    return Page(text, tuple(parts), usable(glyphs), pictured, empty=not any(objects.values()), pictures=pictures)


def picture_side(image: Mapping[str, Any], area: float, glyphs: Sequence[Glyph]) -> tuple[float, ...] | None:
    """Sides of an image that is large enough for a table and no ground behind text, in points."""
    x0, y0, x1, y1 = (float(image[side]) for side in ("x0", "top", "x1", "bottom"))
    if (x1 - x0) * (y1 - y0) < TABLE_PICTURE * area:
        return None
    behind = sum(1 for glyph in glyphs if x0 <= glyph.x <= x1 and y0 <= glyph.y <= y1)
    return (x0, y0, x1, y1) if behind < SPARSE else None


def usable(glyphs: Sequence[Glyph]) -> int:
    """Number of characters with a meaning, 0 where too many have none."""
    unmapped = sum(1 for glyph in glyphs if glyph.text.startswith("(cid:"))
    return 0 if unmapped > UNMAPPED * len(glyphs) else len(glyphs) - unmapped


def is_scan(pages: Sequence[Page]) -> bool:
    """Whether most pages are pictures, drawn letters or codes without a meaning."""
    poor = sum(1 for page in pages if page.poor)
    return poor > sum(1 for page in pages if page.characters and not page.poor)
