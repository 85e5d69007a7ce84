"""`python -m ingest` as a user runs it: output, exit codes, and nothing half-stored."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
CONTRACT = {
    "file",
    "status",
    "report_id",
    "agency",
    "year",
    "form",
    "cells",
    "unreadable",
    "passages",
    "findings",
    "error",
}
CELL = {"table", "row", "column", "value", "raw", "state", "page", "line"}


@pytest.fixture
def run(repo: Path, tmp_path: Path) -> Run:
    """Runs the command in the repository with a home of its own; `env` adds settings."""

    def call(*arguments: object, home: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ingest", *map(str, arguments), "--home", str(home or tmp_path / "home")]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NIANBAO_")}
        return subprocess.run(
            command, cwd=repo, env=clean | env, text=True, capture_output=True, timeout=120, check=False
        )

    return call


def lines(output: str) -> list[dict[str, Any]]:
    """JSON objects, one a line."""
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def folder(repo: Path, tmp_path: Path) -> Path:
    """A folder with one report and five files that are none."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "a_report.md").write_bytes((repo / "reports" / "wuzhong_gov_office_2025.md").read_bytes())
    (made / "b_empty.md").write_bytes(b"")
    (made / "c_binary.md").write_bytes(bytes(range(256)) * 40)
    (made / "d_huge.md").write_bytes("甲".encode() * 600_000)
    (made / "e_minutes.txt").write_text("会议记录\n今天讨论了三件事。\n", encoding="utf-8")
    (made / "f_report.txt").write_bytes((repo / "reports" / "pingtan_2020.txt").read_bytes())
    return made


def test_json_contract_and_exit_code(run: Run, folder: Path) -> None:
    done = run(folder, "--json", NIANBAO_MAX_FILE_MB="1")
    assert (done.returncode, done.stderr) == (1, "")
    outcomes = lines(done.stdout)
    assert all(set(outcome) >= CONTRACT for outcome in outcomes)
    assert {Path(outcome["file"]).name: outcome["status"] for outcome in outcomes} == {
        "a_report.md": "stored", "b_empty.md": "failed", "c_binary.md": "failed", "d_huge.md": "failed", "e_minutes.txt": "failed",
        "f_report.txt": "stored",
    }  # fmt: skip
    errors = {Path(o["file"]).name: o["error"] for o in outcomes if o["status"] == "failed"}
    assert all(name in error for name, error in errors.items())
    assert "1 MB" in errors["d_huge.md"]
    assert "NIANBAO_MAX_FILE_MB" in errors["d_huge.md"]
    stored = lines(run("list", "--json").stdout)
    assert [(entry["agency"], entry["year"], entry["version"]) for entry in stored] == [
        ("吴忠市人民政府办公室", 2025, 1),
        ("平潭综合实验区", 2020, 1),
    ]
    assert run("doctor").returncode == 0
    again = run(folder / "a_report.md", "--json")
    assert (again.returncode, lines(again.stdout)[0]["status"]) == (0, "unchanged")


@pytest.mark.slow
def test_words_for_people(run: Run, folder: Path) -> None:
    done = run(folder / "a_report.md", folder / "b_empty.md")
    assert done.returncode == 1
    assert "已入库" in done.stdout
    assert "吴忠市人民政府办公室 2025" in done.stdout
    assert done.stderr.startswith("失败")
    assert len(done.stderr.splitlines()) == 1
    english = run(folder / "a_report.md", folder / "b_empty.md", NIANBAO_LANG="en")
    assert "unchanged" in english.stdout
    assert "The file is empty: b_empty.md" in english.stderr


def test_export_prints_every_cell(run: Run, samples_home: Path) -> None:
    listed = {entry["agency"]: entry for entry in lines(run("list", "--json", home=samples_home).stdout)}
    report_id = listed["吴忠市人民政府办公室"]["report_id"]
    done = run("export", report_id, home=samples_home)
    assert (done.returncode, done.stderr) == (0, "")
    cells = lines(done.stdout)
    assert len(cells) == 200
    assert all(set(cell) >= CELL for cell in cells)
    by_key = {(cell["table"], cell["row"], cell["column"]): cell for cell in cells}
    assert len(by_key) == 200
    cell = by_key["requests", "new", "total"]
    assert (cell["value"], cell["raw"], cell["state"], cell["page"]) == ("37", "37", "number", None)
    assert isinstance(cell["line"], int)
    assert all(isinstance(cell["value"], str) and Decimal(cell["value"]) >= 0 for cell in cells)
    source = (
        (Path(__file__).parents[2] / "reports" / listed["吴忠市人民政府办公室"]["file"])
        .read_text(encoding="utf-8")
        .split("\n")
    )
    assert all(f" {cell['raw']} " in source[cell["line"] - 1] for cell in cells)


