"""Question sets as files: what a line may hold, and what is said of one that is wrong."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bot.evaluate.cases import CaseError, read_cases

GOOD: dict[str, object] = {"id": "a", "question": "收到多少", "kind": "value"}


def write(folder: Path, *lines: object) -> Path:
    path = folder / "set.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    (case,) = read_cases(write(tmp_path, GOOD))
    assert (case.status, case.reason, case.values, case.history) == (("answered",), (None,), (), ())


def test_one_outcome_or_several(tmp_path: Path) -> None:
    first = {**GOOD, "status": "not_found", "reason": "year_missing"}
    second = {**GOOD, "status": ["answered", "clarify"], "reason": [None, "ambiguous"]}
    found = read_cases(write(tmp_path, first, "", second))
    assert [case.status for case in found] == [("not_found",), ("answered", "clarify")]
    assert [case.reason for case in found] == [("year_missing",), (None, "ambiguous")]


def test_figures_are_exact(tmp_path: Path) -> None:
    (case,) = read_cases(write(tmp_path, {**GOOD, "values": [["24252.311082"], ["0.1", "7"]]}))
    assert case.values == ((Decimal("24252.311082"),), (Decimal("0.1"), Decimal(7)))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ({**GOOD, "status": "maybe"}, "status"),
        ({**GOOD, "question": ""}, "question"),
        ({**GOOD, "values": [["many"]]}, "values"),
        ({**GOOD, "cells": [[["a", "b"]]]}, "cells"),
        ({**GOOD, "answer": 3}, "answer"),
        ({"id": "a", "kind": "value"}, "question"),
        ("{not json", "JSON"),
        ("[]", ":2:"),
    ],
)
def test_a_wrong_line_is_named_with_its_key(tmp_path: Path, line: object, key: str) -> None:
    path = write(tmp_path, GOOD, line)
    with pytest.raises(CaseError) as error:
        read_cases(path)
    assert str(error.value).startswith(f"{path}:2:")
    assert key in str(error.value)


def test_a_file_that_is_not_there_or_empty_or_no_text(tmp_path: Path) -> None:
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.jsonl", write(tmp_path, ""), binary):
        with pytest.raises(CaseError) as error:
            read_cases(path)
        assert str(path) in str(error.value)
