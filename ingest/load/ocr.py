"""Pictures and scans → Document, through the optional extra `ocr`.

What is recognised may be misread: the pages are named in the document, so that a figure of
them counts only where sums or two agreeing readings confirm it.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ingest.errors import FileUnreadable, NoTextLayer, NothingRecognised
from ingest.load.ocr_lines import SHORT_SIDE
from ingest.load.ocr_page import picture_page
from ingest.load.ocr_pieces import engine
from ingest.load.pdf_page import Page, document_blocks
from ingest.load.rendition import Lines
from ingest.model import Document

MAX_PIXELS: Final = 60_000_000
Sides = tuple[tuple[float, ...], ...]
LONGEST: Final = 4.0  # times as long as wide: what is longer is no page


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
    lines = Lines()
    page = picture_page(picture, 1)
    blocks = tuple(document_blocks([page], lines)) if page is not None else ()
    if not blocks:
        raise NothingRecognised(file=name)
    return Document(name, "image/*", "utf-8", sha256, lines.text, blocks, ocr=True, recognised=(1,))


def scanned_pages(data: bytes, wanted: Mapping[int, Sides | None]) -> Iterator[Page]:
    """Pages of a PDF, read as pictures. Where sides are given, only ruled tables within them are read."""
    source = importlib.import_module("pypdfium2").PdfDocument(data)
    try:
        for number, sides in wanted.items():
            page = source[number - 1]
            short, long = sorted(page.get_size())
            scale = min(SHORT_SIDE / short, SHORT_SIDE * LONGEST / long)
            picture = page.render(scale=scale).to_pil()
            found = picture_page(picture if sides is None else masked(picture, sides, scale), number, sides is not None)
            if found is not None:
                yield found
    finally:
        source.close()


def masked(picture: Any, sides: Sides, scale: float) -> Any:
    """A page on which nothing but some images is left."""
    left = importlib.import_module("PIL.Image").new("RGB", picture.size, "white")
    for side in sides:
        box = tuple(round(v * scale) for v in side)
        left.paste(picture.crop(box), box[:2])
    return left


def has_engine() -> bool:
    """Whether pictures can be read here."""
    try:
        engine()
    except ImportError:
        return False
    return True


def need_engine(name: str) -> None:
    """Refuse, naming the extra, where it is not installed."""
    if not has_engine():
        raise NoTextLayer(file=name)
