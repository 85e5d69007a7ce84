"""Which year goes with which agency where a question names several of both: 淮安2024年和洪泽2023年."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from bot.understand.agencies import Agencies
from bot.understand.years import year_mentions

Group = tuple[str, ...]
Pairs = tuple[tuple[Group, int, bool], ...]
FEWEST: Final = 2


def pairs_of(text: str, agencies: Agencies) -> Pairs:
    """(agencies that go by a name, year, whether that is its own) in the order of the question.

    Empty unless at least two names and two years stand there in turns: 淮安和洪泽2023到2024年 means
    both years of both. A name without a year of its own takes the one that stands next behind it.
    """
    years = year_mentions(text)
    marks = sorted([*((at, group) for at, group in agencies.mentions), *years], key=lambda mark: mark[0])
    runs = [(kind, [value for _, value in run]) for kind, run in groupby(marks, key=lambda mark: type(mark[1]))]
    names = sum(kind is tuple for kind, _ in runs)
    dates = sum(kind is int for kind, _ in runs)
    if names < FEWEST or dates < FEWEST:
        return ()
    first_is_name = runs[0][0] is tuple
    ordered = runs if first_is_name else [*reversed(runs)]
    found: list[tuple[Group, int, bool]] = []
    waiting: list[Group] = []
    for kind, values in ordered:
        if kind is tuple:
            waiting = [value for value in values if isinstance(value, tuple)]
        else:
            own = [value for value in values if isinstance(value, int)]
            found += [(group, year, group is waiting[-1]) for group in waiting for year in own]
    return tuple(found if first_is_name else reversed(found))
