"""Passages for a question about the text: ranked exactly, and the sentences that carry the answer."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.chunk import RUN_IN, sentences
from ingest.store.nouns import StoredPassage
from ingest.text import squash

TERM: Final = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
FIGURE: Final = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:%|余|多)?\s*[\u3400-\u9fff]?")
LEXICAL, DENSE, HEADING, LONGER = 1.0, 0.35, 0.5, 0.1
UNDER_HEADING: Final = 0.85  # a passage under a heading that names the topic speaks of it, whatever its words
ENOUGH: Final = 0.5
LONG_SENTENCE: Final = 60
WHOLE_PASSAGE: Final = 280
QUOTED: Final = 180
HEADED: Final = 420  # under a heading that names the topic all of it may answer
TELLING_MEASURES: Final = frozenset({"人次", "人", "天", "元", "万元", "册", "期", "场", "名", "次", "条", "部"})
LISTED: Final = 0.1
PARTING: Final = {"；": 20, ";": 20, "。": 20, "，": 3, ",": 3, "、": 3}
FULL: Final = 4  # characters of a wording that is as telling as any
ENUMERATED: Final = re.compile(r"一是|二是|首先|其次|1[.、]")
CLAUSE: Final = re.compile(r"[^；;]+[；;]?")
CHANGE: Final = re.compile(
    r"(?:同比|较|比|环比)?(?:上年|去年|上一年|往年)?(?:同期)?(?:回落|下降|上升|增长|增加|减少|下滑|提高|降低|减幅|增幅|降幅)(?:了|为|达)?"
    r"(?P<number>\d[\d,]*(?:\.\d+)?(?P<percent>%|％)?)"
)
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Evidence:
    """A sentence that speaks of what was asked: its offsets in the passage, and how well it fits."""

    passage: StoredPassage
    start: int
    end: int
    score: float
    figure: tuple[int, int] | None = None  # the number asked for, as offsets in the passage

    @property
    def quote(self) -> str:
        """The sentence."""
        return self.passage.passage.text[self.start : self.end]


@lru_cache(maxsize=20_000)
def grams(text: str) -> tuple[str, ...]:
    """Overlapping pairs of Chinese characters, and whole Latin words or numbers."""
    found: list[str] = []
    for run in TERM.findall(squash(text).lower()):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return tuple(found)


def weights(texts: Iterable[str]) -> Callable[[str], float]:
    """How telling a gram is among these texts (inverse document frequency)."""
    seen: Counter[str] = Counter()
    count = 0
    for text in texts:
        count += 1
        seen.update(set(grams(text)))
    return lambda gram: math.log(1 + (count + 1) / (seen[gram] + 0.5))


def covered(query: Sequence[str], text: str, weight: Callable[[str], float]) -> float:
    """Share of the query's weight that stands in `text`, 0…1."""
    have = set(grams(text))
    whole = sum(weight(gram) for gram in query)
    return sum(weight(gram) for gram in query if gram in have) / whole if whole else 0.0


@dataclass(frozen=True)
class Sought:
    """What is looked for: the question's own words, and words that mean the same as a topic named."""

    words: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]
    number_asked: bool
    vector: Vector
    measure: str = ""
    noun: str = ""
    percent: bool = False
    required: tuple[str, ...] = ()  # words without which a number answers something else

    @property
    def query(self) -> tuple[str, ...]:
        """Grams of the question's words."""
        return tuple(dict.fromkeys(g for word in self.words for g in grams(word)))


def find_evidence(passages: Sequence[StoredPassage], sought: Sought, limit: int = 5) -> list[Evidence]:
    """Sentences that answer, best first; empty where nothing speaks of what was asked."""
    if not passages:
        return []
    weight = weights(p.passage.text for p in passages)
    scored = [(score_passage(p, sought, weight), p) for p in passages]
    scored.sort(key=lambda pair: -pair[0])
    if not sought.number_asked:
        return passage_evidence(scored, sought, weight)[:limit]
    found = [e for score, p in scored[:8] for e in sentence_evidence(p, sought, weight, score)]
    found = [
        e for e in found if speaks_of(e, sought, weight) and all(word in squash(e.quote) for word in sought.required)
    ]
    found.sort(key=lambda e: -e.score)
    return [narrowed(e) for e in keep_apart(found)[:limit]]


