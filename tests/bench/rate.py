"""Seconds a report over one large batch of Markdown and HTML, this project beside the plain pipeline."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench import project
from tests.bench.many import write_many
from tests.bench.plain_pipeline import PlainPipeline
from tests.bench.timing import percentile, seconds

REPORTS: Final = 80
EACH: Final = 5  # the plain pipeline takes every fifth: report by report, it is no faster for many
WARM: Final = 4
ROUNDS: Final = 3


@dataclass(frozen=True)
class Rate:
    """Seconds a report, the middle of ROUNDS."""

    reports: int
    project: float
    plain_reports: int
    plain: float

    @property
    def times(self) -> float:
        """How many reports this project takes in while the plain pipeline takes in one."""
        return self.plain / self.project


def measure_rate(sources: Sequence[Path], model: Any, reports: int = REPORTS) -> Rate:
    """Both systems take the same files in, in turn, from files to a finished index, after some that do not count."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        files = home / "files"
        files.mkdir()
        paths = write_many(files, list(sources), reports)
        some = paths[::EACH]
        ours, plain = [], []
        for turn in range(ROUNDS + 1):
            ours.append(project_seconds(paths if turn else paths[:WARM], home / f"project{turn}"))
            plain.append(plain_seconds(some if turn else some[:WARM], PlainPipeline(model, home / f"plain{turn}")))
    return Rate(len(paths), percentile(ours[1:], 0.5), len(some), percentile(plain[1:], 0.5))


def project_seconds(paths: Sequence[Path], home: Path) -> float:
    """Seconds a report of this project. ValueError where it could not read one."""
    taken = project.take(paths, home)
    if taken.failed:
        raise ValueError(f"not read: {', '.join(taken.failed)}")
    return taken.seconds_a_report


def plain_seconds(paths: Sequence[Path], pipeline: PlainPipeline) -> float:
    """Seconds a report of the plain pipeline."""

    def run() -> None:
        for path in paths:
            pipeline.take(path)

    return seconds(run) / len(paths)


def sentence(rate: Rate) -> str:
    """The rate in words."""
    return (
        f"Taking in {rate.reports} Markdown and HTML reports, index included, both warm (middle of {ROUNDS} runs): "
        f"{rate.project:.4f} s a report; plain pipeline {rate.plain:.3f} s a report (over {rate.plain_reports} of them): "
        f"{rate.times:.0f} × the rate."
    )
