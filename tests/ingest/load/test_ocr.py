"""Pictures: rows by height, skew taken out, doubtful figures marked, the extra named."""

from __future__ import annotations

import io
import math
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from ingest.errors import FileUnreadable, NoTextLayer, NothingRecognised
from ingest.load import ocr
from ingest.load.loader import load_bytes
from tests.ingest.load.holds import assert_places, grids, table, texts

Seen = tuple[str, float, float, float]  # text, left, top, confidence


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "PNG")
    return out.getvalue()


def engine_seeing(pieces: list[Seen], angle: float = 0.0) -> Any:
    """An engine that finds pieces 20 pixels high, on a page turned by `angle` degrees."""
    turn = math.radians(angle)

    def corner(x: float, y: float) -> tuple[float, float]:
        return x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)

    def boxes() -> list[list[tuple[float, float]]]:
        sides = [(x, y, x + 20 * len(text), y + 20) for text, x, y, _ in pieces]
        return [[corner(a, b), corner(c, b), corner(c, d), corner(a, d)] for a, b, c, d in sides]

    found = SimpleNamespace(boxes=boxes() or None, txts=[p[0] for p in pieces], scores=[p[3] for p in pieces])
    return lambda _: found


TABLE: list[Seen] = [("政府信息公开工作年度报告", 100, 0, 0.99), ("规章", 0, 40, 0.99), ("12", 1900, 40, 0.98),
                     ("行政许可", 0, 70, 0.99), ("3", 1900, 70, 0.7)]  # fmt: skip


@pytest.mark.parametrize("angle", [0.0, 1.5, -1.2])
def test_rows_are_told_on_a_skewed_scan(angle: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda: engine_seeing(TABLE, angle))
    document = load_bytes("s.png", picture(), 50)
    assert_places(document)
    assert document.ocr
    assert texts(document) == ["政府信息公开工作年度报告"]
    assert table(grids(document)[0]) == [["规章", "12"], ["行政许可", "3?"]]
    assert document.blocks[1].place.page == 1


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Any:
        raise ImportError

    monkeypatch.setattr(ocr, "engine", missing)
    with pytest.raises(NoTextLayer, match=r"nianbao\[ocr\]"):
        load_bytes("s.png", picture(), 50)


def test_empty_and_damaged_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda: engine_seeing([]))
    with pytest.raises(NothingRecognised):
        load_bytes("s.png", picture(), 50)
    with pytest.raises(FileUnreadable):
        load_bytes("s.png", b"\x89PNG\r\n\x1a\nbroken", 50)
