"""What kind of file it is, by its content, and in which encoding its text is."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from ingest.errors import FileUnreadable, UnknownType

SIGNATURES: Final = (
    (b"\xd0\xcf\x11\xe0", "DOC / WPS"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
)
HTML_TAG: Final = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p|article|td|span)\b", re.IGNORECASE)
BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")


def kind_of(name: str, data: bytes) -> str:
    """"docx", "html" or "text". Raises UnknownType for anything else."""
    if data.startswith(b"PK\x03\x04"):
        return archive_kind(name, data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for signature, found in SIGNATURES:
        if data.startswith(signature):
            raise UnknownType(file=name, found=found)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        sample = data[:65536].decode("utf-16", errors="ignore").encode("utf-8")
    elif b"\x00" in data[:65536]:
        raise UnknownType(file=name, found="二进制数据 / binary data")
    else:
        sample = data[:65536]
    return "html" if len(HTML_TAG.findall(sample)) >= 2 else "text"


def archive_kind(name: str, data: bytes) -> str:
    """Kind of a ZIP container: only a Word document is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise FileUnreadable(file=name, detail=str(error)) from error
    if "word/document.xml" in names:
        return "docx"
    raise UnknownType(file=name, found="XLSX" if "xl/workbook.xml" in names else "ZIP")


def decode(name: str, data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding. Raises UnknownType where it is not text.

    Newlines are kept as they are but for CR, so that offsets count what an editor shows.
    """
    for encoding in candidates(data):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if len(CONTROL.findall(text[:20_000])) > 3:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n"), encoding.lower()
    raise UnknownType(file=name, found="二进制数据 / binary data")


def candidates(data: bytes) -> list[str]:
    """Encodings to try, most certain first: byte-order mark, UTF-8, declared, GB18030, Big5."""
    found = [encoding for mark, encoding in BOMS if data.startswith(mark)]
    declared = DECLARED.search(data[:4096])
    names = [*found, "utf-8"]
    if declared:
        names.append(declared.group(1).decode("ascii").lower().replace("gb2312", "gb18030").replace("gbk", "gb18030"))
    return [*names, "gb18030", "big5"]
