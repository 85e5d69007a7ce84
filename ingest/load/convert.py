"""Old and foreign office formats → DOCX, XLSX or PDF, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from ingest.errors import ConversionFailed, NeedsConversion

TARGETS: Final = {"doc": "docx", "rtf": "docx", "odt": "docx", "xls": "xlsx", "ods": "xlsx", "ofd": "pdf"}
NAMES: Final = {"doc": "DOC / WPS", "rtf": "RTF", "odt": "ODT", "xls": "XLS / ET", "ods": "ODS", "ofd": "OFD"}
PROGRAMS: Final = ("soffice", "libreoffice")
SECONDS: Final = 120


def convert(name: str, data: bytes, kind: str) -> tuple[str, bytes]:
    """Kind and content of the converted file. Raises NeedsConversion or ConversionFailed."""
    program = next((found for each in PROGRAMS if (found := shutil.which(each))), None)
    if program is None:
        raise NeedsConversion(file=name, found=NAMES[kind])
    target = TARGETS[kind]
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        source = Path(folder) / f"source.{kind}"
        source.write_bytes(data)
        # A profile of its own: a second LibreOffice on the user's profile would refuse to start.
        command = [
            program, f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", target, "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            detail = f"超过 {SECONDS} 秒" if isinstance(error, subprocess.TimeoutExpired) else str(error)
            raise ConversionFailed(file=name, found=NAMES[kind], detail=detail) from error
        result = source.with_suffix(f".{target}")
        if not result.is_file() or not result.stat().st_size:
            raise ConversionFailed(file=name, found=NAMES[kind], detail=f"soffice exit {done.returncode}")
        return target, result.read_bytes()
