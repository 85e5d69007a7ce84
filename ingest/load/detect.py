"""What kind of file it is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from ingest.errors import FileEncrypted, FileUnreadable, UnknownType
from ingest.load.archive import DAMAGE

SIGNATURES: Final = (
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
)
IMAGES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
OLE: Final = b"\xd0\xcf\x11\xe0"
HTML_TAG: Final = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p|article|td|span)\b", re.IGNORECASE)
ARCHIVES: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
OPEN_DOCUMENT: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
HEAD: Final = 65536


def kind_of(name: str, data: bytes) -> str:
    """One of pdf, docx, xlsx, html, text, image, or of doc, xls, rtf, odt, ods, which need converting, or ofd.

    Raises UnknownType for anything else, FileEncrypted for office files with a password.
    """
    if data.startswith(b"PK\x03\x04"):
        return archive_kind(name, data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FileEncrypted(file=name)
        return "xls" if "Workbook".encode("utf-16-le") in data else "doc"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if is_image(data):
        return "image"
    for signature, found in SIGNATURES:
        if data.startswith(signature):
            raise UnknownType(file=name, found=found)
    return text_kind(name, data)


def is_image(data: bytes) -> bool:
    """Whether the bytes are a picture that can be recognised."""
    if data.startswith(b"BM"):  # two letters are not much: a bitmap also states its own size
        return int.from_bytes(data[2:6], "little") == len(data)
    return data.startswith(IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def text_kind(name: str, data: bytes) -> str:
    """html or text."""
    sample = data[:HEAD]
    if b"\x00" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        if not marked and (min(even, odd) > max(even, odd) // 8 or max(even, odd) < len(sample) // 50):
            raise UnknownType(file=name, found="二进制数据 / binary data")
        sample = sample.replace(b"\x00", b"")
    return "html" if len(HTML_TAG.findall(sample)) >= 2 else "text"


def archive_kind(name: str, data: bytes) -> str:
    """Kind of a ZIP container, by what it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mime = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except DAMAGE as error:
        raise FileUnreadable(file=name, detail=str(error)[:80]) from error
    for member, kind in ARCHIVES.items():
        if member in names:
            return kind
    if mime.strip() in OPEN_DOCUMENT:
        return OPEN_DOCUMENT[mime.strip()]
    raise UnknownType(file=name, found="ZIP")
