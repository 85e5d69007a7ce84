"""One run over one folder of reports: three systems, the same files, the same questions."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.model import Question
from tests.bench import plain_pipeline, project
from tests.bench.bm25 import Bm25
from tests.bench.evidence import FIRST, chunks_hold
from tests.bench.plain_pipeline import TOP, Chunk, PlainPipeline
from tests.bench.project import Judged, Taken
from tests.bench.questions import KINDS, Case, askable
from tests.bench.timing import Spread, seconds, spread

Search = Callable[[str, int], list[Chunk]]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int


@dataclass(frozen=True)
class Searched:
    """What a search found, by kind of question; figures within the first 4, narrative within the first 5."""

    evidence: dict[str, Share]
    time: Spread
    seconds_a_report: float | None = None
    told: dict[str, Share] | None = None  # the same, where the search is told which reports


@dataclass(frozen=True)
class Measured:
    """Everything that one run over one folder found."""

    name: str
    taken: Taken
    judged: list[Judged]
    time: Spread
    time_by_kind: dict[str, Spread]
    chunks: int
    skipped: int
    plain: Searched
    bm25: Searched


def measure(name: str, folder: Path, cases: Sequence[Case], model: object) -> Measured:
    """Take a folder in and ask: the project first, then the others over the files that it could read."""
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() != ".json")
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        taken = project.take(paths, home / "project")
        asked = askable(list(cases), set(taken.files))
        bot = project.open_project(home / "project")
        judged = [project.judge(bot, case) for case in asked]
        texts = {kind: [case.ask for case in asked if case.kind == kind] for kind in KINDS}

        def ask(text: str) -> object:
            return bot.ask(Question(text))

        by_kind = {kind: spread(ask, some) for kind, some in texts.items() if some}
        overall = spread(ask, [case.ask for case in asked])
        readable = [path for path in paths if path.name in taken.files]
        plain = PlainPipeline(model, home / "plain")
        cost = seconds(lambda: [plain.take(path) for path in readable]) / len(readable)
        told = found_by_kind(asked, lambda case, top: plain.search(case.ask, top, sorted(case.files)))
        searched = search_all(asked, lambda text, top: plain.search(text, top), cost, told)
        lexical = search_all(asked, bm25_over(plain.chunks))
        return Measured(
            name, taken, judged, overall, by_kind, len(plain.chunks), len(cases) - len(asked), searched, lexical
        )


def bm25_over(chunks: list[Chunk]) -> Search:
    """BM25 over the very chunks of the plain pipeline."""
    index = Bm25([text for _, text in chunks])
    return lambda text, top: [chunks[n] for n in index.search(text, top)]


def search_all(
    cases: Sequence[Case], search: Search, cost: float | None = None, told: dict[str, Share] | None = None
) -> Searched:
    """Evidence by kind, and the time of a search."""
    found = found_by_kind(cases, lambda case, top: search(case.ask, top))
    return Searched(found, spread(lambda text: search(text, TOP), [case.ask for case in cases]), cost, told)


def found_by_kind(cases: Sequence[Case], search: Callable[[Case, int], list[Chunk]]) -> dict[str, Share]:
    """How often the first chunks hold the evidence; a refusal has none."""
    found = {}
    for kind in [kind for kind in KINDS if kind != "refusal"]:
        some = [case for case in cases if case.kind == kind]
        top = FIRST if kind == "narrative" else TOP
        found[kind] = Share(sum(chunks_hold(case, search(case, top)) for case in some), len(some))
    return found


def tally(judged: Sequence[Judged], kind: str, what: str) -> Share:
    """How many answers of a kind have `right`, `evidence` or `wrong_shown`; an empty kind counts all."""
    some = [entry for entry in judged if kind in ("", entry.case.kind)]
    return Share(sum(bool(getattr(entry, what)) for entry in some), len(some))


__all__ = ["Measured", "Searched", "Share", "measure", "plain_pipeline", "tally"]
