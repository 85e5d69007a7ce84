"""The kind of a file is told by its content."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import FileEncrypted, FileUnreadable, IngestError, UnknownType
from ingest.load.detect import kind_of


def archive(**members: str) -> bytes:
    """A ZIP file; `__` in a name stands for a slash, `_` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"), (b"\x00\x00junk%PDF-1.4", "pdf"), (archive(word__document_xml="x"), "docx"),
        (archive(xl__workbook_xml="x"), "xlsx"), (archive(OFD_xml="x"), "ofd"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"), (b"{\\rtf1\\ansi x}", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "image"), (b"\xff\xd8\xff\xe0", "image"), (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
        (b"<html><body><p>x</p></body></html>", "html"), ("<table><tr><td>政府</td>".encode("gb18030"), "html"),
        ("<html><p>政府</p>".encode("utf-16"), "html"), ("<html><p>政府</p>".encode("utf-16-le"), "html"),
        ("政府信息公开".encode("utf-16"), "text"), ("一、总体情况".encode("gb18030"), "text"), (b"a < b and p > c", "text"),
    ],
)  # fmt: skip
def test_kinds(data: bytes, kind: str) -> None:
    assert kind_of("file.docx", data) == kind


@pytest.mark.parametrize(
    "data", [b"GIF89a", b"Rar!\x1a", b"\x1f\x8b\x08", b"MZ\x90", archive(a_txt="x"), b"a\x00\x00\x00b" * 50]
)
def test_other_kinds_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(UnknownType):
        kind_of("report.pdf", data)


def test_office_file_with_a_password() -> None:
    with pytest.raises(FileEncrypted):
        kind_of("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))


def test_damaged_archive() -> None:
    with pytest.raises(FileUnreadable):
        kind_of("a.docx", archive(word__document_xml="x" * 100)[:60])


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind_or_a_named_error(data: bytes) -> None:
    with contextlib.suppress(IngestError):
        assert kind_of("x", data)
