"""LibreOffice is called where it is installed, and missed with words where it is not."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ingest.errors import ConversionFailed, NeedsConversion
from ingest.load.convert import convert
from ingest.load.loader import load_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for soffice on the search path."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NeedsConversion) as caught:
        load_bytes("报告.wps", OLE, 50)
    assert "LibreOffice" in caught.value.text("zh")
    assert "DOCX" in caught.value.text("en")


def test_result_is_read_from_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, 'while [ "$1" != "--outdir" ]; do shift; done; echo converted > "$2/source.docx"', monkeypatch)
    assert convert("a.doc", OLE, "doc") == ("docx", b"converted\n")


def test_failure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "exit 7", monkeypatch)
    with pytest.raises(ConversionFailed, match="7"):
        convert("a.ofd", b"x", "ofd")
