"""The doctor finds damage that was planted, in words, and mends what can be derived again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import URL, Table, delete, update

from ingest.model import Report
from ingest.store import schema
from ingest.store.folders import IndexFolders
from ingest.store.index import IndexBuilder
from ingest.store.nouns import Vectors
from ingest.store.sql import Database, open_engine
from ingest.store.store import Store

Make = Callable[..., tuple[Report, Vectors, bytes]]


@pytest.fixture
def filled(store: Store, make: Make) -> Store:
    """Two reports, one of them with two versions, and their index."""
    store.put(*make("甲局", seed=1))
    store.put(*make("甲局", seed=2))
    store.put(*make("乙局"))
    store.sync_index()
    return store


def folders_of(store: Store) -> IndexFolders:
    database = Database(URL.create("sqlite", database=str(store.home / "store.sqlite")))
    made_with = database.remembered()
    database.close()
    return IndexFolders(store.home / "index", made_with)


def spoil(store: Store, *statements: object) -> None:
    engine = open_engine(URL.create("sqlite", database=str(store.home / "store.sqlite")))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]
    engine.dispose()


def test_healthy_store_has_no_problems(filled: Store) -> None:
    assert filled.doctor() == []


@pytest.mark.parametrize("table", [schema.cells, schema.findings, schema.passages], ids=str)
def test_lost_rows_are_found(filled: Store, table: Table) -> None:
    spoil(filled, delete(table).where(table.c.version_id == 1))
    (problem,) = filled.doctor(lang="en")
    assert table.name in problem
    assert "version 1" in problem
    assert "0 found" in problem


def test_report_without_a_current_version_is_found(filled: Store) -> None:
    spoil(filled, update(schema.reports).where(schema.reports.c.agency == "乙局").values(current_version=99))
    problems = filled.doctor(lang="en")
    assert any("no current version" in problem for problem in problems)


def test_vector_of_another_length_is_found(filled: Store) -> None:
    one = filled.passages([filled.reports()[0].report_id])[0].passage_id
    spoil(filled, update(schema.passages).where(schema.passages.c.id == one).values(vector=b"1234"))
    (problem,) = filled.doctor()
    assert one in problem
    assert "64" in problem


def test_index_that_differs_is_found_and_mended(filled: Store, make: Make) -> None:
    entry = filled.put(*make("丙局"))
    (problem,) = filled.doctor(lang="en")
    assert f"lacks 3 passages, for example {entry.report_id}" in problem
    folders = folders_of(filled)
    with IndexBuilder(folders, None) as builder:
        builder.add(["stray"], ["report"], make()[1][:1])
        folders.point(builder.finish(filled.generation(), 0))
    lacking, surplus = filled.doctor(lang="en")
    assert "lacks 9" in lacking
    assert "1 passages of no current version, for example stray" in surplus
    assert filled.doctor(mend=True) == []


@pytest.mark.parametrize("name", ["data_level0.bin", "chroma.sqlite3"])
def test_damaged_index_is_found_and_mended(filled: Store, make: Make, name: str) -> None:
    """Same length, other content: the kind of damage that may end a process that opens it."""
    pointer = folders_of(filled).pointer()
    assert pointer is not None
    (path,) = folders_of(filled).path(pointer).rglob(name)
    path.write_bytes(b"\xff" * path.stat().st_size)
    assert any("cannot be read" in problem for problem in filled.doctor(lang="en"))
    assert filled.doctor(mend=True) == []
    assert len(filled.search(make()[1][0], 9)) == 6


@pytest.mark.parametrize("damage", ["folder", "pointer", "length"])
def test_sync_heals_what_it_can_see(filled: Store, make: Make, damage: str) -> None:
    folders = folders_of(filled)
    pointer = folders.pointer()
    assert pointer is not None
    if damage == "folder":
        folders.path(pointer).rename(filled.home / "elsewhere")
    elif damage == "pointer":
        next((filled.home / "index").glob("current-*")).write_text("{", encoding="ascii")
    else:
        next(folders.path(pointer).rglob("header.bin")).write_bytes(b"")
    assert len(filled.doctor()) == 1
    filled.sync_index()
    assert filled.doctor() == []
    assert len(filled.search(make()[1][0], 9)) == 6


def test_lost_and_altered_files_are_found_and_forgotten_ones_removed(filled: Store) -> None:
    first, second = filled.reports()
    filled.source_path(first.report_id).unlink()
    filled.source_path(second.report_id).write_bytes(b"other")
    stray = filled.home / "files" / "0123.456.part"
    stray.write_bytes(b"")
    problems = filled.doctor(mend=True, lang="en")
    assert sorted(problem.split()[-1] for problem in problems) == ["altered", "store"]
    assert not stray.exists()


def test_mended_by_storing_the_file_again(filled: Store, make: Make) -> None:
    report, vectors, data = make("乙局")
    path = filled.home / "files" / report.document.sha256
    path.write_bytes(b"other")
    filled.put(report, vectors, data)
    filled.sync_index()
    assert path.read_bytes() == data
    assert filled.doctor() == []
