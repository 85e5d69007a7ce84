"""What the store hands out: a report's entry, and a passage with its vector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage

Vectors = NDArray[np.float32]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class StoredReport:
    """One version of a report as it stands in the store.

    `cells` counts all cells, `unreadable` those of them that could not be read;
    `stored_at` is ISO 8601 in UTC; `file` is the name that the file came with, `url` the address that
    the report prints of itself.
    """

    report_id: str
    version: int
    agency: str
    year: int
    form: int
    scope: str
    title: str
    file: str
    sha256: str
    published: str | None
    cells: int
    unreadable: int
    passages: int
    findings: int
    stored_at: str
    media_type: str
    warnings: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class StoredPassage:
    """A passage and its vector: float32, shape (dimension,), read-only."""

    passage_id: str
    report_id: str
    passage: Passage
    vector: Vectors


class Remembered(NamedTuple):
    """What the store remembers of itself. `generation` grows by one with every change."""

    schema: int
    store: str  # a mark given when the store was made
    identity: str
    dimension: int
    generation: int


class Synced(NamedTuple):
    """What a sync changed in the index, in passages."""

    added: int
    removed: int


def report_id_of(agency: str, year: int) -> str:
    """The id of the report of (agency, year): the same in every store."""
    return f"{year}-{sha256(agency.encode()).hexdigest()[:10]}"


def passage_id_of(report_id: str, version: int, passage: Passage) -> str:
    """An id that also depends on the words, so that equal ids always mean equal passages."""
    words = "\x1f".join((*passage.headings, passage.text))
    return f"{report_id}-{version}-{passage.ordinal}-{sha256(words.encode()).hexdigest()[:8]}"


def as_vectors(vectors: Vectors, count: int, dimension: int) -> Vectors:
    """`vectors` as little-endian float32 of shape (count, dimension); ValueError where they do not fit."""
    array = np.ascontiguousarray(vectors, dtype="<f4")
    if count == 0 and array.size == 0:
        return array.reshape(0, dimension)
    if array.shape != (count, dimension):
        raise ValueError(f"vectors have shape {array.shape}, expected ({count}, {dimension})")
    if not np.isfinite(array).all():
        raise ValueError("vectors hold a value that is not finite")
    return array


def batches(items: Sequence[_T], size: int) -> list[Sequence[_T]]:
    """`items` cut into pieces of at most `size`."""
    return [items[at : at + size] for at in range(0, len(items), size)]