def test_list_says_where_a_report_was_published(run: Run, repo: Path, tmp_path: Path) -> None:
    text = (repo / "reports" / "wuzhong_gov_office_2025.md").read_text(encoding="utf-8")
    (tmp_path / "a.md").write_text(f"{text}\n原文链接：https://example.org/a.html\n", encoding="utf-8")
    run(tmp_path / "a.md", repo / "reports" / "pingtan_2020.txt")
    found = {entry["year"]: (entry["url"], entry["published"]) for entry in lines(run("list", "--json").stdout)}
    assert found[2025][0] == "https://example.org/a.html"
    assert found[2020][0] is None
    assert "https://example.org/a.html" in run("list").stdout


def test_list_for_people(run: Run, samples_home: Path) -> None:
    done = run("list", home=samples_home)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 6
    assert any(line.split("\t")[1:3] == ["淮安市人民政府", "2024"] for line in done.stdout.splitlines())


@pytest.mark.slow
def test_agency_and_year_are_given(run: Run, repo: Path) -> None:
    done = run(repo / "reports" / "pingtan_2020.txt", "--json", "--agency", "某区管委会", "--year", 2018)
    (outcome,) = lines(done.stdout)
    assert (outcome["status"], outcome["agency"], outcome["year"]) == ("stored", "某区管委会", 2018)


@pytest.mark.slow
def test_new_file_for_the_same_report_is_version_two(run: Run, folder: Path) -> None:
    report = folder / "a_report.md"
    run(report)
    report.write_text(report.read_text(encoding="utf-8") + "\n补充一句话，说明报告有更正。\n", encoding="utf-8")
    (outcome,) = lines(run(report, "--json").stdout)
    (entry,) = lines(run("list", "--json").stdout)
    assert (outcome["status"], entry["version"], entry["report_id"]) == ("stored", 2, outcome["report_id"])


def test_people_are_told_stage_version_and_progress(run: Run, repo: Path, tmp_path: Path) -> None:
    text = (repo / "reports" / "wuzhong_gov_office_2025.md").read_text(encoding="utf-8")
    many = tmp_path / "many"
    many.mkdir()
    for n in range(20):
        (many / f"{n:02}.txt").write_text(f"会议记录 {n}", encoding="utf-8")
    (many / "report.md").write_text(text, encoding="utf-8")
    done = run(many)
    assert "版" not in done.stdout
    assert done.stderr.count("（辨认年度报告）") == 20
    assert "/21] report.md 读取 …\n" in done.stderr
    (many / "report.md").write_text(text.replace("| 35 | 2 | 0 |", "| 34 | 3 | 0 |"), encoding="utf-8")
    again = run(many / "report.md")
    assert "第 2 版，与上一版相比改动 2 格" in again.stdout
    assert again.stderr == ""
    quiet = run(many, "--json")
    assert quiet.stderr == ""
    assert {outcome["stage"] for outcome in lines(quiet.stdout)} == {"recognise", None}


@pytest.mark.slow
def test_doctor_says_what_is_wrong(run: Run, repo: Path, tmp_path: Path) -> None:
    run(repo / "reports" / "pingtan_2020.txt")
    assert "检查完毕" in run("doctor").stdout
    sources = [path for path in (tmp_path / "home").rglob("*") if path.is_file() and len(path.name) == 64]
    assert len(sources) == 1
    sources[0].write_bytes(b"something else")
    broken = run("doctor")
    assert broken.returncode == 1
    assert broken.stdout.strip()
    assert "Traceback" not in broken.stderr


@pytest.mark.parametrize("arguments", [["list"], ["doctor"], ["export", "2025-none"], ["reembed"]])
def test_no_store_is_one_sentence(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert str(tmp_path / "home") in done.stderr
    assert not (tmp_path / "home").exists()


def test_unknown_report_and_missing_file(run: Run, samples_home: Path) -> None:
    done = run("export", "2025-none", home=samples_home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "2025-none" in done.stderr
    missing = run("no/such/file.md", "--json")
    assert missing.returncode == 1
    assert "file.md" in lines(missing.stdout)[0]["error"]


def test_empty_folder_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = run(tmp_path / "nothing")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing" in done.stderr


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("list", "export", "doctor", "reembed", "--agency", "--year", "--json"))
