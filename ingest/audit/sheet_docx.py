"""A review → a Word document that can be sent back to the agency."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from ingest.audit.sheet import cell_lines, counts, has_tables, unknown_line
from ingest.audit.words import Item, Words

FONT: Final = "宋体"
CONTROL: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
COLUMNS: Final = (("n", 1.2), ("kind", 3.6), ("where", 6.0), ("numbers", 5.6), ("quote", 5.0), ("rule", 4.3))


def write_docx(path: Path, sheets: Sequence[Words]) -> None:
    """Write the reviews, each on a page of its own. OSError where the file cannot be written."""
    document = blank_document(sheets[0].get("title") if sheets else "")
    for number, words in enumerate(sheets):
        if number:
            document.add_page_break()
        add_review(document, words)
    document.save(str(path))


def blank_document(title: str) -> Any:
    """An empty A4 page on its side, in a font that has Chinese characters."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(2.0)
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    return document


def add_review(document: Any, words: Words) -> None:
    """Title, whose report it is, findings, cells without figures, rows outside the form."""
    report = words.review.subject.report
    heading(document, words.get("title"), 0)
    for key in ("agency", "year", "file", "report_id"):
        document.add_paragraph(f"{words.get(key)}：{clean(str(getattr(report, key)))}")
    if report.url:
        document.add_paragraph(clean(words.get("source", url=report.url)))
    document.add_paragraph(words.get("intro"))
    document.add_paragraph(counts(words))
    heading(document, words.get("findings_head"), 1)
    items = list(words.items())
    if items:
        add_table(document, words, items)
    else:
        document.add_paragraph(words.get("nothing" if has_tables(words) else "nothing_checked"))
    add_list(document, words, "unreadable_head", list(cell_lines(words)))
    add_list(document, words, "unknown_head", [unknown_line(words, row) for row in words.review.unknown_rows])


def heading(document: Any, text: str, level: int) -> None:
    """A heading in the document's own font."""
    run = document.add_heading(level=level).add_run(clean(text))
    run.font.name = FONT
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def add_table(document: Any, words: Words, items: Sequence[Item]) -> None:
    """One row a finding."""
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    for cell, (name, _) in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = words.get(f"column_{name}")
    for item in items:
        texts = (
            str(item.n),
            f"{item.kind}\n[{item.status}]\n{item.scope}",
            *(item.where, item.numbers, item.quote, item.rule),
        )
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = clean(text)
    for row in table.rows:
        for cell, (_, width) in zip(row.cells, COLUMNS, strict=True):
            cell.width = Cm(width)


def add_list(document: Any, words: Words, head: str, lines: Sequence[str]) -> None:
    """A heading and its lines, or that there are none."""
    heading(document, words.get(head), 1)
    for line in lines or [words.get("none")]:
        document.add_paragraph(clean(line.removeprefix("- ")))


def clean(text: str) -> str:
    """Without control characters, which a Word file cannot hold."""
    return text.translate(CONTROL)
