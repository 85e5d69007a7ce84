"""Report files as plain text, as a plain pipeline reads them; kind to it: cells stay apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import lxml.html
from lxml import etree


def text_of(path: Path) -> str:
    """The text of one report file."""
    readers = {".html": html_text, ".htm": html_text, ".docx": docx_text, ".pdf": pdf_text}
    return readers.get(path.suffix.lower(), decoded)(path)


def decoded(path: Path) -> str:
    """Text in UTF-8 or GB18030."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def html_text(path: Path) -> str:
    """Every text node on a line of its own; scripts and styles are left out."""
    root = lxml.html.fromstring(decoded(path).encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    etree.strip_elements(root, "script", "style", etree.Comment, with_tail=False)
    pieces = (str(piece).strip() for piece in root.itertext())
    return "\n".join(piece for piece in pieces if piece)


def docx_text(path: Path) -> str:
    """Paragraphs, and rows of tables with a bar between their cells."""
    import docx

    def lines() -> Iterator[str]:
        for block in docx.Document(str(path)).iter_inner_content():
            if hasattr(block, "rows"):
                yield from (row_text(row.cells) for row in block.rows)
            else:
                yield block.text

    return "\n".join(lines())


def row_text(cells: Sequence[Any]) -> str:
    """A row's cells, each merged cell once: python-docx repeats it for every column that it spans."""
    apart = [cell for n, cell in enumerate(cells) if n == 0 or cell._tc is not cells[n - 1]._tc]
    return " | ".join(cell.text for cell in apart)


def pdf_text(path: Path) -> str:
    """The pages' text."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text() or "" for page in pdf.pages)