def passage_evidence(
    scored: Sequence[tuple[float, StoredPassage]], sought: Sought, weight: Callable[[str], float]
) -> list[Evidence]:
    """For how and why: the best passages, each from its most telling sentence on."""
    found = []
    for score, passage in scored[:8]:
        text = passage.passage.text
        spans = sentences(text)
        if not spans:
            continue
        fits = [covered(sought.query, text[s:e], weight) + named(sought, text[s:e]) for s, e in spans]
        whole, headed = len(text) <= WHOLE_PASSAGE, named(sought, " ".join(passage.passage.headings[-2:])) > 0
        first = 0 if whole or headed else fits.index(max(fits))
        most = len(text) if whole else HEADED if headed else QUOTED
        last = next((i for i in range(first, len(spans)) if spans[i][1] - spans[first][0] >= most), len(spans) - 1)
        listed = LISTED if ENUMERATED.search(text) else 0.0
        evidence = Evidence(passage, spans[first][0], spans[last][1], score + listed)
        if speaks_of(evidence, sought, weight):
            found.append(evidence)
    return sorted(found, key=lambda e: -e.score)


def score_passage(passage: StoredPassage, sought: Sought, weight: Callable[[str], float]) -> float:
    """Lexical cover, meaning, and whether the heading names the topic."""
    text, headings = passage.passage.text, " ".join(passage.passage.headings)
    dense = float(np.dot(passage.vector, sought.vector)) if sought.vector.size else 0.0
    lexical = max(covered(sought.query, text, weight), named(sought, text))
    heading = max(covered(sought.query, headings, weight), named(sought, headings))
    if not sought.number_asked:
        lexical = max(lexical, UNDER_HEADING * named(sought, headings))
    return LEXICAL * lexical + DENSE * max(dense, 0.0) + HEADING * heading + LONGER * longest_named(sought, text)


def named(sought: Sought, text: str) -> float:
    """Share of the topics named whose words, or words that mean the same, stand in `text`."""
    if not sought.synonyms:
        return 0.0
    plain = squash(text).lower()
    return sum(any(word in plain for word in group if not word.isascii()) for group in sought.synonyms) / len(
        sought.synonyms
    )


def longest_named(sought: Sought, text: str) -> float:
    """How much of the longest wording of a topic stands in `text`, 0…1: 四项机制 says more than 机制."""
    plain = squash(text).lower()
    words = [word for group in sought.synonyms for word in group if not word.isascii()]
    longest = max((len(word) for word in words if word in plain), default=0)
    return min(longest, FULL) / FULL


def sentence_evidence(
    passage: StoredPassage, sought: Sought, weight: Callable[[str], float], score: float
) -> Iterable[Evidence]:
    """Every sentence of a passage with its score; a sentence with the number asked for counts more."""
    text = passage.passage.text
    for start, end in sentences(text):
        sentence = text[start:end]
        if RUN_IN.match(sentence) and len(sentence) < LONG_SENTENCE // 2:
            continue  # a heading that runs into its paragraph says nothing by itself
        fit = max(covered(sought.query, sentence, weight), named(sought, sentence))
        figure = figure_near(sentence, sought) if sought.number_asked else None
        bonus = figure_bonus(sentence, figure, sought)
        place = (start + figure[0], start + figure[1]) if figure else None
        yield Evidence(passage, start, end, score * 0.5 + fit + bonus, place)


def narrowed(evidence: Evidence) -> Evidence:
    """The clause with the number, where the sentence is long and has several clauses."""
    if evidence.figure is None or evidence.end - evidence.start < LONG_SENTENCE:
        return evidence
    for match in CLAUSE.finditer(evidence.quote):
        start, end = evidence.start + match.start(), evidence.start + match.end()
        if start <= evidence.figure[0] < end:
            return replace(evidence, start=start, end=end)
    return evidence


