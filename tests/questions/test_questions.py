"""The question sets, asked of the nine published reports: how many are right, and that wrong figures stay rare."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chain import Bot
from bot.evaluate.cases import Case, read_cases
from bot.evaluate.judge import Verdict
from bot.evaluate.run import as_text, run
from bot.model import Status

FOLDER = Path(__file__).parent
SETS = sorted(path.stem for path in FOLDER.glob("*.jsonl"))
RIGHT, REFUSED = 0.95, 0.95
WRONG = 0.015  # the aim is none; what is left of it is in the README


@pytest.fixture(scope="module")
def verdicts(real_bot: Bot) -> dict[str, list[Verdict]]:
    """Every set answered once."""
    return {name: run(read_cases(FOLDER / f"{name}.jsonl"), real_bot.ask) for name in SETS}


def test_the_sets_are_as_large_and_as_varied_as_they_should_be() -> None:
    """At least 600 questions in many voices, at least 40 of them in conversations, none twice."""
    cases = [case for name in SETS for case in read_cases(FOLDER / f"{name}.jsonl")]
    assert len(cases) >= 600
    assert len({case.id for case in cases}) == len(cases)
    assert sum(bool(case.history) for case in cases) >= 40
    assert {"official", "citizen", "journalist", "terse", "typo", "colloquial", "english"} <= {c.voice for c in cases}


@pytest.mark.slow
def test_nearly_all_questions_are_answered_right(verdicts: dict[str, list[Verdict]]) -> None:
    """Right status, figures, cells and words, over all sets."""
    every = [verdict for found in verdicts.values() for verdict in found]
    share = sum(verdict.right for verdict in every) / len(every)
    assert share >= RIGHT, "\n".join(as_text(every))


@pytest.mark.slow
def test_wrong_figures_stay_rare(verdicts: dict[str, list[Verdict]]) -> None:
    """A headline figure that is not right, over all sets."""
    every = [verdict for found in verdicts.values() for verdict in found]
    wrong = [verdict for verdict in every if verdict.wrong_figure]
    assert len(wrong) <= WRONG * len(every), "\n".join(as_text(wrong))


@pytest.mark.slow
def test_refusals_give_the_right_reason(verdicts: dict[str, list[Verdict]]) -> None:
    """Each no is typed."""
    every = [verdict for found in verdicts.values() for verdict in found if refused(verdict.case)]
    assert sum(verdict.right for verdict in every) >= REFUSED * len(every)


def refused(case: Case) -> bool:
    """Whether a question has no answer."""
    return Status.ANSWERED not in case.status
