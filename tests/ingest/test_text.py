"""Normalisation that all readers share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text import LineTable, collapse, simplified, squash


@pytest.mark.parametrize(
    ("text", "wanted"),
    [(" a\u00a0\u3000b\n\tc ", "a b c"), ("\u200b", ""), ("", ""), ("甲\ufeff乙", "甲 乙"), ("一 二", "一 二")],
)
def test_collapse(text: str, wanted: str) -> None:
    assert collapse(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("（一） 予以公开", "(一)予以公开"), ("政府資訊公開", "政府资讯公开"), ("⼀⾏⽂", "一行文"), ("２０２５年", "2025年"),
     ("“甲”「乙」", '"甲""乙"'),
     ("國辦公開辦函〔2021〕30號", "国办公开办函(2021)30号"), ("— – － ‐", "----"), ("\u00a0总\u3000计\n", "总计")],
)  # fmt: skip
def test_squash(text: str, wanted: str) -> None:
    assert squash(text) == wanted


def test_simplified() -> None:
    assert simplified("行政訴訟與復議") == "行政诉讼与复议"
    assert simplified("abc 123") == "abc 123"


@given(st.text(max_size=40))
def test_squash_is_stable_and_has_no_blanks(text: str) -> None:
    once = squash(text)
    assert not any(char.isspace() for char in once)
    assert collapse(collapse(text)) == collapse(text)


@given(st.text(alphabet="ab\n\r", max_size=40))
def test_lines_count_from_one(text: str) -> None:
    table = LineTable(text)
    assert [table.line(offset) for offset in range(len(text))] == [
        text.count("\n", 0, offset) + 1 for offset in range(len(text))
    ]
