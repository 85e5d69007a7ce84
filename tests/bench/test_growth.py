"""Both benchmarks run, and rank by both words and meaning at least as well as by one."""

from __future__ import annotations

from pathlib import Path

from bot.chain import Bot
from tests.bench.growth import KINDS, measure_growth, table
from tests.bench.ranking import compare

QUESTIONS = Path(__file__).resolve().parents[1] / "questions"


def test_every_kind_is_timed(repo: Path) -> None:
    found = measure_growth(sorted((repo / "reports").iterdir()), sizes=(10,))
    assert [kind.kind for kind in found] == list(KINDS)
    assert all(0 < kind.spread.p50 <= kind.spread.p95 for kind in found)
    assert table(found).count("\n") == len(KINDS) + 1


def test_the_ranking_in_use_is_the_best(real_bot: Bot) -> None:
    first = {recall.name: recall.at[0] for recall in compare(real_bot, QUESTIONS)}
    assert first["both, weighted (in use)"] == max(first.values()) >= 0.9
