"""What is drawn in a picture of a page: how far it is askew, its ruling, and where ink is.

A page is measured in points of an A4 page, whatever its resolution, so that the rules for
the ruling of text PDFs hold for it too.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from ingest.load.pdf_rules import Frame, segments_to_frames
from ingest.load.pdf_segments import Rule

SHORT_SIDE: Final = 1654  # pixels: A4 at 200 dpi
POINTS: Final = 595 / SHORT_SIDE  # a pixel's size
MOST_SKEW: Final = 3.0  # degrees to either side
SKEW_STEP: Final = 0.1
SMALL: Final = 700  # width of the picture that the skew is measured on
LONGER: Final = 56  # pixels: a straight stroke longer than this belongs to no character
STROKE: Final = 22  # pixels: strokes of digits are shorter
LINE_GAP: Final = 9  # pixels that noise may cut out of a line
SPECK: Final = 7  # pixels: what is smaller is dirt
LINE_SIDE: Final = 5  # pixels around a line that may still be its own ink
BLOCK: Final = 41  # pixels that the brightness of paper is measured over
DARKER: Final = 18  # than the paper around it, of 255


def arrays() -> Any:
    """numpy, which comes with the extra."""
    return importlib.import_module("numpy")


def vision() -> Any:
    """OpenCV, which comes with the extra."""
    return importlib.import_module("cv2")


def levelled(picture: Any) -> Any:
    """Grey pixels of a picture, `SHORT_SIDE` wide, turned so that lines are level."""
    cv2, np = vision(), arrays()
    grey = np.asarray(picture.convert("L"))
    factor = SHORT_SIDE / min(grey.shape)
    grey = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    angle = skew(grey)
    return turned(grey, angle) if abs(angle) >= SKEW_STEP / 2 else grey


def turned(grey: Any, angle: float) -> Any:
    """A picture turned about its middle, white in the corners."""
    cv2 = vision()
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    flags = cv2.INTER_CUBIC if width > SMALL else cv2.INTER_LINEAR
    return cv2.warpAffine(grey, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=255)


def skew(grey: Any) -> float:
    """Degrees by which a page must be turned: rows of level lines and text stand out the sharpest."""
    cv2, np = vision(), arrays()
    factor = SMALL / grey.shape[1]
    small = cv2.resize(255 - grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)

    def sharpness(angle: float) -> float:
        rows = (255 - turned(255 - small, angle)).sum(axis=1, dtype=float)
        return float(np.square(np.diff(rows)).sum())

    coarse = max((step * 0.5 for step in range(-6, 7)), key=sharpness)
    steps = range(round((coarse - 0.5) / SKEW_STEP), round((coarse + 0.5) / SKEW_STEP) + 1)
    best = max((step * SKEW_STEP for step in steps), key=sharpness)
    return best if abs(best) <= MOST_SKEW else 0.0


@dataclass(frozen=True)
class Drawing:
    """A level page: its grey pixels, and what of them is ruling and what is other ink."""

    grey: Any

    @cached_property
    def dark(self) -> Any:
        """255 where a pixel is darker than the paper around it."""
        cv2 = vision()
        smooth = cv2.medianBlur(self.grey, 3)
        return cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, BLOCK, DARKER)

    @cached_property
    def lines(self) -> tuple[Any, Any]:
        """Upright and level lines as pictures."""
        return self.strokes(upright=True), self.strokes(upright=False)

    def strokes(self, *, upright: bool) -> Any:
        """Straight lines of one direction. Strokes of characters go before gaps are closed: they would join."""
        cv2, np = vision(), arrays()

        def along(length: int) -> Any:
            return np.ones((length, 1) if upright else (1, length), np.uint8)

        found = cv2.morphologyEx(self.dark, cv2.MORPH_OPEN, along(STROKE))
        found = cv2.morphologyEx(found, cv2.MORPH_CLOSE, along(LINE_GAP))
        return cv2.morphologyEx(found, cv2.MORPH_OPEN, along(LONGER))

    @cached_property
    def ruling(self) -> Any:
        """255 on lines and beside them."""
        cv2, np = vision(), arrays()
        return cv2.dilate(self.lines[0] | self.lines[1], np.ones((LINE_SIDE, LINE_SIDE), np.uint8))

    @cached_property
    def ink(self) -> Any:
        """255 where something other than a line is printed."""
        return self.dark & ~self.ruling

    @cached_property
    def clean(self) -> Any:
        """The grey pixels without the lines: beside a wall a 0 looks like a D."""
        return arrays().where(self.ruling > 0, 255, self.grey).astype("uint8")

    def frames(self) -> list[Frame]:
        """The tables that are ruled on the page, top to bottom, in points."""
        upright, level = (list(rules(lines, upright=n == 0)) for n, lines in enumerate(self.lines))
        frames = segments_to_frames(upright, level)
        kept = [f for f in frames if not any(f is not other and f.encloses(other) for other in frames)]
        return sorted(kept, key=lambda f: (f.ys[0], f.xs[0]))

    def lean(self, box: tuple[int, int, int, int]) -> float:
        """How far the upper third of the ink in a box stands to the right of the lower one, by its height."""
        left, top, right, bottom = box
        third = max((bottom - top) // 3, 1)
        upper, lower = (self.ink[a:b, left:right] for a, b in ((top, top + third), (bottom - third, bottom)))
        return (middle(upper) - middle(lower)) / (bottom - top)

    def blots(self, x0: float, y0: float, x1: float, y1: float) -> list[tuple[int, int, int, int]]:
        """Boxes (left, top, right, bottom) in pixels of the ink within a rectangle in points, specks left out."""
        left, top, right, bottom = (max(round(v / POINTS), 0) for v in (x0, y0, x1, y1))
        part = self.ink[top:bottom, left:right]
        if not part.size:
            return []
        count, _, stats, _ = vision().connectedComponentsWithStats(part, connectivity=8)
        found = []
        for x, y, width, height, _ in stats[1:count]:
            if max(width, height) >= SPECK:
                found.append((left + int(x), top + int(y), left + int(x + width), top + int(y + height)))
        return found


def middle(part: Any) -> float:
    """Mean column of the ink of some rows."""
    columns = arrays().nonzero(part)[1]
    return float(columns.mean()) if columns.size else 0.0


def rules(lines: Any, *, upright: bool) -> Iterable[Rule]:
    """Every separate line of a picture of lines, in points."""
    count, _, stats, _ = vision().connectedComponentsWithStats(lines, connectivity=8)
    for x, y, width, height, _ in stats[1:count]:
        x0, y0, x1, y1 = (float(v) * POINTS for v in (x, y, x + width, y + height))
        if upright and height > 2 * width:
            yield Rule((x0 + x1) / 2, y0, y1)
        elif not upright and width > 2 * height:
            yield Rule((y0 + y1) / 2, x0, x1)
