"""What an entry point does first: open the store with its model, take in new reports."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tqdm import tqdm

from ingest.embedding.choose import ChosenEmbedding, load_embedding
from ingest.pipeline import Ingest, Outcome, files_of
from ingest.settings import Settings
from ingest.store.store import Store
from ingest.wording import wording
from ingest.worker import Limits


def open_store(settings: Settings) -> tuple[Store, ChosenEmbedding]:
    """The store of `settings.home`, made where there is none, and the model it is made with."""
    embedding = load_embedding(settings.embedding)
    return Store.open(settings.home, embedding.identity, embedding.dimension), embedding


def ensure_samples(settings: Settings, *, show_progress: bool = True) -> list[Outcome]:
    """Take in what lies in `settings.reports` and is not stored yet; a second start takes nothing."""
    paths = files_of([settings.reports]) if settings.reports.is_dir() else []
    store, embedding = open_store(settings)
    with store:
        new = [path for path in paths if store.find(digest(path)) is None]
        if not new:
            return []
        outcomes = ingest_of(settings, store, embedding).take_all(new, lang=settings.lang)
        title = wording("ingest").get("progress", settings.lang)
        return list(tqdm(outcomes, desc=title, total=len(new), unit="", disable=not show_progress))


def ingest_of(settings: Settings, store: Store, embedding: ChosenEmbedding) -> Ingest:
    """What takes files into a store, with the limits that the settings give."""
    limits = Limits(settings.max_file_mb, settings.max_seconds, settings.max_memory_mb)
    return Ingest(store, embedding, limits, settings.workers)


def digest(path: Path) -> str:
    """SHA-256 of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
