"""The text rendition of a file that has no text of its own (Word, PDF, spreadsheet)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ingest.model import Grid, GridCell, Place

DIGITS_APART: Final = re.compile(r"(?<=[\dA-Za-z.,%])\n(?=[-+\dA-Za-z.,%])")


@dataclass(frozen=True, slots=True)
class Span:
    """A cell before its place in the text is known."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0


class Lines:
    """The growing text rendition of a document."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    @property
    def text(self) -> str:
        """Everything added so far."""
        return "\n".join(self.parts)

    def add(self, line: str, page: int | None = None) -> Place:
        """Append a line and say where it stands."""
        place = Place(len(self.parts) + 1, self.length, self.length + len(line), page)
        self.parts.append(line)
        self.length += len(line) + 1
        return place

    def add_row(self, texts: Iterable[str], page: int | None = None) -> list[Place]:
        """Append one tabbed line and say where each cell of it stands."""
        bodies = [one_line(text) for text in texts]
        line = self.add("\t".join(bodies), page)
        places, offset = [], line.start
        for body in bodies:
            places.append(Place(line.line, offset, offset + len(body), page))
            offset += len(body) + 1
        return places


def one_line(text: str) -> str:
    """A cell's text on one line. Numbers that stand below each other stay apart."""
    return DIGITS_APART.sub(" ", text).replace("\n", "").replace("\t", " ")


def lay_out(spans: Iterable[Span], lines: Lines, pages: dict[int, int] | None = None) -> Grid | None:
    """Write a table row by row; `pages` maps grid rows to pages where there are any."""
    rows: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda s: (s.row, s.column)):
        rows.setdefault(span.row, []).append(span)
    cells: list[GridCell] = []
    for row, members in sorted(rows.items()):
        places = lines.add_row((span.text for span in members), (pages or {}).get(row))
        cells += [
            GridCell(span.text, place, row, span.column, span.row_span, span.column_span, span.confidence)
            for span, place in zip(members, places, strict=True)
        ]
    if not cells:
        return None
    first, last = cells[0].place, cells[-1].place
    return Grid(tuple(cells), Place(first.line, first.start, last.end, first.page))
