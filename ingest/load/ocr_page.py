"""A picture of a page → its lines of text and the cells of its ruled tables.

A figure in a cell counts as recognised only where two readings agree: the one of the whole page
and the one of its own ink. Ink that gives no text is a doubtful cell, never a blank one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from ingest.load.ocr_lines import POINTS, Drawing, levelled
from ingest.load.ocr_pieces import Piece, line_text, page_pieces
from ingest.load.pdf_cells import Part, PartCell
from ingest.load.pdf_lines import TextLine
from ingest.load.pdf_page import Page
from ingest.load.pdf_rules import Box, Frame
from ingest.load.pdf_text import PageText
from ingest.text import PUNCTUATION

DOUBT: Final = "?"
SURE: Final = 0.85  # confidence below which a figure in running text is doubtful
GEOMETRIC: Final = 0.99  # of what its shape tells: a 一 is longer than a short dash
UNCHECKED: Final = 0.5  # confidence of what only sums can confirm
SAME_ROW: Final = 0.5  # of a piece's height
SPILL: Final = 0.5  # of its height: how far a piece may reach over a wall
GAP: Final = 0.4  # of a piece's height: a wider gap is a blank
COLUMN_GAP: Final = 2.0
LONGEST_FIGURE: Final = 12
DASH: Final = 7  # pixels: what is lower is no digit
STROKE: Final = re.compile(rf"[^\s02-9]{re.escape(DOUBT)}?")  # read as one character that is no other digit
SLANTED: Final = 0.17  # of a stroke's height, from its lower to its upper third
LEANING: Final = 0.07
MARGINS: Final = (0.3, 0.5)
SPACED: Final = re.compile(r"\d+(?: \d+)+")
FIGURE: Final = re.compile(
    r"[+-]?[\d.,]+(?:[万亿]?元|[件项个条宗份次部期册人%])?(?:\(.*\))?|[一二三四五六七八九十百零〇]+", re.DOTALL
)
THOUSANDS: Final = re.compile(r"(?<!\d)\d{1,3}(?:[.,]\d{3})+(?!\d)")
Rectangle = tuple[float, float, float, float]
Pixels = tuple[int, int, int, int]


def picture_page(picture: Any, number: int, tables_only: bool = False) -> Page | None:
    """What a picture shows; None where only tables are asked for and none is ruled. Raises ImportError."""
    drawing = Drawing(levelled(picture))
    frames = drawing.frames()
    if tables_only and not frames:
        return None
    pieces = page_pieces(drawing.grey)
    parts = []
    for frame in frames:
        inside = [piece for piece in pieces if frame.position(piece.x, piece.y) is not None]
        if inside:
            pieces = [piece for piece in pieces if piece not in inside]
            parts.append((frame.ys[0], frame_cells(drawing, frame, inside, number)))
    lines = [row_line(row) for row in piece_rows(pieces)]
    height = float(drawing.grey.shape[0] * POINTS)
    count = sum(len(line.text) for line in lines) + sum(len(cell.text) for _, part in parts for cell in part.cells)
    return Page(PageText(number, height, lines), tuple(parts), count, pictured=True, empty=not count)


def frame_cells(drawing: Drawing, frame: Frame, pieces: Iterable[Piece], page: int) -> Part:
    """Cells of a ruled table."""
    sides = [rectangle(frame, box) for box in frame.boxes]
    contents: list[list[Piece]] = [[] for _ in sides]
    for piece in pieces:
        for number, part in pieces_by_cell(drawing, sides, piece):
            contents[number].append(part)
    cells = []
    for box, side, content in zip(frame.boxes, sides, contents, strict=True):
        text, confidence = cell_text(drawing, side, content)
        cells.append(PartCell(text, box.row, box.row_span, side[0], side[2], confidence))
    return Part(tuple(cells), len(frame.ys) - 1, frame.xs[0], frame.xs[-1], page)


def rectangle(frame: Frame, box: Box) -> Rectangle:
    """Left, top, right and bottom of a box in points."""
    return (
        frame.xs[box.column], frame.ys[box.row],
        frame.xs[box.column + box.column_span], frame.ys[box.row + box.row_span],
    )  # fmt: skip


def pieces_by_cell(drawing: Drawing, sides: Sequence[Rectangle], piece: Piece) -> list[tuple[int, Piece]]:
    """A piece and its cell; one that reaches over a wall is read again on either side of it."""
    spill = SPILL * (piece.y1 - piece.y0)
    under = [
        number
        for number, (x0, y0, x1, y1) in enumerate(sides)
        if y0 <= piece.y < y1 and min(piece.x1, x1) - max(piece.x0, x0) > spill
    ]
    if len(under) < 2:
        home = (n for n, (x0, y0, x1, y1) in enumerate(sides) if x0 <= piece.x < x1 and y0 <= piece.y < y1)
        return [(number, piece) for number in home]
    found = []
    for number in under:
        x0, _, x1, _ = sides[number]
        blots = drawing.blots(max(x0, piece.x0 - spill), piece.y0, min(x1, piece.x1 + spill), piece.y1)
        if blots:
            text, confidence = line_text(drawing.clean, around(blots), MARGINS[0])
            left, top, right, bottom = (v * POINTS for v in around(blots))
            found.append((number, Piece(text, left, top, right, bottom, confidence)))
    return found


def cell_text(drawing: Drawing, side: Rectangle, pieces: Sequence[Piece]) -> tuple[str, float]:
    """Text of a cell and how sure it is; a doubtful figure is marked."""
    rows = piece_rows(pieces)
    text = "\n".join(row_text(row) for row in rows)
    confidence = min((piece.confidence for piece in pieces), default=1.0)
    if has_words(text):
        return text, confidence
    lines = ink_lines(drawing.blots(*side))
    if not lines:
        return (text + DOUBT, 0.0) if text else ("", 1.0)
    if len(lines) > 1:
        return broken_figure(drawing, lines)
    first = (text, confidence) if len(pieces) == 1 else line_text(drawing.clean, lines[0], MARGINS[1])
    text, confidence = agreed(lines[0], first, line_text(drawing.clean, lines[0], MARGINS[0]))
    return one_or_slash(text, confidence, drawing.lean(lines[0])) if STROKE.fullmatch(text) else (text, confidence)


def has_words(text: str) -> bool:
    """Whether a text is more than a figure and its note."""
    return any("\u3400" <= c <= "\u9fff" for c in text) and FIGURE.fullmatch(comparable(text)) is None


def agreed(ink: Pixels, first: tuple[str, float], second: tuple[str, float]) -> tuple[str, float]:
    """A figure that two readings agree on; a dash looks like the numeral 一, and is left to the sums."""
    if ink[3] - ink[1] < DASH:
        return "-", GEOMETRIC if ink[2] - ink[0] < 2 * DASH else UNCHECKED
    text = second[0] or first[0]
    if not text or comparable(first[0]) != comparable(text) or any("\u3400" <= c <= "\u9fff" for c in text[:1]):
        return text + DOUBT, 0.0
    if SPACED.fullmatch(text):  # wide digits, or two numbers
        return text.replace(" ", ""), UNCHECKED
    if THOUSANDS.search(comparable(text)):  # a comma or a point
        return text, UNCHECKED
    return text, min(first[1], second[1])


def one_or_slash(text: str, confidence: float, lean: float) -> tuple[str, float]:
    """A lone stroke: a slash leans to the right, a 1 stands; what is between is left to the sums."""
    if lean >= SLANTED:
        return "/", GEOMETRIC
    if lean >= LEANING or text == "/":
        return text, min(confidence, UNCHECKED)
    return text, confidence


def broken_figure(drawing: Drawing, lines: Sequence[Pixels]) -> tuple[str, float]:
    """A figure that a narrow cell broke into lines: whether it is one, only sums can confirm."""
    texts = [line_text(drawing.clean, line, MARGINS[0])[0] for line in lines]
    joined = "".join(texts)
    if all(texts) and joined.isdecimal():
        return joined, UNCHECKED
    return "\n".join(texts) + DOUBT, 0.0


def comparable(text: str) -> str:
    """A figure as it reads, whatever the width of its characters."""
    return unicodedata.normalize("NFKC", text).translate(PUNCTUATION).replace(" ", "")


def around(blots: Iterable[Pixels]) -> Pixels:
    """The box around some boxes."""
    lefts, tops, rights, bottoms = zip(*blots, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def ink_lines(blots: Iterable[Pixels]) -> list[Pixels]:
    """Ink by printed line, top to bottom."""
    lines: list[Pixels] = []
    for blot in sorted(blots, key=lambda b: b[1]):
        if lines and blot[1] < lines[-1][3]:
            lines[-1] = around([lines[-1], blot])
        else:
            lines.append(blot)
    return lines


def piece_rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by line, top to bottom and left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.y):
        if rows:
            middle = sum(p.y for p in rows[-1]) / len(rows[-1])
            if abs(piece.y - middle) <= SAME_ROW * min(p.y1 - p.y0 for p in (piece, *rows[-1])):
                rows[-1].append(piece)
                continue
        rows.append([piece])
    return [sorted(row, key=lambda p: p.x0) for row in rows]


def row_text(row: Sequence[Piece]) -> str:
    """Text of a line; a doubtful figure is marked."""
    pieces: list[str] = []
    for number, piece in enumerate(row):
        if number and piece.x0 - row[number - 1].x1 > GAP * (piece.y1 - piece.y0):
            pieces.append(" ")
        doubtful = piece.confidence < SURE and any(c.isdigit() for c in piece.text) and len(piece.text) < LONGEST_FIGURE
        pieces.append(piece.text + DOUBT if doubtful else piece.text)
    return "".join(pieces)


def row_line(row: Sequence[Piece]) -> TextLine:
    """A line of text outside all tables. Its size is the height of what is printed, not of the box around it."""
    heights = sorted(piece.y1 - piece.y0 for piece in row)
    size = heights[len(heights) // 2] * 0.75
    gaps = (b.x0 - a.x1 for a, b in pairwise(row))
    return TextLine(
        row_text(row), row[0].x0, row[-1].x1, min(p.y0 for p in row), max(p.y1 for p in row), size,
        tabular=any(gap > COLUMN_GAP * size for gap in gaps),
    )  # fmt: skip
