"""What many tests share: the repository, the real reports, and stores that were filled once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from bot.chain import Bot, open_bot
from ingest.embedding.choose import ChosenEmbedding, load_embedding
from ingest.errors import UnknownType
from ingest.form.catalogue import Catalogue, load_catalogue
from ingest.load.detect import kind_of
from ingest.model import Block, Document, Grid, GridCell, Place
from ingest.pipeline import Ingest, files_of
from ingest.settings import Settings
from ingest.store.store import Store

ROOT = Path(__file__).resolve().parents[1]
Spanned = tuple[str, int, int]  # text, rows, columns
Rows = Sequence[Sequence[str | Spanned]]


@pytest.fixture(scope="session")
def repo() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The nine real reports that lie beside the repository; they are not part of it."""
    folder = ROOT.parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip(f"the real reports are not on this machine: no folder {folder}")
    return folder


@pytest.fixture(scope="session")
def gold(shared: Path) -> dict[str, Any]:
    """Every figure of the real reports, transcribed by hand."""
    found: dict[str, Any] = json.loads((shared / "gold.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The official forms."""
    return load_catalogue()


@pytest.fixture(scope="session")
def embedding() -> ChosenEmbedding:
    """The model that is shipped."""
    return load_embedding()


def fill(home: Path, paths: list[Path], embedding: ChosenEmbedding) -> Path:
    """A store in `home` with the reports of `paths`; every one of them must be taken."""
    with Store.open(home, embedding.identity, embedding.dimension) as store:
        outcomes = list(Ingest(store, embedding).take_all(paths))
    assert [outcome.error for outcome in outcomes if outcome.status != "stored"] == []
    return home


def is_readable(path: Path) -> bool:
    """Whether a file is of a type that is read today."""
    if not path.is_file() or path.suffix == ".json":
        return False
    try:
        kind_of(path.name, path.read_bytes())
    except UnknownType:
        return False
    return True


def opened(home: Path) -> Iterator[Bot]:
    """A bot over `home`, whatever the environment says."""
    bot = open_bot(Settings(home=home, embedding="", lang="zh"))
    with bot.store:
        yield bot


@pytest.fixture(scope="session")
def samples_home(tmp_path_factory: pytest.TempPathFactory, embedding: ChosenEmbedding) -> Path:
    """A store with all sample reports. Tests must only read it."""
    return fill(tmp_path_factory.mktemp("samples"), files_of([ROOT / "reports"]), embedding)


@pytest.fixture(scope="session")
def samples_bot(samples_home: Path) -> Iterator[Bot]:
    """The bot over all sample reports."""
    yield from opened(samples_home)


@pytest.fixture(scope="session")
def wuzhong_bot(tmp_path_factory: pytest.TempPathFactory, embedding: ChosenEmbedding) -> Iterator[Bot]:
    """The bot over one report alone: 吴忠市人民政府办公室 2025."""
    path = ROOT / "reports" / "wuzhong_gov_office_2025.md"
    yield from opened(fill(tmp_path_factory.mktemp("wuzhong"), [path], embedding))


@pytest.fixture(scope="session")
def real_bot(shared: Path, tmp_path_factory: pytest.TempPathFactory, embedding: ChosenEmbedding) -> Iterator[Bot]:
    """The bot over every real report of a type that is read."""
    paths = [path for path in sorted(shared.iterdir()) if is_readable(path)]
    yield from opened(fill(tmp_path_factory.mktemp("real"), paths, embedding))


def document_of(*tables: Rows) -> Document:
    """A document that holds nothing but tables, each place as in its text."""
    lines: list[str] = []
    blocks: list[Block] = []
    offset = 0
    for rows in tables:
        cells: list[GridCell] = []
        taken: set[tuple[int, int]] = set()
        start, first = offset, len(lines) + 1
        for index, row in enumerate(rows):
            column, texts = 0, []
            for cell in row:
                text, height, width = cell if isinstance(cell, tuple) else (cell, 1, 1)
                while (index, column) in taken:
                    column += 1
                taken |= {(index + r, column + c) for r in range(height) for c in range(width)}
                place = Place(len(lines) + 1, offset, offset + len(text))
                cells.append(GridCell(text, place, index, column, height, width))
                texts.append(text)
                offset += len(text) + 1
                column += width
            lines.append("\t".join(texts))
            offset += 0 if texts else 1
        place = Place(first, start, max(start, offset - 1))
        blocks.append(Block("", place, grid=Grid(tuple(cells), place)))
    return Document("grids.txt", "text/plain", "utf-8", "0" * 64, "\n".join(lines), tuple(blocks))


@pytest.fixture(scope="session")
def tables() -> Callable[..., Document]:
    """See document_of."""
    return document_of


CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; tests that need it are skipped where none is installed."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield browser
        browser.close()
