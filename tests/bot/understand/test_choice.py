"""A turn that only picks a reading, and turns that say more than that."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understand.choice import picked


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第二个", 2),
        ("选2", 2),
        ("2", 2),
        ("（3）", 3),
        ("第三项吧", 3),
        ("我选第一个", 1),
        ("the second one", 2),
        ("option 1", 1),
        ("the fourth", 4),
    ],
)
def test_a_number_of_the_readings(text: str, number: int) -> None:
    assert picked(text) == number


@pytest.mark.parametrize(
    "text", ["", "2021年", "第二个问题", "选9", "5", "0", "第二个里有多少", "25", "谢谢", "那2021年呢"]
)
def test_anything_else_is_a_question(text: str) -> None:
    assert picked(text) is None


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=12))
def test_never_a_number_that_was_not_offered(text: str) -> None:
    assert picked(text) in {None, 1, 2, 3, 4}
