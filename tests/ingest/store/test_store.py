"""The store as others use it: versions, look-ups, search, models, threads."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import URL, text, update
from sqlalchemy.exc import OperationalError

from ingest.model import CellKey, Report
from ingest.store.errors import (
    EmbeddingMismatch,
    ReportNotFound,
    SchemaTooNew,
    StoreError,
    StoreMissing,
    StoreReadOnly,
    VersionNotFound,
)
from ingest.store.nouns import Vectors
from ingest.store.packing import pack
from ingest.store.schema import SCHEMA_VERSION, meta
from ingest.store.sql import open_engine
from ingest.store.store import Store, Synced

DIMENSION = 16
Material = tuple[Report, Vectors, bytes]
Make = Callable[..., Material]
VectorsOf = Callable[[list[str]], Vectors]


def test_new_file_for_the_same_pair_is_a_new_version(store: Store, make: Make) -> None:
    old, new = make(seed=1), make(seed=2, passages=5)
    first, second = store.put(*old), store.put(*new)
    assert first.report_id == second.report_id
    assert [entry.version for entry in store.versions(first.report_id)] == [1, 2]
    assert store.versions(first.report_id) == [first, second]
    assert store.reports() == [second]
    assert tuple(store.cells(first.report_id).values()) == new[0].cells
    assert [each.passage for each in store.passages([first.report_id])] == list(new[0].passages)


def test_reader_of_the_old_version_still_has_it_whole(store: Store, make: Make) -> None:
    old = make(seed=1)
    report_id = store.put(*old).report_id
    store.put(*make(seed=2))
    assert tuple(store.cells(report_id, 1).values()) == old[0].cells
    assert store.findings(report_id, 1) == list(old[0].findings)
    assert store.unknown_rows(report_id, 1) == list(old[0].unknown_rows)
    assert store.document(report_id, 1) == old[0].document
    assert store.source_path(report_id, 1).read_bytes() == old[2]


def test_failed_put_changes_nothing(store: Store, make: Make) -> None:
    report, vectors, data = make()
    entry = store.put(report, vectors, data)
    before = store.generation()
    with pytest.raises(ValueError, match="given twice"):
        store.put(replace(report, cells=(*report.cells, report.cells[0])), vectors, data)
    with pytest.raises(ValueError, match="sha256"):
        store.put(report, vectors, b"another file")
    with pytest.raises(ValueError, match="shape"):
        store.put(report, vectors[:1], data)
    broken = replace(report, passages=(report.passages[0],) * 3)
    with pytest.raises(Exception, match="UNIQUE"):
        store.put(broken, vectors, data)
    assert (store.versions(entry.report_id), store.generation()) == ([entry], before)


def test_reports_put_together_are_stored_as_one_by_one(store: Store, make: Make) -> None:
    material = [make("甲局", seed=1), make("乙局"), make("甲局", seed=2), make("丙局", passages=0)]
    entries = store.put_all([(pack(report), vectors, data) for report, vectors, data in material])
    assert [(entry.agency, entry.version) for entry in entries] == [("甲局", 1), ("乙局", 1), ("甲局", 2), ("丙局", 1)]
    for entry, (report, _, data) in zip(entries, material, strict=True):
        assert store.report(entry.report_id, entry.version) == entry
        assert tuple(store.cells(entry.report_id, entry.version).values()) == report.cells
        assert tuple(store.findings(entry.report_id, entry.version)) == report.findings
        assert tuple(store.unknown_rows(entry.report_id, entry.version)) == report.unknown_rows
        assert store.document(entry.report_id, entry.version) == report.document
        assert store.source_path(entry.report_id, entry.version).read_bytes() == data
    store.sync_index()
    assert store.doctor() == []


def test_one_bad_report_of_those_put_together_stores_none(store: Store, make: Make) -> None:
    (good, vectors, data), (report, _, other) = make("甲局"), make("乙局")
    broken = replace(report, passages=(report.passages[0],) * 3)
    with pytest.raises(Exception, match="UNIQUE"):
        store.put_all([(pack(good), vectors, data), (pack(broken), vectors, other)])
    assert (store.reports(), store.generation()) == ([], 0)
    assert store.put_all([]) == []


def test_the_same_file_twice_is_kept_once(store: Store, make: Make) -> None:
    report, vectors, data = make()
    renamed = replace(report, identity=replace(report.identity, agency="乙局"))
    entries = store.put_all([(pack(report), vectors, data), (pack(renamed), vectors, data)])
    assert len({store.source_path(entry.report_id) for entry in entries}) == 1
    assert len(store.reports()) == 2


def test_unchanged_file_is_found_again(store: Store, make: Make) -> None:
    entry = store.put(*make(seed=1))
    assert store.find(entry.sha256) == entry
    assert store.find(entry.sha256, "甲局", 2024) == entry
    assert store.find(entry.sha256, "乙局", 2024) is None
    assert store.find(entry.sha256, year=2023) is None
    assert store.find("0" * 64) is None
    store.put(*make(seed=2))
    assert store.find(entry.sha256) is None


def test_reports_are_listed_by_agency_and_year(store: Store, make: Make) -> None:
    for agency, year in (("乙局", 2022), ("甲局", 2024), ("乙局", 2020)):
        store.put(*make(agency, year))
    listed = [(entry.agency, entry.year) for entry in store.reports()]
    assert listed == sorted(listed)
    assert len(listed) == 3


def test_cells_of_many_reports(store: Store, make: Make) -> None:
    ids = [store.put(*make(agency)).report_id for agency in ("甲局", "乙局", "丙局")]
    one, row = CellKey("requests", "r0", "c3"), ("requests", "r2")
    by_key = store.cells_of([*ids[:2], "2000-none"], keys=[one])
    assert {report_id: list(found) for report_id, found in by_key.items()} == {ids[0]: [one], ids[1]: [one]}
    both = store.cells_of(ids[:1], keys=[one], rows=[row])[ids[0]]
    assert list(both) == [one, *(CellKey(*row, f"c{at}") for at in range(7))]
    assert both[one] == store.cells(ids[0])[one]
    assert store.cells_of(ids) == {}


def test_what_is_not_there_is_told(store: Store, make: Make) -> None:
    report_id = store.put(*make()).report_id
    readers = (store.report, store.cells, store.findings, store.unknown_rows, store.document, store.source_path)
    for read in readers:
        with pytest.raises(ReportNotFound, match="2000-none"):
            read("2000-none")
        with pytest.raises(VersionNotFound, match="7"):
            read(report_id, 7)
    with pytest.raises(ReportNotFound):
        store.versions("2000-none")
    with pytest.raises(ReportNotFound):
        store.delete("2000-none")


def test_empty_report_is_no_missing_report(store: Store, make: Make) -> None:
    report, _, data = make()
    empty = replace(report, cells=(), findings=(), unknown_rows=(), passages=(), warnings=())
    report_id = store.put(empty, np.zeros((0, DIMENSION), dtype=np.float32), data).report_id
    assert (store.cells(report_id), store.findings(report_id), store.passages([report_id])) == ({}, [], [])
    assert store.sync_index() == Synced(0, 0)
    assert store.doctor() == []


def test_search_finds_what_was_synced(store: Store, make: Make, vectors_of: VectorsOf) -> None:
    for agency in ("甲局", "乙局"):
        store.put(*make(agency))
    assert store.sync_index() == Synced(6, 0)
    assert store.sync_index() == Synced(0, 0)
    hits = store.search(vectors_of(["乙局2024年第1段，第1稿"])[0], 3)
    (best,) = store.passages_by_ids([hits[0][0]])
    assert best.passage.text == "乙局2024年第1段，第1稿"
    assert hits[0][1] == pytest.approx(1, abs=1e-5)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    with pytest.raises(ValueError, match="shape"):
        store.search(np.ones(3, dtype=np.float32), 1)


def test_passages_by_ids_keep_the_order(store: Store, make: Make) -> None:
    ids = [each.passage_id for each in store.passages([store.put(*make()).report_id])]
    asked = [ids[2], "none", ids[0]]
    assert [each.passage_id for each in store.passages_by_ids(asked)] == [ids[2], ids[0]]


def test_sync_after_a_crash_between_put_and_sync(store: Store, make: Make, vectors_of: VectorsOf) -> None:
    store.put(*make("甲局", seed=1))
    store.put(*make("乙局"))
    store.sync_index()
    store.put(*make("甲局", seed=2))
    old = vectors_of(["甲局2024年第0段，第1稿"])[0]
    found = store.passages_by_ids([passage_id for passage_id, _ in store.search(old, 6)])
    assert {each.passage.text[:2] for each in found} == {"乙局"}
    assert len(found) == 3
    with Store.open(store.home, "small", DIMENSION) as after:
        assert after.sync_index() == Synced(3, 3)
        new = vectors_of(["甲局2024年第0段，第2稿"])[0]
        assert after.search(new, 1)[0][1] == pytest.approx(1, abs=1e-5)
        assert after.doctor() == []


def test_index_with_many_deletions_is_built_from_nothing(
    store: Store, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.store.syncing._WORTH_KEEPING", 2)
    store.put(*make(seed=1))
    store.sync_index()
    store.put(*make(seed=2, passages=2))
    assert store.sync_index() == Synced(2, 0)
    assert store.doctor() == []


def test_delete_removes_rows_vectors_and_files(store: Store, make: Make, vectors_of: VectorsOf) -> None:
    report, vectors, data = make("甲局")
    kept = store.put(replace(report, identity=replace(report.identity, agency="乙局")), vectors, data)
    gone = store.put(report, vectors, data)
    other = store.put(*make("甲局", seed=2))
    store.sync_index()
    second = store.source_path(other.report_id)
    store.delete(gone.report_id)
    assert [entry.report_id for entry in store.reports()] == [kept.report_id]
    assert not second.exists()
    assert store.source_path(kept.report_id).read_bytes() == data
    hits = store.search(vectors_of(["甲局2024年第0段，第1稿"])[0], 9)
    assert {passage_id[:15] for passage_id, _ in hits} == {kept.report_id}
    assert store.sync_index() == Synced(0, 3)
    assert store.doctor() == []


def test_generation_grows_with_every_change(store: Store, make: Make) -> None:
    seen = [store.generation()]
    report_id = store.put(*make()).report_id
    seen.append(store.generation())
    store.sync_index()
    assert store.generation() == seen[-1]
    store.delete(report_id)
    seen.append(store.generation())
    assert seen == [0, 1, 2]


def test_other_model_is_refused_with_the_way_out(store: Store) -> None:
    for opening in (Store.open, Store.open_for_reading):
        with pytest.raises(EmbeddingMismatch) as caught:
            opening(store.home, "large", DIMENSION)
        for lang in ("zh", "en"):
            words = caught.value.text(lang)
            assert all(part in words for part in ("small", "large", f"python -m ingest reembed --home {store.home}"))
    with pytest.raises(EmbeddingMismatch, match="32"):
        Store.open(store.home, "small", 32)


def test_later_format_is_refused(store: Store) -> None:
    engine = open_engine(URL.create("sqlite", database=str(store.home / "store.sqlite")))
    with engine.begin() as connection:
        connection.execute(update(meta).where(meta.c.key == "schema").values(value="99"))
    engine.dispose()
    with pytest.raises(SchemaTooNew, match="99"):
        Store.open(store.home, "small", DIMENSION)


def as_version_two(home: Path) -> None:
    """Make a store what one of version 2 is: without the column for addresses."""
    engine = open_engine(URL.create("sqlite", database=str(home / "store.sqlite")))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE versions DROP COLUMN url"))
        connection.execute(update(meta).where(meta.c.key == "schema").values(value="2"))
    engine.dispose()


def test_a_store_of_version_two_gets_the_column(store: Store, make: Make) -> None:
    before = store.put(*make())
    store.close()
    as_version_two(store.home)
    with pytest.raises(OperationalError, match="url"):
        store.reports()
    with Store.open(store.home, "small", DIMENSION) as opened:
        assert opened.reports() == [replace(before, url=None)]  # not known of what was stored then
        assert opened.cells(before.report_id) == store.cells(before.report_id)
        report, vectors, data = make("乙局")
        found = replace(report, identity=replace(report.identity, url="https://example.org/1.html"))
        assert opened.put(found, vectors, data).url == "https://example.org/1.html"
    with Store.open_for_reading(store.home, "small", DIMENSION) as again:  # the second time nothing is done
        assert [entry.url for entry in again.reports()] == ["https://example.org/1.html", None]
        assert again._database.remembered().schema == SCHEMA_VERSION == 3
        again._database.upgrade()  # as where two open it at once
        assert [entry.agency for entry in again.reports()] == ["乙局", "甲局"]


def test_opening_for_reading(store: Store, make: Make, tmp_path: Path) -> None:
    entry = store.put(*make())
    with Store.open_for_reading(store.home, "small", DIMENSION) as reader:
        assert reader.reports() == [entry]
        with pytest.raises(StoreReadOnly):
            reader.put(*make(seed=2))
        with pytest.raises(StoreReadOnly):
            reader.sync_index()
    with pytest.raises(StoreMissing, match="python -m ingest"):
        Store.open_for_reading(tmp_path / "nowhere", "small", DIMENSION)
    assert not (tmp_path / "nowhere").exists()
    assert issubclass(StoreMissing, StoreError)


def test_many_threads_read_while_one_writes(store: Store, make: Make, vectors_of: VectorsOf) -> None:
    report_id = store.put(*make(seed=0)).report_id
    store.sync_index()
    vector = vectors_of(["甲局2024年第0段，第0稿"])[0]
    whole = {frozenset(map(repr, make(seed=seed)[0].cells)) for seed in range(6)}

    def read(_: int) -> bool:
        store.search(vector, 3)
        return frozenset(map(repr, store.cells(report_id).values())) in whole

    with ThreadPoolExecutor(8) as threads:
        answers = threads.map(read, range(200))
        for seed in range(1, 6):
            store.put(*make(seed=seed))
            store.sync_index()
        assert all(answers)


def test_reading_figures_loads_neither_chroma_nor_torch(
    store: Store, make: Make, start: Callable[..., subprocess.Popen[str]]
) -> None:
    report_id = store.put(*make()).report_id
    code = """
import sys
from pathlib import Path
from ingest.store.store import Store
with Store.open_for_reading(Path(sys.argv[1]), "small", 16) as store:
    print(len(store.cells(sys.argv[2])), len(store.passages([sys.argv[2]])), store.generation())
print([name for name in ("chromadb", "langchain_chroma", "langchain_core", "torch") if name in sys.modules])
"""
    output, errors = start(code, store.home, report_id).communicate(timeout=60)
    assert (output.splitlines(), errors) == (["28 3 1", "[]"], "")
