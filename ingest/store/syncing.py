"""Brings the vector index in line with SQL, and both in line with another embedding model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.model import Passage
from ingest.store import write
from ingest.store.folders import IndexFolders, Pointer
from ingest.store.index import BATCH, UNUSABLE, IndexBuilder
from ingest.store.nouns import Remembered, Synced, Vectors, as_vectors, batches
from ingest.store.sql import Database

_REEMBED_BATCH = 1000
_WORTH_KEEPING = 1000  # below this many deleted passages an index is not built from nothing


@dataclass(frozen=True)
class Reembedding:
    """Another embedding model: `encode` gives float32 of shape (texts, dimension)."""

    encode: Callable[[Sequence[str]], Vectors]
    identity: str
    dimension: int
    text_of: Callable[[Passage], str]


def sync(database: Database, root: Path, *, rebuild: bool = False) -> Synced:
    """Make the index hold the passages of current versions, in one swap. Hold the writer's lock."""
    made_with = database.remembered()
    folders = IndexFolders(root, made_with)
    pointer = None if rebuild else folders.pointer()
    usable = pointer is not None and pointer.generation <= made_with.generation and folders.whole(pointer)
    if pointer is None or not usable:
        synced = _build(database, folders, made_with.generation)
    elif pointer.generation == made_with.generation:
        synced = Synced(0, 0)
    else:
        synced = _update(database, folders, pointer, made_with.generation)
    folders.sweep()
    return synced


def _build(database: Database, folders: IndexFolders, generation: int) -> Synced:
    wanted = sorted(database.current_passage_ids())
    with IndexBuilder(folders, None) as builder:
        _add(database, builder, wanted)
        folders.point(builder.finish(generation, removed=0))
    return Synced(len(wanted), 0)


def _update(database: Database, folders: IndexFolders, base: Pointer, generation: int) -> Synced:
    wanted = database.current_passage_ids()
    try:
        with IndexBuilder(folders, folders.path(base)) as builder:
            present = builder.ids()
            stale, missing = sorted(present - wanted), sorted(wanted - present)
            removed = base.removed + len(stale)
            if removed <= max(len(wanted), _WORTH_KEEPING):
                builder.remove(stale)
                _add(database, builder, missing)
                folders.point(builder.finish(generation, removed))
                return Synced(len(missing), len(stale))
    except UNUSABLE:
        pass  # damage of the old index is no reason to fail: SQL holds everything
    return _build(database, folders, generation)


def _add(database: Database, builder: IndexBuilder, passage_ids: Sequence[str]) -> None:
    for some in batches(passage_ids, BATCH):
        found = database.passages_by_ids(some)
        ids, reports = [p.passage_id for p in found], [p.report_id for p in found]
        builder.add(ids, reports, np.stack([p.vector for p in found]))


def reembed(database: Database, root: Path, model: Reembedding) -> None:
    """Compute all vectors anew, build their index and change the remembered model. Hold the writer's lock.

    Readers see the former model, vectors and index until the transaction ends, then the new ones:
    the new index has a pointer of its own that is looked at only once the new model is remembered.
    """
    before = database.remembered()
    after = Remembered(before.schema, before.store, model.identity, model.dimension, before.generation + 1)
    folders = IndexFolders(root, after)
    with database.begin() as connection, IndexBuilder(folders, None) as builder:
        for batch in write.each_passage(connection, _REEMBED_BATCH):
            texts = [model.text_of(item.passage) for item in batch]
            vectors = as_vectors(model.encode(texts), len(texts), model.dimension)
            write.update_vectors(connection, [item.passage_id for item in batch], vectors)
            current = [at for at, item in enumerate(batch) if item.current]
            if current:
                held = [batch[at] for at in current]
                builder.add([p.passage_id for p in held], [p.report_id for p in held], vectors[current])
        write.set_embedding(connection, model.identity, model.dimension)
        generation = write.next_generation(connection)
        folders.point(builder.finish(generation, removed=0))
    folders.sweep()
