"""Real reports whose tables come as text: every cell as printed, and never a guess."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.form.catalogue import load_catalogue
from ingest.form.reader import read_form
from ingest.load.loader import load_bytes
from ingest.model import Cell, CellKey, Document, State

REPORTS = Path(__file__).parents[4] / "shared" / "reports"
CATALOGUE = load_catalogue()
COLUMNS = ("person", "company", "research", "ngo", "legal", "other", "total")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
DISPUTES = {"行政复议": "review", "未经复议直接起诉": "litigation_direct", "复议后起诉": "litigation_after_review"}
GLUED = ["16_pingtan_2020_oldform", "17_pingtan_2021", "18_pingtan_2022"]
B, S = "blank", "/"
Rows = Mapping[str, list[str]]


@cache
def document(name: str) -> Document:
    """A real report by the start of its name; the test is skipped where the files are not there."""
    found = sorted(REPORTS.glob(f"{name}*")) or sorted((REPORTS / "cut").glob(f"{name}*"))
    if not found:
        pytest.skip(f"real report {name} is not in {REPORTS}")
    return load_bytes(found[0].name, found[0].read_bytes(), 50)


def cells(name: str, year: int) -> dict[CellKey, Cell]:
    return {cell.key: cell for cell in read_form(document(name), CATALOGUE, year).cells}


def gold(name: str) -> dict[str, Any]:
    path = REPORTS / "gold.json"
    if not path.exists():
        pytest.skip(f"{path.name} is not in {REPORTS}")
    return dict(json.loads(path.read_text(encoding="utf-8"))[name])


@pytest.mark.parametrize("name", [*GLUED, "13_shanghai_stcsm_2024"])
def test_requests_and_disputes_as_transcribed(name: str) -> None:
    truth = gold(name)
    found = cells(name, truth["meta"]["year"])
    for row, values in truth["table3"].items():
        assert [found[CellKey("requests", row, c)].value for c in COLUMNS] == values
    for row, values in truth["table4"].items():
        assert [found[CellKey("disputes", DISPUTES[row], c)].value for c in OUTCOMES] == values


@pytest.mark.parametrize("name", [*GLUED, "13_shanghai_stcsm_2024"])
def test_every_figure_quotes_its_own_place(name: str) -> None:
    text = document(name).text
    for cell in cells(name, gold(name)["meta"]["year"]).values():
        if cell.state in {State.NUMBER, State.UNREADABLE}:
            assert cell.place is not None
            assert text[cell.place.start : cell.place.end] == cell.raw
            assert cell.place.line == text.count("\n", 0, cell.place.start) + 1
            assert (cell.confidence == 0) == (cell.state is State.UNREADABLE)


def test_digits_of_a_glued_row_are_told_apart() -> None:
    found = cells("17_pingtan_2021", 2021)
    row = [found[CellKey("requests", "new", column)] for column in COLUMNS]
    starts = [cell.place.start for cell in row if cell.place]
    assert [start - starts[0] for start in starts] == [0, 2, 3, 4, 5, 6, 7]
    assert [cell.raw for cell in row] == ["64", "0", "0", "2", "0", "4", "70"]


def test_column_sums_decide_between_two_readings() -> None:
    found = cells("17_pingtan_2021", 2021)
    assert found[CellKey("requests", "public", "person")].method == "text+column sums"


DISCLOSURE: list[tuple[str, int, Rows]] = [
    ("16", 2020, {
        "regulations": ["0", "0", "7"], "normative_documents": ["?7777166"] * 3, "licensing": ["?396442278"] * 3,
        "other_services": ["?107105"] * 3, "penalties": ["?2648-18538"] * 3, "coercion": ["?1262629"] * 3,
        "fees": ["35", "-15"], "procurement": ["?39573802895.90元"] * 2,
    }),
    ("17", 2021, {
        "regulations": ["0", "0", "0"], "normative_documents": ["?693665"] * 3, "licensing": ["2293"],
        "penalties": ["1282"], "coercion": ["42"], "fees": ["24252.311082"],
    }),
    ("18", 2022, {
        "regulations": ["0", "0", "0"], "normative_documents": ["?8855698"] * 3, "licensing": ["10690"],
        "penalties": ["2113"], "coercion": ["0"], "fees": ["9116.36"],
    }),
    ("13", 2024, {
        "regulations": ["0", "0", "0"], "normative_documents": ["13", "0", "55"], "licensing": ["97"],
        "penalties": ["0"], "coercion": ["0"], "fees": ["0"],
    }),
    ("c03", 2023, {
        "regulations": [S, S, S], "normative_documents": ["0", "0", "0"], "licensing": ["0"], "penalties": ["0"],
        "coercion": ["0"], "fees": ["0"],
    }),
    ("c04", 2023, {
        "regulations": ["0", "0", "6"], "normative_documents": ["0", "0", "0"], "licensing": ["0"],
        "penalties": ["0"], "coercion": ["0"], "fees": ["0"],
    }),
    ("c05", 2019, {
        "regulations": ["0", "0", "0"], "normative_documents": ["30", "30", "30"], "licensing": ["0", "0", "0"],
        "other_services": ["0", "0", "0"], "penalties": ["0", "0", "0"], "coercion": ["0", "0", "0"],
        "fees": ["0", "0"], "procurement": ["8", "160.5964"],
    }),
    ("c08", 2020, {
        "regulations": ["0", "0", "0"], "normative_documents": ["4", "4", "130"], "licensing": [B, B, B],
        "other_services": [B, B, B], "penalties": [B, B, B], "coercion": [B, B, B], "fees": [B, B],
        "procurement": ["absent", "absent"],
    }),
    ("c09", 2025, {
        "regulations": ["0", "0", "0"], "normative_documents": ["6", "6", "49"], "licensing": ["0"],
        "penalties": ["0"], "coercion": ["0"], "fees": ["absent"],
    }),
]  # fmt: skip


@pytest.mark.parametrize(("name", "year", "expected"), DISCLOSURE)
def test_disclosure_as_printed(name: str, year: int, expected: Rows) -> None:
    found = cells(name, year)
    for row, values in expected.items():
        shown = [shown_as(cell) for key, cell in found.items() if key[:2] == ("disclosure", row)]
        assert shown == values, row


def shown_as(cell: Cell) -> str:
    """A cell in one word: its value, `?` with what cannot be read, or its state."""
    if cell.state is State.UNREADABLE:
        assert cell.reason
        return f"?{cell.raw}"
    return str(cell.value) if cell.state is State.NUMBER else S if cell.state is State.SLASH else str(cell.state)


REQUESTS: list[tuple[str, int, Rows]] = [
    ("c03", 2023, {"new": [B] * 6 + ["0"], "carried_in": [B] * 6 + ["0"], "public": [B] * 7, "partial": ["absent"] * 7}),
    ("c04", 2023, {row: ["0"] * 7 for row in ["new", "carried_in", "public", "partial", "d1", "d2", "d3", "d4", "d5"]}
        | {"d6": ["absent"] * 7, "total": ["absent"] * 7}),
    ("c05", 2019, {"new": ["absent"] * 7}),
    ("c11", 2021, {"new": ["absent"] * 7, "o3": ["absent"] * 7}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "year", "expected"), REQUESTS)
def test_requests_as_printed(name: str, year: int, expected: Rows) -> None:
    found = cells(name, year)
    for row, values in expected.items():
        assert [shown_as(found[CellKey("requests", row, column)]) for column in COLUMNS] == values, row


def test_unit_in_the_cell() -> None:
    cell = cells("c05", 2019)[CellKey("disclosure", "procurement", "amount")]
    assert (cell.value, cell.unit, cell.raw) == (Decimal("160.5964"), "万元", "160.5964万元")


def test_lost_cell_stays_blank_and_nothing_is_left_over() -> None:
    reading = read_form(document("13"), CATALOGUE, 2024)
    found = {cell.key: cell for cell in reading.cells}
    assert found[CellKey("requests", "carried_out", "total")].state is State.BLANK
    assert found[CellKey("requests", "o1", "company")].method == "order+column sums"
    assert reading.unknown_rows == ()


def test_detached_rows_that_do_not_add_up_are_not_placed() -> None:
    text = document("13").text.replace("| 8 | 2 | 0 | 0 | 0 | 0 | 10 |", "| 8 | 3 | 0 | 0 | 0 | 0 | 11 |")
    reading = read_form(load_bytes("a.md", text.encode(), 50), CATALOGUE, 2024)
    rows = {c.key.row for c in reading.cells if c.key.table == "requests" and c.value is not None}
    assert not rows & {"n4", "o1"}
    assert "new" in rows


@pytest.mark.parametrize("digits", ["1" * 60, "1" * 30, "12" * 15, "1 " * 400, "/" * 50, "9" * 5000])
def test_hostile_digits_change_only_their_own_row(digits: str) -> None:
    text = document("17").text
    load = load_bytes("a.txt", text.replace("640020470", digits).encode(), 50)
    before = time.process_time()
    reading = read_form(load, CATALOGUE, 2021)
    assert time.process_time() - before < 0.5
    truth = cells("17", 2021)
    for cell in reading.cells:
        assert cell.value is None or (cell.key.row != "new" and cell.value == truth[cell.key].value)
