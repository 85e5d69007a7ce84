"""What two versions of a report print otherwise: cells one by one, rows and tables as a whole, corrections left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.audit.nouns import Entry
from ingest.audit.review import review
from ingest.audit.rules import load_rules
from ingest.audit.sheet import sheet_json, sheet_text
from ingest.audit.sheet_docx import write_docx
from ingest.audit.versions import changed_keys, count_changed, parts_changed
from ingest.audit.words import Words
from ingest.form.catalogue import Catalogue
from ingest.model import CellKey, Correction, State
from ingest.store.store import Store
from tests.ingest.audit.made import DIMENSION, Cells, cell, changed, put, zeros
from tests.ingest.audit.test_sheet import words_of

RULES = load_rules()
NEW = CellKey("requests", "new", "total")
CHANGES: dict[str, tuple[object, object, str, str]] = {
    "requests/new/total": (22, 23, "22", "23"),
    "requests/new/person": (State.BLANK, 5, "", "5"),
    "requests/public/total": (7, State.UNREADABLE, "7", ""),
    "requests/u1/legal": (State.SLASH, State.BLANK, "", ""),
    "disclosure/fees/amount": (Decimal("160.5964"), State.ABSENT, "160.5964", ""),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home", "made", DIMENSION) as made:
        yield made


def entries(store: Store, catalogue: Catalogue, report_id: str) -> list[Entry]:
    found = review(store, catalogue, RULES, report_id).entries
    return [entry for entry in found if entry.finding.identity == "version"]


def two(store: Store, catalogue: Catalogue, before: Cells, after: Cells, form: int = 2021) -> str:
    """Two versions of one report."""
    put(store, catalogue, before, ["第一版。"], form=form)
    return put(store, catalogue, after, ["第二版。"])


def absent(found: Cells, *rows: str) -> Cells:
    gone = [key for key in found if not rows or f"{key.table}/{key.row}" in rows or key.table in rows]
    return changed(found, {str(key): State.ABSENT for key in gone})


def test_each_changed_cell_is_told_with_both_states(store: Store, catalogue: Catalogue) -> None:
    before = changed(zeros(catalogue), {name: values[0] for name, values in CHANGES.items()})
    after = changed(zeros(catalogue), {name: values[1] for name, values in CHANGES.items()})
    report_id = two(store, catalogue, before, after)
    found = {entry.finding.scope: entry for entry in entries(store, catalogue, report_id)}
    assert set(found) == set(CHANGES)
    for name, (_, _, left, right) in CHANGES.items():
        finding, key = found[name].finding, CellKey(*name.split("/"))
        assert (finding.status, finding.cells) == ("note", (key,))
        assert (finding.left_formula, finding.right_formula) == (left, right)
        ((old,), (new,)) = (found[name].other_cells, found[name].printed)
        assert (old.raw, old.state) == (before[key].raw, before[key].state)
        assert (new.raw, new.state) == (after[key].raw, after[key].state)
        other = found[name].other
        assert other is not None
        assert other.version == 1
    assert count_changed(store, store.report(report_id)) == len(CHANGES)


def test_one_version_or_the_same_figures_have_nothing_to_tell(store: Store, catalogue: Catalogue) -> None:
    report_id = put(store, catalogue, zeros(catalogue))
    assert entries(store, catalogue, report_id) == []
    assert count_changed(store, store.report(report_id)) is None
    again = changed(zeros(catalogue), {})
    again[NEW] = replace(again[NEW], raw=" ０ ", confidence=0.5, method="label")  # written otherwise, the same figure
    assert two(store, catalogue, zeros(catalogue), again) == report_id
    assert entries(store, catalogue, report_id) == []
    assert count_changed(store, store.report(report_id)) == 0


def test_only_the_last_two_versions_count(store: Store, catalogue: Catalogue) -> None:
    for number in (1, 2, 2):
        cells = changed(zeros(catalogue), {str(NEW): number})
        report_id = put(store, catalogue, cells, [f"第{number}版。", str(len(store.reports()))])
    assert store.report(report_id).version == 3
    assert entries(store, catalogue, report_id) == []


def test_what_is_printed_is_compared_not_what_a_person_said(store: Store, catalogue: Catalogue) -> None:
    before, after = (changed(zeros(catalogue), {str(NEW): number}) for number in (22, 23))
    report_id = two(store, catalogue, before, after)
    store.correct(report_id, NEW, Correction(Decimal(22), "见原件", "某人", "2026-01-01T00:00:00+00:00"))
    store.correct(report_id, NEW._replace(column="person"), Correction(Decimal(9), "见原件", "某人", "2026-01-01"))
    (told,) = entries(store, catalogue, report_id)
    assert (told.finding.left, told.finding.right) == (Decimal(22), Decimal(23))
    assert told.printed[0].correction is None
    text = sheet_text(Words(review(store, catalogue, RULES, report_id), RULES, "zh"))
    assert "上一版 22；这一版 23" in text


@pytest.mark.parametrize(("gone", "scope"), [(("requests",), "requests"), (("requests/u1",), "requests/u1")])
def test_a_row_or_table_as_a_whole_is_one_entry(
    store: Store, catalogue: Catalogue, gone: tuple[str], scope: str
) -> None:
    whole, less = zeros(catalogue), absent(zeros(catalogue), *gone)
    report_id = two(store, catalogue, whole, less)
    (vanished,) = entries(store, catalogue, report_id)
    assert vanished.finding.scope == scope
    assert (
        len(vanished.other_cells)
        == len(vanished.finding.cells)
        == sum(str(key).startswith(scope + "/") for key in whole)
    )
    put(store, catalogue, whole, ["第三版。"])
    (appeared,) = entries(store, catalogue, report_id)
    assert (appeared.finding.scope, len(appeared.printed)) == (scope, len(vanished.other_cells))


def test_all_tables_gone_are_three_entries(store: Store, catalogue: Catalogue) -> None:
    report_id = two(store, catalogue, zeros(catalogue), absent(zeros(catalogue)))
    assert [e.finding.scope for e in entries(store, catalogue, report_id)] == ["disclosure", "requests", "disputes"]
    assert count_changed(store, store.report(report_id)) == len(zeros(catalogue))


def test_a_row_that_cannot_be_read_any_more_is_one_entry(catalogue: Catalogue) -> None:
    before = absent(zeros(catalogue), "requests/u1/legal")
    after = changed(before, {str(key): State.UNREADABLE for key in before if key[:2] == ("requests", "u1")})
    assert [len(keys) for keys in parts_changed(before, after, same_form=True)] == [7]
    some = changed(before, {"requests/u1/total": State.UNREADABLE, "requests/u1/person": State.UNREADABLE})
    assert [keys[0].column for keys in parts_changed(before, some, same_form=True)] == ["person", "total"]


def test_a_row_of_one_cell_is_told_as_a_cell(catalogue: Catalogue) -> None:
    before, after = zeros(catalogue), absent(zeros(catalogue), "disclosure/fees")
    (keys,) = parts_changed(before, after, same_form=True)
    assert [str(key) for key in keys] == ["disclosure/fees/amount"]


def test_another_form_is_one_entry_and_what_both_have_is_compared(store: Store, catalogue: Catalogue) -> None:
    after = changed(zeros(catalogue), {str(NEW): 3})
    report_id = two(store, catalogue, zeros(catalogue, 2019), after, form=2019)
    form, cell_entry = entries(store, catalogue, report_id)
    assert (form.finding.scope, form.finding.left, form.finding.right) == ("form", Decimal(2019), Decimal(2021))
    assert cell_entry.finding.scope == str(NEW)
    text = sheet_text(Words(review(store, catalogue, RULES, report_id), RULES, "zh"))
    assert "前后两版不同：表格格式\n   上一版 2019；这一版 2021" in text


def test_figures_are_compared_not_their_writing() -> None:
    old, new = cell("requests/new/total", "1234"), cell("requests/new/total", "1234.0")
    assert changed_keys({NEW: old}, {NEW: replace(new, raw="1,234")}) == []
    assert changed_keys({NEW: old}, {}) == [NEW]
    assert changed_keys({}, {NEW: cell(str(NEW), State.ABSENT)}) == []


def test_the_sheet_tells_it_in_text_json_and_word(store: Store, catalogue: Catalogue, tmp_path: Path) -> None:
    before = changed(zeros(catalogue), {"requests/new/total": 22, "requests/new/person": State.SLASH})
    after = changed(zeros(catalogue), {"requests/new/total": 23, "requests/new/person": State.UNREADABLE})
    report_id = two(store, catalogue, before, absent(after, "disputes"))
    words = Words(review(store, catalogue, RULES, report_id), RULES, "zh")
    text = sheet_text(words)
    assert "[提示] 前后两版不同：本年新收政府信息公开申请，总计\n   上一版 22；这一版 23\n   位置：三、" in text
    assert "另见第 1 版（文件 made.md）" in text
    assert "上一版 无（印为“/”）；这一版 读不出（印为“1?”）" in text
    assert "上一版 有 15 格；这一版 没有" in text
    found = {entry["scope"]: entry for entry in sheet_json(words)["findings"] if entry["identity"] == "version"}
    assert set(found) == {"requests/new/total", "requests/new/person", "disputes"}
    told = found["requests/new/person"]
    assert (told["left"], told["right"], told["other_report"], told["other_version"]) == (None, None, report_id, 1)
    states = [(c["raw"], c["state"], c["value"]) for c in (*told["other_cells"], *told["cells"])]
    assert states == [("/", "slash", None), ("1?", "unreadable", None)]
    assert (found["requests/new/total"]["left"], found["requests/new/total"]["right"]) == ("22", "23")
    write_docx(tmp_path / "a.docx", [words])
    assert "上一版 22；这一版 23" in words_of(tmp_path / "a.docx")
    english = sheet_text(Words(words.review, RULES, "en"))
    assert "version before none (printed '/'); this version unreadable (printed '1?')" in english
    assert "version before 15 cells; this version not there" in english
