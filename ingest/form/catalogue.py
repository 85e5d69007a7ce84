"""The catalogue: both forms, all terms, metrics and identities, cross-checked at load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.form.schema import (
    ColumnTerm,
    Form,
    FormDataError,
    IdentityRule,
    Metric,
    RowTerm,
    load_yaml,
)

DATA = Path(__file__).parent / "data"
TABLES = ("disclosure", "requests", "disputes")


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything that is known about the official forms.

    `rows` and `columns` are table → key → term; `forms` is keyed by 2019 and 2021. Each stands for
    itself, so that what is derived from one is made once (`lru_cache`).
    """

    forms: dict[int, Form]
    rows: dict[str, dict[str, RowTerm]]
    columns: dict[str, dict[str, ColumnTerm]]
    metrics: dict[str, Metric]
    identities: dict[str, IdentityRule]

    def cells_of(self, form: int, table: str) -> Iterator[tuple[str, str]]:
        """(row, column) of every cell that the form's table has, in printed order."""
        for item in self.forms[form].tables[table].items:
            for row in item.rows:
                for column in item.columns:
                    yield row, column

    def columns_of_row(self, form: int, table: str, row: str) -> tuple[str, ...]:
        """Column keys of a row in a form; empty where the form has no such row."""
        rows = {row}
        rows.update(self.forms[form].collapsed.get(row, ()))
        for item in self.forms[form].tables[table].items:
            if rows & set(item.rows):
                return tuple(item.columns)
        return ()

    def unit_of(self, table: str, row: str, column: str) -> str:
        """Unit that a figure of this row and column is counted in."""
        term = self.columns[table][column]
        if term.unit:
            return self.rows[table][row].unit if term.unit == "件" else term.unit
        return self.rows[table][row].unit


@lru_cache(maxsize=4)
def load_catalogue(folder: Path = DATA) -> Catalogue:
    """Load and cross-check the form's data. Raises FormDataError naming file and key."""
    forms = {form.form: form for form in (load_yaml(p, Form) for p in sorted(folder.glob("form_*.yaml")))}
    catalogue = Catalogue(
        forms=forms,
        rows=load_yaml(folder / "rows.yaml", dict[str, dict[str, RowTerm]]),
        columns=load_yaml(folder / "columns.yaml", dict[str, dict[str, ColumnTerm]]),
        metrics=load_yaml(folder / "metrics.yaml", dict[str, Metric]),
        identities=load_yaml(folder / "identities.yaml", dict[str, IdentityRule]),
    )
    check_forms(catalogue)
    check_columns(catalogue)
    check_metrics(catalogue)
    check_identities(catalogue)
    return catalogue


def check_forms(catalogue: Catalogue) -> None:
    """Every row and column that a form names has a term."""
    if not catalogue.forms:
        raise FormDataError("form_*.yaml: no form found")
    for year, form in catalogue.forms.items():
        for table, layout in form.tables.items():
            for item in layout.items:
                where = f"form_{year}.yaml: key tables.{table}.{item.item}"
                known_rows, known_columns = catalogue.rows.get(table, {}), catalogue.columns.get(table, {})
                for row in item.rows:
                    require(row in known_rows, f"{where}.rows: {row!r} is not in rows.yaml")
                for column in item.columns:
                    require(column in known_columns, f"{where}.columns: {column!r} is not in columns.yaml")


def check_columns(catalogue: Catalogue) -> None:
    """A heading over columns names columns of its table."""
    for table, columns in catalogue.columns.items():
        for key, column in columns.items():
            for part in column.sum_of:
                require(part in columns, f"columns.yaml: key {table}.{key}.sum_of: {part!r} is not a column of {table}")


def check_metrics(catalogue: Catalogue) -> None:
    """A group has terms, a rate has both sides, and every term names a row of its table."""
    for key, metric in catalogue.metrics.items():
        where = f"metrics.yaml: key {key}"
        require(metric.table in catalogue.rows, f"{where}.table: {metric.table!r} is not a table")
        wanted = metric.terms if metric.kind == "group" else [*metric.numerator, *metric.denominator]
        complete = bool(metric.terms) if metric.kind == "group" else bool(metric.numerator and metric.denominator)
        require(complete, f"{where}: a {metric.kind} needs {'terms' if metric.kind == 'group' else 'both sides'}")
        for term in wanted:
            row, _, column = term.partition("/")
            require(row in catalogue.rows[metric.table], f"{where}: {row!r} is not a row of {metric.table}")
            known = not column or column in catalogue.columns[metric.table]
            require(known, f"{where}: {column!r} is not a column of {metric.table}")
        for other in [*metric.see_also, *metric.companions]:
            known = other in catalogue.metrics or other in catalogue.rows[metric.table]
            require(known, f"{where}: {other!r} is neither a metric nor a row")


def check_identities(catalogue: Catalogue) -> None:
    """Both sides of an identity name rows or columns of its table."""
    for key, rule in catalogue.identities.items():
        where = f"identities.yaml: key {key}"
        require(rule.table in catalogue.rows, f"{where}.table: {rule.table!r} is not a table")
        source = catalogue.rows if rule.along == "columns" else catalogue.columns
        for name in [*rule.left, *rule.right]:
            require(name in source[rule.table], f"{where}: {name!r} is not known in {rule.table}")


def require(holds: bool, message: str) -> None:
    """Raise FormDataError with `message` unless `holds`."""
    if not holds:
        raise FormDataError(message)
