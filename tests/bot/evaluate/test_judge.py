"""Right or not: status, reason, figures, cells and words; every miss is named and a wrong figure is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluate.cases import Case
from bot.evaluate.judge import figures_fit, judge, same
from bot.model import Answer, Citation, Reason, Status, Value

CELL = ("2024-x", "requests", "new", "total")


def citation(report: str = "2024-x", row: str = "new", quote: str | None = None) -> Citation:
    return Citation(
        1, "cell", report, "甲市", 2024, "jia_2024.md", "三", 7, table="requests", row=row, column="total", quote=quote
    )


def answer(*values: object, text: str = "收到 5 件[1]。", citations: tuple[Citation, ...] = (citation(),)) -> Answer:
    made = tuple(Value(Decimal(str(v)), "件", "新收", "甲市", 2024, (1,)) for v in values)
    return Answer(Status.ANSWERED, None, text, "zh", made, citations)


def case(**more: object) -> Case:
    return Case.model_validate({"id": "a", "question": "收到多少", "kind": "value", **more})


REFUSED = Answer(Status.NOT_FOUND, Reason.YEAR_MISSING, "没有", "zh")


def test_all_of_it_is_right() -> None:
    verdict = judge(case(values=[["5"]], cells=[[CELL]], text=["5 件"]), answer(5))
    assert verdict.right
    assert not verdict.wrong_figure


@pytest.mark.parametrize(
    ("more", "given_answer", "miss", "wrong"),
    [
        ({"values": [["6"]]}, answer(5), "values 5, expected 6", True),
        ({"values": [["5"]]}, REFUSED, "status not_found", False),
        ({"values": [["5"]], "cells": [[("2024-x", "requests", "public", "total")]]}, answer(5), "not cited", False),
        ({"values": [["5"]], "cells": [[("other", "requests", "new", "total")]]}, answer(5), "not cited", False),
        ({"values": [["5"]], "text": ["自然人"]}, answer(5), "not said", False),
        ({"values": [["5"]]}, answer(), "values none", False),
        ({"status": "not_found", "reason": "year_missing"}, answer(5), "status answered", True),
        ({"status": "not_found", "reason": "agency_missing"}, REFUSED, "reason year_missing", False),
    ],
)
def test_what_misses_is_named(more: dict[str, object], given_answer: Answer, miss: str, wrong: bool) -> None:
    verdict = judge(case(**more), given_answer)
    assert [said for said in verdict.misses if said.startswith(miss)]
    assert not verdict.right
    assert verdict.wrong_figure == wrong


def test_any_alternative_will_do() -> None:
    assert judge(case(values=[["6"], ["5"]], cells=[[("2024-x", "requests", "x", "y")], [CELL]]), answer(5)).right
    assert judge(case(status=["answered", "not_found"], reason=[None, "year_missing"]), REFUSED).right


def test_a_report_by_the_start_of_its_file() -> None:
    assert judge(case(values=[["5"]], cells=[[("jia", "requests", "new", "total")]]), answer(5)).right


def test_words_of_a_quote_count_and_articles_in_either_number() -> None:
    quoted = answer(5, text="第三十九条", citations=(citation(quote="全年 办理 **5** 件"),))
    assert judge(case(text=["全年办理5件", "第39条"]), quoted).right


@pytest.mark.parametrize(
    ("kind", "wanted", "shown", "fits"),
    [
        ("value", [5], [5, 9], True),
        ("value", [5], [9, 5], False),
        ("rank", [9, 5], [9, 5, 1], True),
        ("rank", [9, 5], [5, 9], False),
        ("list", [9, 5], [5, 9], True),
        ("list", [5, 5], [5, 9], False),
        ("difference", [-4], [4], True),
        ("value", [-4], [4], False),
        ("share", ["59.54"], ["59.5"], True),
        ("share", ["59.54"], ["59.4"], False),
    ],
)
def test_figures_that_fit(kind: str, wanted: list[object], shown: list[object], fits: bool) -> None:
    assert figures_fit(kind, [Decimal(str(w)) for w in wanted], answer(*shown)) == fits


@settings(max_examples=40, deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_whole_numbers_are_equal_or_not(first: int, second: int) -> None:
    assert same(Decimal(first), Decimal(second)) == (first == second)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 99), min_size=1, max_size=5), st.permutations(range(5)))
def test_the_order_of_a_list_does_not_count(figures: list[int], order: list[int]) -> None:
    mixed = [figures[at] for at in order if at < len(figures)]
    assert figures_fit("list", [Decimal(figure) for figure in figures], answer(*mixed)) or len(figures) == 1


def test_an_answer_is_not_changed() -> None:
    given_answer = answer(5)
    assert judge(case(values=[["5"]]), given_answer).answer == replace(given_answer)
