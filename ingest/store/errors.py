"""What can go wrong with the store. Every error carries a code; wording is in ingest/store/words.py.

StoreError
├── StoreLocked        another process, or another thread, is writing
├── StoreMissing       opened for reading, but nothing was ever stored there
├── StoreReadOnly      opened for reading, but asked to write
├── EmbeddingMismatch  the vectors were made by another embedding model
├── SchemaTooNew       written by a later release
├── ReportNotFound     no such report
│   └── VersionNotFound  the report has no such version
└── IndexDamaged       the vector index cannot be used; SQL is not affected
"""

from __future__ import annotations

from ingest.store.words import say


class StoreError(RuntimeError):
    """The store cannot do what was asked. `code` names the wording, `values` fill it."""

    code = ""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(f"{self.text('zh')}\n{self.text('en')}")

    def text(self, lang: str) -> str:
        """The message in `lang` ("zh" or "en"): what is wrong and what to do."""
        return say(self.code, lang, **self.values)


class StoreLocked(StoreError):
    """Another process or thread is writing."""

    code = "store_locked"


class StoreMissing(StoreError):
    """Opened for reading, but nothing was ever stored there."""

    code = "store_missing"


class StoreReadOnly(StoreError):
    """Opened for reading, but asked to write."""

    code = "read_only"


class EmbeddingMismatch(StoreError):
    """The vectors were made by another embedding model."""

    code = "embedding_mismatch"


class SchemaTooNew(StoreError):
    """Written by a later release."""

    code = "schema_too_new"


class ReportNotFound(StoreError):
    """No such report."""

    code = "report_not_found"


class VersionNotFound(ReportNotFound):
    """The report has no such version."""

    code = "version_not_found"


class IndexDamaged(StoreError):
    """The vector index cannot be used; SQL is not affected."""

    code = "index_damaged"
