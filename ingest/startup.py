"""What an entry point does first: open the store with its model, take in new reports."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from ingest.embedding.choose import ChosenEmbedding, load_embedding
from ingest.form.catalogue import load_catalogue
from ingest.pipeline import Ingest, Outcome, files_of
from ingest.settings import Settings
from ingest.store.store import Store
from ingest.wording import wording


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
        ingest = Ingest(store, embedding, load_catalogue(), settings.max_file_mb)
        title = wording("ingest").get("progress", settings.lang)

        def bar(items: Sequence[Path]) -> Iterator[Path]:
            yield from tqdm(
                items, desc=title, unit="份" if settings.lang == "zh" else "file", disable=not show_progress
            )

        return list(ingest.take_all(new, lang=settings.lang, progress=bar)) if new else []


def digest(path: Path) -> str:
    """SHA-256 of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
