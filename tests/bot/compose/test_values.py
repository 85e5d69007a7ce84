"""A figure as a value and as a line: its cells, its unit, its formula, and what a share is a share of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.compose.draft import Draft
from bot.compose.values import add_value, amount, base_label, label_of, say_value, side
from bot.figures import figure_of
from bot.lookup import Found
from bot.model import Lang
from bot.plan import Operation, Plan
from ingest.form.catalogue import load_catalogue
from ingest.wording import wording
from tests.bot.compose.made import DENIED, NEW, data_of

GROUP = {f"requests/d{n}/total": n for n in range(1, 9)}


def draft(lang: Lang = "zh") -> Draft:
    return Draft(lang, wording("answers"), load_catalogue())


def test_a_printed_figure_cites_its_cell() -> None:
    made = draft()
    value = add_value(made, figure_of(NEW, data_of({"requests/new/total": 7})), "新收")
    assert (value.value, value.unit, value.formula, value.citations) == (Decimal(7), "件", None, (1,))
    assert [citation.raw for citation in made.citations] == ["7"]
    say_value(made, "item", value)
    assert "**7 件**" in made.lines[-1].text
    assert "[1]" in made.lines[-1].text


def test_a_sum_cites_every_cell_once_and_shows_its_formula() -> None:
    made = draft()
    figure = figure_of(DENIED, data_of(GROUP))
    first, second = add_value(made, figure, "不予公开"), add_value(made, figure, "不予公开")
    assert first.citations == second.citations == tuple(range(1, 9))
    assert first.formula == "1 + 2 + 3 + 4 + 5 + 6 + 7 + 8"
    say_value(made, "item", first)
    assert first.formula in made.lines[-1].text


@pytest.mark.parametrize(
    ("value", "unit", "lang", "expected"),
    [
        ("5", "件", "zh", "5 件"),
        ("5.50", "%", "zh", "5.5%"),
        ("5.50", "%", "en", "5.5%"),
        ("3", "万元", "en", "3 ten thousand yuan"),
        ("5", "件", "en", "5"),
        ("0.000001", "万元", "zh", "0.000001 万元"),
    ],
)
def test_a_number_with_its_unit(value: str, unit: str, lang: Lang, expected: str) -> None:
    assert amount(draft(lang), Decimal(value), unit) == expected


def test_a_term_of_a_formula() -> None:
    assert side(figure_of(NEW, data_of({"requests/new/total": 7}))) == "7"
    assert side(figure_of(DENIED, data_of(GROUP))) == "(1 + 2 + 3 + 4 + 5 + 6 + 7 + 8)"


def test_a_share_says_of_what() -> None:
    figure = figure_of(DENIED, data_of(GROUP))
    shared = Found(Plan(operation=Operation.SHARE, lang="zh", targets=(DENIED,)))
    plain = Found(Plan(operation=Operation.VALUE, lang="zh", targets=(DENIED,)))
    assert label_of(draft(), plain, figure) == "不予公开"
    assert label_of(draft(), shared, replace(figure, unit="%")) == "不予公开占办理结果总计的比例"
    company = NEW.model_copy(update={"column": "company"})
    assert base_label(draft(), figure_of(company, data_of({"requests/new/company": 1}))) == "本年新收政府信息公开申请"
