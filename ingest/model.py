"""The nouns that flow through ingest: Document, Grid, Cell, Finding, Passage, Report."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """What stands in a cell. Only NUMBER carries a value."""

    NUMBER = "number"
    BLANK = "blank"
    SLASH = "slash"
    UNREADABLE = "unreadable"
    ABSENT = "absent"


class CellKey(NamedTuple):
    """Name of a cell within a report, e.g. ("requests", "d1", "total")."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return "/".join(self)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its source.

    `start` and `end` are half-open offsets into `Document.text`; `line` counts from 1
    in that text; `page` counts from 1 and is None where the file type has no pages.
    """

    line: int
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table as published. `row` and `column` are grid coordinates from 0."""

    text: str
    place: Place
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0  # below 1 where the text was recognised in a picture


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as published: its cells in reading order, spans kept."""

    cells: tuple[GridCell, ...]
    place: Place

    def rows(self) -> list[list[GridCell]]:
        """Rows of cells left to right; a cell that spans rows stands in each of them."""
        height = max((c.row + c.row_span for c in self.cells), default=0)
        rows: list[list[GridCell]] = [[] for _ in range(height)]
        for cell in self.cells:
            for r in range(cell.row, cell.row + cell.row_span):
                rows[r].append(cell)
        return [sorted(row, key=lambda c: c.column) for row in rows]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading of the text, or the place of a table (then `grid` is set).

    `anchors` are (offset in text, offset in Document.text) pairs, one for each unbroken run.
    """

    text: str
    place: Place
    level: int = 0  # 1…6 where the source marks a heading, else 0
    grid: Grid | None = None
    anchors: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A loaded file. `text` is what every Place points into; blocks are in reading order."""

    name: str
    media_type: str
    encoding: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    markup: bool = False  # True where a slice of `text` may hold tags and entities
    ocr: bool = False  # True where the text was recognised in a picture and may hold misread figures
    recognised: tuple[int, ...] = ()  # pages that were pictures and were recognised here
    unread: tuple[int, ...] = ()  # pages that are pictures and were not read


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on a cell: the value that counts, why, who said so and when (ISO 8601, UTC)."""

    value: Decimal
    why: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a report with its state and the place it was read from."""

    key: CellKey
    state: State
    raw: str
    value: Decimal | None
    unit: str
    place: Place | None
    row_label: str
    column_label: str
    confidence: float = 1.0
    method: str = ""
    reason: str = ""  # why it is unreadable, in Chinese; empty otherwise
    table_index: int | None = None  # which table of the document, for showing it as published
    grid_row: int | None = None
    grid_column: int | None = None
    correction: Correction | None = None  # then `value` is the corrected one; `raw` stays as printed


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction that the report itself holds. Both numbers are kept; nothing is repaired."""

    identity: str
    status: str  # "error" or "note"
    scope: str  # the column or row that the identity was applied to
    left: Decimal
    right: Decimal
    left_formula: str
    right_formula: str
    cells: tuple[CellKey, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the narrative with its heading path.

    `anchors` are (offset in text, offset in Document.text) pairs, one for each run that was
    joined, so that any span of the passage can be found in the source again.
    """

    ordinal: int
    headings: tuple[str, ...]
    text: str
    place: Place
    anchors: tuple[tuple[int, int], ...]

    def source_offset(self, offset: int) -> int:
        """Offset in Document.text of a character of `text`."""
        at = max((a for a in self.anchors if a[0] <= offset), default=(0, self.place.start))
        return at[1] + offset - at[0]


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A labelled row with figures that the catalogue does not know: kept and reported."""

    table: str
    label: str
    values: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is and for which year. `scope` is office, department or government; `url` as printed."""

    agency: str
    year: int
    title: str
    scope: str
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, ready to be stored."""

    identity: Identity
    document: Document
    form: int
    cells: tuple[Cell, ...]
    unknown_rows: tuple[UnknownRow, ...]
    findings: tuple[Finding, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...] = field(default=())
