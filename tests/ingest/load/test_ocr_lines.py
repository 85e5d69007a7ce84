"""Ruling and ink of a picture, on pictures drawn by the test."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image, ImageDraw

from ingest.load.ocr_lines import POINTS, SHORT_SIDE, Drawing, levelled, skew

pytest.importorskip("cv2")
XS, YS = (200, 500, 800, 1100), (300, 360, 420, 480)


def table(*, broken: bool = False) -> Image.Image:
    """A table of three by three cells on a page of A4."""
    picture = Image.new("L", (SHORT_SIDE, 2339), 255)
    draw = ImageDraw.Draw(picture)
    for x in XS:
        draw.line((x, YS[0], x, YS[-1]), 0, 2)
    for y in YS:
        draw.line((XS[0], y, XS[-1], y), 0, 2)
    if broken:
        for x in range(XS[0], XS[-1], 70):
            draw.line((x, YS[1], x + 4, YS[1]), 255, 4)
    return picture


def sizes(picture: Any) -> list[tuple[int, int, int]]:
    return [(len(f.xs) - 1, len(f.ys) - 1, len(f.boxes)) for f in Drawing(levelled(picture)).frames()]


@pytest.mark.parametrize("angle", [0.0, 0.5, -1.5, 2.5])
def test_a_ruled_table_is_found_on_a_skewed_page(angle: float) -> None:
    turned = table().rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert sizes(turned) == [(3, 3, 9)]
    assert abs(skew(levelled(turned))) < 0.1


def test_size_and_small_gaps_do_not_matter() -> None:
    assert sizes(table(broken=True)) == [(3, 3, 9)]
    assert sizes(table().resize((827, 1170))) == [(3, 3, 9)]


def test_strokes_of_characters_in_a_row_are_no_line() -> None:
    picture = table()
    draw = ImageDraw.Draw(picture)
    for x in range(210, 480, 18):  # the tops of 7, 5 and 2 with narrow gaps
        draw.line((x, 320, x + 14, 320), 0, 3)
    assert sizes(picture) == [(3, 3, 9)]


def test_ink_is_what_is_neither_line_nor_speck() -> None:
    picture = table()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((600, 380, 612, 400), fill=0)
    draw.rectangle((900, 390, 902, 392), fill=0)
    drawing = Drawing(levelled(picture))

    def blots(column: int, row: int) -> int:
        sides = XS[column], YS[row], XS[column + 1], YS[row + 1]
        return len(drawing.blots(*(side * POINTS for side in sides)))

    assert [blots(column, 1) for column in range(3)] == [0, 1, 0]


def test_a_slash_leans_and_a_one_does_not() -> None:
    picture = table()
    draw = ImageDraw.Draw(picture)
    draw.line((650, 370, 640, 395), 0, 3)
    draw.line((950, 370, 950, 395), 0, 3)
    drawing = Drawing(levelled(picture))
    slash, one = (drawing.blots(*(v * POINTS for v in (XS[n], YS[1], XS[n + 1], YS[2])))[0] for n in (1, 2))
    assert drawing.lean(slash) > 0.17
    assert abs(drawing.lean(one)) < 0.07
