"""`python -m bot eval`: the share of right answers, and an exit code that tells of wrong figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.__main__ import main

RIGHT = {"id": "a", "question": "吴忠2025年收到多少件申请", "kind": "value", "values": [["37"]],
         "cells": [[["wuzhong", "requests", "new", "total"]]]}  # fmt: skip
REFUSAL = {"id": "b", "question": "今天天气", "kind": "refusal", "status": "out_of_scope", "reason": "off_topic"}
WRONG = {**RIGHT, "id": "c", "values": [["36"]]}


def evaluate(home: Path, folder: Path, *cases: object, options: tuple[str, ...] = ()) -> int:
    path = folder / "set.jsonl"
    path.write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in cases), encoding="utf-8")
    return main(["eval", str(path), "--home", str(home), *options])


def test_a_set_that_is_all_right(samples_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(samples_home, tmp_path, RIGHT, REFUSAL) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["all", "2", "/", "2", "100.0", "%"]


def test_a_wrong_figure_fails(samples_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(samples_home, tmp_path, RIGHT, WRONG, options=("--json",)) == 1
    found = json.loads(capsys.readouterr().out)
    assert [miss["id"] for miss in found["misses"]] == ["c"]


def test_a_miss_without_a_figure_does_not(samples_home: Path, tmp_path: Path) -> None:
    assert evaluate(samples_home, tmp_path, {**REFUSAL, "reason": "agency_missing"}) == 0


def test_a_set_that_cannot_be_used(samples_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(samples_home, tmp_path, RIGHT, {"id": "x"}) == 1
    assert "set.jsonl:2" in capsys.readouterr().err
