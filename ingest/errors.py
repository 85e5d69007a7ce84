"""What can go wrong with a file. Every error carries a code; wording is in prompts/errors.yaml.

IngestError
├── FileEmpty · FileTooLarge · TooManyPages · TooManyCells · FileUnreadable · FileEncrypted
├── FileTooCostly    reading it took more time or memory than one file may
├── UnknownType      the bytes are of no kind that is read here
├── NeedsConversion · ConversionFailed    a kind that LibreOffice has to convert first, and cannot here or did not
├── OfdUnread        an OFD file, which nothing here can read or convert
├── NoTextLayer · NothingRecognised       a scan or a picture: the reading of pictures is not installed, or found nothing
├── Mojibake         the text was broken before: saved in the wrong encoding
├── NotAReport       text was read, but it is no annual report
├── IdentityMissing  a report, but whose or for which year cannot be told
└── NotStored        it was read, but the store could not take it

Every error also says at which of the STAGES the file failed.
"""

from __future__ import annotations

from typing import Any, Final, Self

from ingest.wording import wording

STAGES: Final = ("open", "load", "recognise", "identify", "read", "limits", "store")


class IngestError(Exception):
    """A file that cannot be taken in. `code` names the wording, `values` fill it, `stage` is one of STAGES.

    Some errors belong to a stage, the others get it from where they were met.
    """

    code = "file_unreadable"
    stage = ""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.text("zh"))

    def __reduce__(self) -> tuple[Any, ...]:
        """So that an error can come back from another process."""
        return rebuilt, (type(self), self.values, self.stage)

    def met_at(self, stage: str) -> Self:
        """The error with the stage at which it was met, where it has none yet."""
        self.stage = self.stage or stage
        return self

    def text(self, lang: str) -> str:
        """The message in `lang`: what is wrong, where, and what to do."""
        return wording("errors").get(self.code, lang, **self.values)


def rebuilt(kind: type[IngestError], values: dict[str, object], stage: str) -> IngestError:
    """An error made again from its parts."""
    return kind(**values).met_at(stage)


class FileEmpty(IngestError):
    """The file has no content."""

    code = "file_empty"


class FileTooLarge(IngestError):
    """The file, or what it unpacks to, is over the limit."""

    code = "file_too_large"


class FileUnreadable(IngestError):
    """The file cannot be opened or is damaged."""

    code = "file_unreadable"


class TooManyPages(IngestError):
    """A document with more pages than any report has."""

    code = "too_many_pages"


class TooManyCells(IngestError):
    """A spreadsheet with more cells than any report has."""

    code = "too_many_cells"


class FileEncrypted(IngestError):
    """The file asks for a password."""

    code = "file_encrypted"


class UnknownType(IngestError):
    """The bytes are of no kind that is read here."""

    code = "unknown_type"


class NeedsConversion(IngestError):
    """A kind that LibreOffice has to convert first: it is missing, or it failed."""

    code = "needs_conversion"


class ConversionFailed(NeedsConversion):
    """LibreOffice is there but could not convert the file."""

    code = "conversion_failed"


class OfdUnread(IngestError):
    """An OFD file: LibreOffice has no filter for it either."""

    code = "ofd_unread"


class NoTextLayer(IngestError):
    """A scan or a picture, and the optional reading of pictures is not installed."""

    code = "no_text_layer"


class NothingRecognised(IngestError):
    """Reading a picture found no text in it."""

    code = "nothing_recognised"


class Mojibake(IngestError):
    """The file's characters were broken when it was saved in the wrong encoding."""

    code = "mojibake"


class NotAReport(IngestError):
    """Text was read, but it is no annual report."""

    code = "not_a_report"
    stage = "recognise"


class IdentityMissing(IngestError):
    """A report whose agency or year cannot be told."""

    code = "identity_missing"
    stage = "identify"


class FileTooCostly(IngestError):
    """Reading the file takes more time or memory than one file may."""

    code = "file_too_costly"
    stage = "limits"


class NotStored(IngestError):
    """The report was read, but the store could not take it."""

    code = "not_stored"
    stage = "store"
