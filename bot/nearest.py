"""The fields of the form that come closest to what was asked: offered, never assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.model import Lang
from ingest.embedding.choose import ChosenEmbedding
from ingest.form.catalogue import Catalogue
from ingest.form.schema import Metric, RowTerm, Text

CLOSE = 0.45


@dataclass(frozen=True)
class Near:
    """A field and how close it is: cosine similarity, 1 is the same."""

    label: Text
    score: float


class NearestFields:
    """All rows and metrics of the form by meaning, each with its label, aliases and definition."""

    def __init__(self, catalogue: Catalogue, embedding: ChosenEmbedding) -> None:
        terms: list[RowTerm | Metric] = [term for rows in catalogue.rows.values() for term in rows.values()]
        terms += catalogue.metrics.values()
        self.embedding = embedding
        texts = [(term.label, text) for term in terms for text in wordings_of(term)]
        self.labels = [label for label, _ in texts]
        self.vectors = embedding.encode([text for _, text in texts])

    def near(self, words: Sequence[str], limit: int = 3) -> list[Near]:
        """Fields close to these words, the closest first; empty where none is."""
        scores = self.vectors @ np.asarray(self.embedding.encode([" ".join(words)])[0])
        best: dict[str, Near] = {}
        for index in np.argsort(-scores):
            if scores[index] < CLOSE or len(best) == limit:
                break
            label = self.labels[index]
            best.setdefault(label.zh, Near(label, float(scores[index])))
        return list(best.values())


def wordings_of(term: RowTerm | Metric) -> list[str]:
    """What a field is called, in both languages."""
    return [term.label.zh, term.label.en, *term.aliases.zh, *term.aliases.en]


def labels_of(near: Sequence[Near], lang: Lang) -> tuple[str, ...]:
    """Names of fields in one language."""
    return tuple(field.label.get(lang) for field in near)
