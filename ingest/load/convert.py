"""Old and foreign office formats → DOCX or XLSX, by LibreOffice where it is installed.

LibreOffice has no filter for OFD. A file is a stranger's: macros are off, nothing is fetched, and
LibreOffice ends with its time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from ingest.errors import ConversionFailed, NeedsConversion

TARGETS: Final = {"doc": "docx", "rtf": "docx", "odt": "docx", "xls": "xlsx", "ods": "xlsx"}
NAMES: Final = {"doc": "DOC / WPS", "rtf": "RTF", "odt": "ODT", "xls": "XLS / ET", "ods": "ODS"}
PROGRAMS: Final = ("soffice", "libreoffice")
SECONDS: Final = 120
# (node, property, value): no macros, no linked content, and a proxy that is not there for what asks all the same.
SETTINGS: Final = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "2"),
)
PROXY: Final = (
    ("ooInetProxyType", "2"),
    ("ooInetHTTPProxyName", "127.0.0.1"),
    ("ooInetHTTPProxyPort", "9"),
    ("ooInetHTTPSProxyName", "127.0.0.1"),
    ("ooInetHTTPSProxyPort", "9"),
    ("ooInetNoProxy", ""),
)


def convert(name: str, data: bytes, kind: str) -> tuple[str, bytes]:
    """Kind and content of the converted file. Raises NeedsConversion or ConversionFailed."""
    program = next((found for each in PROGRAMS if (found := shutil.which(each))), None)
    if program is None:
        raise NeedsConversion(file=name, found=NAMES[kind])
    target = TARGETS[kind]
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"source.{kind}"
        source.write_bytes(data)
        # A profile of its own: a second LibreOffice on the user's profile would refuse to start.
        profile = Path(folder) / "profile"
        write_settings(profile)
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", target, "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            code = run(command, folder)
        except (OSError, subprocess.TimeoutExpired) as error:
            slow = isinstance(error, subprocess.TimeoutExpired)
            detail = f"超过 {SECONDS} 秒 / more than {SECONDS} seconds" if slow else str(error)
            raise ConversionFailed(file=name, found=NAMES[kind], detail=detail) from error
        result = source.with_suffix(f".{target}")
        if not result.is_file() or not result.stat().st_size:
            raise ConversionFailed(file=name, found=NAMES[kind], detail=f"soffice exit {code}")
        return target, result.read_bytes()


def run(command: Sequence[str], folder: str) -> int:
    """Run a program to its end, or end it and all that it started. Raises TimeoutExpired."""
    environment = {**os.environ, "HOME": folder, "TMPDIR": folder}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, start_new_session=True
    ) as process:
        try:
            return process.wait(SECONDS)
        finally:  # the program that was called is a starter: what it started would live on
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def write_settings(profile: Path) -> None:
    """A profile that forbids what a hostile file could ask for."""
    items = [(f"/org.openoffice.Office.{node}", name, value) for node, name, value in SETTINGS]
    items += [("/org.openoffice.Inet/Settings", name, value) for name, value in PROXY]
    body = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in items
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{body}</oor:items>\n",
        encoding="utf-8",
    )
