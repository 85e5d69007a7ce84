"""The data files of understanding load, and a broken one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.understand import data
from ingest.form.schema import FormDataError


def test_all_files_load() -> None:
    assert data.operations()["define"]
    assert len(data.topics()) > 20
    assert "多少" in data.stopwords().zh
    assert "北京" in data.places().provinces
    assert data.agency_short()["教育局"]
    assert data.off_topic().search("今天天气")


def test_a_broken_file_is_named_with_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "operations.yaml").write_text("define:\n  zh: ['(']\n  en: []\n", encoding="utf-8")
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    data.operations.cache_clear()
    try:
        with pytest.raises(FormDataError, match=r"operations\.yaml: key define"):
            data.operations()
    finally:
        data.operations.cache_clear()
