"""A file in, a Document out, whatever its name says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.errors import FileEmpty, FileTooLarge, FileUnreadable, Mojibake
from ingest.load.loader import load_bytes, read_bytes
from tests.ingest.load.holds import assert_places, bare, grids
from tests.ingest.load.tiny_pdf import TinyPdf

MARKDOWN = "# 某局2024年政府信息公开工作年度报告\n\n| 规章 | 5 |\n| --- | --- |\n| 许可 | 6 |\n"


def test_kind_by_content_not_by_name() -> None:
    pdf = TinyPdf().page()
    pdf.table([50, 150, 250], [60, 90, 120], [["甲", "3"], ["乙", "4"]])
    assert load_bytes("a.txt", pdf.build(), 50).media_type == "application/pdf"
    assert load_bytes("a.pdf", MARKDOWN.encode(), 50).media_type == "text/plain"
    assert load_bytes("a.md", MARKDOWN.encode(), 50).media_type == "text/markdown"
    assert load_bytes("a.md", b"<table><tr><td>a<td>1</table>", 50).media_type == "text/html"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_one_text_in_any_encoding_is_one_document(encoding: str) -> None:
    data = MARKDOWN.encode(encoding)
    document = load_bytes("a.md", data, 50)
    assert document.blocks == load_bytes("a.md", MARKDOWN.encode(), 50).blocks
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert_places(document)


def test_garbled_text_is_refused() -> None:
    with pytest.raises(Mojibake):
        load_bytes("a.txt", (MARKDOWN * 3).encode().decode("gb18030", "replace").encode(), 50)


def test_every_real_report_loads_with_true_places(shared: Path) -> None:
    for path in sorted(shared.iterdir()):
        if path.suffix in {"", ".json"}:
            continue
        document = load_bytes(path.name, path.read_bytes(), 50)
        assert bare(document.text)
        if not document.markup and document.media_type == "application/pdf":
            assert_places(document)
            assert grids(document)


def test_reading_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        read_bytes(tmp_path / "missing.md", 1)
    empty = tmp_path / "empty.md"
    empty.write_bytes(b" \n")
    with pytest.raises(FileEmpty):
        read_bytes(empty, 1)
    large = tmp_path / "large.md"
    large.write_bytes(b"x" * (1024 * 1024 + 1))
    with pytest.raises(FileTooLarge, match="1 MB"):
        read_bytes(large, 1)
