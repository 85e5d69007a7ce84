"""How passages are best ranked for a question about the text: by words, by meaning, or by both, in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from bot import narrative
from bot.chain import Bot, open_bot
from bot.evaluate.cases import Case, read_cases
from bot.lookup import sought_of
from bot.model import Question, Status
from bot.narrative import Sought
from bot.plan import Operation, Plan
from bot.understand.understand import understand
from ingest.embedding.choose import load_embedding
from ingest.pipeline import Ingest
from ingest.settings import Settings
from ingest.store.nouns import StoredPassage, StoredReport
from ingest.store.store import Store
from ingest.text import squash

DEPTHS: Final = (1, 3, 5)
Rank = Callable[[Sequence[StoredPassage], Sought], list[StoredPassage]]


@dataclass(frozen=True)
class Recall:
    """Share of the questions whose words stand in one of the first passages, by depth."""

    name: str
    asked: int
    at: tuple[float, ...]


def by_words(passages: Sequence[StoredPassage], sought: Sought) -> list[StoredPassage]:
    """Lexical only."""
    return ordered(passages, replace(sought, vector=np.zeros(0, dtype=np.float32)))


def by_meaning(passages: Sequence[StoredPassage], sought: Sought) -> list[StoredPassage]:
    """Dense only."""
    return sorted(passages, key=lambda p: -float(np.dot(p.vector, sought.vector)))


def by_both(passages: Sequence[StoredPassage], sought: Sought) -> list[StoredPassage]:
    """The product's own ranking."""
    return ordered(passages, sought)


def by_fused_ranks(passages: Sequence[StoredPassage], sought: Sought) -> list[StoredPassage]:
    """Reciprocal ranks of both added."""
    scores: dict[str, float] = {}
    for ranking in (by_words(passages, sought), by_meaning(passages, sought)):
        for place, passage in enumerate(ranking):
            scores[passage.passage_id] = scores.get(passage.passage_id, 0.0) + 1 / (60 + place)
    return sorted(passages, key=lambda p: -scores[p.passage_id])


def ordered(passages: Sequence[StoredPassage], sought: Sought) -> list[StoredPassage]:
    """By the product's score."""
    weight = narrative.weights(p.passage.text for p in passages)
    return sorted(passages, key=lambda p: -narrative.score_passage(p, sought, weight))


RANKINGS: Final[dict[str, Rank]] = {
    "words": by_words,
    "meaning": by_meaning,
    "both, weighted (in use)": by_both,
    "both, ranks fused": by_fused_ranks,
}


def compare(bot: Bot, folder: Path) -> list[Recall]:
    """Recall of every ranking over the narrative questions of a folder of question sets."""
    cases = [case for path in sorted(folder.glob("*.jsonl")) for case in read_cases(path) if usable(case)]
    hits = {name: [0] * len(DEPTHS) for name in RANKINGS}
    asked = 0
    for case in cases:
        plan = understand(Question(case.question, case.history), bot.world())
        if plan.operation is not Operation.NARRATIVE:
            continue
        asked += 1
        sought = sought_of(plan, bot.lookup.embedding())
        passages = bot.lookup.shelf.passages([r.report_id for r in reports_of(bot, plan)])
        for name, rank in RANKINGS.items():
            place = first_with(rank(passages, sought), case.text)
            for n, depth in enumerate(DEPTHS):
                hits[name][n] += place < depth
    return [Recall(name, asked, tuple(round(h / max(asked, 1), 3) for h in found)) for name, found in hits.items()]


def usable(case: Case) -> bool:
    """Whether a case says which words of the text answer it."""
    return case.kind == "narrative" and bool(case.text) and Status.ANSWERED in case.status


def reports_of(bot: Bot, plan: Plan) -> list[StoredReport]:
    """Reports that a plan names."""
    return [r for r in bot.lookup.shelf.reports() if (r.agency, r.year) in plan.reports]


def first_with(passages: Sequence[StoredPassage], words: Sequence[str]) -> int:
    """Place of the first passage that holds one of the words."""
    for place, passage in enumerate(passages):
        text = squash(passage.passage.text)
        if any(squash(word) in text for word in words):
            return place
    return len(passages) + max(DEPTHS)


def compare_over(reports: Path, sets: Path) -> list[Recall]:
    """Recall over a folder of reports, taken in for the purpose."""
    with tempfile.TemporaryDirectory() as folder:
        home, embedding = Path(folder), load_embedding()
        with Store.open(home, embedding.identity, embedding.dimension) as store:
            for _ in Ingest(store, embedding).take_all(
                [path for path in sorted(reports.iterdir()) if path.suffix != ".json"]
            ):
                pass
        bot = open_bot(Settings(home=home))
        try:
            return compare(bot, sets)
        finally:
            bot.store.close()


def table(found: Sequence[Recall]) -> str:
    """Markdown: a row a ranking."""
    lines = [
        "| ranking | " + " | ".join(f"recall@{depth}" for depth in DEPTHS) + " |",
        "|---" * (len(DEPTHS) + 1) + "|",
    ]
    return "\n".join([*lines, *(f"| {r.name} | {' | '.join(f'{share:.2f}' for share in r.at)} |" for r in found)])
