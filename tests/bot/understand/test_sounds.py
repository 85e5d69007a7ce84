"""Sounds: what people mix up when typing is the same, what they hear as different is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understand.sounds import pinyin, sound, syllable

HAN = st.text(alphabet="政府信息公开申请复议诉讼吴忠淮安洪泽沭阳平潭新收不予答复处理总计", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("first", "second"), [("中", "宗"), ("是", "四"), ("沭", "树"), ("京", "金"), ("政", "震"), ("付", "复")]
)
def test_mixed_up_characters_sound_alike(first: str, second: str) -> None:
    assert syllable(first) == syllable(second)


@pytest.mark.parametrize(("first", "second"), [("申", "复"), ("吴", "淮"), ("公", "开"), ("那", "拉")])
def test_other_characters_do_not(first: str, second: str) -> None:
    assert syllable(first) != syllable(second)


def test_names_in_latin_letters() -> None:
    assert [pinyin(name) for name in ("吴忠", "淮安", "")] == ["wuzhong", "huaian", ""]


@settings(max_examples=40, deadline=None)
@given(HAN, HAN)
def test_every_character_has_its_sound(first: str, second: str) -> None:
    assert sound(first).split() == [syllable(character) for character in first]
    assert sound(first + second) == f"{sound(first)} {sound(second)}"
