"""BM25 over pairs of Chinese characters: the lexical search that everyone can have."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from tests.bench.evidence import squash

K1, B = 1.5, 0.75
RUN = re.compile(r"[a-z]+|\d+|[\u3400-\u9fff]+")


def terms(text: str) -> list[str]:
    """Overlapping pairs of Chinese characters; Latin words and numbers whole."""
    found: list[str] = []
    for run in RUN.findall(squash(text).lower()):
        found += [run] if run.isascii() or len(run) == 1 else [run[n : n + 2] for n in range(len(run) - 1)]
    return found


class Bm25:
    """Okapi BM25 over texts held in memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.counts = [Counter(terms(text)) for text in texts]
        self.lengths = [count.total() for count in self.counts]
        self.mean = sum(self.lengths) / max(1, len(texts))
        seen = Counter(term for count in self.counts for term in count)
        self.weights = {t: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for t, n in seen.items()}

    def search(self, query: str, top: int) -> list[int]:
        """Positions of the best texts, best first."""
        asked = set(terms(query))
        scores = [self.score(asked, count, length) for count, length in zip(self.counts, self.lengths, strict=True)]
        return sorted(range(len(scores)), key=lambda n: -scores[n])[:top]

    def score(self, asked: set[str], count: Counter[str], length: int) -> float:
        """How well one text fits."""
        norm = K1 * (1 - B + B * length / self.mean)
        return sum(self.weights[t] * count[t] * (K1 + 1) / (count[t] + norm) for t in asked if t in count)
