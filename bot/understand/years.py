"""Which years a question names, and what 今年 or 去年 means among the loaded reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

RANGE: Final = re.compile(
    r"(20\d\d)年?(?:度)?\s*(?:到|至|-|~|—|to|through|until)\s*(20\d\d)|between (20\d\d) and (20\d\d)"
)
FULL: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)|(?<!\d)([1-9]\d{3,5})(?=年)")
SHORT: Final = re.compile(r"(?<![\d.])([12]\d)年(?!来|内|间)")
MENTION: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)|(?<![\d.])([12]\d)(?=年(?!来|内|间)|[、,和与][12]\d年)")
LAST_N: Final = re.compile(
    r"(?:近|最近|过去|这)([二两三四五六七八九2-9])年"
    r"|(?<![第\d、])(?<!\d年这)(?<!\d这)([二两三四五六七八九])年(?=的|下来|[“”、,]|[\u4e00-\u9fff](?![前后级制度期])|[^,。]{0,10}(?:累计|合计|一共)|一共|总共|合计|累计|加|来|间|里|年均|平均|拢共|统共|的?总)"
    r"|(?:last|past) (two|three|four|five|[2-9]) years"
)
# Years that say where something goes, or name a form: they are not the year asked for.
BESIDE: Final = re.compile(
    r"(?:推|转|留|拖|带|延|结转|顺延|放|移)(?:到|至|给|进)了?(?:20)?\d\d年?(?!度?报告|年报)"
    r"|(?:2019|2021)年?版?(?=的?(?:新|旧)?(?:格式|表格|表式|样式))|(?:2019|2021)年?版"
)
SHORT_RUN: Final = re.compile(r"(?<![\d.])(?:[12]\d年?[、,和与]){1,6}[12]\d(?=年|[两三四]年)")
SHORT_PAIR: Final = re.compile(
    r"(?<![\d.])([12]\d)年?\\s*(比|较|减|和|与|跟|vs|对比|\\+)\\s*([12]\d)(?![\d.件个])(?=年|\D|$)"
)
SHORT_RANGE: Final = re.compile(r"(?<![\d.])([12]\d)年?(到|至|-|~|—)([12]\d)年")
SINCE: Final = re.compile(r"(20\d\d)年?(?:以来|以后|起|之后)|since (20\d\d)")
NUMBERS: Final = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9} | {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
}
RELATIVE: Final = (
    (re.compile(r"前年|year before last"), -2),
    (
        re.compile(
            r"去年|头一?年(?!的?(?:结转|剩|没|留|遗|转|带|拖))|上年同期|去年同期|上年度(?!结转)"
            r"|上一年度?(?!结转|项目|没|未|遗留|转)|前一年|(?<!from )last year(?! to)|(?<!from the )previous year(?!s)"
            r"|(?<!from the )year before"
        ),
        -1,
    ),
    (
        re.compile(
            r"(?<![到至于在转了])(?:后一年|下一年(?!度|才)|第二年|次年)"
            r"|(?<!to )(?<!to the )(?<!into )(?<!into the )next year|following year|year after"
        ),
        1,
    ),
    (re.compile(r"今年|本年度?(?!新|制|废|收|处|增|办)|当年|this year|最新|latest|current year"), 0),
)
ALL: Final = re.compile(
    r"哪几?一?些?年(?!的?报)|which (?:\w+ ){0,4}years?\b"
    r"|(?:two|three|four|five|all) (?:\w+ )?(?:years|reports)\b|[二两三四五几]份(?:年报|报告)"
    r"|[二两三四五]个年[度份]|年份|历年|各年|每年|逐年|所有年份|这些年|这几年|近几年|历史|all years|every year"
    r"|each year|over the years|over time|years? by year"
)
PLAN: Final = {"十四五": (2021, 2025), "十三五": (2016, 2020), "十五五": (2026, 2030)}


@dataclass(frozen=True, slots=True)
class Years:
    """Years of a question. `assumed` names the word that was resolved, e.g. 今年."""

    years: tuple[int, ...] = ()
    named: bool = False
    assumed: str = ""
    relative: bool = False  # counted from the newest report
    every: bool = False  # all years that are loaded
    inherited: bool = False  # taken from the question before
    other_agency: bool = False  # and another agency was named since


def relative_spans(text: str) -> list[tuple[int, int]]:
    """Characters that speak of years without naming one."""
    patterns = [LAST_N, SINCE, ALL, *(pattern for pattern, _ in RELATIVE)]
    return [match.span() for pattern in patterns for match in pattern.finditer(text)]


def in_full(text: str) -> str:
    """Years written short as full ones, 20、21、22年 too; years that are not asked for are left out."""
    text = BESIDE.sub(" ", text)
    text = SHORT_PAIR.sub(lambda m: f"20{m[1]}年{m[2]}20{m[3]}年", text)
    text = SHORT_RANGE.sub(lambda m: f"20{m[1]}年{m[2]}20{m[3]}年", text)
    text = SHORT_RUN.sub(lambda m: re.sub(r"(?<!\d)([12]\d)(?!\d)", r"20\1", m[0]), text)
    return SHORT.sub(lambda m: f"20{m[1]}年", text)


def year_mentions(text: str) -> list[tuple[int, int]]:
    """(offset, year) of each year that stands in a text; years written short count from 2000."""
    found = []
    for match in MENTION.finditer(BESIDE.sub(lambda m: " " * len(m[0]), text)):
        digits = next(group for group in match.groups() if group)
        found.append((match.start(), int(digits) if len(digits) == 4 else 2000 + int(digits)))
    return found


def find_years(text: str, loaded: tuple[int, ...], spoken: int | None = None) -> Years:
    """Years that a normalised question asks for.

    Relative words count from `spoken`, the year spoken of before, or from the newest loaded.
    """
    text = in_full(text)
    newest = spoken or max(loaded, default=0)
    if match := RANGE.search(text):
        first, last = sorted(int(g) for g in match.groups() if g)
        return Years(tuple(range(first, min(last, first + 30) + 1)), named=True)
    if match := SINCE.search(text):
        first = int(match[1] or match[2])
        return Years(tuple(range(first, max(newest, first) + 1)), named=True)
    for name, (first, last) in PLAN.items():
        if name in text:
            return Years(tuple(y for y in range(first, last + 1) if y <= newest), named=True, assumed=name)
    if match := LAST_N.search(text):
        word = next(g for g in match.groups() if g)
        count = NUMBERS.get(word) or int(word)
        return Years(tuple(range(newest - count + 1, newest + 1)), named=True, assumed=match[0], relative=True)
    found = [int(bare or dated) for bare, dated in FULL.findall(text)]
    assumed, explicit = "", bool(found)
    for pattern, shift in RELATIVE:
        if match := pattern.search(text):
            base = found[0] if found and shift else newest
            if not (found and shift == 0):
                found.append(base + shift)
                assumed = match[0]
    if found:
        return Years(
            tuple(dict.fromkeys(found)),
            named=True,
            assumed=assumed,
            relative=bool(assumed) and spoken is None and not explicit,
        )
    if match := ALL.search(text):
        return Years(tuple(sorted(loaded)), named=True, assumed=match[0], every=True)
    return Years()
