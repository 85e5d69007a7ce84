"""Table 4, administrative reviews and lawsuits: the row of figures → cells, by its heads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from ingest.form.labels import FormLabels, core
from ingest.form.reading import Reading, RowShape, row_cells
from ingest.form.values import Doubt, Window, choose_window, spread_doubt
from ingest.model import Grid, GridCell, State
from ingest.numbers import read_figure

TABLE: Final = "disputes"
ROWS: Final = ("review", "litigation_direct", "litigation_after_review")
OUTCOMES: Final = ("upheld", "corrected", "other", "pending", "total")
WIDTH: Final = len(ROWS) * len(OUTCOMES)


def disputes_start(labels: FormLabels, grid: Grid) -> int | None:
    """Row of `grid` in which the head of table 4 begins; tables are often put together in one."""
    rows = grid.rows()
    indexes = (labels.rows[TABLE], labels.columns[TABLE])
    for start, row in enumerate(rows):
        named = {m.key for c in row if is_label(c) for index in indexes if (m := index.match(c.text)) is not None}
        if named - {"other", "total"} and is_disputes(labels, rows[start:]):
            return start
    return None


def read_disputes_grid(reading: Reading, labels: FormLabels, grid: Grid, index: int) -> int | None:
    """Read what `grid` holds of table 4; gives the row in which it begins, None where it has no figures."""
    start = disputes_start(labels, grid)
    if start is None:
        return None
    rows = grid.rows()[start:]
    if read_labelled_rows(reading, labels, rows, index):
        return start
    bare = [values_of(row) for row in rows if not any(is_label(c) and known(labels, c) for c in row)]
    blank = [values for values in bare if len(values) == WIDTH and not any(cell.text.strip() for cell in values)]
    found = next((values for values in bare if has_figures(values)), blank[0] if blank else None)
    if found is None:
        return None
    read_long_row(reading, found, head_texts(labels, rows), index, printed_order(labels, rows))
    return start


def is_label(cell: GridCell) -> bool:
    """Whether a cell holds words and no figure."""
    return bool(core(cell.text)) and read_figure(cell.text).state is State.UNREADABLE


def values_of(row: Sequence[GridCell]) -> list[GridCell]:
    """Cells of a row behind its words; a spoiled figure keeps its place among fifteen, so that its neighbours do too."""
    figures_too = [cell for cell in row if not is_label(cell) or not any(sign.isalpha() for sign in cell.text)]
    return figures_too if len(figures_too) == WIDTH else [cell for cell in row if not is_label(cell)]


def known(labels: FormLabels, cell: GridCell) -> bool:
    """Whether a cell is one of the table's heads."""
    indexes = (labels.rows[TABLE], labels.columns[TABLE])
    return any(index.match(cell.text) is not None for index in indexes) or core(cell.text) == "行政诉讼"


def has_figures(values: Sequence[GridCell]) -> bool:
    """Whether any cell of a row holds a figure or a dash."""
    return any(read_figure(c.text).state in {State.NUMBER, State.SLASH} for c in values)


def is_disputes(labels: FormLabels, rows: Sequence[Sequence[GridCell]]) -> bool:
    """Whether the grid's words are those of table 4."""
    words = [cell for row in rows[:6] for cell in row if is_label(cell)]
    rows_named = {m.key for c in words if (m := labels.rows[TABLE].match(c.text))}
    outcomes = {m.key for c in words if (m := labels.columns[TABLE].match(c.text))}
    return "review" in rows_named and len(outcomes - {"total", "other"}) >= 2


def head_texts(labels: FormLabels, rows: Sequence[Sequence[GridCell]]) -> dict[str, str]:
    """Printed text of every row and outcome head, by key."""
    texts: dict[str, str] = {}
    for row in rows:
        for cell in row:
            for index in (labels.rows[TABLE], labels.columns[TABLE]):
                match = index.match(cell.text) if is_label(cell) else None
                if match is not None:
                    texts.setdefault(match.key, cell.text.replace("\n", "").replace(" ", ""))
    return texts


def printed_order(labels: FormLabels, rows: Sequence[Sequence[GridCell]]) -> tuple[list[str], list[str]]:
    """Rows and outcomes as the heads name them from left to right."""
    heads = sorted({cell for row in rows for cell in row if is_label(cell)}, key=lambda c: (c.column, c.row))
    kinds, outcomes = (
        [match.key for cell in heads if (match := index.match(cell.text)) is not None]
        for index in (labels.rows[TABLE], labels.columns[TABLE])
    )
    return kinds, outcomes


def order_or(wanted: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    """`named` where it names all that is wanted, else the form's own order."""
    return tuple(named) if sorted(named) == sorted(wanted) else tuple(wanted)


def in_order(outcomes: Sequence[str]) -> bool:
    """Whether outcomes are named as the form has them, some left out or repeated where a merge was unrolled."""
    rest = iter(OUTCOMES * len(ROWS))
    return all(name in rest for name, _ in groupby(outcomes))


def read_labelled_rows(reading: Reading, labels: FormLabels, rows: Sequence[Sequence[GridCell]], index: int) -> bool:
    """The upright layout: one labelled row of five outcomes for each kind of dispute."""
    found_any = False
    heads = head_texts(labels, rows)
    outcomes = order_or(OUTCOMES, printed_order(labels, rows)[1])
    for row in rows:
        marks = [(i, m.key) for i, c in enumerate(row) if is_label(c) and (m := labels.rows[TABLE].match(c.text))]
        values = list(row[marks[-1][0] + 1 :]) if marks else []
        if len(marks) != 1 or not has_figures(values):
            continue
        found: Window | Doubt = choose_window(values, len(OUTCOMES), start_column=None)
        if isinstance(found, Window):
            found = spread_doubt(row[marks[0][0]], found) or found
        take(reading, marks[0][1], outcomes, values, found, heads, index)
        found_any = True
    return found_any


def read_long_row(
    reading: Reading, values: Sequence[GridCell], heads: dict[str, str], index: int, named: tuple[list[str], list[str]]
) -> None:
    """The usual layout: fifteen figures in one row, five for each kind of dispute."""
    found = choose_window(values, WIDTH, start_column=None, summed=False)
    kinds, outcomes = named
    if len(outcomes) != WIDTH:  # some head was not made out: those behind it must not move up
        if not in_order(outcomes):
            found = Doubt("表头文字无法完整辨认，且与格式的次序不符，无法确定各值属于哪一栏")
        outcomes = []
    for number, row in enumerate(order_or(ROWS, kinds)):
        part: Window | Doubt = found
        cut = slice(number * len(OUTCOMES), (number + 1) * len(OUTCOMES))
        if isinstance(found, Window):
            part = Window(found.cells[cut], found.figures[cut], found.method, found.confidence)
        take(reading, row, order_or(OUTCOMES, outcomes[cut]), values, part, heads, index)


def take(
    reading: Reading, row: str, outcomes: tuple[str, ...], values: Sequence[GridCell], found: Window | Doubt,
    heads: dict[str, str], index: int,
) -> None:  # fmt: skip
    """Cells of one kind of dispute."""
    term = reading.catalogue.rows[TABLE][row]
    printed = heads.get(row, term.path[-1])
    label = " / ".join([*term.path[:-1], printed])
    texts = [heads.get(column, reading.catalogue.columns[TABLE][column].printed) for column in outcomes]
    shape = RowShape(TABLE, row, label, outcomes, texts, index)
    reading.take(row_cells(reading, shape, values, found))
