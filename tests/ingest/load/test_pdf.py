"""PDF → Document: tables with spans over pages, places, prose without furniture, limits."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import FileEncrypted, FileUnreadable, NoTextLayer, TooManyPages
from ingest.form.catalogue import Catalogue
from ingest.form.reader import read_form
from ingest.load import pdf as pdf_module
from ingest.load.pdf import load_pdf
from ingest.model import Document
from tests.ingest.load.holds import assert_places, grids, table, texts
from tests.ingest.load.tiny_pdf import TinyPdf, file_of, stream

REAL = ("04_huaian_city_2024", "05_hongze_district_2023")
COLUMNS = ("person", "company", "research", "ngo", "legal", "other", "total")


def load(pdf: TinyPdf) -> Document:
    document = load_pdf("t.pdf", pdf.build(), "0" * 64)
    assert_places(document)
    return document


def prose(pdf: TinyPdf, y: float = 60) -> None:
    pdf.text(50, y, "本机关认真贯彻落实政府信息公开条例的各项规定。")


@pytest.mark.parametrize("name", REAL)
def test_real_reports_read_without_a_gap(name: str, shared: Path, gold: dict[str, Any], catalogue: Catalogue) -> None:
    document = load_pdf(name, (shared / f"{name}.pdf").read_bytes(), "0" * 64)
    assert_places(document)
    cells = {cell.key: cell for cell in read_form(document, catalogue, gold[name]["meta"]["year"]).cells}
    for row, values in gold[name]["table3"].items():
        found = [cells["requests", row, column].value for column in COLUMNS]  # type: ignore[index]
        assert found == [Decimal(str(value)) for value in values], row
    assert {cell.place.page for cell in cells.values() if cell.place} <= {2, 3, 4, 5}
    assert len(grids(document)[0].rows()) == 14, "the table over two pages is one"


@pytest.mark.parametrize("name", REAL)
def test_real_prose_is_whole_sentences_without_page_numbers(name: str, shared: Path) -> None:
    document = load_pdf(name, (shared / f"{name}.pdf").read_bytes(), "0" * 64)
    assert not any(text.strip("-— ").isdecimal() for text in texts(document))
    assert any(text.startswith("（二）依申请公开情况。") and text.endswith("。") for text in texts(document))
    assert len({block.place.page for block in document.blocks}) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_real_reports_take_no_longer_than_bare_tables(name: str, shared: Path) -> None:
    import pdfplumber

    path = shared / f"{name}.pdf"
    bare: list[float] = []
    own: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        with pdfplumber.open(path) as source:
            for page in source.pages:
                page.extract_tables()
        bare.append(time.perf_counter() - start)
        start = time.perf_counter()
        load_pdf(name, path.read_bytes(), "0" * 64)
        own.append(time.perf_counter() - start)
    assert min(own) <= 1.3 * min(bare)


def test_table_keeps_spans() -> None:
    pdf = TinyPdf().page()
    for y in (100, 140, 180):
        pdf.line(50, y, 290, y)
    pdf.line(130, 120, 290, 120)
    for x in (50, 130, 290):
        pdf.line(x, 100, x, 180)
    pdf.line(210, 120, 210, 180)
    for x, y, text in ((55, 122, "项目"), (150, 113, "合计"), (140, 133, "甲"), (220, 133, "乙")):
        pdf.text(x, y, text)
    for x, text in ((55, "规章"), (140, "1"), (220, "2")):
        pdf.text(x, 163, text)
    (grid,) = grids(load(pdf))
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
    assert spans == {
        "项目": (0, 0, 2, 1), "合计": (0, 1, 1, 2), "甲": (1, 1, 1, 1), "乙": (1, 2, 1, 1),
        "规章": (2, 0, 1, 1), "1": (2, 1, 1, 1), "2": (2, 2, 1, 1),
    }  # fmt: skip


def test_thin_bars_rule_a_table_and_backgrounds_do_not() -> None:
    pdf = TinyPdf().page()
    for number in range(4):
        pdf.bar(50, 50 + 20 * number, 300, 70 + 20 * number, grey=1.0)
        pdf.text(52, 64 + 20 * number, "本机关认真贯彻落实条例。")
    for y in (200, 220, 240):
        pdf.bar(50, y, 200, y + 0.7)
    for x in (50, 120, 200):
        pdf.bar(x, 200, x + 0.7, 240)
    for x, y, text in ((60, 214, "规章"), (130, 214, "现行有效"), (60, 234, "数量"), (130, 234, "7")):
        pdf.text(x, y, text)
    document = load(pdf)
    assert [table(grid) for grid in grids(document)] == [[["规章", "现行有效"], ["数量", "7"]]]
    assert "".join(texts(document)) == "本机关认真贯彻落实条例。" * 4


def test_rows_repeat_no_head_on_the_next_page() -> None:
    pdf = TinyPdf()
    for rows in ([["名称", "数量"], ["1.甲", "3"]], [["名称", "数量"], ["2.乙", "4"]]):
        pdf.page()
        pdf.table([50, 150, 250], [60, 90, 120], rows)
    (grid,) = grids(load(pdf))
    assert table(grid) == [["名称", "数量"], ["1.甲", "3"], ["2.乙", "4"]]
    assert [row[0].place.page for row in grid.rows()] == [1, 1, 2]


def test_group_label_and_row_torn_by_a_page_break_are_mended() -> None:
    pdf = TinyPdf().page()
    pdf.table([50, 110, 230, 280, 330], [700, 740, 800], [["（三）不", "1.属于国家秘密", "5", "5"], ["", "", "", ""]])
    pdf.text(113, 755, "2.其他法律行政")
    pdf.page()
    pdf.text(53, 62, "予公开")
    pdf.table([110, 230, 280, 330], [50, 80, 110], [["法规禁止公开", "6", "6"], ["3.危及安全", "7", "7"]])
    pdf.line(50, 110, 110, 110)
    pdf.line(50, 50, 50, 110)
    pdf.line(50, 50, 110, 50)
    (grid,) = grids(load(pdf))
    rows = [[cell for cell in row if cell] for row in table(grid)]
    assert [row[-3:] for row in rows] == [
        ["1.属于国家秘密", "5", "5"], ["2.其他法律行政法规禁止公开", "6", "6"], ["3.危及安全", "7", "7"]
    ]  # fmt: skip


def test_blank_row_at_a_page_top_keeps_its_blanks() -> None:
    pdf = TinyPdf()
    for rows in ([["1.甲", "3", "4"]], [["2.乙", "", ""]]):
        pdf.page()
        pdf.table([50, 150, 250, 350], [60, 90], rows)
    (grid,) = grids(load(pdf))
    assert table(grid) == [["1.甲", "3", "4"], ["2.乙", "", ""]]


def test_text_between_tables_keeps_them_apart() -> None:
    pdf = TinyPdf().page()
    pdf.table([50, 150, 250], [60, 90], [["甲", "3"]])
    pdf.page()
    prose(pdf, 40)
    pdf.table([50, 150, 250], [60, 90], [["乙", "4"]])
    assert len(grids(load(pdf))) == 0, "tables of one row have no rows to tell"
    pdf = TinyPdf().page()
    pdf.table([50, 150, 250], [60, 90, 120], [["甲", "3"], ["乙", "4"]])
    pdf.page()
    prose(pdf, 110)
    pdf.table([50, 150, 250], [160, 190, 220], [["丙", "5"], ["丁", "6"]])
    assert len(grids(load(pdf))) == 2


def test_number_wrapped_by_a_narrow_cell_is_one_number() -> None:
    pdf = TinyPdf().page()
    pdf.table([50, 150, 172, 194], [100, 130, 160], [["行政许可", "447\n228", "1"], ["规章", "0", "2"]])
    (grid,) = grids(load(pdf))
    assert table(grid)[0] == ["行政许可", "447228", "1"]
    assert grid.cells[1].text == "447228"


@pytest.mark.parametrize("lines", ["447\n228", "4\n4472", "0\n12", "12\n-3"])
def test_two_numbers_in_a_cell_stay_two(lines: str) -> None:
    pdf = TinyPdf().page()
    pdf.table([50, 150, 220, 290], [100, 130, 160], [["行政许可", lines, "1"], ["规章", "0", "2"]])
    document = load(pdf)
    assert grids(document)[0].cells[1].text == lines
    assert lines.replace("\n", "") not in document.text


def test_row_that_may_be_two_rows_joins_nothing() -> None:
    pdf = TinyPdf().page()
    pdf.table([50, 150, 172, 230], [100, 130, 160], [["甲", "447\n228", "1\n2"], ["规章", "0", "2"]])
    assert grids(load(pdf))[0].cells[1].text == "447\n228"


def test_figure_over_a_wall_belongs_to_neither_cell() -> None:
    pdf = TinyPdf().page()
    pdf.table([50, 100, 130, 160, 190], [100, 120, 140], [["规章", "", "", "9"], ["许可", "1", "2", "3"]])
    pdf.text(112, 114, "12345678")
    (grid,) = grids(load(pdf))
    crossed = next(cell for cell in grid.cells if cell.text == "12345678")
    assert crossed.column_span > 1
    assert len(grid.rows()[0]) < len(grid.rows()[1])


def test_kangxi_radicals_are_read_as_characters() -> None:
    pdf = TinyPdf().page()
    pdf.text(50, 80, "⼀、⾏政⽂件由⼈⺠政府⻓期保管")
    assert texts(load(pdf)) == ["一、行政文件由人民政府长期保管"]


def test_page_numbers_and_running_heads_are_left_out() -> None:
    pdf = TinyPdf()
    for number in (1, 2, 3):
        pdf.page()
        pdf.text(200, 30, "某某市人民政府2024年年度报告")
        prose(pdf, 200)
        pdf.text(280, 820, f"— {number} —")
    found = texts(load(pdf))
    assert found[0] == "某某市人民政府2024年年度报告"
    assert len(found) == 4
    assert all(text.endswith("规定。") for text in found[1:])


def test_bare_number_in_the_body_is_kept() -> None:
    pdf = TinyPdf().page()
    prose(pdf, 200)
    pdf.text(50, 400, "25")
    prose(pdf, 500)
    assert "25" in texts(load(pdf))


def test_lines_of_a_paragraph_join_over_a_page_break() -> None:
    pdf = TinyPdf().page()
    pdf.text(70, 60, "二〇二四年全市共受理政府信息公开申请")
    pdf.text(50, 76, "三千一百一十九件而且全部都在法定的期限内")
    pdf.text(280, 820, "- 1 -")
    pdf.page()
    pdf.text(50, 60, "答复完毕。")
    pdf.text(70, 76, "下一年继续努力。")
    found = texts(load(pdf))
    assert found == [
        "二〇二四年全市共受理政府信息公开申请三千一百一十九件而且全部都在法定的期限内答复完毕。",
        "下一年继续努力。",
    ]


def test_watermark_and_double_printing_leave_no_trace() -> None:
    pdf = TinyPdf().page()
    pdf.text(200, 400, "仅供内部使用", 40, matrix="0.7 0.7 -0.7 0.7")
    for shift in (0, 0.3):
        pdf.text(50 + shift, 80, "共收到11件，办结100件，余项转下年继续办理。")
    assert texts(load(pdf)) == ["共收到11件，办结100件，余项转下年继续办理。"]


def test_borderless_table_stays_text_with_its_numbers_apart() -> None:
    pdf = TinyPdf().page()
    for y, row in ((100, ("规章", "1", "0", "11")), (120, ("行政规范性文件", "8", "26", "66"))):
        for x, text in zip((50, 200, 260, 320), row, strict=True):
            pdf.text(x, y, text)
    assert texts(load(pdf)) == ["规章 1 0 11", "行政规范性文件 8 26 66"]


def test_scan_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.load.ocr.engine", missing_engine)
    with pytest.raises(NoTextLayer, match=r"nianbao\[ocr\]"):
        load_pdf("scan.pdf", TinyPdf().page().build(), "0" * 64)


def missing_engine() -> Any:
    raise ImportError("rapidocr")


def test_too_many_pages_name_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 2)
    with pytest.raises(TooManyPages, match="上限 2 页"):
        load_pdf("t.pdf", TinyPdf().page().page().page().build(), "0" * 64)


def test_password_is_named() -> None:
    encrypted = file_of(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>", stream("")])
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >> /ID [<00> <00>] /Root"
    with pytest.raises(FileEncrypted, match="密码"):
        load_pdf("t.pdf", encrypted.replace(b"/Root", lock.encode()), "0" * 64)


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", b"%PDF-\x00\xff" * 50])
def test_damaged_file_is_an_error_with_words(data: bytes) -> None:
    with pytest.raises((FileUnreadable, NoTextLayer)):
        load_pdf("t.pdf", data, "0" * 64)
