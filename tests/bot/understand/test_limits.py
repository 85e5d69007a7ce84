"""Limits and claimed numbers: the sense, the exact number, its unit, and what is no limit at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.plan import Limit
from bot.understand.limits import find_limit, find_stated, in_digits, round_step

WORDS = {
    "超过": "gt",
    "多于": "gt",
    "不少于": "ge",
    "不低于": "ge",
    "少于": "lt",
    "不足": "lt",
    "不超过": "le",
    "至多": "le",
}
ENGLISH = {"more than": "gt", "at least": "ge", "fewer than": "lt", "at most": "le"}
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False)


def limit(text: str) -> Limit:
    found = find_limit(text)
    assert found is not None, text
    return found.limit


def stated(text: str) -> Limit:
    found = find_stated(text)
    assert found is not None, text
    return found.limit


@pytest.mark.parametrize(
    ("text", "sense", "value", "percent"),
    [
        ("超过100件的有哪些", "gt", 100, False),
        ("100件以上的", "ge", 100, False),
        ("30件以下的", "le", 30, False),
        ("不足三成", "lt", 30, True),
        ("不低于60%", "ge", 60, True),
        ("超过一千二百件", "gt", 1200, False),
        ("超过1,234件", "gt", 1234, False),
        ("过百", "gt", 100, False),
        ("过半", "gt", 50, True),
        ("不到一半", "lt", 50, True),
        ("不为0的", "gt", 0, False),
        ("为零的", "eq", 0, False),
        ("at least 20 requests", "ge", 20, False),
        ("more than two hundred requests", "gt", 200, False),
        ("less than half", "lt", 50, True),
    ],
)
def test_a_word_of_comparison_sets_a_limit(text: str, sense: str, value: int, percent: bool) -> None:
    found = limit(text)
    assert (found.sense, found.value, found.percent) == (sense, Decimal(value), percent)


@pytest.mark.parametrize(
    "text", ["2024年收到多少", "2020到2022年收到多少", "between 2020 and 2022", "收到多少件申请", ""]
)
def test_years_and_plain_questions_set_none(text: str) -> None:
    assert find_limit(text) is None


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*WORDS.items()]), st.integers(0, 10**9))
def test_the_number_is_taken_whole(word: tuple[str, str], number: int) -> None:
    found = limit(f"{word[0]}{number}件")
    assert (found.sense, found.value, found.percent) == (word[1], Decimal(number), False)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*ENGLISH.items()]), st.integers(0, 10**9))
def test_english_words_of_comparison(word: tuple[str, str], number: int) -> None:
    found = limit(f"which had {word[0]} {number} requests")
    assert (found.sense, found.value) == (word[1], Decimal(number))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*WORDS.items()]), AMOUNTS, st.sampled_from(["元", "万元", "亿元"]))
def test_money_keeps_its_digits_and_its_unit(word: tuple[str, str], amount: Decimal, unit: str) -> None:
    found = limit(f"收费{word[0]}{amount:f}{unit}")
    assert (found.sense, found.value, found.unit, found.percent) == (word[1], amount, unit, False)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_limit_on_both_sides(first: int, second: int) -> None:
    low, high = min(first, second), max(first, second) + 1
    for text in (f"在{low}件到{high}件之间的", f"{low}至{high}件之间"):
        found = limit(text)
        assert (found.value, found.upper) == (Decimal(low), Decimal(high))
    assert limit("在30%到60%之间").percent


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**7))
def test_the_words_that_set_it_are_kept(number: int) -> None:
    text = f"收到超过{number}件的"
    found = find_limit(text)
    assert found is not None
    assert text[found.start : found.end] == found.limit.said == f"超过{number}件"


@pytest.mark.parametrize(
    ("text", "sense", "value", "unit"),
    [
        ("说有26件", "eq", "26", "件"),
        ("一百多件", "about", "100", "件"),
        ("收费398.6万元", "eq", "398.6", "万元"),
        ("高3个百分点", "eq", "3", "百分点"),
        ("是2倍", "eq", "2", "倍"),
        ("没有不予公开的", "eq", "0", ""),
        ("there were no lawsuits", "eq", "0", ""),
    ],
)
def test_a_claim_states_a_number(text: str, sense: str, value: str, unit: str) -> None:
    found = stated(text)
    assert (found.sense, found.value, found.unit) == (sense, Decimal(value), unit)


@pytest.mark.parametrize("text", ["约30件", "30件左右", "不是30件", "有30件和40件", "收到2024年的", "多少件"])
def test_a_vague_a_denied_or_a_second_number_gets_no_verdict(text: str) -> None:
    assert find_stated(text) is None


def test_a_round_number_with_more_lies_up_to_the_next_of_its_size() -> None:
    found = stated("一百多件")
    assert [found.holds(Decimal(n)) for n in (99, 100, 199, 200)] == [False, True, True, False]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10**9))
def test_the_last_place_that_a_round_number_tells(number: int) -> None:
    step = int(round_step(Decimal(number)))
    zeros = len(str(number)) - len(str(number).rstrip("0"))
    assert step == 10**zeros


@pytest.mark.parametrize(
    ("text", "digits"),
    [("two hundred and five", "205"), ("one hundred twenty", "120"), ("three thousand", "3000"), ("fifteen", "15")],
)
def test_english_number_words_become_digits_in_their_place(text: str, digits: str) -> None:
    made = in_digits(f"at least {text} requests")
    assert made.split() == ["at", "least", digits, "requests"]
    assert made.index("requests") == len(f"at least {text} ")


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="超过不足少于约说有件%成万亿元年到至之间一百千零0123456789. ,.-和与", max_size=30))
def test_whatever_is_typed_the_span_lies_within(text: str) -> None:
    for found in (find_limit(text), find_stated(text)):
        assert found is None or 0 <= found.start <= found.end <= len(text)
