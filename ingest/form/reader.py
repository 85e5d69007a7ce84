"""Document → the cells of the form. The form is told by its layout, the year only where that is silent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.form.catalogue import Catalogue
from ingest.form.disclosure import read_disclosure_grid
from ingest.form.disputes import read_disputes_grid
from ingest.form.labels import form_labels
from ingest.form.reading import Reading, absent_cell
from ingest.form.requests import Progress, read_requests_grid
from ingest.form.text_tables import read_text
from ingest.model import Cell, CellKey, Document, State, UnknownRow

OLD_COLUMNS = frozenset({"newly_made", "newly_public", "total_public", "previous", "change", "count"})
OLD_ROWS = frozenset({"other_services", "procurement"})
NEW_COLUMNS = frozenset({"made", "repealed", "in_force"})
OLD_FORM, NEW_FORM = 2019, 2021


@dataclass(frozen=True)
class FormReading:
    """All cells of the form that fits the document, absent ones included."""

    form: int
    cells: tuple[Cell, ...]
    unknown_rows: tuple[UnknownRow, ...]
    warnings: tuple[str, ...]

    @property
    def found(self) -> int:
        """Number of cells that the document has."""
        return sum(1 for cell in self.cells if cell.place is not None)


def read_form(document: Document, catalogue: Catalogue, year: int | None) -> FormReading:
    """Read the three tables of a report. `year` settles the form only where the layout does not."""
    reading = Reading(catalogue, document)
    labels = form_labels(catalogue)
    progress = Progress()
    grids = [block.grid for block in document.blocks if block.grid is not None]
    for index, grid in enumerate(grids):
        read_disclosure_grid(reading, labels, grid, index)
        if reading.second:
            break
        stop = read_disputes_grid(reading, labels, grid, index)
        if stop != 0:
            read_requests_grid(reading, labels, grid, index, progress, stop)
        if reading.second:
            break
    else:
        read_text(reading, labels)
    doubt_lone_parts(reading)
    form = form_of(reading, year)
    cells = complete(reading, form)
    return FormReading(form, cells, tuple(reading.unknown), tuple(reading.warnings))


def doubt_lone_parts(reading: Reading) -> None:
    """Figures of a whole group beside rows of its parts are a part's whose label was lost."""
    for whole, parts in reading.catalogue.forms[NEW_FORM].collapsed.items():
        if not any(reading.has_row("requests", part) for part in parts):
            continue
        for key in [key for key in reading.cells if key.row == whole]:
            cell = reading.cells.pop(key)
            lost = CellKey(key.table, parts[0], key.column)
            reason = f"“{cell.row_label}”下另有分项，这一行的标签可能已丢失，无法确定属于哪一行"
            doubt = replace(cell, key=lost, state=State.UNREADABLE, value=None, confidence=0.0, reason=reason)
            reading.cells.setdefault(lost, doubt)


def form_of(reading: Reading, year: int | None) -> int:
    """The official form that the layout shows."""
    disclosure = [key for key in reading.cells if key.table == "disclosure"]
    if any(key.column in NEW_COLUMNS for key in disclosure):
        return NEW_FORM
    if any(key.column in OLD_COLUMNS or key.row in OLD_ROWS for key in disclosure):
        return OLD_FORM
    if any(key.row in {"o1", "o2", "o3"} for key in reading.cells):
        return NEW_FORM
    return OLD_FORM if year is not None and year < NEW_FORM else NEW_FORM


def complete(reading: Reading, form: int) -> tuple[Cell, ...]:
    """The form's cells in printed order; what is missing is absent, what collapsed stands for its parts."""
    catalogue = reading.catalogue
    cells: list[Cell] = []
    collapsed = {part: whole for whole, parts in catalogue.forms[form].collapsed.items() for part in parts}
    for table in catalogue.forms[form].tables:
        for row, column in catalogue.cells_of(form, table):
            key = CellKey(table, row, column)
            whole = collapsed.get(row)
            if key not in reading.cells and whole and reading.has_row(table, whole):
                continue
            cells.append(reading.cells.pop(key) if key in reading.cells else absent_cell(catalogue, key))
    return (*cells, *reading.cells.values())
