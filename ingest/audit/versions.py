"""What changed between a report's last version and the one before it, as printed: corrections by a person are not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from ingest.audit.identities import ZERO, Cells
from ingest.audit.nouns import Entry
from ingest.model import Cell, CellKey, Finding, State
from ingest.store.errors import VersionNotFound
from ingest.store.nouns import StoredReport
from ingest.store.reading import StoreReader
from ingest.text import squash

IDENTITY: Final = "version"
FORM: Final = "form"
THERE: Final = "there"


def version_entries(store: StoreReader, report: StoredReport) -> Iterator[Entry]:
    """An entry for each cell, or for each row or table as a whole, that another version printed otherwise."""
    pair = both_versions(store, report)
    if pair is None:
        return
    earlier, before, after = pair
    if earlier.form != report.form:
        old, new = Decimal(earlier.form), Decimal(report.form)
        yield Entry(Finding(IDENTITY, "note", FORM, old, new, str(old), str(new), ()), other=earlier)
    for keys in parts_changed(before, after, same_form=earlier.form == report.form):
        yield entry(earlier, keys, before, after)


def count_changed(store: StoreReader, report: StoredReport) -> int | None:
    """How many cells a version prints otherwise than the one before; None where there is none before."""
    pair = both_versions(store, report)
    return None if pair is None else len(changed_keys(*pair[1:]))


def both_versions(store: StoreReader, report: StoredReport) -> tuple[StoredReport, Cells, Cells] | None:
    """The version before `report`, its cells and those of `report`, all as printed."""
    if report.version < 2:
        return None
    try:
        earlier = store.report(report.report_id, report.version - 1)
    except VersionNotFound:
        return None
    return earlier, store.cells(report.report_id, earlier.version), store.cells(report.report_id, report.version)


def changed_keys(before: Cells, after: Cells) -> list[CellKey]:
    """Cells that are not printed alike."""
    return [key for key in dict.fromkeys([*after, *before]) if printed(before.get(key)) != printed(after.get(key))]


def printed(cell: Cell | None) -> tuple[object, ...]:
    """What of a cell a reader compares: how its figure is written does not matter, only which it is."""
    if cell is None or cell.state is State.ABSENT:
        return (State.ABSENT,)
    if cell.state is State.NUMBER:
        return State.NUMBER, cell.value, cell.unit
    return (cell.state, squash(cell.raw)) if cell.state is State.UNREADABLE else (cell.state,)


def kind_of(cell: Cell | None) -> str:
    """Whether a cell is there, unreadable, or absent."""
    if cell is None or cell.state is State.ABSENT:
        return State.ABSENT.value
    return State.UNREADABLE.value if cell.state is State.UNREADABLE else THERE


def parts_changed(before: Cells, after: Cells, *, same_form: bool) -> Iterator[list[CellKey]]:
    """Changed cells one by one, but all of a table or a row together where it came or went as a whole.

    Cells that only one of two forms has come and went with the form.
    """
    changed = set(changed_keys(before, after))
    keys = [key for key in dict.fromkeys([*after, *before]) if same_form or (key in before and key in after)]
    for table in together(keys, lambda key: key[:1]):
        if is_whole(table, changed, before, after):
            yield [key for key in table if key in changed]
            continue
        for row in together(table, lambda key: key[:2]):
            told = [key for key in row if key in changed]
            yield from [told] if is_whole(row, changed, before, after) else ([key] for key in told)


def together(keys: Iterable[CellKey], part: Callable[[CellKey], tuple[str, ...]]) -> list[list[CellKey]]:
    """Keys by the part of the form that they stand in."""
    parts: dict[tuple[str, ...], list[CellKey]] = {}
    for key in keys:
        parts.setdefault(part(key), []).append(key)
    return list(parts.values())


def is_whole(keys: Sequence[CellKey], changed: set[CellKey], before: Cells, after: Cells) -> bool:
    """Whether cells came, went, or became readable or not, all of them together."""
    if sum(key in changed for key in keys) < 2:
        return False
    old, new = kind_of_part(keys, before), kind_of_part(keys, after)
    return old != new and "" not in {old, new}


def kind_of_part(keys: Iterable[CellKey], cells: Cells) -> str:
    """The kind of cells that a row or table has, whatever of it is absent; "" where it has several."""
    kinds = {kind_of(cells.get(key)) for key in keys} - {State.ABSENT.value}
    return kinds.pop() if len(kinds) == 1 else "" if kinds else State.ABSENT.value


def scope_of(keys: Sequence[CellKey], before: Cells, after: Cells) -> str:
    """`table/row/column` of a cell, `table/row` of a row, `table` of a table."""
    if len(keys) == 1:
        return str(keys[0])
    rows = {key.row for key in keys}
    table = keys[0].table
    of_table = {key.row for key in (*before, *after) if key.table == table}
    return f"{table}/{keys[0].row}" if len(rows) == 1 and len(of_table) > 1 else table


def entry(earlier: StoredReport, keys: Sequence[CellKey], before: Cells, after: Cells) -> Entry:
    """The version before on the left, this one on the right; what is no number has no formula."""
    old = tuple(before[key] for key in keys if key in before)
    new = tuple(after[key] for key in keys if key in after)
    left, right = (cells[0].value if len(keys) == 1 and cells else None for cells in (old, new))
    finding = Finding(
        identity=IDENTITY,
        status="note",
        scope=scope_of(keys, before, after),
        left=ZERO if left is None else left,
        right=ZERO if right is None else right,
        left_formula="" if left is None else str(left),
        right_formula="" if right is None else str(right),
        cells=tuple(keys),
    )
    return Entry(finding, other=earlier, other_cells=old, printed=new)
