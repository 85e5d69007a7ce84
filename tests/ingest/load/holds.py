"""What must hold for every loaded document."""

from __future__ import annotations

from ingest.model import Document, Grid


def bare(text: str) -> str:
    """Text without any blank."""
    return "".join(text.split())


def assert_places(document: Document) -> None:
    """Every cell and every run of every paragraph stands in the text where it says."""
    lines = document.text.split("\n")
    for block in document.blocks:
        for offset, source in block.anchors:
            following = min((o for o, _ in block.anchors if o > offset), default=len(block.text))
            run = block.text[offset:following].rstrip()
            assert bare(document.text[source : source + len(run)]) == bare(run)
        for cell in block.grid.cells if block.grid else ():
            place = cell.place
            assert bare(document.text[place.start : place.end]) == bare(cell.text)
            assert document.text.count("\n", 0, place.start) == place.line - 1
            assert place.line <= len(lines)


def grids(document: Document) -> list[Grid]:
    """Tables of a document."""
    return [block.grid for block in document.blocks if block.grid is not None]


def texts(document: Document) -> list[str]:
    """Paragraphs of a document."""
    return [block.text for block in document.blocks if block.grid is None]


def table(grid: Grid) -> list[list[str]]:
    """Texts of a grid, row by row; what spans rows is repeated."""
    return [[bare(cell.text) for cell in row] for row in grid.rows()]
