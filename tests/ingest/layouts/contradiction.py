"""Rows that were read whole and do not add up, though no such row stands in the file."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from ingest.model import Cell, Document, State
from tests.ingest.layouts.made import COLUMNS, OUTCOMES

WIDTHS: Final = {"requests": COLUMNS, "disputes": OUTCOMES}
HIDDEN: Final = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
APART: Final = re.compile(r"<(?:/?(?:td|th|tr|p|div|br|table|li|h\d|tbody|ul)\b)[^>]*>", re.IGNORECASE)
TAG: Final = re.compile(r"</?[A-Za-z][^>]*>")


def made_up(document: Document, cells: Sequence[Cell]) -> list[str]:
    """Rows of numbers whose sum fails and that the file does not print in that order."""
    text = visible(document)
    return [
        f"{row[0].key}: {[cell.raw for cell in row]}"
        for row in number_rows(cells)
        if not adds_up(row) and not stands(text, [cell.raw for cell in in_file(row)])
    ]


def number_rows(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Rows of tables 3 and 4 of which every cell was read as a number, in the form's order."""
    found = {cell.key: cell for cell in cells}
    for table, row in dict.fromkeys(key[:2] for key in found):
        members = [found.get((table, row, column)) for column in WIDTHS.get(table, ())]  # type: ignore[call-overload]
        if members and all(cell is not None and cell.state is State.NUMBER for cell in members):
            yield members


def adds_up(row: Sequence[Cell]) -> bool:
    """Whether the last cell is the sum of the others."""
    values = [cell.value or Decimal(0) for cell in row]
    return sum(values[:-1], Decimal(0)) == values[-1]


def in_file(row: Sequence[Cell]) -> list[Cell]:
    """The cells in the order of the file: its head may name the columns in another one."""
    return sorted(row, key=lambda cell: cell.place.start if cell.place else 0)


def visible(document: Document) -> str:
    """What a reader of the file sees, cells apart."""
    text = document.text
    if document.markup:
        text = TAG.sub("", APART.sub(" | ", HIDDEN.sub(" ", text)))
        text = html.unescape(text)
    return unicodedata.normalize("NFKC", text)


def stands(text: str, raws: Sequence[str]) -> bool:
    """Whether the strings stand behind each other with nothing but marks and blanks between them."""
    plain = (unicodedata.normalize("NFKC", raw) for raw in raws)
    figures = (r"\s*".join(map(re.escape, re.sub(r"\s", "", raw))) for raw in plain)
    return re.search(r"(?<!\d)" + r"(?:[\W_]|nbsp)+".join(figures) + r"(?!\d)", text) is not None
