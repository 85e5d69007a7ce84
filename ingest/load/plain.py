"""Markdown and plain text → blocks: headings, lines, pipe tables and tab tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from ingest.model import Block, Grid, GridCell, Place
from ingest.text import collapse

HEADING: Final = re.compile(r"(#{1,6})\s+")
RULE: Final = re.compile(r"[\s|:+-]*-[\s|:+-]*")
INLINE: Final = re.compile(r"\*\*|__|`|\\(?P<escaped>[\\`*_{}\[\]()#+.!|-])|!?\[(?P<label>[^\]]*)\]\([^)\s]*\)")
Row = list[tuple[str, int, int]]


def plain_blocks(text: str) -> Iterator[Block]:
    """Blocks of `text` in order; consecutive table rows become one grid."""
    rows: list[tuple[int, Row]] = []
    kind = ""
    number, offset = 0, 0
    for number, line in enumerate(text.split("\n"), start=1):
        found, row = table_row(line, offset)
        if rows and (found != kind or (found == "" and not line.strip())):
            yield from grid_or_lines(rows, kind, text)
            rows = []
        kind = found
        if found:
            if row:
                rows.append((number, row))
        elif line.strip():
            yield line_block(line, number, offset)
        offset += len(line) + 1
    if rows:
        yield from grid_or_lines(rows, kind, text)


def table_row(line: str, offset: int) -> tuple[str, Row]:
    """Kind of table row ("pipe", "tab" or "") and its cells as (text, start, end)."""
    stripped = line.strip()
    if stripped.startswith("|") and stripped.count("|") >= 2:
        if RULE.fullmatch(stripped):
            return "pipe", []
        return "pipe", split_cells(line, offset, r"(?<!\\)\|", pipes=True)
    if "\t" in line and stripped:
        return "tab", split_cells(line, offset, r"\t", pipes=False)
    return "", []


def split_cells(line: str, offset: int, separator: str, *, pipes: bool) -> Row:
    """Cells between separators, each with the offsets of its trimmed text."""
    bounds = [m.span() for m in re.finditer(separator, line)]
    starts = [end for _, end in bounds] if pipes else [0, *(end for _, end in bounds)]
    ends = [start for start, _ in bounds[1:]] if pipes else [start for start, _ in bounds]
    if pipes and line[bounds[-1][1] :].strip():
        ends.append(len(line))
    elif pipes:
        starts = starts[:-1]
    else:
        ends.append(len(line))
    cells: Row = []
    for start, end in zip(starts, ends, strict=True):
        piece = line[start:end]
        lead = len(piece) - len(piece.lstrip())
        body = piece.strip()
        cells.append((clean(body), offset + start + lead, offset + start + lead + len(body)))
    return cells


def grid_or_lines(rows: list[tuple[int, Row]], kind: str, text: str) -> Iterator[Block]:
    """One grid of the collected rows; a lone tabbed line is text that happens to hold a tab."""
    first, last = rows[0], rows[-1]
    place = Place(first[0], first[1][0][1], last[1][-1][2])
    if kind == "tab" and len(rows) == 1:
        yield from lone_row(first[1], place, text)
        return
    cells = [
        GridCell(cell, Place(number, start, end), index, column)
        for index, (number, row) in enumerate(rows)
        for column, (cell, start, end) in enumerate(row)
    ]
    yield Block("", place, grid=Grid(tuple(cells), place))


def lone_row(row: Row, place: Place, text: str) -> Iterator[Block]:
    """Text of a line whose tabs part no table, a blank for each tab."""
    pieces, anchors = "", []
    for _, start, end in row:
        pieces += " " if pieces and end > start else ""
        for piece, source in inline_runs(text[start:end], start):
            anchors.append((len(pieces), source))
            pieces += piece
    if pieces.strip():
        yield Block(pieces, place, anchors=tuple(anchors))


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """`text` without inline marks."""
    return collapse("".join(piece for piece, _ in inline_runs(text, 0)))


def inline_runs(text: str, offset: int) -> Iterator[tuple[str, int]]:
    """Unbroken runs of visible text with their offsets."""
    position = 0
    for match in INLINE.finditer(text):
        if match.start() > position:
            yield text[position : match.start()], offset + position
        if match["escaped"] is not None:
            yield match["escaped"], offset + match.start("escaped")
        elif match["label"]:
            yield match["label"], offset + match.start("label")
        position = match.end()
    if position < len(text):
        yield text[position:], offset + position


def line_block(line: str, number: int, offset: int) -> Block:
    """Block of one line of text; `#` marks give the heading's level."""
    body = line.strip()
    start = offset + line.index(body)
    end = start + len(body)
    heading = HEADING.match(body)
    level = 0
    if heading:
        level = len(heading.group(1))
        body, start = body[heading.end() :], start + heading.end()
    pieces, anchors = "", []
    for piece, source in inline_runs(body, start):
        anchors.append((len(pieces), source))
        pieces += piece
    return Block(pieces, Place(number, start, end), level, anchors=tuple(anchors))
