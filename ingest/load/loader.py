"""A file in, a Document out: the kind is found by content, never by name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.errors import FileEmpty, FileTooLarge, FileUnreadable, OfdUnread
from ingest.load.convert import TARGETS, convert
from ingest.load.detect import kind_of
from ingest.load.encoding import decode
from ingest.load.html import html_blocks
from ingest.load.plain import plain_blocks
from ingest.model import Document

MEGABYTE = 1024 * 1024


def read_bytes(path: Path, max_megabytes: int) -> bytes:
    """Content of `path`. Raises FileUnreadable, FileEmpty or FileTooLarge."""
    try:
        size = path.stat().st_size
        if size > max_megabytes * MEGABYTE:
            raise FileTooLarge(file=path.name, size=-(-size // MEGABYTE), limit=max_megabytes)
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=path.name, detail=error.strerror or str(error)) from error
    if not data.strip():
        raise FileEmpty(file=path.name)
    return data


def load_bytes(name: str, data: bytes, max_megabytes: int) -> Document:
    """Document of a file's content. Raises an IngestError that says what is wrong."""
    sha256 = hashlib.sha256(data).hexdigest()
    kind = kind_of(name, data)
    if kind == "ofd":
        raise OfdUnread(file=name)
    if kind in TARGETS:
        kind, data = convert(name, data, kind)
    return load_kind(kind, name, data, sha256, max_megabytes)


def load_kind(kind: str, name: str, data: bytes, sha256: str, max_megabytes: int) -> Document:
    """Document of content of a known kind. Libraries of one kind are imported only for it."""
    # ruff: noqa: PLC0415
    if kind == "pdf":
        from ingest.load.pdf import load_pdf

        return load_pdf(name, data, sha256)
    if kind == "docx":
        from ingest.load.docx import load_docx

        return load_docx(name, data, sha256, max_megabytes)
    if kind == "xlsx":
        from ingest.load.xlsx import load_xlsx

        return load_xlsx(name, data, sha256, max_megabytes)
    if kind == "image":
        from ingest.load.ocr import load_image

        return load_image(name, data, sha256)
    text, encoding = decode(name, data)
    if kind == "html":
        return Document(name, "text/html", encoding, sha256, text, tuple(html_blocks(text)), markup=True)
    media_type = "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"
    return Document(name, media_type, encoding, sha256, text, tuple(plain_blocks(text)))
