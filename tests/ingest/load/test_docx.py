"""DOCX → Document: merges, nesting, headings, places."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word

from ingest.errors import FileTooLarge, FileUnreadable
from ingest.load.docx import load_docx
from ingest.model import Document
from tests.ingest.load.holds import assert_places, grids, table, texts


def load(word: Word) -> Document:
    out = io.BytesIO()
    word.save(out)
    document = load_docx("t.docx", out.getvalue(), "0" * 64, 50)
    assert_places(document)
    return document


def test_paragraphs_headings_and_tables_in_order() -> None:
    word = docx.Document()
    word.add_heading("一、总体情况", 2)
    word.add_paragraph("本年共收到申请37件。")
    word.add_table(1, 2).rows[0].cells[1].text = "37"
    word.add_paragraph("完。")
    document = load(word)
    assert [(block.text, block.level) for block in document.blocks] == [
        ("一、总体情况", 2),
        ("本年共收到申请37件。", 0),
        ("", 0),
        ("完。", 0),
    ]


def test_merges_in_both_directions() -> None:
    word = docx.Document()
    made = word.add_table(3, 3)
    made.cell(0, 0).merge(made.cell(1, 0)).text = "项目"
    made.cell(0, 1).merge(made.cell(0, 2)).text = "数量"
    for (row, column), text in {(1, 1): "甲", (1, 2): "乙", (2, 0): "规章", (2, 1): "1", (2, 2): "2"}.items():
        made.cell(row, column).text = text
    (grid,) = grids(load(word))
    assert table(grid) == [["项目", "数量"], ["项目", "甲", "乙"], ["规章", "1", "2"]]
    assert [(c.row_span, c.column_span) for c in grid.cells[:2]] == [(2, 1), (1, 2)]


def test_a_merge_that_fits_no_cell_above_is_read_all_the_same() -> None:
    """LibreOffice writes such tables when it converts a .doc file."""
    word = docx.Document()
    made = word.add_table(2, 3)
    made.cell(0, 0).text, made.cell(0, 1).text, made.cell(0, 2).text = "规章", "1", "2"
    made.cell(0, 1).merge(made.cell(0, 2))
    made._tbl.tr_lst[1].tc_lst[2].vMerge = "continue"
    (grid,) = grids(load(word))
    assert grid.cells[0].text == "规章"


def test_two_paragraphs_of_digits_never_become_one_number() -> None:
    word = docx.Document()
    cell = word.add_table(1, 2).rows[0].cells[1]
    cell.text = "447"
    cell.add_paragraph("228")
    document = load(word)
    assert grids(document)[0].cells[1].text == "447\n228"
    assert "447228" not in document.text


def test_layout_table_gives_its_content() -> None:
    word = docx.Document()
    outer = word.add_table(1, 1).rows[0].cells[0]
    outer.text = "说明"
    inner = outer.add_table(1, 2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "规章", "5"
    document = load(word)
    assert texts(document) == ["说明"]
    assert [table(grid) for grid in grids(document)] == [[["规章", "5"]]]


def test_real_sample(repo: Path) -> None:
    document = load_docx("h.docx", (repo / "reports" / "hongze_2023.docx").read_bytes(), "0" * 64, 50)
    assert_places(document)
    assert len(grids(document)) >= 3


def test_damage_and_bombs() -> None:
    with pytest.raises(FileUnreadable):
        load_docx("t.docx", b"PK\x03\x04broken", "0" * 64, 50)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b"0" * (11 * 1024 * 1024))
    with pytest.raises(FileTooLarge):
        load_docx("t.docx", out.getvalue(), "0" * 64, 1)
