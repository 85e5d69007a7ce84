"""What can go wrong with a file. Every error carries a code; wording is in prompts/errors.yaml.

IngestError
├── FileEmpty · FileTooLarge · FileUnreadable
├── UnknownType      the bytes are of no kind that is read here
├── NotAReport       text was read, but it is no annual report
└── IdentityMissing  a report, but whose or for which year cannot be told
"""

from __future__ import annotations

from ingest.wording import wording


class IngestError(Exception):
    """A file that cannot be taken in. `code` names the wording, `values` fill it."""

    code = "file_unreadable"

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.text("zh"))

    def text(self, lang: str) -> str:
        """The message in `lang`: what is wrong, where, and what to do."""
        return wording("errors").get(self.code, lang, **self.values)


class FileEmpty(IngestError):
    """The file has no content."""

    code = "file_empty"


class FileTooLarge(IngestError):
    """The file, or what it unpacks to, is over the limit."""

    code = "file_too_large"


class FileUnreadable(IngestError):
    """The file cannot be opened or is damaged."""

    code = "file_unreadable"


class UnknownType(IngestError):
    """The bytes are of no kind that is read here."""

    code = "unknown_type"


class NotAReport(IngestError):
    """Text was read, but it is no annual report."""

    code = "not_a_report"


class IdentityMissing(IngestError):
    """A report whose agency or year cannot be told."""

    code = "identity_missing"
