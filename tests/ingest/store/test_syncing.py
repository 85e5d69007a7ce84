"""Index and model are swapped whole: a writer killed at any moment leaves a store that can be read."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.model import Report
from ingest.store.errors import EmbeddingMismatch
from ingest.store.nouns import Vectors
from ingest.store.store import Store, Synced

DIMENSION = 16
Make = Callable[..., tuple[Report, Vectors, bytes]]
VectorsOf = Callable[[list[str]], Vectors]


def larger(texts: Sequence[str]) -> Vectors:
    """Another model: 8 dimensions."""
    return np.array([[len(text), *range(7)] for text in texts], dtype=np.float32)


# Puts a new version and syncs, over and over; says when each sync starts.
WRITER = """
import sys
from pathlib import Path
import numpy as np
sys.path.insert(0, "tests/ingest/store")
from conftest import make_material
from ingest.store.store import Store
with Store.open(Path(sys.argv[1]), "small", 16) as store:
    for seed in range(10_000):
        store.put(*make_material("甲局", seed=seed, passages=300))
        print(store.generation(), flush=True)
        store.sync_index()
"""


def kill_in_sync(process: subprocess.Popen[str], rounds: int, delay_s: float) -> None:
    assert process.stdout is not None
    for _ in range(rounds):
        assert process.stdout.readline()
    time.sleep(delay_s)
    process.kill()
    process.wait()


def test_killed_writer_leaves_a_readable_store(tmp_path: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    home = tmp_path / "home"
    interrupted = 0
    for delay_s in (0.02, 0.06, 0.11):
        kill_in_sync(start(WRITER, home), 2, delay_s)
        with Store.open_for_reading(home, "small", DIMENSION) as reader:
            (entry,) = reader.reports()
            assert (len(reader.cells(entry.report_id)), len(reader.passages([entry.report_id]))) == (28, 300)
            reader.search(np.ones(DIMENSION, dtype=np.float32), 5)
        with Store.open(home, "small", DIMENSION) as store:
            interrupted += bool(list((home / "index").glob("*.tmp"))) or store.sync_index() != Synced(0, 0)
            store.sync_index()
            assert store.doctor() == []
            assert len(store.search(np.ones(DIMENSION, dtype=np.float32), 5)) == 5
            assert len(list((home / "index").iterdir())) == 2
    assert interrupted


def test_index_of_a_newer_generation_is_not_trusted(store: Store, make: Make) -> None:
    """The database was put back from a copy and the index was not."""
    store.put(*make())
    store.sync_index()
    store.close()
    database = store.home / "store.sqlite"
    copy = database.read_bytes()
    store.put(*make(seed=2))
    store.sync_index()
    store.close()
    for leftover in store.home.glob("store.sqlite-*"):
        leftover.unlink()
    database.write_bytes(copy)
    with Store.open(store.home, "small", DIMENSION) as again:
        assert again.sync_index() == Synced(3, 0)
        assert again.doctor() == []


def test_reembed_killed_before_its_end_leaves_the_former_model(
    store: Store, make: Make, start: Callable[..., subprocess.Popen[str]]
) -> None:
    store.put(*make())
    store.sync_index()
    code = """
import os, sys
from pathlib import Path
import numpy as np
from ingest.store.folders import IndexFolders
from ingest.store.store import Store
point = IndexFolders.point
def point_and_die(self, pointer):
    point(self, pointer)
    os._exit(9)
IndexFolders.point = point_and_die
with Store.open_as_made(Path(sys.argv[1])) as store:
    store.reembed(lambda texts: np.ones((len(texts), 8), dtype=np.float32), "large", 8)
"""
    assert start(code, store.home).wait(timeout=60) == 9
    assert len(list((store.home / "index").glob("current-*"))) == 2
    with Store.open(store.home, "small", DIMENSION) as after:
        assert len(after.search(np.ones(DIMENSION, dtype=np.float32), 9)) == 3
        after.sync_index()
        assert after.doctor() == []
    assert len(list((store.home / "index").glob("current-*"))) == 1


def test_reembed_changes_vectors_index_and_model(store: Store, make: Make) -> None:
    report_id = store.put(*make(seed=1)).report_id
    store.put(*make(seed=2, passages=4))
    store.sync_index()
    reader = Store.open_for_reading(store.home, "small", DIMENSION)
    reader.search(np.ones(DIMENSION, dtype=np.float32), 1)
    with Store.open_as_made(store.home) as opened:
        assert (opened.embedding_identity, opened.dimension) == ("small", DIMENSION)
        opened.reembed(larger, "large", 8, text_of=lambda passage: "".join(passage.headings) + passage.text)
        assert (opened.embedding_identity, opened.dimension) == ("large", 8)
    with Store.open(store.home, "large", 8) as after:
        found = after.passages([report_id])
        assert {each.vector[0] for each in found} == {len("一、总体情况（0）甲局2024年第0段，第2稿")}
        assert len(after.search(larger(["十个字的一个问题"])[0], 9)) == 4
        assert after.sync_index() == Synced(0, 0)
        assert after.doctor() == []
    for stale in (reader, store):
        assert stale.cells(report_id)
        with pytest.raises(EmbeddingMismatch):
            stale.passages([report_id])
        with pytest.raises(EmbeddingMismatch):
            stale.search(np.ones(DIMENSION, dtype=np.float32), 1)
    with pytest.raises(EmbeddingMismatch):
        store.put(*make())
    reader.close()


def test_failed_reembed_changes_nothing(store: Store, make: Make, vectors_of: VectorsOf) -> None:
    store.put(*make())
    store.sync_index()
    before = store.generation()
    with pytest.raises(ValueError, match="shape"):
        store.reembed(lambda texts: larger(texts)[:1], "large", 8)
    assert (store.embedding_identity, store.generation()) == ("small", before)
    assert store.search(vectors_of(["甲局2024年第2段，第1稿"])[0], 1)[0][1] == pytest.approx(1, abs=1e-5)
    assert store.doctor() == []


@pytest.mark.parametrize("count", [1, 2])
def test_smallest_indexes(store: Store, make: Make, count: int) -> None:
    store.put(*make(passages=count))
    assert store.sync_index() == Synced(count, 0)
    assert len(store.search(np.ones(DIMENSION, dtype=np.float32), 9)) == count
    assert store.doctor() == []
