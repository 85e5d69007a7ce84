"""The same random reports printed to PDF by a browser: ruled tables with spans, over several pages."""

from __future__ import annotations

from random import Random

import pytest
from playwright.sync_api import Browser

from tests.ingest.layouts import pages
from tests.ingest.layouts.compare import read, unread, wrong
from tests.ingest.layouts.made import Made, random_report

STYLE = "<style>td { border: 1px solid black; font-size: 10pt } table { border-collapse: collapse }</style>"


def printed(browser: Browser, made: Made, seed: int, style: str = STYLE) -> bytes:
    """The report on pages of A4."""
    page = browser.new_page()
    page.set_content(pages.spanned(made, Random(seed)).replace("<head>", f'<head><meta charset="utf-8">{style}'))
    data = page.pdf(format="A4", display_header_footer=seed % 2 == 0, margin={"top": "2cm", "bottom": "2cm"})
    page.close()
    return data


def faults(browser: Browser, seeds: range) -> dict[int, tuple[list[str], list[str]]]:
    """Wrong and unread cells by seed."""
    found = {}
    for seed in seeds:
        made = random_report(Random(f"pdf{seed}"))
        cells = read("report.pdf", printed(browser, made, seed), made.form).cells
        wide = any(not cell.raw.isascii() and cell.raw.isdecimal() for cell in made.cells.values())
        bad = (wrong(cells, made), [] if wide else unread(cells, made))  # a narrow column breaks wide digits in two
        if any(bad):
            found[seed] = bad
    return found


@pytest.mark.browser
def test_some_printed_reports(browser: Browser) -> None:
    assert faults(browser, range(2)) == {}


@pytest.mark.slow
@pytest.mark.browser
def test_forty_printed_reports(browser: Browser) -> None:
    assert faults(browser, range(100, 140)) == {}
