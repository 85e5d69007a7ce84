"""Clocks and percentiles."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """Milliseconds a call: the middle one, and the one that 95 of 100 stay below."""

    p50: float
    p95: float


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """Nearest rank: a value that was measured, never one between two."""
    return sorted_values[max(0, math.ceil(share * len(sorted_values)) - 1)]


def seconds(run: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def spread(run: Callable[[str], object], asked: Sequence[str], rounds: int = 3) -> Spread:
    """Milliseconds a question over several rounds, after one round that is not counted."""
    for text in asked:
        run(text)
    taken = sorted(seconds(lambda text=text: run(text)) * 1000 for _ in range(rounds) for text in asked)  # type: ignore[misc]
    return Spread(round(percentile(taken, 0.5), 2), round(percentile(taken, 0.95), 2))
