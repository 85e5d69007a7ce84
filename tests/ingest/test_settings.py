"""Settings come from the environment or from .env, and a wrong one is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from ingest.settings import Settings

NAMES = {f"NIANBAO_{name.upper()}" for name in Settings.model_fields}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting is made, and no .env lies in the working folder."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_nothing() -> None:
    settings = Settings()
    assert (settings.host, settings.port, settings.lang, settings.embedding) == ("127.0.0.1", 7860, "zh", "")
    assert (settings.home, settings.reports, settings.max_file_mb) == (Path(".nianbao"), Path("reports"), 50)


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_PORT", "8080")
    monkeypatch.setenv("NIANBAO_HOME", "/data/x")
    monkeypatch.setenv("NIANBAO_LANG", "en")
    settings = Settings()
    assert (settings.port, settings.home, settings.lang) == (8080, Path("/data/x"), "en")


def test_env_file_and_environment_over_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("NIANBAO_PORT=1234\nNIANBAO_LANG=en\nOTHER=1\n", encoding="utf-8")
    assert (Settings().port, Settings().lang) == (1234, "en")
    monkeypatch.setenv("NIANBAO_PORT", "4321")
    assert Settings().port == 4321


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "many"), ("PORT", "70000"), ("PORT", "-1"), ("LANG", "de"), ("MAX_FILE_MB", "0"), ("MAX_FILE_MB", "x")],
)
def test_wrong_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"NIANBAO_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_a_wrong_setting_is_one_clear_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "list"],
        env={**os.environ, "NIANBAO_LANG": "de"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "NIANBAO_LANG" in done.stderr
    assert "'de'" in done.stderr
    assert "Traceback" not in done.stderr
