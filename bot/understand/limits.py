"""Limits that a question sets: 超过100件, 不足三成, at least 20; and numbers that it claims: 说有26件."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.plan import Limit, Sense
from ingest.numbers import chinese_number

DIGITS: Final = r"\d[\d,]*(?:\.\d+)?"
HAN_NUMBER: Final = r"[一二两三四五六七八九十百千万零〇]+"
NUMBER: Final = (
    rf"(?:(?P<number>{DIGITS}|{HAN_NUMBER})\s*(?P<scale>万(?!元)|亿(?!元)|[千百]|million|billion|thousand)?)"
)
MEASURE: Final = (
    r"(?:件|起|次|份|项|个|条|部|人|万元|亿元|元|宗|例|yuan|requests?|applications?|cases?|decisions?|of them)"
)
UNIT: Final = rf"(?P<unit>%|成|个?百分点|倍|percent|per cent|{MEASURE})"
ENGLISH: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
}  # fmt: skip
WORDS: Final = "|".join(ENGLISH)
ENGLISH_NUMBER: Final = re.compile(rf"\b(?:an? )?((?:{WORDS})(?:[ -](?:{WORDS}|and))*)\b")
SENSES: Final[dict[str, Sense]] = {
    r"大于等于|不少于|不低于|不小于|至少有?|达到了?|起码有?|>=|≥|at least|no (?:fewer|less) than|not less than": "ge",
    r"小于等于|不超过|不多于|不高于|不大于|至多|顶多|<=|≤|at most|no more than|not more than|up to": "le",
    r"超过了?|超(?=\d|[一二三四五六七八九十百千])|多于|大于(?!等于)|高于|超出|逾|破|突破|不止|过了?|>"
    r"|more than|over|above|exceed(?:s|ed|ing)?|greater than": "gt",
    r"少于|低于|小于(?!等于)|不足|不到|不满|未满|未达|不及|没到|没超过|<|fewer than|less than|under|below": "lt",
}
BEHIND: Final[dict[str, Sense]] = {
    r"[及或]?以上|or (?:more|above|over)|and (?:above|more|over)": "ge",
    r"[及或]?以[下内]|or (?:fewer|less|below)|and (?:below|less)": "le",
}
BEFORE: Final = [
    (re.compile(rf"(?:{words})\s*{NUMBER}(?P<about>[多余几来]?)\s*{UNIT}?(?![年月日]|\d)"), sense)
    for words, sense in SENSES.items()
]
AFTER: Final = [(re.compile(rf"{NUMBER}(?P<about>)\s*{UNIT}?\s*(?:{words})"), sense) for words, sense in BEHIND.items()]
ROUND: Final = re.compile(r"(?:过|上|逾|破|超|超过)(百|千|万)(?![分\d元])")
LESS_HALF: Final = re.compile(r"(?:不到|不足|低于|少于|未过)(?:一半|半数)|less than half|under half|below half")
LOW: Final = NUMBER.replace("number", "low").replace("scale", "low_scale")
LOW_UNIT: Final = UNIT.replace("unit", "low_unit")
BETWEEN: Final = re.compile(
    rf"(?:在|介于)?{LOW}\s*{LOW_UNIT}?\s*(?:到|至|-|~|和|and|to)\s*{NUMBER}(?P<about>)\s*{UNIT}?\s*之间"
    r"|between (?P<en_low>\d+) and (?P<en_high>\d+)(?P<en_unit>\s*%| percent)?"
)
HALF: Final = re.compile(r"过半|超过?(?:一半|半数)|[一过]半以上|半数以上|大半|more than half|over half|the majority of")
VAGUE: Final = re.compile(r"约|大概|大约|左右|上下|近(?=\d)|about|around|roughly|nearly|almost")
ZERO: Final = re.compile(
    r"(?<!不)(?<!不是)(?:为|是|等于|=)\s*(?:零|0)(?![\d.%])|一[件个起项份]也?都?没|没有任何|没有一[件个起项份]"
    r"|\b(?:no|zero|none)\b"
)
SOME: Final = re.compile(
    r"(?:不为|不是|非|不等于|≠|!=)\s*(?:零|0)(?![\d.])|至少(?:有)?一[件个起项份次]|\bat least one\b|\bnon-?zero\b"
)
DENIED: Final = re.compile(r"不是\s*\d|并非|不止|没有\s*\d|isnt|is not|was not|wasnt")
STATED: Final = re.compile(rf"(?<![第前近\d.,年]){NUMBER}(?P<about>[多余几来]?)\s*{UNIT}")
NONE_SAID: Final = re.compile(
    r"没有(?!.{0,6}[错误])|一[件个起项份]也?都?没|未(?:作出|出现|发生|收到)|\b(?:no|none|never|not a single)\b"
)
YEARS: Final = (1990, 2099)
TENTH: Final = Decimal(10)
SCALES: Final = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "thousand": Decimal(1000), "万": Decimal(10_000),
                 "million": Decimal(1_000_000), "亿": Decimal(100_000_000), "billion": Decimal(1_000_000_000)}  # fmt: skip
CASES: Final = frozenset({"件", "起", "次", "份", "宗", "例"})
UNITS: Final = frozenset({*CASES, "元", "万元", "亿元", "倍", "百分点", "个百分点", "%", "yuan", "percent", "per cent"})


@dataclass(frozen=True)
class Span:
    """A limit and the characters that set it."""

    limit: Limit
    start: int
    end: int


def find_limit(text: str) -> Span | None:
    """The limit that a normalised question sets, with a word of comparison; None where there is none."""
    plain = in_digits(text)
    if (between := find_between(plain)) is not None:
        return between
    if match := LESS_HALF.search(plain):
        return Span(Limit(sense="lt", value=Decimal(50), percent=True, said=match[0]), *match.span())
    if match := ROUND.search(plain):
        return Span(Limit(sense="gt", value=SCALES[match[1]], said=match[0]), *match.span())
    for found in (*limits(plain, BEFORE), *limits(plain, AFTER)):
        return found
    for pattern, sense, value, percent in (
        (HALF, "gt", Decimal(50), True),
        (SOME, "gt", Decimal(0), False),
        (ZERO, "eq", Decimal(0), False),
    ):
        if match := pattern.search(plain):
            limit = Limit(sense=sense, value=value, percent=percent, said=match[0])  # type: ignore[arg-type]
            return Span(limit, *match.span())
    return None


def find_between(text: str) -> Span | None:
    """A limit on both sides: 在30%到60%之间; or two limits said one after the other."""
    match = BETWEEN.search(text)
    if match is not None and match["en_low"]:
        low, high = Decimal(match["en_low"]), Decimal(match["en_high"])
        if YEARS[0] <= low <= high <= YEARS[1]:
            return None
        limit = Limit(sense="about", value=low, upper=high, percent=bool(match["en_unit"]), said=match[0],
                      closed=True)  # fmt: skip
        return Span(limit, *match.span())
    if match is not None:
        low_digits = match["low"].replace(",", "")
        low_value = Decimal(low_digits) if low_digits[0].isdigit() else Decimal(chinese_number(low_digits) or 0)
        high_value = value_of(match)
        if high_value is not None:
            limit = Limit(sense="about", value=low_value * (TENTH if match["low_unit"] == "成" else 1), upper=high_value,
                          percent=is_percent(match), said=match[0], closed=True,
                          **measured(match))  # type: ignore[arg-type]  # fmt: skip
            return Span(limit, *match.span())
    every = sorted((*limits(text, BEFORE), *limits(text, AFTER)), key=lambda span: span.start)
    lows = [span for span in every if span.limit.sense in {"gt", "ge"}]
    highs = [span for span in every if span.limit.sense in {"lt", "le"}]
    if lows and highs and lows[0].limit.value < highs[0].limit.value:
        said = text[min(lows[0].start, highs[0].start) : max(lows[0].end, highs[0].end)]
        ends = {"above": lows[0].limit.sense == "gt", "closed": highs[0].limit.sense == "le"}
        limit = lows[0].limit.model_copy(update={"sense": "about", "upper": highs[0].limit.value, "said": said, **ends})
        return Span(limit, lows[0].start, highs[0].end)
    return None


def find_stated(text: str) -> Span | None:
    """The number that a claim states without a word of comparison: 有26件, 一百多件; none at all counts as 0."""
    found = [(m, v) for m in STATED.finditer(in_digits(text)) if (v := value_of(m)) is not None]
    if len(found) > 1 or VAGUE.search(text) or DENIED.search(text):
        return None  # two numbers, a vague one, or one that is denied: the figure is shown, and no verdict
    for match, value in found:
        return Span(stated(match, value), *match.span())
    none = NONE_SAID.search(text)
    return Span(Limit(sense="eq", value=Decimal(0), said=none[0]), *none.span()) if none else None


def stated(match: re.Match[str], value: Decimal) -> Limit:
    """A number as it is stated; 一百多 lies between it and the next of its size."""
    percent = is_percent(match)
    if not match["about"]:
        return Limit(sense="eq", value=value, percent=percent, said=match[0], **measured(match))  # type: ignore[arg-type]
    step = SCALES[match["scale"] or ""] if match["scale"] else round_step(value)
    return Limit(sense="about", value=value, upper=value + step, percent=percent, said=match[0], **measured(match))  # type: ignore[arg-type]


def round_step(value: Decimal) -> Decimal:
    """Size of the last place that a round number tells: 100 for 900, 10 for 120."""
    step = Decimal(1)
    while value and value % (step * TENTH) == 0:
        step *= TENTH
    return step


def limits(text: str, patterns: list[tuple[re.Pattern[str], Sense]]) -> Iterator[Span]:
    """Limits that these patterns find."""
    for pattern, sense in patterns:
        for match in pattern.finditer(text):
            value = value_of(match)
            if value is not None and not is_year(text, match):
                found = Limit(sense=sense, value=value, percent=is_percent(match), said=match[0], **measured(match))  # type: ignore[arg-type]
                yield Span(found, *match.span())


def is_year(text: str, match: re.Match[str]) -> bool:
    """Whether the number is a year."""
    bare = not match["unit"] and not match["scale"] and re.fullmatch(r"(?:19|20)\d\d", match["number"])
    return bool(bare) or text[match.end("number") : match.end("number") + 1] == "年"


def is_percent(match: re.Match[str]) -> bool:
    """Whether the number counts percents."""
    return (match["unit"] or "") in {"%", "成", "percent", "per cent", "百分点", "个百分点"}


def value_of(match: re.Match[str]) -> Decimal | None:
    """Value of a number in digits or Chinese characters; a tenth (成) is ten percent."""
    digits = match["number"].replace(",", "")
    value = Decimal(digits) if digits[0].isdigit() else Decimal(chinese_number(digits.replace("两", "二")) or -1)
    if value < 0:
        return None
    value *= SCALES[match["scale"] or ""]
    return value * TENTH if match["unit"] == "成" else value


def measured(match: re.Match[str]) -> dict[str, object]:
    """Unit and precision of a number as it is said."""
    scale, digits = SCALES[match["scale"] or ""], match["number"]
    places = len(digits.partition(".")[2])
    unit = match["unit"] or ""
    rounded = scale > 1 or (unit in {"万元", "亿元"} and places > 0)
    slack = scale / (2 * TENTH**places) if rounded else Decimal(0)
    known = {"yuan": "元", "个百分点": "百分点", "percent": "%", "per cent": "%"}
    return {
        "unit": known.get(unit, unit) if unit in UNITS else "",
        "scaled": scale >= SCALES["万"],
        "slack": slack,
    }


def in_digits(text: str) -> str:
    """English number words as digits, blanks added so that offsets stay."""

    def digits(match: re.Match[str]) -> str:
        total, part = 0, 0
        for word in re.split(r"[ -]", match[1]):
            number = ENGLISH.get(word, 0)
            if number == 1000:
                total, part = total + max(part, 1) * 1000, 0
            elif number == 100:
                part = max(part, 1) * 100
            else:
                part += number
        return str(total + part).ljust(len(match[0]))

    return ENGLISH_NUMBER.sub(digits, text)
