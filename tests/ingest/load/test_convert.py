"""LibreOffice is called where it is installed, and missed with words where it is not."""

from __future__ import annotations

import io
import stat
import time
import zipfile
from pathlib import Path

import pytest

from ingest.errors import ConversionFailed, NeedsConversion, OfdUnread
from ingest.load import convert as convert_module
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
        convert("a.rtf", b"x", "rtf")


def test_what_a_slow_program_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tmp_path / "left"
    program(tmp_path, f"(sleep 2; touch {left}) & sleep 60", monkeypatch)
    monkeypatch.setattr(convert_module, "SECONDS", 0.3)
    with pytest.raises(ConversionFailed, match=r"0\.3"):
        convert("a.doc", OLE, "doc")
    time.sleep(2.2)
    assert not left.exists()


def test_an_ofd_file_is_told_what_to_do() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("OFD.xml", "<ofd/>")
    with pytest.raises(OfdUnread, match="PDF"):
        load_bytes("a.ofd", packed.getvalue(), 50)


def test_macros_and_links_are_off_in_the_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "seen"
    program(
        tmp_path,
        f'while [ "$1" != "--outdir" ]; do shift; done; cp "$2/profile/user/registrymodifications.xcu" {seen}',
        monkeypatch,
    )
    with pytest.raises(ConversionFailed):
        convert("a.doc", OLE, "doc")
    settings = seen.read_text()
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true' in settings
    assert '"ooInetProxyType" oor:op="fuse"><value>2' in settings
