"""Aggregates say over how many reports they are, and name those that have no figure."""

from __future__ import annotations

import pytest

from bot.chain import Bot
from bot.model import Answer, Question
from bot.plan import Operation
from ingest.model import State
from tests.bot.compose.made import NEW, Told, data_of, told, yearly

TOGETHER = [Operation.SUM, Operation.MEAN, Operation.RANK]


def coverage(answer: Answer | Told) -> list[str]:
    notes = answer.checked.notes if isinstance(answer, Told) else answer.notes
    return [note.text for note in notes if note.kind == "coverage"]


@pytest.mark.parametrize("operation", TOGETHER)
def test_all_of_them_have_it(operation: Operation) -> None:
    assert coverage(told(operation, [NEW], *yearly([1, 2, 3]))) == ["查了 3 份报告，都有数。"]


@pytest.mark.parametrize("operation", TOGETHER)
@pytest.mark.parametrize("state", [State.UNREADABLE, State.SLASH, State.ABSENT])
def test_those_without_are_named(operation: Operation, state: State) -> None:
    answer = told(operation, [NEW], *yearly([1, state, 3]))
    assert coverage(answer) == ["应查 3 份报告，有数的 2 份；缺：甲市 2002 年。"]
    assert sorted(answer.numbers)[-2:] == (
        [1, 3] if operation is Operation.RANK else [3, 4] if operation is Operation.SUM else [2, 3]
    )


def test_one_report_needs_no_coverage() -> None:
    assert coverage(told(Operation.VALUE, [NEW], data_of({"requests/new/total": 1}))) == []


def test_reports_of_another_form_are_left_out_and_named(samples_bot: Bot) -> None:
    answer = samples_bot.ask(Question("所有报告现行有效规范性文件平均多少"))
    (note,) = coverage(answer)
    assert "应查 6 份报告，有数的 4 份" in note
    assert "平潭综合实验区 2020 年" in note
    assert "平潭综合实验区 2022 年" in note
    assert (str(answer.values[0].value), len(answer.values)) == ("205.25", 5)


def test_a_report_that_is_not_loaded_is_named(samples_bot: Bot) -> None:
    answer = samples_bot.ask(Question("吴忠和洪泽2023年复议各多少"))
    assert any("吴忠市人民政府办公室 2023 年（未载入）" in note for note in coverage(answer))
    assert {value.agency for value in answer.values} == {"淮安市洪泽区人民政府"}


def test_different_scopes_are_told(samples_bot: Bot) -> None:
    answer = samples_bot.ask(Question("吴忠2025年和淮安2024年一共收到多少件申请"))
    assert answer.values[0].value == 37 + 3119
    assert any(note.kind == "scope" and "统计范围不同" in note.text for note in answer.notes)
