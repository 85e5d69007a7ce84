"""HTML as agencies publish it → blocks, each figure with the offsets of its text in the source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ingest.load.tags import TagParser
from ingest.model import Block, Grid, GridCell, Place
from ingest.text import SPACES, LineTable

SKIPPED: Final = frozenset(
    {"script", "style", "noscript", "template", "nav", "aside", "select", "button", "textarea", "svg"}
)
BLOCKS: Final = frozenset(
    {
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "blockquote",
        "title",
        "center",
        "dl",
        "dt",
        "dd",
        "form",
        "body",
        "head",
        "html",
        "hr",
        "pre",
        "figure",
        "caption",
    }
)
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
MAX_SPAN: Final = 200


@dataclass(slots=True)
class Piece:
    """Text between two tags, with its offsets."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class OpenCell:
    """A cell being read. `blocks` holds what is finished inside it."""

    column_span: int
    row_span: int
    start: int
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class OpenTable:
    """A table being read: finished rows of cells, and the open one."""

    start: int
    rows: list[list[tuple[OpenCell, int]]] = field(default_factory=list)
    row: list[tuple[OpenCell, int]] | None = None
    cell: OpenCell | None = None


class BlockParser(TagParser):
    """Collects blocks from the event stream of the tolerant parser."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines = LineTable(text)
        self.blocks: list[Block] = []
        self.tables: list[OpenTable] = []
        self.pieces: list[Piece] = []
        self.pending: tuple[str, int] | None = None
        self.skipping: list[str] = []
        self.level = 0

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.end_pending()
            self.pending = (data, self.at())

    def end_pending(self) -> None:
        """Close the text run before this event: only now is its end known."""
        if self.pending is None:
            return
        data, start = self.pending
        self.pending = None
        end = self.at()
        source = self.lines.text[start:end]
        if source == data:  # no entity inside: offsets can be exact
            lead = leading(data) if data.strip() else 0
            self.pieces.append(Piece(data, start + lead, start + len(data.rstrip())))
        else:
            self.pieces.append(Piece(data, start, end))

    def handle_comment(self, data: str) -> None:  # noqa: ARG002
        self.end_pending()

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002
        self.end_pending()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.end_pending()
        if self.skipping or tag in SKIPPED:
            if tag in SKIPPED:
                self.skipping.append(tag)
            return
        if tag == "br":
            self.pieces.append(Piece("\n", self.at(), self.at()))
        elif tag == "table":
            self.flush()
            self.tables.append(OpenTable(self.at()))
        elif tag in {"tr", "td", "th"} and self.tables:
            self.start_cell(tag, dict(attrs))
        elif tag in HEADINGS:
            self.flush()
            self.level = HEADINGS[tag]
        elif tag in BLOCKS:
            self.flush()

    def start_cell(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Open a row or a cell; what was left open before it is closed."""
        table = self.tables[-1]
        self.close_cell()
        if tag == "tr" or table.row is None:
            table.row = []
            table.rows.append(table.row)
        if tag != "tr":
            table.cell = OpenCell(span(attrs.get("colspan")), span(attrs.get("rowspan")), self.at())

    def handle_endtag(self, tag: str) -> None:
        self.end_pending()
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
            return
        if tag == "table" and self.tables:
            self.close_table()
        elif tag in {"td", "th"} and self.tables:
            self.close_cell()
        elif tag == "tr" and self.tables:
            self.close_cell()
            self.tables[-1].row = None
        elif tag in HEADINGS:
            self.flush()
            self.level = 0
        elif tag in BLOCKS:
            self.flush()

    def flush(self) -> None:
        """The text collected so far becomes one block, in the open cell or on the page."""
        pieces, self.pieces = self.pieces, []
        block = pieces_to_block(pieces, self.lines, self.level) if pieces else None
        if block is not None:
            self.sink().append(block)

    def sink(self) -> list[Block]:
        """Where finished blocks go: the innermost open cell, else the page."""
        for table in reversed(self.tables):
            if table.cell is not None:
                return table.cell.blocks
        return self.blocks

    def close_cell(self) -> None:
        """Finish the open cell of the innermost table."""
        table = self.tables[-1]
        self.flush()  # text between cells stands in none of them
        if table.cell is None:
            return
        if table.row is None:
            table.row = []
            table.rows.append(table.row)
        table.row.append((table.cell, self.at()))
        table.cell = None

    def close_table(self) -> None:
        """Finish the innermost table: a grid, or plain blocks where it only lays out the page."""
        self.close_cell()
        self.flush()
        table = self.tables.pop()
        self.sink().extend(table_blocks(table, self.at(), self.lines))

    def finish(self) -> list[Block]:
        """Close what the source left open and give the blocks."""
        self.close()
        self.end_pending()
        while self.tables:
            self.close_table()
        self.flush()
        return self.blocks


