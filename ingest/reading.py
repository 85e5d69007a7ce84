"""A loaded document → a report: identity, form, audit, passages. No store, no embedding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.audit import audit, instances, total_of
from ingest.chunk import chunk
from ingest.confirm import RECOGNISED, ROW_SUMS, confirmed
from ingest.errors import IdentityMissing, NotAReport
from ingest.form.catalogue import Catalogue
from ingest.form.reader import read_form
from ingest.identity import identify, is_report
from ingest.model import Cell, CellKey, Document, Report, State
from ingest.wording import wording


@dataclass(frozen=True)
class Overrides:
    """What a user says of a file: it wins over what is read."""

    agency: str | None = None
    year: int | None = None


NONE = Overrides()


def doubted(cells: Sequence[Cell], catalogue: Catalogue) -> tuple[Cell, ...]:
    """Cells of a recognised picture: a row whose own sum fails was most likely misread, so it is unreadable.

    In a text file such a row is the publisher's contradiction and stays; a picture gives no such certainty.
    """
    by_key = {cell.key: cell for cell in cells}
    failing: set[CellKey] = set()
    for instance in instances(catalogue, by_key):
        if instance.name in ROW_SUMS and total_of(instance.left) != total_of(instance.right):
            failing |= {cell.key for cell in instance.cells}
    return tuple(recognised(cell, failed=cell.key in failing) for cell in cells)


def recognised(cell: Cell, *, failed: bool) -> Cell:
    """One cell of a recognised picture."""
    if failed:
        why = "图片识别出的数与本行合计不符，可能认错"
        return replace(cell, state=State.UNREADABLE, value=None, confidence=0.0, reason=why)
    return replace(cell, confidence=min(cell.confidence, RECOGNISED), method=f"ocr+{cell.method}")


def pictured(cell: Cell, document: Document) -> Cell:
    """An absent cell that may stand on a page that is a picture."""
    unread, recognised = listed(document.unread), listed(document.recognised)
    why = f"第 {unread} 页是图片，没有识别" if unread else f"第 {recognised} 页是图片，识别可能有遗漏"
    return replace(cell, reason=f"{cell.reason}；{why}")


def listed(pages: Sequence[int]) -> str:
    """Page numbers in words."""
    return "、".join(map(str, pages))


def picture_warnings(document: Document) -> tuple[str, ...]:
    """What a user must know of pages that are pictures, in both languages."""
    found = {"pictures_recognised": document.recognised, "pictures_unread": document.unread}
    words = wording("ingest")
    return tuple(
        " / ".join(words.get(key, lang, pages=listed(pages)) for lang in ("zh", "en"))
        for key, pages in found.items()
        if pages
    )


def read_report(document: Document, catalogue: Catalogue, overrides: Overrides = NONE) -> Report:
    """A loaded document as a report. Raises NotAReport or IdentityMissing."""
    identity = identify(document, overrides.agency, overrides.year)
    reading = read_form(document, catalogue, identity.year if identity else None)
    if not is_report(document, reading.found):
        raise NotAReport(file=document.name)
    if identity is None:
        raise IdentityMissing(file=document.name, missing="机关名称或年份 / agency or year")
    cells = confirmed(reading.cells, catalogue, document.recognised) if document.recognised else reading.cells
    if document.ocr and not document.recognised:
        cells = doubted(cells, catalogue)
    if document.unread or document.recognised:
        cells = tuple(pictured(cell, document) if cell.state is State.ABSENT else cell for cell in cells)
    return Report(
        identity=identity,
        document=document,
        form=reading.form,
        cells=cells,
        unknown_rows=reading.unknown_rows,
        findings=audit(catalogue, {cell.key: cell for cell in cells}),
        passages=chunk(document),
        warnings=(*picture_warnings(document), *reading.warnings),
    )
