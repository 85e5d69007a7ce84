"""A person's word on a cell: shown wherever it is cited, and it outlives the file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.chain import open_bot
from bot.model import Question
from ingest.correct import CorrectionError, cell_key, correct, correction_of
from ingest.form.catalogue import Catalogue
from ingest.model import CellKey
from ingest.pipeline import Ingest
from ingest.settings import Settings
from ingest.startup import open_store

KEY = CellKey("disputes", "review", "total")


@pytest.fixture
def hongze(tmp_path: Path, repo: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    store, embedding = open_store(settings)
    with store:
        list(Ingest(store, embedding).take_all([repo / "reports" / "hongze_2023.docx"]))
    return settings


def test_a_correction_counts_is_told_and_survives_a_new_version(
    hongze: Settings, catalogue: Catalogue, repo: Path, tmp_path: Path
) -> None:
    store, embedding = open_store(hongze)
    with store:
        report_id = store.reports()[0].report_id
        assert len(store.findings(report_id)) == 2
        correct(store, catalogue, report_id, KEY, correction_of("11", "核对原件", "张三"))
        assert store.cells(report_id)[KEY].value == Decimal(11)
        assert store.cells(report_id)[KEY].raw == "0"
        assert [f.scope for f in store.findings(report_id)] == ["litigation_after_review"]
        again = tmp_path / "again.docx"
        again.write_bytes((repo / "reports" / "hongze_2023.docx").read_bytes() + b"\0")
        outcome = next(iter(Ingest(store, embedding).take_all([again])))
        assert (outcome.status, store.report(report_id).version) == ("stored", 2)
        assert store.cells(report_id)[KEY].value == Decimal(11)
        assert [f.scope for f in store.findings(report_id)] == ["litigation_after_review"]
        assert store.doctor() == []
    answer = open_bot(hongze).ask(Question("洪泽2023年行政复议多少件"))
    assert answer.values[0].value == 11
    assert answer.citations[0].raw == "0"
    assert "核对原件" in (answer.citations[0].corrected or "")
    assert any("更正" in note.text and "张三" in note.text for note in answer.notes)


def test_a_correction_can_be_taken_back(hongze: Settings, catalogue: Catalogue) -> None:
    store, _ = open_store(hongze)
    with store:
        report_id = store.reports()[0].report_id
        correct(store, catalogue, report_id, KEY, correction_of("11", "核对原件", ""))
        correct(store, catalogue, report_id, KEY, None)
        assert store.cells(report_id)[KEY].value == 0
        assert len(store.findings(report_id)) == 2


@pytest.mark.parametrize(
    ("cell", "value", "why", "key"),
    [
        ("requests/u1", "1", "x", "bad_cell"),
        ("requests/u9/total", "1", "x", "no_cell"),
        ("requests/u1/total", "一", "x", "bad_value"),
        ("requests/u1/total", "NaN", "x", "bad_value"),
        ("requests/u1/total", "-1", "x", "negative_value"),
        ("requests/u1/total", "1", " ", "no_reason"),
    ],
)
def test_what_cannot_be_taken_is_said(
    hongze: Settings, catalogue: Catalogue, cell: str, value: str, why: str, key: str
) -> None:
    store, _ = open_store(hongze)
    with store, pytest.raises(CorrectionError) as caught:
        correct(store, catalogue, store.reports()[0].report_id, cell_key(cell), correction_of(value, why, ""))
    assert caught.value.key == key
    assert caught.value.text("en") != caught.value.text("zh")
