"""A loaded document → a report: identity, form, audit, passages. No store, no embedding."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.audit import audit
from ingest.chunk import chunk
from ingest.errors import IdentityMissing, NotAReport
from ingest.form.catalogue import Catalogue
from ingest.form.reader import read_form
from ingest.identity import identify, is_report
from ingest.model import Document, Report


@dataclass(frozen=True)
class Overrides:
    """What a user says of a file: it wins over what is read."""

    agency: str | None = None
    year: int | None = None


NONE = Overrides()


def read_report(document: Document, catalogue: Catalogue, overrides: Overrides = NONE) -> Report:
    """A loaded document as a report. Raises NotAReport or IdentityMissing."""
    identity = identify(document, overrides.agency, overrides.year)
    reading = read_form(document, catalogue, identity.year if identity else None)
    if not is_report(document, reading.found):
        raise NotAReport(file=document.name)
    if identity is None:
        raise IdentityMissing(file=document.name, missing="机关名称或年份 / agency or year")
    return Report(
        identity=identity,
        document=document,
        form=reading.form,
        cells=reading.cells,
        unknown_rows=reading.unknown_rows,
        findings=audit(catalogue, {cell.key: cell for cell in reading.cells}),
        passages=chunk(document),
        warnings=reading.warnings,
    )
