"""Ask a question set, judge every answer, and sum up by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.evaluate.cases import Case
from bot.evaluate.judge import Verdict, judge
from bot.model import Answer, Question, Status


@dataclass(frozen=True)
class Tally:
    """How a part of a question set fared."""

    name: str
    asked: int
    right: int
    wrong_figures: int

    @property
    def share(self) -> str:
        """Right answers in percent."""
        return f"{100 * self.right / self.asked:.1f} %"


def run(cases: Sequence[Case], ask: Callable[[Question], Answer]) -> list[Verdict]:
    """Verdicts in the order of the questions."""
    return [judge(case, ask(Question(case.question, case.history))) for case in cases]


def tally(name: str, verdicts: Sequence[Verdict]) -> Tally:
    """One line of the summary."""
    return Tally(name, len(verdicts), sum(v.right for v in verdicts), sum(v.wrong_figure for v in verdicts))


def tallies(verdicts: Sequence[Verdict]) -> Iterator[Tally]:
    """By kind, then the refusals by whether the reason is right, then all."""
    for kind in sorted({verdict.case.kind for verdict in verdicts}):
        yield tally(kind, [v for v in verdicts if v.case.kind == kind])
    refusals = [v for v in verdicts if Status.ANSWERED not in v.case.status]
    if refusals:
        yield tally("refusal reasons", refusals)
    yield tally("all", verdicts)


def as_text(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Lines for a terminal: every miss, then accuracy by kind."""
    for verdict in verdicts:
        if not verdict.right:
            mark = "!" if verdict.wrong_figure else "-"
            asked = " ⏎ ".join([*verdict.case.history, verdict.case.question])
            yield f"{mark} {verdict.case.id} [{verdict.case.kind}] {asked}"
            yield from (f"    {miss}" for miss in verdict.misses)
    for line in tallies(verdicts):
        wrong = f"  错数 / wrong figures: {line.wrong_figures}" if line.wrong_figures else ""
        yield f"{line.name:<16} {line.right:>4} / {line.asked:<4} {line.share:>8}{wrong}"


def as_json(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """The summary and every miss as one object."""
    return {
        "tallies": [
            {"name": t.name, "asked": t.asked, "right": t.right, "wrong_figures": t.wrong_figures}
            for t in tallies(verdicts)
        ],
        "misses": [
            {"id": v.case.id, "question": v.case.question, "history": list(v.case.history),
             "misses": list(v.misses), "wrong_figure": v.wrong_figure}
            for v in verdicts
            if not v.right
        ],
    }  # fmt: skip
