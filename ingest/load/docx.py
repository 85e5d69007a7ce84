"""DOCX → Document. Its text is one line a paragraph and one tabbed line a table row."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

import docx
from docx.document import Document as DocxDocument
from docx.oxml.table import CT_Row, CT_Tc
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ingest.errors import FileUnreadable
from ingest.load.archive import DAMAGE, check_unpacked
from ingest.load.rendition import Lines, one_line
from ingest.model import Block, Document, Grid, GridCell, Place
from ingest.text import collapse

HEADING_STYLE: Final = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)


def load_docx(name: str, data: bytes, sha256: str, max_megabytes: int) -> Document:
    """Read a Word document. Raises FileUnreadable, or FileTooLarge for what unpacks too big."""
    check_unpacked(name, data, max_megabytes)
    try:
        source = docx.Document(io.BytesIO(data))
        lines = Lines()
        blocks = tuple(container_blocks(source, lines))
    except DAMAGE as error:
        raise FileUnreadable(file=name, detail=f"{type(error).__name__} {error}"[:80]) from error
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Document(name, media_type, "utf-8", sha256, lines.text, blocks)


def container_blocks(container: DocxDocument | _Cell, lines: Lines) -> Iterator[Block]:
    """Blocks of a body or of a layout cell, in order."""
    for item in container.iter_inner_content():
        if isinstance(item, Paragraph):
            if item.text.strip():
                yield paragraph_block(item, lines)
        elif holds_tables(item):
            yield from layout_blocks(item, lines)
        else:
            yield table_block(item, lines)


def paragraph_block(paragraph: Paragraph, lines: Lines) -> Block:
    """A paragraph; its style tells whether it is a heading."""
    text = collapse(paragraph.text)
    place = lines.add(text)
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    match = HEADING_STYLE.search(style)
    level = int(match.group(1)) if match else 1 if style.lower() in {"title", "标题"} else 0
    return Block(text, place, min(level, 6), anchors=((0, place.start),))


def holds_tables(table: Table) -> bool:
    """A table with tables in its cells lays out the page."""
    return any(tc.tbl_lst for row in table._tbl.tr_lst for tc in row.tc_lst)


def layout_blocks(table: Table, lines: Lines) -> Iterator[Block]:
    """What stands in a layout table, cell by cell."""
    for row in table._tbl.tr_lst:
        for tc in row.tc_lst:
            if tc.vMerge != "continue":
                yield from container_blocks(_Cell(tc, table), lines)


def table_block(table: Table, lines: Lines) -> Block:
    """A grid with the merges that the document states (gridSpan, vMerge)."""
    cells: list[GridCell] = []
    open_above: dict[int, int] = {}
    first = last = lines.add("")
    lines.parts.pop()
    lines.length -= 1
    for index, row in enumerate(table._tbl.tr_lst):
        texts = [collapse_cell(tc, table) for tc in row.tc_lst if tc.vMerge != "continue"]
        last = lines.add("\t".join(one_line(text) for text in texts))
        cells = row_cells(row, index, texts, last, cells, open_above)
    place = Place(first.line, first.start, last.end)
    return Block("", place, grid=Grid(tuple(cells), place))


def collapse_cell(tc: CT_Tc, table: Table) -> str:
    """Text of a cell, paragraphs kept apart by a newline."""
    paragraphs = (collapse(p.text) for p in _Cell(tc, table).paragraphs)
    return "\n".join(p for p in paragraphs if p)


def row_cells(
    row: CT_Row, index: int, texts: list[str], line: Place, cells: list[GridCell], open_above: dict[int, int]
) -> list[GridCell]:
    """`cells` with those of one row added; a vertical merge lengthens the cell above.

    `open_above` maps a grid column to the position in `cells` of the cell that stands there.
    """
    column = row.grid_before
    offset, queue = line.start, iter(texts)
    for tc in row.tc_lst:
        width = tc.grid_span
        if tc.vMerge == "continue" and column in open_above:
            at = open_above[column]
            above = cells[at]
            cells[at] = GridCell(
                above.text, above.place, above.row, above.column, index - above.row + 1, above.column_span
            )
        elif tc.vMerge != "continue":
            text = next(queue)
            end = offset + len(one_line(text))
            cells.append(GridCell(text, Place(line.line, offset, end), index, column, 1, width))
            open_above[column] = len(cells) - 1
            offset = end + 1
        column += width
    return cells
