"""Cells of a picture: two readings must agree, and ink without text is no blank."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.load import ocr_page
from ingest.load.ocr_page import Pixels, cell_text, ink_lines, piece_rows, row_line
from ingest.load.ocr_pieces import Piece

SIDE = (0.0, 0.0, 50.0, 20.0)
INK: Pixels = (20, 20, 40, 44)


class Page:
    """A page with this ink in the cell, and what its own ink is read as."""

    clean = None

    def __init__(self, *ink: Pixels) -> None:
        self.ink = list(ink)
        self.slant = 0.0

    def lean(self, _box: Pixels) -> float:
        return self.slant

    def blots(self, *_side: float) -> list[Pixels]:
        return self.ink


def piece(text: str, confidence: float = 1.0, x: float = 10, y: float = 5) -> Piece:
    return Piece(text, x, y, x + 6 * len(text), y + 10, confidence)


def read(monkeypatch: pytest.MonkeyPatch, page: Page, again: str, *pieces: Piece) -> tuple[str, float]:
    def line_text(_grey: Any, _box: Pixels, _margin: float) -> tuple[str, float]:
        return again, 0.95

    monkeypatch.setattr(ocr_page, "line_text", line_text)
    return cell_text(page, SIDE, pieces)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pieces", "again", "expected"),
    [
        ([piece("17")], "17", ("17", 0.95)),
        ([piece("17")], "11", ("11?", 0.0)),  # the readings differ
        ([], "17", ("17", 0.95)),  # the page's reading missed it
        ([], "", ("?", 0.0)),  # ink that nothing can read is no blank
        ([piece("１７")], "17", ("17", 0.95)),
        ([piece("一")], "一", ("一?", 0.0)),  # a dash or the numeral
        ([piece("1 7")], "1 7", ("17", 0.5)),  # wide digits, or two numbers: left to the sums
        ([piece("22（其中修订16件）")], "22(其中修订16件)", ("22(其中修订16件)", 0.95)),
    ],
)
def test_a_figure_counts_where_two_readings_agree(
    pieces: list[Piece], again: str, expected: tuple[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(monkeypatch, Page(INK), again, *pieces) == expected


def test_cells_without_ink_words_dashes_and_broken_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, Page(), "") == ("", 1.0)
    assert read(monkeypatch, Page(INK), "", piece("予以公开", 0.9)) == ("予以公开", 0.9)
    assert read(monkeypatch, Page((20, 30, 40, 33)), "一", piece("一")) == ("-", 0.5)
    assert read(monkeypatch, Page((20, 30, 30, 33)), "一", piece("一")) == ("-", 0.99)
    assert read(monkeypatch, Page(INK, (20, 50, 40, 74)), "12") == ("1212", 0.5)
    assert read(monkeypatch, Page(INK, (20, 50, 40, 74)), "12件") == ("12件\n12件?", 0.0)


@pytest.mark.parametrize(
    ("text", "slant", "expected"),
    [
        ("1", 0.0, ("1", 0.95)),
        ("1", 0.25, ("/", 0.99)),
        ("1", 0.1, ("1", 0.5)),
        ("/", 0.0, ("/", 0.5)),
        ("17", 0.25, ("17", 0.95)),
    ],
)
def test_a_slash_is_no_one(
    text: str, slant: float, expected: tuple[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(INK)
    page.slant = slant
    assert read(monkeypatch, page, text, piece(text)) == expected


def test_lines_and_rows_go_by_height() -> None:
    assert ink_lines([(30, 22, 40, 44), INK, (20, 50, 40, 74)]) == [(20, 20, 40, 44), (20, 50, 40, 74)]
    rows = piece_rows([piece("乙", y=6, x=40), piece("甲", y=5), piece("丙", y=30)])
    assert [[p.text for p in row] for row in rows] == [["甲", "乙"], ["丙"]]


def test_a_doubtful_figure_in_running_text_is_marked() -> None:
    line = row_line([piece("规章", 0.6), piece("12", 0.7, x=60)])
    assert line.text == "规章 12?"
    assert line.tabular