def figure_bonus(sentence: str, figure: tuple[int, int] | None, sought: Sought) -> float:
    """How well a number fits what is counted: its measure word, and the noun near it."""
    if figure is None:
        return 0.0
    bonus = 0.5
    if sought.measure and sought.measure in sentence[figure[0] : figure[1] + 1]:
        bonus += 0.3
    if sought.noun and sought.noun in sentence[max(0, figure[0] - 12) : figure[1] + 12]:
        bonus += 0.3
    return bonus


def speaks_of(evidence: Evidence, sought: Sought, weight: Callable[[str], float]) -> bool:
    """Whether a sentence, or the heading over it, really names what was asked for."""
    context = " ".join([*evidence.passage.passage.headings[-2:], evidence.quote])
    if sought.synonyms and sought.number_asked:
        return named(sought, f"{context} {evidence.passage.passage.text}") == 1.0 and named(sought, evidence.quote) > 0
    if sought.synonyms:
        return named(sought, context) > 0
    return covered(sought.query, context, weight) >= ENOUGH


def figure_near(sentence: str, sought: Sought) -> tuple[int, int] | None:
    """Offsets of the number that stands closest to the words asked for."""
    spots: list[tuple[int, int]] = []
    for word in mentioned(sought):  # the most telling word that stands in the sentence decides
        spots = [m.span() for m in re.finditer(re.escape(word), sentence, re.IGNORECASE)]
        if spots:
            break
    figures = [m.span() for m in FIGURE.finditer(sentence)]
    figures = [f for f in figures if not re.match(r"(?:20\d\d|\d{1,2})\s*[年月日]", sentence[f[0] :])]
    shares = [f for f in figures if "%" in sentence[slice(*f)]]
    figures = shares if asks_percent(sought) else [f for f in figures if f not in shares]
    measured = [f for f in figures if sought.measure and sought.measure in sentence[f[0] : f[1]]]
    if sought.measure in TELLING_MEASURES and not measured:
        return None
    figures = measured or figures
    if not spots or not figures:
        return None

    def distance(figure: tuple[int, int]) -> tuple[int, int]:
        gaps = [figure[0] - end + parted(sentence[end : figure[0]]) for _, end in spots if figure[0] >= end]
        before = [
            (start - figure[1]) * 2 + 1 + parted(sentence[figure[1] : start])
            for start, _ in spots
            if figure[1] <= start
        ]
        return (min([*gaps, *before], default=999), figure[0])

    best = min(figures, key=distance)
    return best if distance(best)[0] <= 24 else None


def parted(text: str) -> int:
    """How far apart the marks between a word and a number set them."""
    return sum(PARTING.get(character, 0) for character in text)


def asks_percent(sought: Sought) -> bool:
    """Whether a share is asked for, so that a percentage may be the answer."""
    return sought.percent or any(
        word.endswith(("率", "比例", "占比", "rate", "percent", "percentage", "share")) for word in sought.words
    )


def mentioned(sought: Sought) -> list[str]:
    """Words that name what was asked for, the question's own first."""
    own = [word for word in reversed(sought.words) if len(word) > 1]
    named_words = [word for group in reversed(sought.synonyms) for word in group if not word.isascii()]
    return list(dict.fromkeys([*([sought.noun] if sought.noun else []), *own, *named_words]))


def told_changes(passages: Sequence[StoredPassage], words: Sequence[str], *, percent: bool) -> list[Evidence]:
    """Sentences that tell by how much something named by one of `words` rose or fell."""
    found = []
    for passage in passages:
        text = passage.passage.text
        for start, end in sentences(text):
            match = CHANGE.search(text, start, end)
            if match and bool(match["percent"]) == percent and any(word in text[start:end] for word in words):
                found.append(Evidence(passage, start, end, 1.0, match.span("number")))
    return [narrowed(evidence) for evidence in found]


def keep_apart(found: Sequence[Evidence]) -> list[Evidence]:
    """Each sentence once."""
    seen: set[tuple[str, int]] = set()
    kept = []
    for evidence in found:
        key = (evidence.passage.passage_id, evidence.start)
        if key not in seen:
            seen.add(key)
            kept.append(evidence)
    return kept
