"""Named rows, metrics and columns → the figures asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.plan import Target
from bot.understand.lexicon import Named
from ingest.form.catalogue import Catalogue

# What is meant where a row of table 2 is named without a column, in order of preference.
DEFAULT_COLUMNS: Final = {
    "disclosure": ("in_force", "total_public", "decisions", "amount", "count", "previous"),
    "requests": ("total",),
    "disputes": ("total",),
}


def targets_of(named: Sequence[Named], asks: frozenset[str], catalogue: Catalogue) -> tuple[Target, ...]:
    """Figures that a question names. Columns alone ask for new requests by that kind of applicant."""
    columns = [n.entry for n in named if n.entry.kind == "column"]
    things = [n.entry for n in named if n.entry.kind in {"row", "metric"}]
    chosen = list(dict.fromkeys((e.kind, e.table, e.key) for e in things))
    if not chosen and any(c.table == "requests" for c in columns):
        chosen = [("row", "requests", "new")]
    found: list[Target] = []
    for kind, table, key in chosen:
        own = list(dict.fromkeys(c.key for c in columns if c.table == table))
        found.extend(targets_for(kind, table, key, own, catalogue))
    return tuple(dict.fromkeys(found))


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
