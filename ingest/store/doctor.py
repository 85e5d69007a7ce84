"""Checks that entries, children, vectors, index and files of the store agree. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.store.files import SourceFiles
from ingest.store.folders import IndexFolders
from ingest.store.nouns import Remembered
from ingest.store.probe import probe
from ingest.store.sql import Database
from ingest.store.words import say

Problems = Iterator[str]


def examine(database: Database, root: Path, files: SourceFiles, lang: str) -> list[str]:
    """One sentence a problem, in `lang`; an empty list is a healthy store."""

    def tell(key: str, **values: object) -> str:
        return say(key, lang, **values)

    made_with = database.remembered()
    return [
        *_counts(database, tell),
        *_vectors(database, made_with, tell),
        *_index(database, IndexFolders(root, made_with), tell),
        *_files(database, files, tell),
    ]


def _counts(database: Database, tell: Callable[..., str]) -> Problems:
    counts = database.children_counts()
    for version_id, entry in database.all_versions():
        for what, found in counts.items():
            expected, present = getattr(entry, what), found.get(version_id, 0)
            if expected != present:
                at = {"report_id": entry.report_id, "version": entry.version}
                yield tell("count_differs", **at, what=what, expected=expected, found=present)
    for report_id in database.without_current_version():
        yield tell("no_current_version", report_id=report_id)


def _vectors(database: Database, made_with: Remembered, tell: Callable[..., str]) -> Problems:
    expected = 4 * made_with.dimension
    for passage_id, found in database.vector_lengths_other_than(expected):
        yield tell("vector_length", passage_id=passage_id, found=found, expected=expected)


def _index(database: Database, folders: IndexFolders, tell: Callable[..., str]) -> Problems:
    wanted = database.current_passage_ids()
    pointer = folders.pointer()
    if pointer is None:
        if wanted:
            yield tell("index_absent", expected=len(wanted))
        return
    if not folders.whole(pointer):
        yield tell("index_unreadable", detail=pointer.folder)
        return
    probed = probe(folders.path(pointer))
    if probed.failure:
        yield tell("index_unreadable", detail=probed.failure)
        return
    for key, ids in (("index_lacks", wanted - probed.ids), ("index_surplus", probed.ids - wanted)):
        if ids:
            yield tell(key, count=len(ids), example=min(ids))


def _files(database: Database, files: SourceFiles, tell: Callable[..., str]) -> Problems:
    for _, entry in database.all_versions():
        if not files.intact(entry.sha256):
            key = "file_altered" if files.path(entry.sha256).exists() else "file_missing"
            yield tell(key, report_id=entry.report_id, version=entry.version, file=entry.file)
