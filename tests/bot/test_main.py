"""The command line: one question, a file of questions, and what it says when something is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "bot", *arguments], capture_output=True, text=True, check=False)


def test_one_question_as_json(samples_home: Path) -> None:
    done = run("吴忠2025年收到多少件申请", "--json", "--home", str(samples_home))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["values"][0]["value"] == "37"


def test_a_batch_is_answered_in_order(samples_home: Path, tmp_path: Path) -> None:
    asked = tmp_path / "questions.jsonl"
    lines = [
        {"question": "平潭2021年收到多少"},
        {"question": "那2022年呢", "history": ["平潭2021年收到多少"]},
        {"question": "今天天气"},
    ]
    asked.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    done = run("--batch", str(asked), "--home", str(samples_home))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["values"][0]["value"] if a["values"] else a["reason"] for a in answers] == ["70", "74", "off_topic"]


def test_a_bad_line_of_a_batch_is_named(samples_home: Path, tmp_path: Path) -> None:
    asked = tmp_path / "questions.jsonl"
    asked.write_text('{"question": "平潭2021年收到多少"}\n{"q": 1}\n', encoding="utf-8")
    done = run("--batch", str(asked), "--home", str(samples_home))
    assert done.returncode == 1
    assert "questions.jsonl:2" in done.stderr


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    done = run("收到多少件申请", "--json", "--home", str(tmp_path / "new"))
    answer = json.loads(done.stdout)
    assert (answer["status"], answer["reason"]) == ("not_found", "agency_missing")
    assert "导入" in answer["answer"]
