"""What does not resolve never reaches the reader, whoever phrased it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chain import Bot, State
from bot.compose.draft import Draft, Line
from bot.model import Answer, Question, Value
from bot.verify import canonical, verify
from ingest.form.catalogue import load_catalogue
from ingest.model import Cell, CellKey, Place
from ingest.model import State as CellState
from ingest.store.nouns import StoredReport
from ingest.wording import wording

REPORT = StoredReport(
    "2025-x",
    1,
    "某市",
    2025,
    2021,
    "office",
    "某市2025年",
    "a.md",
    "0" * 64,
    None,
    1,
    0,
    0,
    0,
    "2025-01-01",
    "text/plain",
)


def cell(row: str, raw: str) -> Cell:
    return Cell(
        CellKey("requests", row, "total"), CellState.NUMBER, raw, Decimal(raw), "件", Place(1, 0, len(raw)), row, "总计"
    )


def draft_of(*lines: str) -> Draft:
    made = Draft("zh", wording("answers"), load_catalogue())
    made.cite_cells(REPORT, [cell("u1", "22"), cell("u2", "3")])
    made.lines.extend(Line(text) for text in lines)
    return made


def test_a_printed_number_and_a_shown_sum_stay() -> None:
    text = "无法提供为 **25 件**（22 + 3）[1][2]。"
    checked = verify(draft_of(text), {"2025"})
    assert checked.text == text
    assert checked.removed == 0


@pytest.mark.parametrize(
    "planted",
    [
        "无法提供为 **26 件**[1][2]。",
        "无法提供为 **25 件**（22 + 4）[1][2]。",
        "无法提供为 **22 件**，占 88%[1]。",
        "无法提供为 22 件，共 1,022 件[1]。",
        "无法提供为 3 件[1]。",  # 3 is printed in [2], which this line does not cite
        "无法提供为 22 件[1]，另见[7]。",
        "２６件[1]。",
    ],
)
def test_a_planted_number_goes_with_its_line(planted: str) -> None:
    checked = verify(draft_of("无法提供：22 件[1]。", planted), {"2025"})
    assert planted not in checked.text
    assert "22 件" in checked.text
    assert checked.removed == 1
    assert "没有显示" in checked.text


def test_a_value_must_be_printed_or_computed() -> None:
    made = draft_of("无法提供：25 件（22 + 3）[1][2]。")
    right = Value(Decimal(25), "件", "无法提供", "某市", 2025, (1, 2), "22 + 3")
    made.values.extend(
        [right, replace(right, value=Decimal(24)), replace(right, formula=None), replace(right, citations=(1,))]
    )
    assert verify(made, {"2025"}).values == (right,)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_no_other_number_passes(printed: int, shown: int) -> None:
    made = Draft("zh", wording("answers"), load_catalogue())
    made.cite_cells(REPORT, [cell("u1", str(printed))])
    made.lines.append(Line(f"共 {shown} 件[1]。"))
    assert (verify(made).removed == 0) == (printed == shown)


@given(st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=6))
def test_numbers_compare_whatever_their_zeros(number: Decimal) -> None:
    assert Decimal(canonical(f"{number:,f}")) == number


def test_a_wrong_figure_in_a_draft_never_reaches_the_user(wuzhong_bot: Bot) -> None:
    """The chain with a composer that lies: the lie is not in the answer, nor in its values."""
    state = State(Question("今年收到多少件申请"))
    wuzhong_bot.understand(state)
    wuzhong_bot.look_up(state)
    wuzhong_bot.compose(state)
    state.draft.lines.insert(0, Line("本年新收政府信息公开申请为 **100 件**[1]。"))
    state.draft.values.insert(0, replace(state.draft.values[0], value=Decimal(100)))
    answer: Answer = wuzhong_bot.verify(state)
    assert "100" not in answer.answer
    assert [value.value for value in answer.values] == [Decimal(37), Decimal(1)]
    assert "37" in answer.answer
