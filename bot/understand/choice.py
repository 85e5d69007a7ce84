"""A turn that only picks one of the readings offered before: 第二个, 选2, the second one."""

from __future__ import annotations

import re
from typing import Final

from bot.understand.normal import normalise

PICK: Final = re.compile(
    r"(?:我?(?:选|要|问的?是|说的?是|指的?是))?(?:第?(?P<zh>[一二三四1-4])(?:个|项|种|条)|选(?P<plain>[一二三四1-4])|\(?(?P<digit>[1-4])\)?)(?:吧|的|那个)?[。.!]?"
    r"|(?:i mean |i meant )?the (?P<en>first|second|third|fourth)(?: one)?[.!]?|(?:option|number) (?P<number>[1-4])"
)
NUMBERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}


def picked(text: str) -> int | None:
    """Which of the readings offered a turn picks, from 1; None where it says anything else."""
    match = PICK.fullmatch(normalise(text))
    if match is None:
        return None
    word = next(group for group in match.groups() if group)
    return NUMBERS.get(word) or int(word)
