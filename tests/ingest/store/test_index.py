"""The vector index: built aside, swapped in, read by many, never embedding by itself."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest.store.errors import IndexDamaged
from ingest.store.folders import IndexFolders, Pointer, file_sizes
from ingest.store.index import COLLECTION, IndexBuilder, IndexReader, open_client
from ingest.store.nouns import Remembered, Vectors

MADE_WITH = Remembered(1, "mark", "small", 4, 0)
UNIT = np.eye(4, dtype=np.float32)


@pytest.fixture
def folders(tmp_path: Path) -> IndexFolders:
    return IndexFolders(tmp_path / "index", MADE_WITH)


@pytest.fixture
def reader(folders: IndexFolders, tmp_path: Path) -> Iterator[IndexReader]:
    opened = IndexReader(folders, tmp_path)
    yield opened
    opened.close()


def build(folders: IndexFolders, ids: str, vectors: Vectors, base: Pointer | None = None) -> Pointer:
    with IndexBuilder(folders, None if base is None else folders.path(base)) as builder:
        builder.remove(sorted(builder.ids() - set(ids)))
        builder.add(list(ids), ["report"] * len(ids), vectors)
        pointer = builder.finish(1, 0)
    folders.point(pointer)
    return pointer


def test_nearest_first_with_cosine_similarity(folders: IndexFolders, reader: IndexReader) -> None:
    build(folders, "abc", UNIT[:3])
    hits = reader.search(np.array([3, 4, 0, 0], dtype=np.float32), 2)
    assert [passage_id for passage_id, _ in hits] == ["b", "a"]
    assert [similarity for _, similarity in hits] == pytest.approx([0.8, 0.6], abs=1e-6)


def test_without_an_index_nothing_is_found(folders: IndexFolders, reader: IndexReader) -> None:
    assert reader.search(UNIT[0], 3) == []
    with IndexBuilder(folders, None) as builder:
        folders.point(builder.finish(1, 0))
    assert reader.search(UNIT[0], 3) == []


def test_asking_for_more_than_there_is(folders: IndexFolders, reader: IndexReader) -> None:
    build(folders, "ab", UNIT[:2])
    assert len(reader.search(UNIT[0], 50)) == 2
    assert reader.search(UNIT[0], 0) == []


def test_reader_follows_the_pointer(folders: IndexFolders, reader: IndexReader) -> None:
    first = build(folders, "ab", UNIT[:2])
    assert reader.search(UNIT[0], 1)[0][0] == "a"
    second = build(folders, "bc", UNIT[[1, 0]], base=first)
    assert (first.folder, second.folder, second.count) == ("v1", "v2", 2)
    assert reader.search(UNIT[0], 1)[0][0] == "c"


def test_folder_in_use_is_removed_once_no_reader_needs_it(folders: IndexFolders, reader: IndexReader) -> None:
    first = build(folders, "ab", UNIT[:2])
    reader.search(UNIT[0], 1)
    build(folders, "bc", UNIT[[1, 0]])
    folders.sweep()
    assert folders.path(first).is_dir()
    reader.search(UNIT[0], 1)
    folders.sweep()
    assert not folders.path(first).exists()


def test_unfinished_build_leaves_nothing(folders: IndexFolders, tmp_path: Path) -> None:
    def fail_midway() -> None:
        with IndexBuilder(folders, None) as builder:
            builder.add(["a"], ["report"], UNIT[:1])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_midway()
    assert list((tmp_path / "index").iterdir()) == []


def test_leftovers_of_a_killed_build_are_swept(folders: IndexFolders, tmp_path: Path) -> None:
    pointer = build(folders, "ab", UNIT[:2])
    (tmp_path / "index" / "v7.tmp").mkdir()
    assert folders.next().name == "v8"
    folders.sweep()
    assert {path.name for path in (tmp_path / "index").glob("v*")} == {pointer.folder}


def test_other_models_have_other_pointers(folders: IndexFolders, tmp_path: Path) -> None:
    build(folders, "ab", UNIT[:2])
    other = IndexFolders(tmp_path / "index", MADE_WITH._replace(identity="large"))
    assert other.pointer() is None
    assert folders.pointer() is not None


@pytest.mark.parametrize("name", ["data_level0.bin", "header.bin", "length.bin", "link_lists.bin"])
def test_file_cut_short_is_told_and_not_opened(
    folders: IndexFolders, reader: IndexReader, tmp_path: Path, name: str
) -> None:
    pointer = build(folders, "ab", UNIT[:2])
    (damaged,) = folders.path(pointer).rglob(name)
    damaged.write_bytes(damaged.read_bytes() + b"\0")
    with pytest.raises(IndexDamaged, match=f"doctor --mend --home {tmp_path}"):
        reader.search(UNIT[0], 1)


def test_missing_folder_and_broken_database_are_told(folders: IndexFolders, reader: IndexReader) -> None:
    pointer = build(folders, "ab", UNIT[:2])
    (folders.path(pointer) / "chroma.sqlite3").write_bytes(b"no database" * 500)
    with pytest.raises(IndexDamaged):
        reader.search(UNIT[0], 1)
    folders.point(Pointer("v99", 2, 2, 0, {}))
    with pytest.raises(IndexDamaged, match="v99"):
        reader.search(UNIT[0], 1)


def test_readers_leave_the_vectors_alone(folders: IndexFolders, reader: IndexReader) -> None:
    pointer = build(folders, "abc", UNIT[:3])

    def stamps() -> dict[str, int]:
        return {name: (folders.path(pointer) / name).stat().st_mtime_ns for name in pointer.files}

    before = stamps()
    reader.search(UNIT[0], 2)
    reader.close()
    assert (stamps(), file_sizes(folders.path(pointer))) == (before, pointer.files)
    assert before


def test_chroma_never_embeds(folders: IndexFolders) -> None:
    pointer = build(folders, "ab", UNIT[:2])
    client = open_client(folders.path(pointer))
    collection = client.get_collection(COLLECTION)
    with pytest.raises(RuntimeError, match="must never embed"):
        collection.query(query_texts=["问题"])
    client.close()


def test_embedding_stays_forbidden_where_only_chroma_is_known(
    folders: IndexFolders, start: Callable[..., subprocess.Popen[str]]
) -> None:
    """The collection itself remembers that it has no embedding function."""
    pointer = build(folders, "ab", UNIT[:2])
    code = """
import sys, chromadb
chromadb.PersistentClient(sys.argv[1]).get_collection("passages").query(query_texts=["问题"])
"""
    _, errors = start(code, folders.path(pointer)).communicate(timeout=60)
    assert "embed" in errors
    assert "ONNX" not in errors
