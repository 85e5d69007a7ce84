"""Texts cut into words: nothing is lost, every word stands where it says, and kinds mean what they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understand.words import Word, is_word, words_of

TEXT = st.text(alphabet="女性申请人不予公开的行政诉讼撤了多少件2024年,?吴忠市 abc和在", max_size=24)


@settings(max_examples=40, deadline=None)
@given(TEXT)
def test_every_word_stands_where_it_says(text: str) -> None:
    words = words_of(text)
    assert "".join(word.text for word in words) == text
    assert all(text[word.start : word.start + len(word.text)] == word.text for word in words)


@pytest.mark.parametrize(("text", "known"), [("申请", True), ("女性", True), ("性申", False), ("付议", False)])
def test_words_of_the_dictionary(text: str, known: bool) -> None:
    assert is_word(text) == known


def test_kinds() -> None:
    kinds = {word.text: word for word in words_of("女性在北京撤诉了")}
    assert kinds["女性"].is_noun
    assert kinds["北京"].is_name
    assert kinds["撤诉"].is_verb
    assert kinds["撤诉"].is_content
    assert not kinds["了"].says_something
    assert Word("北京", 0, "ns").says_something
