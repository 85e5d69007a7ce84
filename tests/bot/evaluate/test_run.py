"""A question set over a bot: verdicts in order, shares by kind, misses as text and as JSON."""

from __future__ import annotations

import json
from decimal import Decimal

from bot.evaluate.cases import Case
from bot.evaluate.run import as_json, as_text, run, tallies, tally
from bot.model import Answer, Question, Reason, Status, Value


def case(name: str, kind: str, **more: object) -> Case:
    return Case.model_validate({"id": name, "question": f"问{name}", "kind": kind, **more})


CASES = [
    case("a", "value", values=[["1"]]),
    case("b", "value", values=[["2"]]),
    case("c", "share", values=[["1"]], history=["先问"]),
    case("d", "refusal", status="not_found", reason="year_missing"),
]


def ask(question: Question) -> Answer:
    """Always 1, but for a refusal."""
    if question.text == "问d":
        return Answer(Status.NOT_FOUND, Reason.YEAR_MISSING, "没有", "zh")
    return Answer(Status.ANSWERED, None, "1", "zh", (Value(Decimal(1), "件", "x", "甲", 2024, (1,)),))


def test_verdicts_in_the_order_of_the_questions() -> None:
    verdicts = run(CASES, ask)
    assert [verdict.case.id for verdict in verdicts] == ["a", "b", "c", "d"]
    assert [verdict.right for verdict in verdicts] == [True, False, True, True]


def test_the_history_is_asked_too() -> None:
    seen: list[Question] = []

    def note(question: Question) -> Answer:
        seen.append(question)
        return ask(question)

    run(CASES, note)
    assert [question.history for question in seen] == [(), (), ("先问",), ()]


def test_shares_by_kind() -> None:
    found = [(t.name, t.right, t.asked, t.wrong_figures, t.share) for t in tallies(run(CASES, ask))]
    assert found == [
        ("refusal", 1, 1, 0, "100.0 %"),
        ("share", 1, 1, 0, "100.0 %"),
        ("value", 1, 2, 1, "50.0 %"),
        ("refusal reasons", 1, 1, 0, "100.0 %"),
        ("all", 3, 4, 1, "75.0 %"),
    ]
    assert tally("some", run(CASES[:1], ask)).wrong_figures == 0


def test_as_text_names_every_miss_and_marks_wrong_figures() -> None:
    lines = list(as_text(run(CASES, ask)))
    assert lines[0] == "! b [value] 问b"
    assert "expected 2" in lines[1]
    assert lines[-1].split()[:4] == ["all", "3", "/", "4"]
    assert not any(line.startswith(("! a", "- a", "! d")) for line in lines)


def test_as_json_holds_the_summary_and_the_misses() -> None:
    found = json.loads(json.dumps(as_json(run(CASES, ask))))
    assert [miss["id"] for miss in found["misses"]] == ["b"]
    assert found["misses"][0]["wrong_figure"] is True
    assert {"name": "all", "asked": 4, "right": 3, "wrong_figures": 1} in found["tallies"]
