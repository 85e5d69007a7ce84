"""A person's word on a cell: checked, kept, and the report's findings made anew."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from ingest.audit import audit
from ingest.form.catalogue import Catalogue
from ingest.model import CellKey, Correction
from ingest.store.store import Store
from ingest.wording import wording

SIGNED_COLUMNS = frozenset({"change"})


class CorrectionError(ValueError):
    """A correction that cannot be taken. `key` names the wording, `values` fill it."""

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(self.text("zh"))

    def text(self, lang: str) -> str:
        """The message in `lang`."""
        return wording("ingest").get(self.key, lang, **self.values)


def cell_key(text: str) -> CellKey:
    """`requests/u1/total` as a key. Raises CorrectionError."""
    parts = text.split("/")
    if len(parts) != 3 or not all(parts):
        raise CorrectionError("bad_cell", cell=text)
    return CellKey(*parts)


def correct(store: Store, catalogue: Catalogue, report_id: str, key: CellKey, correction: Correction | None) -> None:
    """Keep a correction, or take it back with None. Raises CorrectionError, ReportNotFound."""
    if correction is not None and correction.value < 0 and key.column not in SIGNED_COLUMNS:
        raise CorrectionError("negative_value", cell=key, value=correction.value)
    with store.writer():
        try:
            store.correct(report_id, key, correction)
        except KeyError as error:
            raise CorrectionError("no_cell", cell=key, report_id=report_id) from error
        store.set_findings(report_id, audit(catalogue, store.cells(report_id)))


def correction_of(value: str, why: str, who: str) -> Correction:
    """A correction made now. Raises CorrectionError where `value` is no number or no reason is given."""
    try:
        number = Decimal(value.replace(",", ""))
    except InvalidOperation as error:
        raise CorrectionError("bad_value", value=value) from error
    if not number.is_finite():
        raise CorrectionError("bad_value", value=value)
    if not why.strip():
        raise CorrectionError("no_reason")
    return Correction(number, why.strip(), who.strip(), datetime.now(UTC).isoformat(timespec="seconds"))
