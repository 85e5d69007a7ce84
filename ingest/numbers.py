"""What is printed in a figure's cell → state, exact value, unit. Never a guess."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ingest.model import State
from ingest.text import PUNCTUATION, collapse

NONE_MARKS: Final = frozenset({"/", "\\", "-", "--", "---", "无", "/ /", "//", "|", "N/A", "n/a"})
UNITS: Final = "万元|亿元|元|万件|件|项|个|条|宗|份|次|部|期|册|人|%"
PLAIN: Final = re.compile(
    rf"(?P<sign>[+-]?)(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<fraction>\.\d+)?(?P<unit>{UNITS})?(?: ?\(.*\))?",
    re.DOTALL,
)
CHINESE_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
CHINESE_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
CHINESE: Final = re.compile(rf"(?P<number>[零〇一二两三四五六七八九十百千万]+)(?P<unit>{UNITS})?")


@dataclass(frozen=True, slots=True)
class Figure:
    """Reading of one cell. `value` is set only for State.NUMBER; `unit` only where printed."""

    state: State
    value: Decimal | None = None
    unit: str = ""
    reason: str = ""


@lru_cache(maxsize=20_000)
def read_figure(raw: str) -> Figure:
    """Read the text of a cell. Units stay as printed: `251000元` is 251000 with unit 元."""
    text = collapse(unicodedata.normalize("NFKC", raw)).translate(PUNCTUATION)
    if any(unicodedata.category(char) == "No" for char in raw):
        return Figure(State.UNREADABLE, reason=f"“{raw.strip()[:40]}”带有上标或圈码，可能是脚注，不是数的一部分")
    if not text:
        return Figure(State.BLANK)
    if text in NONE_MARKS:
        return Figure(State.SLASH)
    match = PLAIN.fullmatch(text)
    if match is None:
        match = PLAIN.fullmatch(re.sub(rf"(?<=\d) (?={UNITS})", "", text))
    if match is not None:
        return plain_figure(match)
    chinese = CHINESE.fullmatch(text)
    if chinese is not None and (value := chinese_number(chinese["number"])) is not None:
        return Figure(State.NUMBER, Decimal(value), chinese["unit"] or "")
    return Figure(State.UNREADABLE, reason=f"单元格内容“{text[:40]}”不是一个可以确定的数")


def plain_figure(match: re.Match[str]) -> Figure:
    """Figure of a matched plain number; a number with leading zeros is not one."""
    digits = match["digits"].replace(",", "")
    if len(digits) > 1 and digits.startswith("0"):
        return Figure(State.UNREADABLE, reason=f"“{match[0][:40]}”以 0 开头，可能是几个数连在一起")
    value = Decimal(f"{match['sign']}{digits}{match['fraction'] or ''}")
    return Figure(State.NUMBER, value, match["unit"] or "")


def chinese_number(text: str) -> int | None:
    """Value of a Chinese numeral up to 万, or None where it can be read in two ways.

    十二 → 12, 二〇二三 → 2023; but not 三五 (three to five), 一百二 (120 or 102) or 万 alone.
    """
    if all(c in CHINESE_DIGITS for c in text):
        digits = "".join(str(CHINESE_DIGITS[c]) for c in text)
        plain = len(digits) == 1 or (not digits.startswith("0") and (len(digits) > 2 or digits.endswith("0")))
        return int(digits) if plain else None
    head, separator, tail = text.partition("万")
    if not separator:
        return section_value(text)
    if tail and not (tail.startswith(("零", "〇")) or "千" in tail):
        return None
    high, low = section_value(head) if head else None, section_value(tail) if tail else 0
    return None if high is None or low is None else high * 10_000 + low


def section_value(text: str) -> int | None:
    """Value of a Chinese numeral below 万, or None: a place that is left out must be said with 零."""
    total, digit, last, zero = 0, None, 10_000, False
    for char in text:
        if char in CHINESE_UNITS:
            unit = CHINESE_UNITS[char]
            if unit >= last or digit == 0 or (digit is None and unit != 10):
                return None
            if last < 10_000 and unit * 10 < last and not zero:
                return None
            total, digit, last, zero = total + (digit if digit is not None else 1) * unit, None, unit, False
        elif char in CHINESE_DIGITS:
            if digit not in (None, 0):
                return None
            digit = CHINESE_DIGITS[char]
            zero = zero or digit == 0
        else:
            return None
    if digit and 10 < last < 10_000 and not zero:
        return None
    return total + (digit or 0)
