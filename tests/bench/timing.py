"""Clocks and percentiles."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

Ask = Callable[[str], object]


@dataclass(frozen=True)
class Spread:
    """Milliseconds a call: the middle one, and the one that 95 of 100 stay below."""

    p50: float
    p95: float


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest rank: a value that was measured, never one between two."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def spread(milliseconds: Sequence[float]) -> Spread:
    """p50 and p95 of what was measured."""
    return Spread(round(percentile(milliseconds, 0.5), 2), round(percentile(milliseconds, 0.95), 2))


def seconds(run: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def in_turn(systems: Mapping[str, Ask], asked: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every question, system by system: the best of several rounds, after one that is not counted.

    A question is asked of all systems before the next, and the best round counts, so that what else
    the machine does weighs little, and on all alike.
    """
    best = {name: [math.inf] * len(asked) for name in systems}
    for turn in range(rounds + 1):
        for n, text in enumerate(asked):
            for name, ask in systems.items():
                cost = seconds(partial(ask, text)) * 1000
                if turn:
                    best[name][n] = min(best[name][n], cost)
    return best
