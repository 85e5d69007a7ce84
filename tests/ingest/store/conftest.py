"""Reports made up for the store, and a real store in a temporary folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from ingest.model import (
    Block,
    Cell,
    CellKey,
    Document,
    Finding,
    Grid,
    GridCell,
    Identity,
    Passage,
    Place,
    Report,
    State,
    UnknownRow,
)
from ingest.store.nouns import Vectors
from ingest.store.store import Store

ROOT = Path(__file__).parents[3]
DIMENSION = 16
Material = tuple[Report, Vectors, bytes]


def cells_of(seed: int) -> tuple[Cell, ...]:
    """A small table of 28 cells with every state."""
    states = [State.NUMBER, State.BLANK, State.SLASH, State.UNREADABLE, State.ABSENT]
    found = []
    for at in range(28):
        state = states[at % 5]
        value = Decimal(f"{seed}.{at:02}0") if state is State.NUMBER else None
        place = None if state is State.ABSENT else Place(at + 1, at * 5, at * 5 + 4, 2)
        key = CellKey("requests", f"r{at // 7}", f"c{at % 7}")
        grid = (0, at // 7, at % 7)
        found.append(Cell(key, state, str(value), value, "件", place, "行", "列", 0.5, "label", "读不清", *grid))
    return tuple(found)


def document_of(data: bytes, name: str) -> Document:
    """A heading, a paragraph and a table with spans."""
    grid_cells = (GridCell("总计", Place(3, 10, 12), 0, 0, 1, 2), GridCell("7", Place(4, 13, 14), 1, 1))
    blocks = (
        Block("一、总体情况", Place(1, 0, 6), 2),
        Block("正文", Place(2, 7, 9), anchors=((0, 7), (1, 8))),
        Block("", Place(3, 10, 14, 1), grid=Grid(grid_cells, Place(3, 10, 14, 1))),
    )
    return Document(name, "text/html", "gb18030", sha256(data).hexdigest(), data.decode(), blocks, markup=True)


def make_material(agency: str = "甲局", year: int = 2024, *, seed: int = 1, passages: int = 3) -> Material:
    """A report with its vectors and file; another `seed` is another file for the same pair."""
    data = f"{agency}{year}年度报告，第{seed}稿".encode()
    texts = [f"{agency}{year}年第{at}段，第{seed}稿" for at in range(passages)]
    found = tuple(
        Passage(at, ("一、总体情况", f"（{at}）"), text, Place(at + 1, at, at + 9, 3), ((0, at), (4, at + 20)))
        for at, text in enumerate(texts)
    )
    finding = Finding(
        *("balance", "error", "requests/total", Decimal("3.10"), Decimal("-4"), "a + b", "c"),
        (CellKey("requests", "r0", "c0"), CellKey("requests", "r1", "c0")),
    )
    unknown = UnknownRow("requests", "其他说明", ("1", "/", ""), Place(9, 90, 99))
    identity = Identity(
        agency,
        year,
        f"{agency}{year}年度报告",
        "office",
        f"{year + 1}-01-15",
        f"https://example.org/{agency}/{year}.html",
    )
    document = document_of(data, f"{agency}.html")
    report = Report(identity, document, 2021, cells_of(seed), (unknown,), (finding,), found, ("少一行",))
    return report, encode(texts), data


def encode(texts: list[str] | tuple[str, ...]) -> Vectors:
    """A unit vector for each text, the same every time."""
    rows = [np.random.default_rng(list(sha256(text.encode()).digest())).normal(size=DIMENSION) for text in texts]
    vectors = np.array(rows, dtype=np.float32).reshape(len(texts), DIMENSION)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors


@pytest.fixture
def make() -> Callable[..., Material]:
    """See make_material."""
    return make_material


@pytest.fixture
def vectors_of() -> Callable[[list[str]], Vectors]:
    """See encode."""
    return encode


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store of model "small"."""
    with Store.open(tmp_path / "home", "small", DIMENSION) as opened:
        yield opened


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts Python with some code and arguments in the repository's root, and ends it after the test."""
    started: list[subprocess.Popen[str]] = []

    def run(code: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, *map(str, arguments)]
        process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()
