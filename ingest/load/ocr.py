"""Pictures and scans → Document, through the optional extra `ocr` (RapidOCR, models in its wheel).

What is recognised may be misread: the document is marked, and a figure that the engine itself
doubts gets a question mark, so that it is unreadable and never a number.
"""

from __future__ import annotations

import importlib
import io
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from ingest.errors import FileUnreadable, NoTextLayer, NothingRecognised
from ingest.load.pdf_lines import plain_character
from ingest.load.plain import plain_blocks
from ingest.load.rendition import Lines
from ingest.model import Block, Document, Place

DPI: Final = 200
SURE: Final = 0.85  # confidence below which a figure is doubtful
USABLE: Final = 0.5  # confidence below which a piece of text is left out
SAME_ROW: Final = 0.5  # of a piece's height
MAX_PIXELS: Final = 60_000_000
DOUBT: Final = "?"


@dataclass(frozen=True, slots=True)
class Piece:
    """A recognised run of text: its middle, width and height in pixels, and how sure it is."""

    text: str
    x: float
    y: float
    width: float
    height: float
    slope: float
    confidence: float


@lru_cache(maxsize=1)
def engine() -> Any:
    """The recognition engine. Raises ImportError without the extra."""
    return importlib.import_module("rapidocr").RapidOCR()


def load_image(name: str, data: bytes, sha256: str) -> Document:
    """Read a picture. Raises NoTextLayer without the extra, NothingRecognised where it shows no text."""
    need_engine(name)
    pictures = importlib.import_module("PIL.Image")
    try:
        picture = pictures.open(io.BytesIO(data))
        if picture.width * picture.height > MAX_PIXELS:
            raise ValueError(f"{picture.width} × {picture.height} > {MAX_PIXELS} px")
        picture = picture.convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise FileUnreadable(file=name, detail=str(error)[:80]) from error
    return recognised_document(name, "image/*", sha256, [picture])


def load_scan(name: str, data: bytes, sha256: str) -> Document:
    """Read a PDF whose pages are pictures. Raises as load_image does."""
    need_engine(name)
    source = importlib.import_module("pypdfium2").PdfDocument(data)
    try:
        pictures = (page.render(scale=DPI / 72).to_pil().convert("RGB") for page in source)
        return recognised_document(name, "application/pdf", sha256, pictures)
    finally:
        source.close()


def need_engine(name: str) -> None:
    """Refuse, naming the extra, where it is not installed."""
    try:
        engine()
    except ImportError as error:
        raise NoTextLayer(file=name) from error


def recognised_document(name: str, media_type: str, sha256: str, pictures: Iterable[Any]) -> Document:
    """Document of pictures, one a page."""
    lines = Lines()
    pages: list[int] = []
    for number, picture in enumerate(pictures, start=1):
        for row in piece_rows(levelled(recognise(picture))):
            lines.add("\t".join(piece_text(piece) for piece in row), number)
            pages.append(number)
    if not pages:
        raise NothingRecognised(file=name)
    blocks = tuple(on_page(block, pages) for block in plain_blocks(lines.text))
    return Document(name, media_type, "utf-8", sha256, lines.text, blocks, ocr=True)


def recognise(picture: Any) -> list[Piece]:
    """Pieces of text in a picture."""
    arrays = importlib.import_module("numpy")
    found = engine()(arrays.asarray(picture))
    if found.boxes is None:
        return []
    pieces = []
    for corners, text, confidence in zip(found.boxes, found.txts, found.scores, strict=True):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = ((float(x), float(y)) for x, y in corners)
        if confidence >= USABLE and text.strip():
            width, height = math.hypot(bx - ax, by - ay), math.hypot(dx - ax, dy - ay)
            slope = math.atan2(by - ay, bx - ax)
            pieces.append(
                Piece(text, (ax + bx + cx + dx) / 4, (ay + by + cy + dy) / 4, width, height, slope, float(confidence))
            )
    return pieces


def levelled(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces turned so that lines are level: the long ones tell how far a scan is askew."""
    long = [piece for piece in pieces if piece.width > 4 * piece.height]
    if not long:
        return list(pieces)
    angle = -statistics.median(piece.slope for piece in long)
    sine, cosine = math.sin(angle), math.cos(angle)
    return [replace(p, x=p.x * cosine - p.y * sine, y=p.x * sine + p.y * cosine) for p in pieces]


def piece_rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces by line, top to bottom and left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.y):
        if rows:
            middle = statistics.fmean(p.y for p in rows[-1])
            if abs(piece.y - middle) <= SAME_ROW * min(piece.height, *(p.height for p in rows[-1])):
                rows[-1].append(piece)
                continue
        rows.append([piece])
    return [sorted(row, key=lambda p: p.x) for row in rows]


def piece_text(piece: Piece) -> str:
    """Text of a piece on one line; a doubtful figure is marked."""
    text = " ".join("".join(plain_character(c) for c in piece.text).split())
    doubtful = piece.confidence < SURE and any(c.isdigit() for c in text) and len(text) < 12
    return text + DOUBT if doubtful else text


def on_page(block: Block, pages: Sequence[int]) -> Block:
    """A block with the page of its line in every place."""

    def paged(place: Place) -> Place:
        return replace(place, page=pages[place.line - 1])

    grid = block.grid
    if grid is not None:
        cells = tuple(replace(cell, place=paged(cell.place)) for cell in grid.cells)
        grid = replace(grid, cells=cells, place=paged(grid.place))
    return replace(block, place=paged(block.place), grid=grid)
