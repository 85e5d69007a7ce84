"""Printed pages as scans: rendered, turned, blurred, with noise, in few colours, and put into an image-only PDF."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from ingest.model import Cell, State
from tests.ingest.layouts.compare import lone
from tests.ingest.layouts.made import Made

WHITE: Final = 255


@dataclass(frozen=True)
class Scanner:
    """How a page is scanned. `jpeg` is a quality; `one_bit` leaves black and white."""

    dpi: int
    skew: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    jpeg: int = 0
    one_bit: bool = False


SCANNERS: Final = {
    "200 dpi": Scanner(200),
    "150 dpi": Scanner(150),
    "100 dpi": Scanner(100),
    "200 dpi, blurred": Scanner(200, blur=1.2),
    "200 dpi, noise": Scanner(200, noise=25),
    "200 dpi, askew 0.5": Scanner(200, skew=0.5),
    "200 dpi, askew 1.5": Scanner(200, skew=-1.5),
    "150 dpi, JPEG": Scanner(150, jpeg=30),
    "100 dpi, blurred, noise": Scanner(100, blur=0.7, noise=12),
    "200 dpi, one bit": Scanner(200, one_bit=True),
    "150 dpi, all of it": Scanner(150, skew=1.5, blur=0.8, noise=12, jpeg=40),
}


def scanned(pdf: bytes, scanner: Scanner, seed: int) -> bytes:
    """A PDF's pages as an image-only PDF."""
    rng = np.random.default_rng(seed)
    source = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [scan(page.render(scale=scanner.dpi / 72).to_pil(), scanner, rng) for page in source]
    finally:
        source.close()
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=scanner.dpi)
    return out.getvalue()


def scan(page: Image.Image, scanner: Scanner, rng: np.random.Generator) -> Image.Image:
    """One page."""
    picture = page.convert("L").rotate(scanner.skew, resample=Image.Resampling.BICUBIC, fillcolor=WHITE)
    pixels: Any = np.asarray(picture.filter(ImageFilter.GaussianBlur(scanner.blur)), dtype=float)
    pixels = (pixels + rng.normal(0, scanner.noise, pixels.shape)).clip(0, WHITE)
    picture = Image.fromarray((((pixels > 150) * WHITE) if scanner.one_bit else pixels).astype("uint8"))
    if not scanner.jpeg:
        return picture
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=scanner.jpeg)
    return Image.open(io.BytesIO(out.getvalue()))


def tally(cells: Sequence[Cell], made: Made) -> Counter[str]:
    """How many cells were read right, wrong, not at all (`unreadable`, with a reason), or are missing.

    A long number alone in its row of table 2 is unreadable in every layout, and not counted.
    """
    found = {cell.key: cell for cell in cells}
    counts: Counter[str] = Counter()
    for key, printed in made.cells.items():
        cell = found.get(key)
        if cell is None or cell.state is State.ABSENT:
            counts["missing"] += 1
        elif cell.state is State.UNREADABLE:
            counts["unreadable"] += not lone(key, made)
            counts["without reason"] += not cell.reason
        elif cell.value == printed.value and (cell.state is State.NUMBER) == (printed.state is State.NUMBER):
            counts["right"] += 1
        else:
            counts["wrong"] += 1
    counts["wrong"] += sum(cell.state is State.NUMBER and key not in made.cells for key, cell in found.items())
    return counts
