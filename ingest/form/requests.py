"""Table 3, applications received and handled: grid rows → cells, by label path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.form.labels import ORGANISATIONS, FormLabels, core
from ingest.form.reading import Reading, RowShape, label_path, row_cells
from ingest.form.values import NO_COLUMN, Doubt, Window, choose_window, spread_doubt
from ingest.model import Grid, GridCell, State, UnknownRow
from ingest.numbers import read_figure

TABLE: Final = "requests"
ORDER: Final = ("person", "company", "research", "ngo", "legal", "other", "total")
AMBIGUOUS: Final = frozenset({"o3", "total", "o_all"})
APPLICANTS: Final = "申请人情况"
OTHER_ROWS: Final = frozenset({"o1", "o2", "o_all"})
FIRST_ROWS: Final = frozenset({"new", "carried_in"})
LAST_ROWS: Final = frozenset({"o3", "total", "carried_out"})
Siblings = tuple[int, str]  # column of the last label, part of the table


@dataclass
class Progress:
    """Where in the table the reader is. It lives across grids, since tables get cut."""

    last: str | None = None
    columns: tuple[str, ...] = ORDER
    headers: tuple[str, ...] = ()
    starts: dict[Siblings, int] = field(default_factory=dict)  # → column of the first figure


def read_requests_grid(
    reading: Reading, labels: FormLabels, grid: Grid, index: int, progress: Progress, stop: int | None = None
) -> bool:
    """Read what `grid` holds of table 3, up to row `stop`. True where it holds any of it."""
    rows = grid.rows()[:stop]
    matched = [match_row(labels, row, expected_next(reading, progress.last)) for row in rows]
    if not any(key is not None and key not in AMBIGUOUS for key, _ in matched):
        return False
    set_columns(labels, rows, progress)
    progress.starts = learn_starts(rows, matched, len(progress.columns))
    for row in rows:
        key, position = match_row(labels, row, expected_next(reading, progress.last), progress.last)
        if key is None:
            keep_unknown(reading, labels, row, progress)
            continue
        read_row(reading, row, key, position, index, progress)
        if reading.second:
            return True
        progress.last = key
    return True


def expected_next(reading: Reading, last: str | None) -> str | None:
    """Key of the row that follows `last` in the newest form."""
    order = reading.catalogue.forms[max(reading.catalogue.forms)].tables[TABLE].items[0].rows
    if last is None:
        return order[0]
    if last == "o_all":
        return "total"
    at = order.index(last) + 1
    return order[at] if at < len(order) else None


def match_row(
    labels: FormLabels, row: Sequence[GridCell], expected: str | None, last: str | None = None
) -> tuple[str | None, int]:
    """Key of a grid row and the position of its last label cell; (None, -1) where unknown."""
    found: tuple[str | None, int] = (None, -1)
    if is_head(labels, row):
        return found
    groups: list[str] = []
    for position, cell in enumerate(row):
        text = core(cell.text)
        if not text or read_figure(cell.text).state is not State.UNREADABLE:
            continue
        match = labels.rows[TABLE].match(cell.text, expected)
        key = match.key if match else None
        if text in {"其他", "其它"}:
            key = "o3" if last in OTHER_ROWS or any(core(g) == "其他处理" for g in groups) else None
        if key is not None:
            found = (key, position)
        elif text in labels.groups:
            groups.append(cell.text)
    return found if found[1] + 1 < len(row) else (None, -1)


def is_head(labels: FormLabels, row: Sequence[GridCell]) -> bool:
    """Whether a row names applicants: then its 总计 and 其他 are heads, not rows."""
    texts = [cell.text for cell in row if core(cell.text)]
    named = {m.key for text in texts if (m := labels.columns[TABLE].match(text))}
    return bool(named - {"other", "total"}) or any(core(text) in {ORGANISATIONS, APPLICANTS} for text in texts)


def set_columns(labels: FormLabels, rows: Sequence[Sequence[GridCell]], progress: Progress) -> None:
    """Take the order of the columns from the table's head where it names all seven."""
    top: list[tuple[str, str]] = []
    below: list[tuple[str, str]] = []
    for row in rows[:8]:
        for cell in row:
            match = labels.columns[TABLE].match(cell.text)
            name = match.key if match else "organisations" if core(cell.text) == ORGANISATIONS else None
            if name is None or any(name == seen for seen, _ in [*top, *below]):
                continue
            (top if name in {"person", "total", "organisations"} else below).append((name, cell.text))
    order: list[tuple[str, str]] = []
    for name, text in sorted(top, key=lambda item: ["person", "organisations", "total"].index(item[0])):
        order.extend(below if name == "organisations" else [(name, text)])
    if {name for name, _ in order} == set(ORDER):
        progress.columns = tuple(name for name, _ in order)
        progress.headers = tuple(text for _, text in order)


def learn_starts(
    rows: Sequence[Sequence[GridCell]], matched: Sequence[tuple[str | None, int]], width: int
) -> dict[Siblings, int]:
    """Column in which figures start, for rows that are laid out alike, from those without doubt.

    A row that adds up nowhere shows that totals may be left blank: then a row may add up by chance.
    """
    starts: dict[Siblings, set[int]] = {}
    for row, (key, position) in zip(rows, matched, strict=True):
        if key is None:
            continue
        found = choose_window(row[position + 1 :], width, start_column=None)
        if isinstance(found, Window) and found.method in {"label+position", "label+row sum"}:
            starts.setdefault(siblings(row[position], key), set()).add(found.cells[0].column)
        elif isinstance(found, Doubt) and any(read_figure(cell.text).value for cell in row[position + 1 :]):
            starts.setdefault(siblings(row[position], key), set()).add(NO_COLUMN)
    return {alike: columns.pop() if len(columns) == 1 else NO_COLUMN for alike, columns in starts.items()}


def siblings(label: GridCell, key: str) -> Siblings:
    """Rows laid out alike: where merges were lost, the last rows may fall to the left of the others."""
    part = "first" if key in FIRST_ROWS else "last" if key in LAST_ROWS else "results"
    return label.column, part


def read_row(
    reading: Reading, row: Sequence[GridCell], key: str, position: int, index: int, progress: Progress
) -> None:
    """Turn one labelled row into cells."""
    values = list(row[position + 1 :])
    found: Window | Doubt = choose_window(
        values, len(progress.columns), start_column=progress.starts.get(siblings(row[position], key))
    )
    if isinstance(found, Window):
        found = spread_doubt(row[position], found) or found
    terms = reading.catalogue.columns[TABLE]
    headers = progress.headers or tuple(terms[column].printed for column in progress.columns)
    shape = RowShape(TABLE, key, label_path(row[: position + 1]), progress.columns, headers, index)
    reading.take(row_cells(reading, shape, values, found))


def keep_unknown(reading: Reading, labels: FormLabels, row: Sequence[GridCell], progress: Progress) -> None:
    """A labelled row with figures that the catalogue does not know is kept and reported."""
    texts = [cell for cell in row if core(cell.text) and read_figure(cell.text).state is State.UNREADABLE]
    texts = [cell for cell in texts if core(cell.text) not in labels.groups]
    figures = [cell for cell in row if read_figure(cell.text).state is State.NUMBER]
    if progress.last is None or not texts or not figures:
        return
    reading.unknown.append(UnknownRow(TABLE, label_path(texts), tuple(cell.text for cell in figures), texts[-1].place))
