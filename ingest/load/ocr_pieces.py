"""The recognition engine of the optional extra `ocr` (RapidOCR, models in its wheel), and what it recognises."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ingest.load.ocr_lines import POINTS, arrays, vision
from ingest.load.pdf_lines import plain_character

USABLE: Final = 0.5  # confidence below which a piece of text is left out
THREADS: Final = 2  # files are read side by side: more threads for one would slow the others
SIDE: Final = 3  # pixels around ink that may hold its faint edge
HEIGHT: Final = 48  # pixels: what the engine brings a line to
NARROWEST: Final = 160  # pixels that a line is padded to: half the usual, and a page of digits takes half the time


@dataclass(frozen=True, slots=True)
class Piece:
    """A recognised run of text, its box in points, and how sure the engine is."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float

    @property
    def x(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Vertical middle."""
        return (self.y0 + self.y1) / 2


@lru_cache(maxsize=1)
def engine() -> Any:
    """The recognition engine. Raises ImportError without the extra."""
    settings = {
        "Global.log_level": "error",
        "Global.max_side_len": 2400,
        "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        "Rec.rec_img_shape": [3, HEIGHT, NARROWEST],
    }
    return importlib.import_module("rapidocr").RapidOCR(params=settings)


def page_pieces(grey: Any) -> list[Piece]:
    """Pieces of text on a level page. Nothing is turned upside down: a 6 would become a 9."""
    found = engine()(colours(grey), use_det=True, use_cls=False, use_rec=True)
    if found.boxes is None:
        return []
    pieces = []
    for corners, text, confidence in zip(found.boxes, found.txts, found.scores, strict=True):
        xs, ys = [float(x) * POINTS for x, _ in corners], [float(y) * POINTS for _, y in corners]
        if confidence >= USABLE and text.strip():
            pieces.append(Piece(plain(text), min(xs), min(ys), max(xs), max(ys), float(confidence)))
    return pieces


def line_text(grey: Any, box: tuple[int, int, int, int], margin: float) -> tuple[str, float]:
    """Text of the one line in a box of pixels, with `margin` of its height around it, and its confidence."""
    np = arrays()
    left, top, right, bottom = box
    pad = max(round((bottom - top) * margin) - SIDE, 2)
    part = grey[max(top - SIDE, 0) : bottom + SIDE, max(left - SIDE, 0) : right + SIDE]
    part = np.pad(part, pad, mode="constant", constant_values=int(np.percentile(part, 95)))
    factor = HEIGHT / part.shape[0]
    part = vision().resize(part, None, fx=factor, fy=factor, interpolation=vision().INTER_CUBIC)
    found = engine()(colours(part), use_det=False, use_cls=False, use_rec=True)
    if not found.txts or not found.txts[0].strip():
        return "", 0.0
    return plain(found.txts[0]), float(found.scores[0])


def colours(grey: Any) -> Any:
    """Three channels, as the engine wants them."""
    return arrays().stack([grey] * 3, axis=-1)


def plain(text: str) -> str:
    """Text on one line in plain characters."""
    return " ".join("".join(plain_character(c) for c in text).split())
