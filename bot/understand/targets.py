"""Named rows, metrics and columns → the figures asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.plan import Target
from bot.understand.lexicon import Named
from ingest.form.catalogue import Catalogue

TELLING: Final = 4  # characters that make a column's name tell which rows are meant
# What is meant where a row of table 2 is named without a column, in order of preference.
DEFAULT_COLUMNS: Final = {
    "disclosure": ("in_force", "total_public", "decisions", "count", "amount", "previous"),
    "requests": ("total",),
    "disputes": ("total",),
}


def targets_of(named: Sequence[Named], catalogue: Catalogue) -> tuple[Target, ...]:
    """Figures that a question names. Columns alone ask for new requests by that kind of applicant."""
    columns = [n.entry for n in named if n.entry.kind == "column"]
    things = [n.entry for n in named if n.entry.kind in {"row", "metric"}]
    chosen = list(dict.fromkeys((e.kind, e.table, e.key) for e in things))
    if not chosen:
        chosen = rows_of_columns([n for n in named if n.entry.kind == "column"], catalogue)
    found: list[Target] = []
    for kind, table, key in chosen:
        own = list(dict.fromkeys(c.key for c in columns if c.table == table))
        found.extend(targets_for(kind, table, key, own, catalogue))
    return tuple(dict.fromkeys(found))


def asking_columns(columns: Sequence[Named]) -> list[Named]:
    """Columns that ask for a figure even where no row is named: 自然人 does, 发布了 does not."""
    return [n for n in columns if n.entry.table != "disclosure" or n.entry.weight >= TELLING]


def rows_of_columns(columns: Sequence[Named], catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """Rows meant where only a column is named: new requests, all disputes, or the rows that have it."""
    tables = dict.fromkeys(n.entry.table for n in asking_columns(columns))
    if "requests" in tables:
        return [("row", "requests", "new")]
    if "disputes" in tables:
        return [("row", "disputes", row) for row in catalogue.rows["disputes"]]
    keys = {n.entry.key for n in asking_columns(columns)}
    newest = max(catalogue.forms)
    forms = sorted(catalogue.forms, reverse=True)
    rows = catalogue.rows["disclosure"]
    fitting = [row for row in rows if keys & {c for f in forms for c in catalogue.columns_of_row(f, "disclosure", row)}]
    current = [row for row in fitting if keys & set(catalogue.columns_of_row(newest, "disclosure", row))]
    return [("row", "disclosure", row) for row in current or fitting]


def targets_for(kind: str, table: str, key: str, columns: list[str], catalogue: Catalogue) -> Iterator[Target]:
    """Targets of one row or metric in the columns named, or in its default column."""
    if kind == "metric" and catalogue.metrics[key].kind == "rate":
        for column in columns or [""]:
            yield Target(kind="rate", table=table, key=key, column=column)
        return
    target_kind = "group" if kind == "metric" else "row"
    if table == "disclosure":
        columns = columns_of_disclosure(key, columns, catalogue)
    for column in columns or [default_column(table, key, catalogue, None)]:
        yield Target(kind=target_kind, table=table, key=key, column=column, implied=not columns)  # type: ignore[arg-type]


def columns_of_disclosure(row: str, columns: list[str], catalogue: Catalogue) -> list[str]:
    """Columns named that either form gives the row."""
    possible = {c for form in catalogue.forms for c in catalogue.columns_of_row(form, "disclosure", row)}
    return [column for column in columns if column in possible]


def default_column(table: str, row: str, catalogue: Catalogue, form: int | None) -> str:
    """Column meant where none is named, in `form` or in any."""
    forms = [form] if form is not None else sorted(catalogue.forms, reverse=True)
    possible = [c for f in forms for c in catalogue.columns_of_row(f, table, row)] or list(DEFAULT_COLUMNS[table])
    return next((c for c in DEFAULT_COLUMNS[table] if c in possible), possible[0])
