"""What a reader made of a rendered report, against what was printed."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.form.reader import FormReading, read_form
from ingest.load.loader import load_bytes
from ingest.model import Cell, CellKey, State
from tests.ingest.layouts.families import Rendered
from tests.ingest.layouts.made import CATALOGUE, Made


def read(name: str, data: bytes, year: int | None) -> FormReading:
    """Read a file's tables."""
    return read_form(load_bytes(name, data, 50), CATALOGUE, year)


def wrong(cells: Sequence[Cell], made: Made) -> list[str]:
    """Cells with another value than printed, or with one where none is printed."""
    faults = []
    for cell in cells:
        printed = made.cells.get(cell.key)
        if cell.state is State.NUMBER and (printed is None or printed.value != cell.value):
            faults.append(f"{cell.key} {cell.method}: {cell.raw!r} for {printed.raw if printed else None!r}")
    return faults


def lone(key: CellKey, made: Made) -> bool:
    """Whether a long number stands alone in a row of blanks, where the glue of several is feared."""
    row = [cell for each, cell in made.cells.items() if each[:2] == key[:2]]
    filled = [cell.raw for cell in row if cell.state is not State.BLANK]
    return key.table == "disclosure" and len(row) > 1 and len(filled) == 1 and len(filled[0]) > len(row)


def unread(cells: Sequence[Cell], made: Made) -> list[str]:
    """Printed cells that were not read with their state and value."""
    found = {cell.key: (cell.state, cell.value) for cell in cells}
    return [
        f"{key}: {found.get(key)} for {printed.raw!r}"
        for key, printed in made.cells.items()
        if found.get(key) != (printed.state, printed.value) and not lone(key, made)
    ]


def faults(rendered: Rendered) -> tuple[list[str], list[str]]:
    """Wrong cells, and unread ones where the layout leaves all of them readable."""
    reading = read(rendered.name, rendered.data, rendered.made.form)
    missing = unread(reading.cells, rendered.made) if rendered.family.readable(rendered.made) else []
    return wrong(reading.cells, rendered.made), missing
