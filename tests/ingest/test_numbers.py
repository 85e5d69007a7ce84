"""What a cell prints → state and exact value: every honest spelling reads back, every doubtful one does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import State
from ingest.numbers import UNITS, chinese_number, read_figure

BLANKS = ["", " ", "\u00a0", "\u3000", "\n", "\t ", "\u200b"]
NOTES = ["", "（其中修订16件）", "(含上年结转)", "（其中修订\n16件）", " （不含街道）"]
FULL_WIDTH = str.maketrans("0123456789.,-+()", "０１２３４５６７８９．，－＋（）")
MINUS = ["-", "−", "－", "﹣"]

numbers = st.one_of(
    st.integers(0, 12).map(Decimal),
    st.integers(0, 10**10).map(Decimal),
    st.decimals(0, 10**8, places=2, allow_nan=False),
    st.decimals(0, 10**5, places=6, allow_nan=False),
)
units = st.sampled_from(["", *UNITS.split("|")])
blanks = st.sampled_from(BLANKS)


def separated(value: Decimal) -> str:
    """The number with a comma after every three digits."""
    return f"{value:,f}"


@given(
    value=numbers,
    comma=st.booleans(),
    full=st.booleans(),
    unit=units,
    note=st.sampled_from(NOTES),
    before=blanks,
    after=blanks,
)
@settings(max_examples=300, deadline=None)
def test_any_number_reads_back_exactly(
    value: Decimal, comma: bool, full: bool, unit: str, note: str, before: str, after: str
) -> None:
    digits = separated(value) if comma else f"{value:f}"
    text = f"{before}{digits.translate(FULL_WIDTH) if full else digits}{unit}{note}{after}"
    figure = read_figure(text)
    assert (figure.state, figure.value, figure.unit) == (State.NUMBER, value, unit)
    assert str(figure.value) == str(value)  # 24252.311082 keeps its six places


@given(value=numbers.filter(bool), sign=st.sampled_from(MINUS), full=st.booleans())
def test_signs_are_kept(value: Decimal, sign: str, full: bool) -> None:
    digits = f"{value:f}".translate(FULL_WIDTH) if full else f"{value:f}"
    assert read_figure(f"{sign}{digits}").value == -value
    assert read_figure(f"+{digits}").value == value


@given(value=st.integers(0, 10**6), unit=units.filter(bool))
def test_blank_between_number_and_unit(value: int, unit: str) -> None:
    figure = read_figure(f"{value} {unit}")
    assert figure.value == value
    assert figure.unit == unit


@given(text=st.text(max_size=12))
@settings(max_examples=300)
def test_value_is_set_only_for_a_number(text: str) -> None:
    figure = read_figure(text)
    assert (figure.value is not None) == (figure.state is State.NUMBER)
    assert bool(figure.reason) == (figure.state is State.UNREADABLE)


@given(
    first=st.integers(0, 999),
    second=st.integers(0, 999),
    between=st.sampled_from([" ", "/", "—", "-", "~", "、", ";", "\u3000", "\n"]),
)
def test_two_numbers_in_one_cell_are_never_one(first: int, second: int, between: str) -> None:
    assert read_figure(f"{first}{between}{second}").state is State.UNREADABLE


DOUBTFUL = [
    "1 2", "007", "00", "0,123", "约20", "20余", "20多件", "12/3", "1.2.3", "3—5", "3-5", "1,23", "12,34,567", "1,2345",
    "１ ２", "．5", "5.", "--5", "5件6件", "(5)", "（12）", "O", "l0", "½", "22②", "22²", "①", "见附件", "不详", "约", "+", ".", ",",
    "万元", "万件", "三五件", "一百二", "二万三", "一千二十", "十十", "一百一百", "零五", "百", "千", "-", "NaN", "Infinity", "1e5", "0x10", "1_000",
]  # fmt: skip


@pytest.mark.parametrize("text", [text for text in DOUBTFUL if text != "-"])
def test_doubtful_text_is_unreadable(text: str) -> None:
    figure = read_figure(text)
    assert (figure.state, figure.value) == (State.UNREADABLE, None)
    assert figure.reason


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u3000", "\n\t", "\u00a0\u3000 ", "\ufeff", "\u200b"])
def test_blank_is_a_state(text: str) -> None:
    assert read_figure(text).state is State.BLANK


@pytest.mark.parametrize(
    "text", ["/", "／", " / ", "\\", "-", "—", "——", "–", "－", "--", "无", "//", "N/A", "\u3000/\u00a0"]
)
def test_slash_is_a_state(text: str) -> None:
    assert read_figure(text).state is State.SLASH


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("160.5964万元", "160.5964", "万元"), ("251000元", "251000", "元"), ("22（其中修订16件）", "22", ""), ("十二件", "12", "件"),
     ("二〇二三", "2023", ""), ("两百件", "200", "件"), ("99.5%", "99.5", "%"), ("一百一十", "110", ""), ("一百十二", "112", "")],
)  # fmt: skip
def test_units_and_notes_as_published(text: str, value: str, unit: str) -> None:
    figure = read_figure(text)
    assert (figure.value, figure.unit) == (Decimal(value), unit)


def in_chinese(number: int) -> str:
    """`number` below 100 000 as it is written with 十百千万."""
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        tail = in_chinese(rest).replace("十", "一十") if 10 <= rest < 20 else in_chinese(rest)
        return in_chinese(head) + "万" + ("零" if rest < 1000 else "") + tail if rest else in_chinese(head) + "万"
    if number == 0:
        return "零"
    text, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if skipped and text else "") + "零一二三四五六七八九"[digit] + name
        skipped = not digit
    return text.removeprefix("一") if 10 <= number < 20 else text


def test_renderer_writes_as_people_do() -> None:
    wanted = {
        0: "零",
        10: "十",
        12: "十二",
        20: "二十",
        105: "一百零五",
        110: "一百一十",
        1005: "一千零五",
        10012: "一万零一十二",
    }
    assert {number: in_chinese(number) for number in wanted} == wanted


def test_chinese_numerals_read_back() -> None:
    numbers = [*range(12_000), *range(12_000, 100_000, 37), 99_999]
    assert [n for n in numbers if chinese_number(in_chinese(n)) != n] == []
    assert [n for n in numbers[::50] if read_figure(in_chinese(n) + "件").value != n] == []


def test_year_digits_read_one_by_one() -> None:
    digits = "〇一二三四五六七八九"
    assert all(chinese_number("".join(digits[int(d)] for d in str(year))) == year for year in range(2000, 2100))
