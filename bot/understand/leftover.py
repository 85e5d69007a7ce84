"""What of a question nothing here understood. A figure that answers only the rest would be a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from bot.understand.data import heard, operations, stopwords
from bot.understand.lexicon import Named
from bot.understand.years import relative_spans

DATES: Final = re.compile(r"第[一二三四五六七八九十\d]+[行栏列项格条]|\d{2,4}年(?:度)?|\d+|[%()\"'、,.?!:;~-]")
MONTH: Final = re.compile(r"\d{1,2}月(?:份)?|第?[一二三四1-4]季度")
HAN_RUN: Final = re.compile(r"[\u3400-\u9fff]{2,}")
# At least two syllables: in an English question only such a word may be a Chinese name that is not known.
PINYIN: Final = re.compile(
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:i?ao|i?ang?|u?ang?|i?ong|u?ai|u?ei|ui|i?ou|iu|u?en?g?|ing?|un|u?o|i?e|i?a|u?a|er|a|o|e|i|u|ve?)){2,}"
)
LATIN_WORD: Final = re.compile(r"[a-z]{4,}")


@lru_cache(maxsize=1)
def idle_words() -> re.Pattern[str]:
    """Chinese words that narrow nothing, the longest first."""
    words = {*stopwords().zh, *heard().zh}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def leftover(text: str, named: Sequence[Named], spans: Iterable[tuple[int, int]], said: str = "") -> tuple[str, ...]:
    """Words that name nothing known: no term, agency, year, wish or function word.

    `named` are the terms found, `spans` the characters that name agencies; `said` are all wordings
    of those terms, since a word of a label narrows nothing.
    """
    known = {i for n in named if n.entry.kind != "restrictor" for i in n.positions}
    known |= {i for start, end in spans for i in range(start, end)}
    for pattern in [p for patterns in operations().values() for p in patterns]:
        known |= {i for match in pattern.finditer(text) for i in range(*match.span())}
    known |= {i for start, end in relative_spans(text) for i in range(start, end)}
    rest = "".join(" " if i in known else char for i, char in enumerate(text))
    found = [n.entry.alias for n in named if n.entry.kind == "restrictor"] + MONTH.findall(rest)
    rest = idle_words().sub(" ", DATES.sub(" ", MONTH.sub(" ", rest)))
    english = {*stopwords().en, *heard().en}
    found += [word for word in HAN_RUN.findall(rest) if word not in said]
    sure = any(n.entry.kind in {"row", "metric"} and not n.entry.weak for n in named)
    latin = [word for word in LATIN_WORD.findall(rest) if word not in english]
    found += [word for word in latin if not sure or PINYIN.fullmatch(word)]
    return tuple(dict.fromkeys(found))
