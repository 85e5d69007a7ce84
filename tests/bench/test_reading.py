"""The comparison of readings counts as it says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from ingest.form.catalogue import load_catalogue
from ingest.model import CellKey
from tests.bench.plain_reading import letters, numbers, plain_reading, rows_of
from tests.bench.reading import Line, Score, compare, scored, table, truth_of

KEYS = [CellKey("requests", "new", column) for column in ("person", "company", "total")]
ENTRY = {
    "meta": {"form": 2021, "year": 2023},
    "table2": {"规章": [1, 2, 3], "行政规范性文件": None, "行政事业性收费_万元": "0.5"},
    "table3": {"new": [5, None, 0, 0, 0, 0, 5]},
    "table4": {"行政复议": [1, 0, 0, 0, 1]},
}


def test_a_reading_is_scored_cell_by_cell() -> None:
    truth = {KEYS[0]: Decimal(5), KEYS[1]: None, KEYS[2]: Decimal(5)}
    assert scored(truth, lambda: dict.fromkeys(KEYS, Decimal(5))).wrong == 1
    nothing = scored(truth, dict)
    assert (nothing.right, nothing.wrong, nothing.missing) == (1, 0, 2)


def test_truth_keeps_blanks_and_leaves_out_what_could_not_be_transcribed() -> None:
    truth = truth_of(ENTRY, load_catalogue())
    assert truth[CellKey("requests", "new", "company")] is None
    assert truth[CellKey("disclosure", "fees", "amount")] == Decimal("0.5")
    assert not [key for key in truth if key.row == "normative_documents"]
    assert len(truth) == 7 + 5 + 3 + 1


def test_plain_reading_takes_numbers_by_position() -> None:
    rows = [["一、本年新收政府信息公开申请数量", "5", "", "0", "5"], ["（七）总计", ""], ["(七)总计", "9"]]
    found = plain_reading(rows, load_catalogue(), 2021)
    assert [found.get(key) for key in KEYS] == [5, 0, None]
    assert found[CellKey("requests", "total", "person")] == 9
    assert numbers(["1 2", "-3", "4件", ""]) == [12, -3]
    assert letters("（一） 予以 公开") == letters("(一)予以公开") == "予以公开"


def test_rows_of_every_type(repo: Path) -> None:
    assert all(rows_of(path) for path in sorted((repo / "reports").iterdir()))


def test_this_reader_reads_every_transcribed_cell(repo: Path, shared: Path) -> None:
    lines = compare([repo / "reports"], shared / "gold.json")
    assert len(lines) == 6
    assert all((line.own.wrong, line.own.missing) == (0, 0) for line in lines)
    assert sum((line.plain for line in lines), Score(0, 0, 0, 0.0)).missing > 0


def test_table_has_a_line_a_report_and_one_a_kind() -> None:
    line = Line("a.pdf", Score(2, 0, 0, 0.5), Score(1, 1, 0, 0.25))
    text = table([line, line])
    assert "| a.pdf | 2 | 2 / 0 / 0 | 2.0 | pdfplumber extract_tables | 1 / 1 / 0 | 4.0 |" in text
    assert "| **2 reports** | 4 | 4 / 0 / 0 | 2.0 | pdfplumber extract_tables | 2 / 2 / 0 | 4.0 |" in text
