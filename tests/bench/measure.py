"""One run over one folder of reports: three systems, the same files, the same questions."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.chain import Bot
from bot.model import Question
from tests.bench import project
from tests.bench.bm25 import Bm25
from tests.bench.evidence import FIRST, chunks_hold
from tests.bench.plain_pipeline import TOP, Chunk, PlainPipeline
from tests.bench.project import Judged, Taken
from tests.bench.questions import KINDS, Case, askable
from tests.bench.timing import Ask, Spread, in_turn, percentile, seconds, spread

ROUNDS: Final = 3
Search = Callable[[Case, int], list[Chunk]]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int


Shares = dict[str, Share]  # by kind of question


@dataclass(frozen=True)
class Measured:
    """Everything that one run over one folder found. Searches: figures within the first 4, narrative within 5."""

    name: str
    taken: Taken
    judged: list[Judged]
    skipped: int
    chunks: int
    searches: dict[str, Shares]  # plain, told, bm25, chunks
    times: dict[str, dict[str, Spread]]  # system → kind → time; "" is all kinds
    plain_seconds: float


def measure(name: str, folder: Path, cases: Sequence[Case], model: Any) -> Measured:
    """Take a folder in with each system, then ask all of them."""
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() != ".json")
    with tempfile.TemporaryDirectory() as temporary:
        taken, plain, cost = take_in(paths, Path(temporary), model)
        asked = askable(list(cases), set(taken.files))
        bot = project.open_project(Path(temporary) / f"project{ROUNDS}")
        judged = [project.judge(bot, case) for case in asked]
        lexical = bm25_over(plain.chunks)
        searches = {
            "plain": found(asked, lambda case, top: plain.search(case.ask, top)),
            "told": found(asked, lambda case, top: plain.search(case.ask, top, sorted(case.files))),
            "bm25": found(asked, lambda case, top: lexical(case.ask, top)),
            "chunks": found(asked, lambda *_: plain.chunks),
        }
        times = timed(asked, bot, plain, lexical)
        return Measured(
            name, taken, judged, len(cases) - len(asked), len(plain.chunks), searches, times, cost
        )  # fmt: skip


def take_in(paths: Sequence[Path], home: Path, model: Any) -> tuple[Taken, PlainPipeline, float]:
    """Both systems take the same files in, in turn, several times from nothing; the middle time counts."""
    runs, costs = [], []
    for turn in range(1, ROUNDS + 1):
        runs.append(project.take(paths, home / f"project{turn}"))
        plain = PlainPipeline(model, home / f"plain{turn}")
        readable = [path for path in paths if path.name in runs[-1].files]
        costs.append(seconds(lambda plain=plain, some=readable: [plain.take(p) for p in some]) / max(1, len(readable)))  # type: ignore[misc]
    middle = sorted(runs, key=lambda run: run.seconds_a_report)[len(runs) // 2]
    return middle, plain, percentile(costs, 0.5)


def bm25_over(chunks: list[Chunk]) -> Callable[[str, int], list[Chunk]]:
    """BM25 over the very chunks of the plain pipeline."""
    index = Bm25([text for _, text in chunks])
    return lambda text, top: [chunks[n] for n in index.search(text, top)]


def timed(
    cases: Sequence[Case], bot: Bot, plain: PlainPipeline, lexical: Callable[[str, int], list[Chunk]]
) -> dict[str, dict[str, Spread]]:
    """Time a question, system by system and kind by kind."""
    systems: dict[str, Ask] = {
        "project": lambda text: bot.ask(Question(text)),
        "plain": plain.search,
        "bm25": lambda text: lexical(text, TOP),
    }
    taken = in_turn(systems, [case.ask for case in cases], ROUNDS)
    times: dict[str, dict[str, Spread]] = {}
    for system, costs in taken.items():
        kinds = {"": costs} | {
            kind: [c for c, case in zip(costs, cases, strict=True) if case.kind == kind] for kind in KINDS
        }
        times[system] = {kind: spread(some) for kind, some in kinds.items() if some}
    return times


def found(cases: Sequence[Case], search: Search) -> Shares:
    """How often the first chunks hold the evidence; a refusal has none."""
    shares = {}
    for kind in [kind for kind in KINDS if kind != "refusal"]:
        some = [case for case in cases if case.kind == kind]
        top = FIRST if kind == "narrative" else TOP
        shares[kind] = Share(sum(chunks_hold(case, search(case, top)) for case in some), len(some))
    return shares


def tally(judged: Sequence[Judged], kind: str, what: str) -> Share:
    """How many answers of a kind have `right`, `evidence` or `wrong_shown`; an empty kind counts all."""
    some = [entry for entry in judged if kind in ("", entry.case.kind)]
    return Share(sum(bool(getattr(entry, what)) for entry in some), len(some))