def leading(data: str) -> int:
    """Number of blank characters before the first visible one."""
    return len(data) - len(data.lstrip())


def span(value: str | None) -> int:
    """A rowspan or colspan as the standard reads it: 1 where it makes no sense."""
    digits = (value or "").strip()
    return min(max(int(digits), 1), MAX_SPAN) if digits.isdecimal() and len(digits) < 6 else 1


def pieces_to_block(pieces: list[Piece], lines: LineTable, level: int) -> Block | None:
    """One block of text runs: blanks collapsed, `<br>` kept as a newline, anchors per run."""
    visible = [p for p in pieces if p.text.strip()]
    if not visible:
        return None
    text, anchors = "", []
    for piece in pieces:
        if piece.text == "\n" and piece.start == piece.end:
            text = text.rstrip(" ") + "\n" if text.strip() else text
            continue
        body = SPACES.sub(" ", piece.text)
        if (not text or text[-1] in " \n") and body.startswith(" "):
            body = body.lstrip(" ")
        if not body:
            continue
        anchors.append((len(text), piece.start if body.strip() else piece.end))
        text += body
    text = text.rstrip()
    if not text.strip():
        return None
    start, end = visible[0].start, visible[-1].end
    return Block(
        text, Place(lines.line(start), start, end), level, anchors=tuple(a for a in anchors if a[0] < len(text))
    )


def table_blocks(table: OpenTable, end: int, lines: LineTable) -> list[Block]:
    """Blocks of a finished table. A table that holds tables or one single column is layout."""
    rows = [row for row in table.rows if row]
    inner = [block for row in rows for cell, _ in row for block in cell.blocks]
    if any(block.grid is not None for block in inner) or all(len(row) == 1 for row in rows):
        return inner
    place = Place(lines.line(table.start), table.start, end)
    return [Block("", place, grid=Grid(tuple(place_cells(rows, lines)), place))]


def place_cells(rows: list[list[tuple[OpenCell, int]]], lines: LineTable) -> list[GridCell]:
    """Give every cell its grid coordinates, honouring spans from rows above."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for index, row in enumerate(rows):
        column = 0
        for cell, end in row:
            while (index, column) in taken:
                column += 1
            height = min(cell.row_span, len(rows) - index)
            taken |= {(index + r, column + c) for r in range(height) for c in range(cell.column_span)}
            cells.append(grid_cell(cell, end, index, column, height, lines))
            column += cell.column_span
    return cells


def grid_cell(cell: OpenCell, end: int, row: int, column: int, height: int, lines: LineTable) -> GridCell:
    """A finished cell; paragraphs inside it stay apart by a newline."""
    text = "\n".join(block.text for block in cell.blocks)
    if cell.blocks:
        start, end = cell.blocks[0].place.start, cell.blocks[-1].place.end
    else:
        start = cell.start
    return GridCell(text, Place(lines.line(start), start, end), row, column, height, cell.column_span)


def html_blocks(text: str) -> list[Block]:
    """Blocks of an HTML page: visible text and tables in reading order."""
    parser = BlockParser(text)
    parser.feed(text)
    return parser.finish()
