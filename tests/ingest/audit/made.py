"""Reports made up for the checks: cells, text, and reports in a real store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from random import Random

import numpy as np

from ingest.audit.amounts import Amounts
from ingest.audit.nouns import Subject
from ingest.chunk import chunk
from ingest.form.catalogue import TABLES, Catalogue
from ingest.model import Block, Cell, CellKey, Document, Grid, GridCell, Identity, Place, Report, State
from ingest.store.nouns import StoredReport, report_id_of
from ingest.store.store import Store

Cells = dict[CellKey, Cell]
APPLICANTS = ("person", "company", "research", "ngo", "legal", "other")
OUTCOMES = ("upheld", "corrected", "other", "pending")
DIMENSION = 4


def cell(name: str, value: object) -> Cell:
    """The cell `table/row/column`: a number, or a State that carries none."""
    key = CellKey(*name.split("/"))
    if isinstance(value, State):
        place = None if value is State.ABSENT else Place(7, 0, 1)
        raw = {State.SLASH: "/", State.UNREADABLE: "1?"}.get(value, "")
        reason = "看不清" if value is State.UNREADABLE else ""
        return Cell(key, value, raw, None, "件", place, key.row, key.column, reason=reason)
    return Cell(key, State.NUMBER, str(value), Decimal(str(value)), "件", Place(7, 0, 1), key.row, key.column)


def cells(values: Mapping[str, object]) -> Cells:
    """Cells by `table/row/column`."""
    return {made.key: made for made in (cell(name, value) for name, value in values.items())}


def changed(before: Mapping[CellKey, Cell], values: Mapping[str, object]) -> Cells:
    """`before` with some cells put in place of others."""
    return {**before, **cells(values)}


def results_of(catalogue: Catalogue, form: int) -> tuple[str, ...]:
    """Rows of table 3 that add up to its total."""
    rows = dict.fromkeys(row for row, _ in catalogue.cells_of(form, "requests"))
    return tuple(row for row in rows if row not in {"new", "carried_in", "total", "carried_out"})


def balanced(catalogue: Catalogue, form: int, seed: int, *, share_of_zero: float = 0.5) -> Cells:
    """Every cell of a form in which all identities hold; mostly small numbers."""
    chance = Random(seed)

    def some() -> int:
        return 0 if chance.random() < share_of_zero else chance.randint(1, 40)

    values: dict[str, object] = {
        f"disclosure/{row}/{column}": some() for row, column in catalogue.cells_of(form, "disclosure")
    }
    rows: dict[str, list[int]] = {}
    for _ in APPLICANTS:
        results = {row: some() for row in results_of(catalogue, form)}
        results["total"], results["carried_out"] = sum(results.values()), some()
        both = results["total"] + results["carried_out"]
        results["carried_in"] = chance.randint(0, both)
        results["new"] = both - results["carried_in"]
        for row, value in results.items():
            rows.setdefault(row, []).append(value)
    for row, numbers in rows.items():
        values |= {f"requests/{row}/{column}": n for column, n in zip(APPLICANTS, numbers, strict=True)}
        values[f"requests/{row}/total"] = sum(numbers)
    for row in dict.fromkeys(row for row, _ in catalogue.cells_of(form, "disputes")):
        outcomes = {column: some() for column in OUTCOMES}
        values |= {f"disputes/{row}/{column}": n for column, n in outcomes.items()}
        values[f"disputes/{row}/total"] = sum(outcomes.values())
    return cells(values)


def zeros(catalogue: Catalogue, form: int = 2021) -> Cells:
    """Every cell of a form, all of them 0."""
    return cells({f"{t}/{row}/{column}": 0 for t in TABLES for row, column in catalogue.cells_of(form, t)})


def document(paragraphs: Sequence[str | None]) -> Document:
    """Paragraphs one below the other; None is a table with one cell."""
    blocks: list[Block] = []
    offset = 0
    for line, paragraph in enumerate(paragraphs, 1):
        text = "1" if paragraph is None else paragraph
        place = Place(line, offset, offset + len(text), line)
        grid = Grid((GridCell("1", place, 0, 0),), place) if paragraph is None else None
        blocks.append(Block("" if paragraph is None else text, place, grid=grid, anchors=((0, offset),)))
        offset += len(text) + 1
    text = "\n".join("1" if paragraph is None else paragraph for paragraph in paragraphs)
    return Document("made.md", "text/markdown", "utf-8", sha256(text.encode()).hexdigest(), text, tuple(blocks))


def entry_of(agency: str, year: int, form: int, scope: str = "government") -> StoredReport:
    """What the store says of a report."""
    counts = (0, 0, 0, 0)
    head = (report_id_of(agency, year), 1, agency, year, form, scope, f"{agency}{year}", "made.md", "0" * 64, None)
    return StoredReport(*head, *counts, "2026-01-01T00:00:00", "text/markdown")


def subject(
    catalogue: Catalogue, found: Cells, paragraphs: Iterable[str | None] = (), *,
    agency: str = "某市人民政府", year: int = 2023, form: int = 2021, scope: str = "government",
) -> Subject:  # fmt: skip
    """A report under review that no store holds."""
    source = document(list(paragraphs))
    report = entry_of(agency, year, form, scope)
    return Subject(report, found, Amounts(catalogue, found), chunk(source), source)


def put(
    store: Store, catalogue: Catalogue, found: Cells, paragraphs: Iterable[str | None] = (), *,
    agency: str = "某市人民政府", year: int = 2023, form: int = 2021, scope: str = "government", url: str | None = None,
) -> str:  # fmt: skip
    """Store a report; its id."""
    source = document([f"{agency}{year}年政府信息公开工作年度报告", *paragraphs])
    identity = Identity(agency, year, f"{agency}{year}", scope, url=url)
    labelled = tuple(named(catalogue, c) for c in found.values())
    report = Report(identity, source, form, labelled, (), (), chunk(source))
    vectors = np.ones((len(report.passages), DIMENSION), dtype=np.float32)
    return store.put(report, vectors, source.text.encode()).report_id


def named(catalogue: Catalogue, made: Cell) -> Cell:
    """A cell with the labels that its form prints."""
    row, column = catalogue.rows[made.key.table][made.key.row], catalogue.columns[made.key.table][made.key.column]
    return replace(made, row_label=" / ".join(row.path), column_label=column.printed)
