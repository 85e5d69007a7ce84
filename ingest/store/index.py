"""Chroma: the one home of chromadb and langchain_chroma. Derived from SQL and rebuildable from it.

An index is written only while it is a folder that nobody reads (see folders.py), because a process
killed while Chroma writes leaves an index that kills the next process that opens it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self, cast

import chromadb
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.types import Embeddable
from chromadb.config import Settings
from chromadb.errors import ChromaError
from chromadb.utils.embedding_functions import register_embedding_function
from langchain_chroma import Chroma

from ingest.store.errors import IndexDamaged
from ingest.store.folders import IndexFolders, Pointer, file_sizes, pin
from ingest.store.nouns import Vectors, batches

BATCH = 5000  # Chroma takes at most 5461 rows at once
COLLECTION = "passages"
_DATABASE = "chroma.sqlite3"

# What Chroma raises on an index that it cannot use, where it does not end the process.
UNUSABLE = (ChromaError, ValueError)

# Written out after every batch: rows left in Chroma's log would make readers write to the index.
_CONFIGURATION: CreateCollectionConfiguration = {"hnsw": {"space": "cosine", "sync_threshold": 1, "batch_size": 1}}


@register_embedding_function
class NoEmbedding(chromadb.EmbeddingFunction[Embeddable]):
    """Stands where Chroma would otherwise fetch a model of its own from the internet."""

    def __init__(self) -> None:
        """Nothing to set up."""

    def __call__(self, input: Embeddable) -> chromadb.Embeddings:  # noqa: ARG002  the name is Chroma's
        raise RuntimeError("Chroma must never embed: vectors are computed by ingest.embedding")

    @staticmethod
    def name() -> str:
        """The name that Chroma keeps with the collection."""
        return "forbidden"

    def get_config(self) -> dict[str, Any]:
        """No settings."""
        return {}

    @staticmethod
    def build_from_config(config: dict[str, Any]) -> chromadb.EmbeddingFunction[Embeddable]:  # noqa: ARG004
        """The same for every config."""
        return NoEmbedding()


def open_client(folder: Path) -> Client:
    """A Chroma client on `folder`; close() it."""
    client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    return cast(Client, client)


class IndexBuilder:
    """Builds a new index folder, from a copy of `base` or from nothing; a context manager.

    Left before `finish`, it takes back what it wrote.
    """

    def __init__(self, folders: IndexFolders, base: Path | None) -> None:
        self._final = folders.next()
        self._folder = self._final.with_suffix(".tmp")
        if base is not None:
            _copy(base, self._folder)
        self._client: Client | None = open_client(self._folder)
        self._collection = self._client.get_or_create_collection(
            COLLECTION, embedding_function=NoEmbedding(), configuration=_CONFIGURATION
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def ids(self) -> set[str]:
        """Ids of the passages held."""
        return set(self._collection.get(include=[])["ids"])

    def add(self, passage_ids: Sequence[str], report_ids: Sequence[str], vectors: Vectors) -> None:
        """Add up to BATCH passages; `vectors` is float32 of shape (passages, dimension).

        Words stay in SQL: Chroma's own copy makes an index five times as large and slower to build.
        """
        self._collection.upsert(ids=list(passage_ids), embeddings=vectors, documents=list(report_ids))

    def remove(self, passage_ids: Sequence[str]) -> None:
        """Remove passages."""
        for some in batches(passage_ids, BATCH):
            self._collection.delete(ids=list(some))

    def finish(self, generation: int, removed: int) -> Pointer:
        """Close the index and give it its name; nobody reads it until it is pointed to."""
        count = self._collection.count()
        self._close()
        for path in self._folder.rglob("*"):
            _flush(path)
        self._folder.rename(self._final)
        return Pointer(self._final.name, generation, count, removed, file_sizes(self._final))

    def _close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


class IndexReader:
    """Searches the index in use and changes to a newer one when there is one. For many threads."""

    def __init__(self, folders: IndexFolders, home: Path) -> None:
        self._folders = folders
        self._home = home
        self._turn = Lock()
        self._pointer: Pointer | None = None
        self._pin: int | None = None
        self._chroma: Chroma | None = None
        self._client: Client | None = None

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Up to `k` (passage id, cosine similarity), nearest first; `vector` has shape (dimension,).

        IndexDamaged where the index cannot be read.
        """
        with self._turn:
            chroma = self._fresh()
            if chroma is None or self._pointer is None or k < 1:
                return []
            try:
                hits = chroma.similarity_search_by_vector_with_relevance_scores(
                    vector.tolist(), k=min(k, self._pointer.count)
                )
            except UNUSABLE as error:
                raise self._damaged(error) from error
        return [(str(document.id), 1.0 - distance) for document, distance in hits]

    def close(self) -> None:
        """Let go of the index; the next search opens it again."""
        with self._turn:
            self._release()

    def _fresh(self) -> Chroma | None:
        pointer = self._folders.pointer()
        if pointer != self._pointer:
            self._release()
            if pointer is not None and pointer.count:
                self._open(pointer)
        return self._chroma

    def _open(self, pointer: Pointer) -> None:
        while (descriptor := pin(self._folders.path(pointer))) is None:
            newer = self._folders.pointer()
            if newer is None or newer == pointer:
                raise self._damaged(pointer.folder)
            pointer = newer
        self._pin = descriptor
        if not self._folders.whole(pointer):
            self._release()
            raise self._damaged(pointer.folder)
        try:
            self._client = open_client(self._folders.path(pointer))
            self._chroma = Chroma(
                client=self._client, collection_name=COLLECTION, create_collection_if_not_exists=False
            )
        except UNUSABLE as error:
            self._release()
            raise self._damaged(error) from error
        self._pointer = pointer

    def _release(self) -> None:
        if self._client is not None:
            self._client.close()
        if self._pin is not None:
            os.close(self._pin)
        self._client = self._chroma = self._pin = self._pointer = None

    def _damaged(self, detail: object) -> IndexDamaged:
        return IndexDamaged(home=self._home, detail=detail)


def _copy(base: Path, target: Path) -> None:
    """Copy an index that others may have open. A reader touches Chroma's database when it opens it."""
    shutil.copytree(base, target, ignore=shutil.ignore_patterns(f"{_DATABASE}*"))
    with closing(sqlite3.connect(base / _DATABASE)) as old, closing(sqlite3.connect(target / _DATABASE)) as new:
        old.backup(new)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
