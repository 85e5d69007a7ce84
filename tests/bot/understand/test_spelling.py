"""Misspelt words of the field are put right; what is written right is never touched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understand.parts import World, english_words, known_words
from bot.understand.spelling import Vocabulary, corrected, corrected_latin, cuts_word, latin_meant, vocabulary, wrong
from ingest.form.catalogue import load_catalogue

FIELD = ("行政复议", "不予公开", "申请", "规范性文件", "吴忠", "新收", "结转", "诉讼")
SMALL = vocabulary(FIELD)
LATIN = frozenset({"requests", "commission", "received", "many", "reviews", "denied"})
LOADED = (("吴忠市人民政府办公室", 2025), ("淮安市人民政府", 2024), ("平潭综合实验区", 2021))
WORLD = World(load_catalogue(), LOADED)
WHOLE: Vocabulary = known_words(WORLD)
ENGLISH = english_words(WORLD)
HAN = st.text(alphabet="不与予子公开申请情行政复付议规范性文件无忠吴收到多少女撤诉讼", max_size=14)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("行政付议几件", "行政复议几件"),
        ("不与公开多少", "不予公开多少"),
        ("规范行文件", "规范性文件"),
        ("无忠收到多少", "吴忠收到多少"),
        ("申情多少", "申请多少"),
    ],
)
def test_a_word_of_the_same_sound_is_put_right_and_told(text: str, meant: str) -> None:
    found, told = corrected(text, SMALL)
    assert found == meant
    assert [text.replace(*pair) for pair in told] == [meant]


@pytest.mark.parametrize("text", ["女性申请人", "深情有多少", "公开", "复议", "", "北京天气"])
def test_words_of_their_own_are_left(text: str) -> None:
    assert corrected(text, SMALL) == (text, ())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(FIELD), max_size=6).map("".join))
def test_words_written_right_never_change(text: str) -> None:
    assert corrected(text, SMALL) == (text, ())


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(WHOLE.words)))
def test_no_word_of_the_field_is_taken_for_another(word: str) -> None:
    assert corrected(word, WHOLE) == (word, ())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(WHOLE.words)), max_size=5).map("，".join))
def test_words_of_the_field_set_apart_never_change(text: str) -> None:
    assert corrected(text, WHOLE) == (text, ())


@settings(max_examples=40, deadline=None)
@given(HAN)
def test_every_change_is_told_and_keeps_the_length(text: str) -> None:
    found, told = corrected(text, SMALL)
    assert len(found) == len(text)
    assert bool(told) == (found != text)
    assert all(meant in SMALL.words and written in text for written, meant in told)
    assert wrong(text, found) == sum(wrong(*pair) for pair in told)


@settings(max_examples=40, deadline=None)
@given(HAN)
def test_what_was_put_right_stays(text: str) -> None:
    first, told = corrected(text, WHOLE)
    if told:
        assert {meant for _, meant in told} <= WHOLE.words
        assert len(first) == len(text)


def test_a_word_is_not_cut() -> None:
    assert cuts_word("女性申请人", 1, 4)
    assert not cuts_word("女性申请人", 0, 2)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("requsts", "requests"), ("comission", "commission"), ("recieved", "received"), ("mny", "many"), ("may", None),
     ("request", None), ("huaian", None), ("xyzzy", None), ("requests", None), ("many", None)],
)  # fmt: skip
def test_english_words_mistyped(written: str, meant: str | None) -> None:
    assert latin_meant(written, LATIN) == meant


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(ENGLISH)), max_size=8).map(" ".join))
def test_english_written_right_never_changes(text: str) -> None:
    assert corrected_latin(text, ENGLISH) == (text, ())


def test_mistyped_english_is_told() -> None:
    assert corrected_latin("how mny requsts", LATIN) == (
        "how many requests",
        (("mny", "many"), ("requsts", "requests")),
    )


def test_a_misspelling_is_not_seen_across_two_words() -> None:
    known = vocabulary(["新申请"])
    assert corrected("女性申请人多少", known) == ("女性申请人多少", ())
    assert corrected("心申请多少", known)[0] == "新申请多少"
