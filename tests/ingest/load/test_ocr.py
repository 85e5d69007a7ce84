"""Pictures without an engine, damaged ones, and those that show nothing."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from ingest.errors import FileUnreadable, NoTextLayer, NothingRecognised
from ingest.load import ocr, ocr_pieces
from ingest.load.loader import load_bytes


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "PNG")
    return out.getvalue()


def missing() -> Any:
    raise ImportError


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", missing)
    with pytest.raises(NoTextLayer, match=r"nianbao\[ocr\]"):
        load_bytes("s.png", picture(), 50)


def test_empty_and_damaged_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cv2")
    for module in (ocr, ocr_pieces):
        monkeypatch.setattr(module, "engine", lambda: lambda *_args, **_options: SimpleNamespace(boxes=None))
    with pytest.raises(NothingRecognised):
        load_bytes("s.png", picture(), 50)
    with pytest.raises(FileUnreadable):
        load_bytes("s.png", b"\x89PNG\r\n\x1a\nbroken", 50)
