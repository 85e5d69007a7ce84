"""PDFs with pages, or parts of pages, that are pictures: recognised, or told, never passed over."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

from ingest.load import pdf as pdf_module
from ingest.load.pdf import load_pdf
from ingest.load.pdf_page import Page
from ingest.model import Document, State
from ingest.reading import Overrides, read_report
from tests.ingest.layouts.made import CATALOGUE, random_report
from tests.ingest.layouts.pages import clean_table
from tests.ingest.layouts.scans import tally
from tests.ingest.layouts.tables import tables_of
from tests.ingest.load.tiny_pdf import TinyPdf

AGENCY = Overrides("某某局", 2024)
MADE = random_report(Random("pictures"), plain=True)


def picture(pdf: TinyPdf, x: float, y: float, width: float, height: float) -> None:
    """A grey picture of one pixel, `y` points below the top."""
    place = f"q {width} 0 0 {height} {x} {842 - y - height} cm"
    pdf.pages[-1].append(f"{place} BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 80> EI Q")


def mixed(*pictures: tuple[float, float, float, float]) -> bytes:
    """A page of text, a page with pictures, a page of text."""
    pdf = TinyPdf()
    for number in (1, 2, 3):
        pdf.page()
        if number != 2:
            pdf.text(60, 100, "某某局2024年政府信息公开工作年度报告")
            pdf.text(60, 140, "一、总体情况")
            pdf.text(60, 160, "本年新收政府信息公开申请0件。")
            continue
        for sides in pictures:
            picture(pdf, *sides)
        if pictures[0][3] < 600:
            pdf.text(60, 60, "三、收到和处理政府信息公开申请情况")
    return pdf.build()


def load(data: bytes) -> Document:
    return load_pdf("t.pdf", data, "0" * 64)


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "has_engine", lambda: False)


@pytest.mark.usefixtures("no_engine")
@pytest.mark.parametrize("sides", [(0, 0, 595, 842), (60, 120, 400, 300)])
def test_a_picture_that_is_not_read_is_told(sides: tuple[float, float, float, float]) -> None:
    document = load(mixed(sides))
    assert (document.unread, document.recognised, document.ocr) == ((2,), (), False)
    report = read_report(document, CATALOGUE, AGENCY)
    assert any("第 2 页是图片" in warning and "Page(s) 2" in warning for warning in report.warnings)
    absent = [cell for cell in report.cells if cell.state is State.ABSENT]
    assert absent
    assert all("第 2 页是图片" in cell.reason for cell in absent)


@pytest.mark.usefixtures("no_engine")
def test_small_pictures_and_grounds_behind_text_are_none() -> None:
    pdf = TinyPdf().page()
    picture(pdf, 60, 60, 80, 80)
    picture(pdf, 0, 0, 595, 842)
    pdf.text(60, 300, "某某局2024年政府信息公开工作年度报告")
    assert load(pdf.build()).unread == ()


def test_what_is_recognised_stands_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an engine: pages are asked for by number, and with the sides of the pictures on them."""
    asked: list[dict[int, Any]] = []

    def pages(_data: bytes, wanted: Mapping[int, Any]) -> Iterator[Page]:
        asked.append(dict(wanted))
        yield from ()

    monkeypatch.setattr(pdf_module, "has_engine", lambda: True)
    monkeypatch.setattr(pdf_module, "scanned_pages", pages)
    assert load(mixed((0, 0, 595, 842))).recognised == ()
    assert load(mixed((60, 120, 400, 300))).recognised == ()
    assert asked == [{2: None}, {2: ((60.0, 120.0, 460.0, 420.0),)}]


def table_pdf(browser: Browser, as_picture: Iterable[str], *, whole_page: bool) -> bytes:
    """A report whose named tables are pictures on their page, or pages that are pictures."""
    style = "<style>td { border: 1px solid black; font-size: 10pt } table { border-collapse: collapse }</style>"
    page = browser.new_page(viewport={"width": 700, "height": 900}, device_scale_factor=3)
    parts = [
        f'<meta charset="utf-8">{style}<p>某某局2024年政府信息公开工作年度报告</p><p>一、总体情况</p><p>有序。</p>'
    ]
    for key, table in tables_of(MADE).items():
        drawn = clean_table(table)
        if key in as_picture:
            page.set_content(f'<meta charset="utf-8">{style}{drawn}')
            shot = base64.b64encode(page.locator("table").screenshot()).decode()
            drawn = f'<img src="data:image/png;base64,{shot}" style="width:17cm">'
        heading = "" if whole_page and key in as_picture else f"<p>{key}这一部分的情况见下表。</p>"
        parts.append(f'<div style="break-before:page">{heading}{drawn}</div>')
    page.set_content("".join(parts))
    data = page.pdf(format="A4")
    page.close()
    return data


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("whole_page", [False, True])
def test_tables_that_are_pictures_are_recognised(browser: Browser, whole_page: bool) -> None:
    pytest.importorskip("rapidocr")
    document = load(table_pdf(browser, ["requests", "disputes"], whole_page=whole_page))
    report = read_report(document, CATALOGUE, AGENCY)
    counts = tally(report.cells, MADE)
    assert counts["wrong"] == counts["missing"] == 0, counts
    assert counts["unreadable"] <= sum(counts.values()) // 20, counts
    assert document.recognised == (3, 4)
    methods = {cell.key.table: "ocr" in cell.method for cell in report.cells if cell.value is not None}
    assert methods == {"disclosure": False, "requests": True, "disputes": True}


@pytest.mark.slow
@pytest.mark.browser
def test_tables_that_are_pictures_are_told_without_the_extra(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "has_engine", lambda: False)
    report = read_report(load(table_pdf(browser, ["requests"], whole_page=False)), CATALOGUE, AGENCY)
    assert {cell.state for cell in report.cells if cell.key.table == "requests"} == {State.ABSENT}
    assert any("Page(s) 3" in warning for warning in report.warnings)
    assert tally(report.cells, MADE)["wrong"] == 0
