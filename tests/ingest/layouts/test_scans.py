"""Random reports printed, scanned and recognised: no figure is wrong, and few are not read."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from playwright.sync_api import Browser

from ingest.load.loader import load_bytes
from ingest.model import State
from ingest.reading import Overrides, read_report
from tests.ingest.layouts.families import with_totals
from tests.ingest.layouts.made import CATALOGUE, Made, random_report
from tests.ingest.layouts.scans import SCANNERS, scanned, tally
from tests.ingest.layouts.test_pdf_layouts import STYLE, printed

pytestmark = [pytest.mark.slow, pytest.mark.browser]
READ = 0.97  # share of the cells that are read where every row has its total and no dash is printed
LEAST = 0.6  # where sums are missing, or slashes that look like a 1 stand for zeros
CENTRED = STYLE.replace("td {", "td { text-align: center; padding: 2px 4px;")  # as Word sets tables
AGENCY = Overrides("某某局", 2024)


@cache
def report(seed: int) -> Made:
    """A report whose digits are as wide as print usually has them."""
    for number in range(100):
        made = random_report(Random(f"scan{seed}.{number}"))
        if all(cell.raw.isascii() for cell in made.cells.values()):
            return made
    raise AssertionError("no report without wide digits")


@pytest.mark.parametrize("name", SCANNERS)
def test_no_figure_of_a_scan_is_wrong(name: str, browser: Browser) -> None:
    pytest.importorskip("rapidocr")
    seed = list(SCANNERS).index(name)
    made = report(seed)
    document = load_bytes("scan.pdf", scanned(printed(browser, made, seed, CENTRED), SCANNERS[name], seed), 50)
    found = read_report(document, CATALOGUE, AGENCY)
    counts = tally(found.cells, made)
    assert counts["wrong"] == counts["missing"] == counts["without reason"] == 0, counts
    plain = with_totals(made) and not any(cell.state is State.SLASH for cell in made.cells.values())
    assert counts["right"] >= (READ if plain else LEAST) * (counts["right"] + counts["unreadable"]), counts
    assert document.recognised
    assert any("OCR" in warning for warning in found.warnings)
    assert all(cell.confidence < 1 and "ocr" in cell.method for cell in found.cells if cell.value is not None)
