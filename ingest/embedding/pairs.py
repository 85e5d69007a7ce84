"""Training pairs: what the form and the topics say of the same thing in different words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from ingest.embedding.tokens import gb2312
from ingest.embedding.training_data import Fillers, Templates, TrainingData, TrainingDataError
from ingest.form.catalogue import Catalogue
from ingest.form.schema import Aliases, ColumnTerm, Metric, RowTerm

HELD_OUT_SHARE = 0.2
LEXICAL_PAIRS = 64
LEVEL_ONE = 3755
HAN_PAIR = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")

Pair = tuple[str, str]


@dataclass
class Meaning:
    """All wordings of one term or topic. `texts` are found, `zh` and `en` are asked with, `heldout` are kept back."""

    kind: str
    texts: list[str] = field(default_factory=list)
    zh: list[str] = field(default_factory=list)
    en: list[str] = field(default_factory=list)
    heldout: list[str] = field(default_factory=list)


def meanings_of(catalogue: Catalogue, data: TrainingData) -> dict[str, Meaning]:
    """Label → meaning, for every term of the form and every topic."""
    found: dict[str, Meaning] = {}
    for kind, term in terms_of(catalogue):
        meaning = found.setdefault(term.label.zh, Meaning(kind))
        definition = [term.definition.zh, term.definition.en]
        extend(meaning.texts, [term.label.zh, term.label.en, *definition])
        weak = term.weak if isinstance(term, RowTerm) else Aliases(zh=[], en=[])
        extend(meaning.zh, [term.label.zh, *term.aliases.zh, *weak.zh])
        extend(meaning.en, [term.label.en, *term.aliases.en, *weak.en])
    for label, wordings in data.paraphrases.items():
        if label not in found:
            raise TrainingDataError(f"paraphrases.yaml: key {label}: no term of the form has this label")
        extend(found[label].zh, wordings.zh)
        extend(found[label].en, wordings.en)
    for topic in data.topics:
        found[topic.key] = Meaning("topic", list(topic.says), list(topic.zh), list(topic.en))
    return found


def terms_of(catalogue: Catalogue) -> Iterator[tuple[str, RowTerm | ColumnTerm | Metric]]:
    """Every row, column and metric, with its kind."""
    for rows in catalogue.rows.values():
        for row in rows.values():
            yield "row", row
    for columns in catalogue.columns.values():
        for column in columns.values():
            yield "column", column
    for metric in catalogue.metrics.values():
        yield "metric", metric


def extend(target: list[str], texts: Sequence[str]) -> None:
    """Add the texts that `target` does not hold yet."""
    target.extend(text for text in dict.fromkeys(texts) if text and text not in target)


def hold_out(meanings: dict[str, Meaning], rng: Random) -> None:
    """Move a share of each meaning's wordings to `heldout`; labels and at least two wordings stay."""
    for meaning in meanings.values():
        for wordings in (meaning.zh, meaning.en):
            movable = [text for text in wordings if text not in meaning.texts]
            count = min(round(len(wordings) * HELD_OUT_SHARE + 0.3), len(wordings) - 2)
            for text in rng.sample(movable, max(0, min(count, len(movable)))):
                wordings.remove(text)
                meaning.heldout.append(text)


