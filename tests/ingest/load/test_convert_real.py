"""LibreOffice itself: every cell comes through, several at once, and a hostile file gets nothing done."""

from __future__ import annotations

import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from random import Random

import pytest

from ingest.load import convert
from ingest.load.loader import load_bytes
from tests.ingest.layouts import office
from tests.ingest.layouts.compare import read, unread, wrong
from tests.ingest.layouts.made import random_report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer-nogui)"
    ),
]
REPORT = random_report(Random("old office"))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The same report in formats that LibreOffice writes."""
    word, sheet = office.merged_docx(REPORT, Random(1)), office.merged_xlsx(REPORT, Random(1))
    found = {}
    for source, data, kind in [
        ("docx", word, "doc"),
        ("docx", word, "rtf"),
        ("xlsx", sheet, "xls"),
        ("xlsx", sheet, "ods"),
    ]:
        monkeypatch.setitem(convert.TARGETS, source, kind)
        monkeypatch.setitem(convert.NAMES, source, source)
        found[kind] = convert.convert(f"r.{source}", data, source)[1]
        monkeypatch.delitem(convert.TARGETS, source)
    return found


def test_every_cell_comes_through_several_at_once(written: dict[str, bytes]) -> None:
    files = {**written, "wps": written["doc"]}
    with ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda kind: (kind, read(f"r.{kind}", files[kind], REPORT.form).cells), files)
        assert {kind: (wrong(cells, REPORT), unread(cells, REPORT)) for kind, cells in results} == {
            kind: ([], []) for kind in files
        }


class Server(BaseHTTPRequestHandler):
    """Counts who asks."""

    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    Server.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def hostile_odt(address: str, target: Path) -> bytes:
    """A text that asks for a linked picture and has a macro that runs when it is opened."""
    names = ("office:1.0", "text:1.0", "drawing:1.0", "script:1.0", "svg-compatible:1.0")
    prefixes = ("office", "text", "draw", "script", "svg")
    spaces = " ".join(f'xmlns:{p}="{OFFICE}{n}"' for p, n in zip(prefixes, names, strict=True))
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    macro = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:scripts><office:event-listeners>'
        f'<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="{macro}"/>'
        "</office:event-listeners></office:scripts><office:body><office:text><text:p>某某局政府信息公开工作年度报告"
        '<draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="as-char">'
        f'<draw:image xlink:href="{address}/picture.png" xlink:type="simple"/></draw:frame></text:p>'
        "</office:text></office:body></office:document-content>"
    )
    basic = f'Sub Main\nOpen "{target}" For Output As #1\nPrint #1, "ran"\nClose #1\nEnd Sub'
    library = 'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'
    parts = {
        "content.xml": content,
        "Basic/script-lc.xml": f'<library:libraries {library}><library:library library:name="Standard" library:link="false"/></library:libraries>',
        "Basic/Standard/script-lb.xml": f'<library:library {library} library:name="Standard" library:readonly="false" '
        'library:passwordprotected="false"><library:element library:name="Module1"/></library:library>',
        "Basic/Standard/Module1.xml": '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
        f'script:language="StarBasic">{basic.replace(chr(34), "&quot;")}</script:module>',
    }
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>' for name in parts)
    root = '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
    parts["META-INF/manifest.xml"] = f'<m:manifest xmlns:m="{MANIFEST}">{root}{entries}</m:manifest>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_no_macro_runs_and_nothing_is_fetched(tmp_path: Path, address: str) -> None:
    target = tmp_path / "macro.txt"
    document = load_bytes("r.odt", hostile_odt(address, target), 50)
    assert "年度报告" in document.text
    assert not target.exists()
    assert Server.asked == []
