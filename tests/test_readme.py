"""What the READMEs promise is there, and both say the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from bot.__main__ import parser as bot_parser
from ingest.__main__ import parser as ingest_parser
from ingest.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")


def text(name: str) -> str:
    """A README."""
    return (ROOT / name).read_text(encoding="utf-8")


def command(name: str, mark: str) -> str:
    """The one line of the block behind `<!-- mark -->`."""
    found = re.search(rf"<!-- {mark} -->\n```bash\n([^\n]+)\n```\n", text(name))
    assert found is not None, f"{name} has no single copyable line behind <!-- {mark} -->"
    return found[1]


@pytest.mark.parametrize("mark", ["run", "test"])
def test_both_have_the_same_copyable_lines(mark: str) -> None:
    line = command(READMES[0], mark)
    assert command(READMES[1], mark) == line
    assert line.startswith("python3 -m venv ")
    assert "-c constraints.txt" in line


def test_lines_stand_on_the_first_screen() -> None:
    for name in READMES:
        head = "\n".join(text(name).splitlines()[:24])
        assert "<!-- run -->" in head, name
        assert "<!-- test -->" in head, name


def test_lines_use_what_is_there() -> None:
    run, test = command(READMES[0], "run"), command(READMES[0], "test")
    assert (ROOT / shlex.split(run)[-1]).is_file()
    assert shlex.split(test)[-1] == "pytest" or "pytest" in test
    extras = re.findall(r"\.\[([\w,]+)\]", test)
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert extras
    assert all(re.search(rf"^{extra} = \[", declared, re.MULTILINE) for extra in extras[0].split(","))


def test_ci_runs_the_readme_line_word_for_word() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "<!-- test -->" in script
    assert "README.md" in script
    assert command(READMES[0], "test") not in script  # it is read, not copied
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.parametrize("name", READMES)
def test_every_setting_is_documented(name: str) -> None:
    missing = [
        f"NIANBAO_{field.upper()}" for field in Settings.model_fields if f"`NIANBAO_{field.upper()}`" not in text(name)
    ]
    assert missing == []


@pytest.mark.parametrize("name", READMES)
def test_documented_settings_exist_with_their_defaults(name: str) -> None:
    known = {f"NIANBAO_{field.upper()}" for field in Settings.model_fields}
    assert set(re.findall(r"NIANBAO_[A-Z_]+[A-Z]", text(name))) <= known
    for line in re.findall(r"^\| `NIANBAO_.*$", text(name), re.MULTILINE):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        names, defaults = re.findall(r"NIANBAO_([A-Z_]+)", cells[0]), re.findall(r"`([^`]*)`", cells[2])
        for setting, printed in zip(names, defaults, strict=False):
            assert str(Settings.model_fields[setting.lower()].default) == printed, line


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_mentioned(name: str) -> None:
    listed = re.search(r"other commands: ([\w, ]+)", ingest_parser("").description or "")
    assert listed is not None
    missing = [command for command in listed[1].split(", ") if f"python -m ingest {command}" not in text(name)]
    assert missing == []
    assert "python -m bot" in text(name)
    assert "--batch" in text(name)
    assert bot_parser().parse_args(["--batch", "x.jsonl"]).batch == "x.jsonl"


@pytest.mark.parametrize("name", READMES)
def test_links_and_paths_exist(name: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text(name)) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link.split("#")[0]).exists()] == []
    paths = [
        path
        for path in re.findall(r"`((?:ingest|bot|prompts|reports|tests)/[\w./*-]*)`", text(name))
        if not list(ROOT.glob(path.rstrip("/")))
    ]
    assert paths == []


def test_constraints_pin_every_line() -> None:
    lines = [
        line
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert "torch==2.13.0" in lines
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+(?:\[[\w,]+\])?==[\w.!+]+(?: *;.*)?", line)] == []


def test_samples_say_that_they_are_samples() -> None:
    for path in (ROOT / "reports").iterdir():
        if path.suffix in {".md", ".txt", ".html"}:
            assert "示例" in path.read_text(encoding="utf-8"), path.name