class PairMaker:
    """Endless batches of pairs, the same for the same seed; no two pairs of a batch mean the same."""

    def __init__(self, meanings: dict[str, Meaning], templates: Templates, seed: int) -> None:
        self.meanings = meanings
        self.templates = templates
        self.rng = Random(seed)
        self.columns = [m for m in meanings.values() if m.kind == "column"]
        self.characters = gb2312()

    def batch(self) -> list[Pair]:
        """One pair a meaning, and pairs that share nothing but a word without meaning."""
        pairs = [self.pair(meaning) for meaning in self.meanings.values()]
        pairs.extend(self.lexical_pair() for _ in range(LEXICAL_PAIRS))
        return [(self.scatter(asked), self.scatter(found)) for asked, found in pairs]

    def pair(self, meaning: Meaning) -> Pair:
        """A question and a text of the same meaning, in the same or the other language."""
        english = bool(meaning.en) and self.rng.random() < 0.35
        wording = self.rng.choice(meaning.en if english else meaning.zh or meaning.texts)
        asked = self.ask(meaning, wording, english)
        others = [text for text in [*meaning.texts, *meaning.zh, *meaning.en] if text != wording]
        if meaning.kind == "topic" and self.rng.random() < 0.7:
            others = meaning.texts
        return asked, self.fill(self.rng.choice(others or [wording]))

    def ask(self, meaning: Meaning, wording: str, english: bool) -> str:
        """`wording` in one of the voices."""
        if meaning.kind == "topic":
            patterns = self.templates.topic.en if english else self.templates.topic.zh
            return self.fill(self.rng.choice(patterns), english, ask=wording)
        voices = self.templates.form.en if english else self.templates.form.zh
        allowed = [name for name in voices if meaning.kind == "row" or name != "column"]
        other = self.rng.choice(self.columns or [meaning])
        column = self.rng.choice((other.en if english else other.zh) or other.texts)
        pattern = self.rng.choice(voices[self.rng.choice(allowed)])
        return self.fill(pattern, english, term=wording, column=column)

    def lexical_pair(self) -> Pair:
        """A question about a word of random characters, and sentences of which one holds it."""
        patterns, word = self.templates.lexical, self.word()
        asked = self.fill(self.rng.choice(patterns.ask), word=word)
        says = [self.fill(self.rng.choice(patterns.says), word=other) for other in (word, self.word())]
        self.rng.shuffle(says)
        return asked, "".join(says)

    def word(self) -> str:
        """A few common characters that mean nothing together."""
        return "".join(self.rng.choices(self.characters[:LEVEL_ONE], k=self.rng.randint(2, 5)))

    def fill(self, pattern: str, english: bool = False, **slots: str) -> str:
        """`pattern` with its slots, and the gaps of aliases, filled."""
        return fill(pattern, self.templates.fillers, self.rng, english, **slots)

    def scatter(self, text: str) -> str:
        """Now and then, cut between characters, so that parts of words carry the meaning too."""
        if self.rng.random() < 0.6:
            return text
        return HAN_PAIR.sub(lambda _: " " if self.rng.random() < 0.25 else "", text)


def fill(pattern: str, fillers: Fillers, rng: Random, english: bool = False, **slots: str) -> str:
    """`pattern` with `slots`, an agency, a year and numbers filled in."""
    agencies = fillers.agency_en if english else fillers.agency_zh
    gap = " " if english else rng.choice(fillers.gap_zh)
    text = pattern
    for name, value in slots.items():
        text = text.replace("{" + name + "}", value)
    text = text.replace("{agency}", rng.choice(agencies)).replace("{year}", str(rng.choice(fillers.years)))
    while "{n}" in text:
        text = text.replace("{n}", str(rng.randint(1, 10 ** rng.randint(1, 4))), 1)
    return text.replace("*", gap)


def corpus_of(meanings: dict[str, Meaning], templates: Templates, seed: int) -> list[str]:
    """Texts that the tokenizer learns words and their frequency from, patterns of questions repeated."""
    rng = Random(seed)
    texts = [text for m in meanings.values() for text in [*m.texts, *m.zh, *m.en]]
    patterns = [
        *(p for voices in (templates.form.zh, templates.form.en) for ps in voices.values() for p in ps),
        *templates.topic.zh,
        *templates.topic.en,
        *templates.lexical.ask,
        *templates.lexical.says,
    ]
    for _ in range(10):
        texts.extend(
            fill(pattern, templates.fillers, rng, term=" ", column=" ", ask=" ", word=" ") for pattern in patterns
        )
    return [text.replace("{n}", " ").replace("*", " ") for text in texts]
