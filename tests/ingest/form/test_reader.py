"""Whole reports: every figure of the gold, none wrong, each at its place in the source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from ingest.form.catalogue import Catalogue, load_catalogue
from ingest.form.reader import FormReading, read_form
from ingest.load.loader import load_bytes
from ingest.model import Cell, CellKey, Document, Place, State

Tables = Callable[..., Document]
ROWS = {
    "规章": "regulations", "行政规范性文件": "normative_documents", "规范性文件": "normative_documents", "行政许可": "licensing",
    "其他对外管理服务事项": "other_services", "行政处罚": "penalties", "行政强制": "coercion", "行政事业性收费_万元": "fees",
    "行政事业性收费": "fees", "政府集中采购": "procurement", "行政复议": "review", "未经复议直接起诉": "litigation_direct",
    "复议后起诉": "litigation_after_review",
}  # fmt: skip
REAL = {
    "01_wuzhong_zfb_2025": "01_wuzhong_zfb_2025.md",
    "03_shanghai_gov_office_2019_oldform": "03_shanghai_gov_office_2019_oldform.html",
    "11_shuyang_fagaiju_2023_wordhtml": "11_shuyang_fagaiju_2023_wordhtml.html",
}
REAL_AS_TEXT = {
    "13_shanghai_stcsm_2024": "13_shanghai_stcsm_2024.md",
    "16_pingtan_2020_oldform": "16_pingtan_2020_oldform_gluedcells.txt",
    "17_pingtan_2021": "17_pingtan_2021_gluedcells.txt",
    "18_pingtan_2022": "18_pingtan_2022_gluedcells.txt",
}
SAMPLES = {
    "01_wuzhong_zfb_2025": "wuzhong_gov_office_2025.md",
    "04_huaian_city_2024": "huaian_2024.html",
    "05_hongze_district_2023": "hongze_2023.docx",
    "16_pingtan_2020_oldform": "pingtan_2020.txt",
    "17_pingtan_2021": "pingtan_2021.html",
    "18_pingtan_2022": "pingtan_2022.docx",
}
CUT = [
    "c03_qu_tongjiju_2023_slash_and_blank.txt", "c04_xinjiang_town_2023_pipe_own_line.txt", "c05_ankang_bureau_2019_oldform_unit_in_cell.txt",
    "c08_guangzhou_sasac_2020_oldform_traditional_blanks.txt", "c09_tianmen_gov_office_2025_onecell_perline.txt",
    "c11_wuchang_minyi_township_2021_tables_missing.txt",
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A file as loaded and as read."""

    document: Document
    reading: FormReading

    @property
    def cells(self) -> dict[CellKey, Cell]:
        """Cells by key."""
        return {cell.key: cell for cell in self.reading.cells}


@lru_cache(maxsize=32)
def read(path: Path) -> Case:
    """Read a file; its year is not given, so the layout alone tells the form."""
    document = load_bytes(path.name, path.read_bytes(), 50)
    return Case(document, read_form(document, load_catalogue(), None))


def gold_cells(report: dict[str, Any], catalogue: Catalogue) -> dict[CellKey, Decimal | None]:
    """The transcription of a report: a number, or None for what is printed blank."""
    form = report["meta"]["form"]
    found: dict[CellKey, Decimal | None] = {}

    def add(table: str, row: str, values: Any) -> None:
        columns = catalogue.columns_of_row(form, table, row)
        listed = values if isinstance(values, list) else [values]
        for column, value in zip(columns, listed, strict=True):
            text = None if value is None else re.sub(r"[^\d.]", "", str(value))
            found[CellKey(table, row, column)] = None if text is None else Decimal(text)

    for row, values in report["table3"].items():
        add("requests", row, values)
    for table, part in (("disclosure", report["table2"]), ("disputes", report["table4"])):
        for label, values in (part or {}).items():
            if label in ROWS and values is not None:
                add(table, ROWS[label], values)
    return found


def differences(case: Case, wanted: dict[CellKey, Decimal | None]) -> tuple[list[str], list[str]]:
    """Cells read wrong, and cells not read."""
    wrong, missed = [], []
    for key, value in wanted.items():
        cell = case.cells.get(key)
        if cell is None or cell.value is None:
            if value is not None or cell is None or cell.state not in {State.BLANK, State.SLASH}:
                missed.append(f"{key}: {value}, read as {cell.state if cell else 'nothing'}")
        elif cell.value != value:
            wrong.append(f"{key}: {value}, read as {cell.value}")
    return wrong, missed


@pytest.mark.parametrize("name", REAL)
def test_real_reports_are_read_whole(shared: Path, gold: dict[str, Any], catalogue: Catalogue, name: str) -> None:
    case = read(shared / REAL[name])
    wanted = gold_cells(gold[name], catalogue)
    assert len(wanted) >= 175
    assert differences(case, wanted) == ([], [])
    assert case.reading.form == gold[name]["meta"]["form"]
    assert (case.reading.warnings, case.reading.unknown_rows) == ((), ())


