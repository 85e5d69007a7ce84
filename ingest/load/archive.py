"""Limits for files that are ZIP archives inside."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final

from ingest.errors import FileTooLarge, FileUnreadable

UNPACKED_FACTOR: Final = 10
# What a damaged archive, or damaged XML in it, makes the readers raise.
DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, TypeError, IndexError, AttributeError,
    AssertionError, SyntaxError, ArithmeticError, NotImplementedError, RuntimeError, EOFError, OSError,
)  # fmt: skip


def check_unpacked(name: str, data: bytes, max_megabytes: int) -> None:
    """Refuse archives that unpack to far more than a report needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except DAMAGE as error:
        raise FileUnreadable(file=name, detail=str(error)[:80]) from error
    limit = max_megabytes * UNPACKED_FACTOR
    if size > limit * 1024 * 1024:
        raise FileTooLarge(file=name, size=size // 1024 // 1024, limit=limit)
