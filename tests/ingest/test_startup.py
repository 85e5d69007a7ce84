"""First start takes in what lies in the reports folder; a second start takes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.settings import Settings
from ingest.startup import digest, ensure_samples, open_store


@pytest.fixture
def settings(repo: Path, tmp_path: Path) -> Settings:
    """Settings with one sample report."""
    (tmp_path / "reports").mkdir()
    shutil.copy(repo / "reports" / "wuzhong_gov_office_2025.md", tmp_path / "reports")
    return Settings(home=tmp_path / "home", reports=tmp_path / "reports", embedding="", lang="zh", workers=1)


def test_second_start_takes_nothing(settings: Settings, repo: Path, capfd: pytest.CaptureFixture[str]) -> None:
    first = ensure_samples(settings)
    assert [(outcome.status, outcome.agency, outcome.year) for outcome in first] == [
        ("stored", "吴忠市人民政府办公室", 2025)
    ]
    assert "导入报告" in capfd.readouterr().err  # the progress bar
    assert ensure_samples(settings) == []
    assert "导入报告" not in capfd.readouterr().err
    shutil.copy(repo / "reports" / "pingtan_2020.txt", settings.reports)
    (settings.reports / "note.txt").write_text("会议记录", encoding="utf-8")
    third = {Path(outcome.file).name: outcome.status for outcome in ensure_samples(settings, show_progress=False)}
    assert third == {"pingtan_2020.txt": "stored", "note.txt": "failed"}
    assert capfd.readouterr().err == ""
    store, _ = open_store(settings)
    with store:
        assert [(report.agency, report.year) for report in store.reports()] == [
            ("吴忠市人民政府办公室", 2025),
            ("平潭综合实验区", 2020),
        ]
        assert store.doctor() == []


def test_no_folder_is_no_error(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", reports=tmp_path / "none", embedding="", lang="zh")
    assert ensure_samples(settings, show_progress=False) == []
    assert (tmp_path / "home").is_dir()


def test_digest_is_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert digest(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
