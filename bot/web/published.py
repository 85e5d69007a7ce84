"""A table as published → HTML, with the cited cells lit and their heads marked. All text is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final

from bot.web.heads import Sheet, Spot, heads_of
from ingest.model import Cell, GridCell

NARROW: Final = 6  # columns that a phone shows without squeezing


@dataclass(frozen=True)
class Marks:
    """What is to be marked in a table. `cited` holds the citation numbers of each spot."""

    cited: dict[Spot, list[int]] = field(default_factory=dict)
    row_heads: frozenset[Spot] = frozenset()
    column_heads: frozenset[Spot] = frozenset()
    selected: frozenset[Spot] = frozenset()

    @property
    def nearest(self) -> frozenset[Spot]:
        """The row head next to the selected cell: it stays in sight when the table is scrolled."""
        rows = {row for row, _ in self.selected}
        beside = [spot for spot in self.row_heads if spot[0] in rows]
        return frozenset([max(beside)] if beside else [])


def marks_of(sheet: Sheet, cited: Mapping[int, Cell], selected: int) -> Marks:
    """All cited cells are lit; the heads are those of the selected one."""
    spots: dict[Spot, list[int]] = {}
    for n, cell in cited.items():
        if cell.grid_row is not None and cell.grid_column is not None:
            spots.setdefault((cell.grid_row, cell.grid_column), []).append(n)
    chosen = frozenset(spot for spot, numbers in spots.items() if selected in numbers)
    if selected not in cited:
        return Marks(spots)
    heads = heads_of(sheet, cited[selected])
    return Marks(spots, heads.rows, heads.columns, chosen)


def table_html(sheet: Sheet, marks: Marks, caption: str, anchor: str) -> str:
    """The whole table; `anchor` and a citation's number make the id of its mark."""
    height = len(sheet.grid.rows())
    head = head_height(sheet, height)
    rows = [row_html(sheet, marks, number, head, anchor) for number in range(height)]
    names = "published wide" if width(sheet) > NARROW else "published"
    parts = [f'<table class="{names}" lang="zh"><caption><span>', escape(caption), "</span></caption>"]
    if head:
        parts += ["<thead>", *rows[:head], "</thead>"]
    parts += ["<tbody>", *rows[head:], "</tbody></table>"]
    return "".join(parts)


def width(sheet: Sheet) -> int:
    """Number of columns."""
    return 1 + max((column for _, column in sheet.at), default=-1)


def head_height(sheet: Sheet, height: int) -> int:
    """Number of rows before the first figure; 0 where a merged cell would reach over that border."""
    first = min((row for row, _ in sheet.figures), default=0)
    crossing = any(cell.row < first < cell.row + cell.row_span for cell in sheet.grid.cells)
    return 0 if crossing or first >= height else first


def row_html(sheet: Sheet, marks: Marks, number: int, head: int, anchor: str) -> str:
    """One row, filled up to the table's width; the one with the selected cell is banded."""
    banded = any(row == number for row, _ in marks.selected)
    parts = []
    for column in range(width(sheet)):
        cell = sheet.at.get((number, column))
        if cell is None:
            parts.append('<td class="gap"></td>')
        elif (cell.row, cell.column) == (number, column):
            parts.append(cell_html(sheet, marks, cell, head, anchor))
    inside = "".join(parts)
    return f'<tr class="band">{inside}</tr>' if banded else f"<tr>{inside}</tr>"


def cell_html(sheet: Sheet, marks: Marks, cell: GridCell, head: int, anchor: str) -> str:
    """A cell as `th` with its scope, or `td`, spans kept."""
    spot = (cell.row, cell.column)
    numbers = marks.cited.get(spot, [])
    label = sheet.is_label(cell) and not numbers
    tag = "th" if label else "td"
    attributes = [span("rowspan", cell.row_span), span("colspan", cell.column_span)]
    if label:
        attributes.append(scope(sheet, cell, head))
    names = classes(sheet, marks, cell)
    if names:
        attributes.append(f' class="{" ".join(names)}"')
    return f"<{tag}{''.join(attributes)}>{content(cell, numbers, anchor)}</{tag}>"


def classes(sheet: Sheet, marks: Marks, cell: GridCell) -> list[str]:
    """Names that the style sheet gives colour, border and sign to."""
    spot = (cell.row, cell.column)
    known = {
        "figure": spot in sheet.figures,
        "cited": spot in marks.cited,
        "selected": spot in marks.selected,
        "row-head": spot in marks.row_heads,
        "nearest": spot in marks.nearest,
        "column-head": spot in marks.column_heads,
    }
    return [name for name, holds in known.items() if holds]


def content(cell: GridCell, numbers: list[int], anchor: str) -> str:
    """The text as printed; a cited one is followed by the numbers of its citations."""
    text = escape(" ".join(cell.text.split()))
    if not numbers:
        return text
    tags = "".join(f'<a class="tag" id="{anchor}{n}" href="#{anchor}{n}">{n}</a>' for n in numbers)
    return f'<span class="raw">{text}</span><span class="tags">{tags}</span>'


def scope(sheet: Sheet, cell: GridCell, head: int) -> str:
    """`scope` of a head: over columns in rows without figures, else beside its row."""
    if cell.row < head or not sheet.has_figure(cell.row):
        return ' scope="colgroup"' if cell.column_span > 1 else ' scope="col"'
    return ' scope="rowgroup"' if cell.row_span > 1 else ' scope="row"'


def span(name: str, size: int) -> str:
    """A span attribute where there is one."""
    return f' {name}="{size}"' if size > 1 else ""
