"""What the model finds: the right term for a question, the right sentence for a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from ingest.embedding.pairs import LEVEL_ONE, Meaning, fill
from ingest.embedding.tokens import gb2312
from ingest.embedding.training_data import TrainingData

STRANGE_TEXTS, SENTENCES = 400, 5

Encode = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Score:
    """Share of questions whose answer came first, or among the first five."""

    name: str
    questions: int
    top1: float
    top5: float

    def __str__(self) -> str:
        return f"{self.name:<34} n={self.questions:<5} top-1 {self.top1:.3f}  top-5 {self.top5:.3f}"


@dataclass(frozen=True)
class Exam:
    """Questions with the key of the right answer, and texts with their keys."""

    name: str
    asked: Sequence[tuple[str, str]]
    texts: Sequence[tuple[str, str]]

    def score(self, encode: Encode) -> Score:
        """A key ranks by its best text."""
        if not self.asked:
            return Score(self.name, 0, 0.0, 0.0)
        keys = sorted({key for _, key in self.texts})
        position = {key: n for n, key in enumerate(keys)}
        similar = encode([q for q, _ in self.asked]) @ encode([t for t, _ in self.texts]).T
        best = np.full((len(self.asked), len(keys)), -2.0, dtype=np.float32)
        for column, (_, key) in enumerate(self.texts):
            best[:, position[key]] = np.maximum(best[:, position[key]], similar[:, column])
        right = best[np.arange(len(self.asked)), [position[key] for _, key in self.asked]]
        ranks = (best > right[:, None]).sum(axis=1)
        return Score(self.name, len(self.asked), float((ranks < 1).mean()), float((ranks < 5).mean()))


def strange_words(data: TrainingData, rng: Random) -> Exam:
    """Sentences that differ in their words alone, and the words are of characters that no training text holds."""
    rare, patterns = gb2312()[LEVEL_ONE:], data.templates.lexical
    asked, texts = [], []
    for number in range(STRANGE_TEXTS):
        words = ["".join(rng.choices(rare, k=rng.randint(2, 4))) for _ in range(SENTENCES)]
        says = [fill(rng.choice(patterns.says), data.templates.fillers, rng, word=word) for word in words]
        texts.append(("".join(says), str(number)))
        asked.append((fill(rng.choice(patterns.ask), data.templates.fillers, rng, word=rng.choice(words)), str(number)))
    return Exam("b passages, strange characters", asked, texts)


def exams_of(meanings: dict[str, Meaning], data: TrainingData, seed: int) -> list[Exam]:
    """Terms asked by aliases kept back and by free wordings; sentences by trained topics, new ones, unseen words."""
    rng, fillers = Random(seed), data.templates.fillers
    form = {key: m for key, m in meanings.items() if m.kind != "topic"}
    topics = {key: m for key, m in meanings.items() if m.kind == "topic"}
    terms = [(t, key) for key, m in form.items() for t in [*m.texts, *m.zh, *m.en]]
    sentences = [(fill(t, fillers, rng), key) for key, m in topics.items() for t in m.texts]
    patterns = [p for name, ps in data.templates.form.zh.items() if name != "column" for p in ps]
    kept_back = []
    for key, meaning in form.items():
        for text in meaning.heldout:
            pattern = rng.choice(["{term}", "{term} in {year}"] if text.isascii() else patterns)
            kept_back.append((fill(pattern, fillers, rng, text.isascii(), term=text), key))
    asked = [(fill(t, fillers, rng), key) for key, m in topics.items() for t in m.heldout]
    fresh = [(fill(p.says, fillers, rng), p.topic) for p in data.heldout.topics]
    unseen = [(p.says, f"unseen {n}") for n, p in enumerate(data.heldout.lexical)]
    return [
        Exam("a form terms, aliases kept back", kept_back, terms),
        Exam("a form terms, free wording", [(q.ask, q.term) for q in data.heldout.form], terms),
        Exam("b sentences, questions kept back", asked, sentences),
        Exam("b sentences, free wording", [(p.ask, p.topic) for p in data.heldout.topics], [*fresh, *sentences]),
        Exam(
            "b sentences, words never trained",
            [(p.ask, f"unseen {n}") for n, p in enumerate(data.heldout.lexical)],
            [*unseen, *fresh, *sentences],
        ),
        strange_words(data, rng),
    ]