@pytest.mark.parametrize("name", REAL_AS_TEXT)
def test_tables_as_text_are_never_read_wrong(
    shared: Path, gold: dict[str, Any], catalogue: Catalogue, name: str
) -> None:
    case = read(shared / REAL_AS_TEXT[name])
    wanted = gold_cells(gold[name], catalogue)
    wrong, missed = differences(case, wanted)
    assert wrong == []
    assert len(missed) <= 3, missed
    assert case.reading.form == gold[name]["meta"]["form"]


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_print_what_was_published(repo: Path, gold: dict[str, Any], catalogue: Catalogue, name: str) -> None:
    case = read(repo / "reports" / SAMPLES[name])
    assert differences(case, gold_cells(gold[name], catalogue)) == ([], [])
    assert case.reading.form == gold[name]["meta"]["form"]


def test_what_gold_calls_unreadable_is(shared: Path) -> None:
    for name in ("17_pingtan_2021_gluedcells.txt", "18_pingtan_2022_gluedcells.txt"):
        cells = read(shared / name).cells
        row = [
            cells[CellKey("disclosure", "normative_documents", column)] for column in ("made", "repealed", "in_force")
        ]
        assert {(cell.state, cell.value) for cell in row} == {(State.UNREADABLE, None)}
        assert all(cell.reason for cell in row)


def visible(document: Document, place: Place) -> str:
    """What a reader sees at a place, blanks and table rules left out."""
    text = document.text[place.start : place.end]
    if document.markup:
        text = unescape(re.sub(r"<[^>]*>", "", text))
    return re.sub(r"[\s|\u200b\ufeff]+", "", text)


def check_places(path: Path) -> int:
    """Every cell's raw text stands at its place; the number of cells checked."""
    case = read(path)
    placed = [cell for cell in case.reading.cells if cell.place is not None]
    for cell in placed:
        assert cell.place is not None
        assert visible(case.document, cell.place) == re.sub(r"[\s|]+", "", cell.raw), cell.key
        assert cell.place.line == case.document.text.count("\n", 0, cell.place.start) + 1, cell.key
    numbers = {(c.place.start, c.place.end) for c in placed if c.place and c.state is State.NUMBER}
    assert len(numbers) == sum(1 for c in placed if c.state is State.NUMBER)  # no figure is used twice
    assert all(cell.place is not None for cell in case.reading.cells if cell.state is State.NUMBER)
    return len(placed)


@pytest.mark.parametrize("name", SAMPLES.values())
def test_raw_is_what_the_sample_prints(repo: Path, name: str) -> None:
    assert check_places(repo / "reports" / name) >= 180


@pytest.mark.parametrize("name", [*REAL.values(), *REAL_AS_TEXT.values()])
def test_raw_is_what_the_report_prints(shared: Path, name: str) -> None:
    assert check_places(shared / name) >= 150


@pytest.mark.parametrize("name", CUT)
def test_raw_is_what_the_excerpt_prints(shared: Path, name: str) -> None:
    found = check_places(shared / "cut" / name)
    assert found > 0 or name.startswith("c11")


def test_excerpts_are_read_as_printed(shared: Path) -> None:
    wanted = {
        "c04_xinjiang_town_2023_pipe_own_line.txt": {"regulations/in_force": "6", "normative_documents/in_force": "0"},
        "c05_ankang_bureau_2019_oldform_unit_in_cell.txt": {
            "normative_documents/total_public": "30",
            "procurement/amount": "160.5964",
        },
        "c08_guangzhou_sasac_2020_oldform_traditional_blanks.txt": {
            "normative_documents/total_public": "130",
            "regulations/newly_made": "0",
        },
        "c09_tianmen_gov_office_2025_onecell_perline.txt": {
            "normative_documents/in_force": "49",
            "normative_documents/repealed": "6",
        },
    }
    for name, figures in wanted.items():
        cells = read(shared / "cut" / name).cells
        found = {key: str(cells[CellKey("disclosure", *key.split("/"))].value) for key in figures}
        assert found == figures, name
    slashes = read(shared / "cut" / "c03_qu_tongjiju_2023_slash_and_blank.txt").cells
    assert {slashes[CellKey("disclosure", "regulations", column)].state for column in ("made", "in_force")} == {
        State.SLASH
    }


def test_cells_of_the_form_are_all_there(repo: Path, catalogue: Catalogue) -> None:
    for name in SAMPLES.values():
        reading = read(repo / "reports" / name).reading
        keys = [cell.key for cell in reading.cells]
        assert len(keys) == len(set(keys))
        collapsed = {part for parts in catalogue.forms[reading.form].collapsed.values() for part in parts}
        for table in catalogue.forms[reading.form].tables:
            for row, column in catalogue.cells_of(reading.form, table):
                assert CellKey(table, row, column) in keys or row in collapsed


def test_layout_tells_the_form_and_the_year_only_helps(catalogue: Catalogue, tables: Tables) -> None:
    old = tables([["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"], ["规章", "1", "2", "3"]])
    new = tables([["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "1", "2", "3"]])
    assert read_form(old, catalogue, 2023).form == 2019
    assert read_form(new, catalogue, 2019).form == 2021
    empty = tables([["没有表格", "1"]])
    assert [read_form(empty, catalogue, year).form for year in (2019, 2020, 2021, 2025, None)] == [
        2019,
        2019,
        2021,
        2021,
        2021,
    ]


def test_nothing_read_is_all_absent(catalogue: Catalogue, tables: Tables) -> None:
    reading = read_form(tables([["没有表格", "1"]]), catalogue, 2023)
    assert {cell.state for cell in reading.cells} == {State.ABSENT}
    assert (reading.found, len(reading.cells)) == (0, 200)
