"""This project under measurement: taken in and asked through its own doors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.chain import Bot, open_bot
from bot.model import Answer, Question
from ingest.pipeline import Ingest
from ingest.settings import Settings
from ingest.startup import open_store
from tests.bench.evidence import answer_holds, figures_right, status_right, wrong_shown
from tests.bench.questions import Case
from tests.bench.timing import seconds


@dataclass(frozen=True)
class Taken:
    """What ingest made of a folder."""

    files: tuple[str, ...]
    failed: tuple[str, ...]
    seconds_a_report: float


@dataclass(frozen=True)
class Judged:
    """One answer against what is right."""

    case: Case
    right: bool
    evidence: bool
    wrong_shown: bool
    came: str


def settings_of(home: Path) -> Settings:
    """Settings of a run: its own home, the shipped model, whatever the machine's settings say."""
    return Settings(home=home, embedding="")


def take(paths: Sequence[Path], home: Path) -> Taken:
    """Take in reports; loading the model and opening the store are not counted."""
    store, embedding = open_store(settings_of(home))
    with store:
        ingest = Ingest(store, embedding)
        stored: list[str] = []
        failed: list[str] = []

        def run() -> None:
            for outcome in ingest.take_all(paths):
                (failed if outcome.status == "failed" else stored).append(Path(outcome.file).name)

        taken = seconds(run)
    return Taken(tuple(stored), tuple(failed), taken / max(1, len(stored)))


def open_project(home: Path) -> Bot:
    """The bot over a home."""
    return open_bot(settings_of(home))


def judge(bot: Bot, case: Case) -> Judged:
    """Ask one question and hold the answer against what is right."""
    answer = bot.ask(Question(case.ask))
    evidence = answer_holds(case, answer)
    right = status_right(case, answer) and evidence and (case.kind == "refusal" or figures_right(case, answer))
    wrong = wrong_shown(case, answer)
    return Judged(case, right and not wrong, evidence, wrong, came(answer))


def came(answer: Answer) -> str:
    """An answer on one line, for those who look into a failure."""
    cells = [f"{c.file}:{c.table}.{c.row}.{c.column}={c.raw}" for c in answer.citations if c.kind == "cell"]
    values = [f"{value.value}{value.unit}" for value in answer.values]
    text = " ".join(answer.answer.split())
    return f"{answer.status}/{answer.reason or '-'} values={values[:4]} cells={cells[:4]} text={text[:220]}"
