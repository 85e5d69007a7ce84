"""How far taking in has come: which file, at which stage, how many are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

STEPS: Final = ("queued", "read", "store")
ENDS: Final = ("stored", "unchanged", "failed")


@dataclass(frozen=True, slots=True)
class Progress:
    """What is told of a file: its stage is one of STEPS, in this order, then one of ENDS.

    A file that need not be read goes to its end at once. `done` counts the files of `total` that have
    come to theirs, this one included.
    """

    file: str
    stage: str
    done: int
    total: int


On = Callable[[Progress], None]


@dataclass
class Teller:
    """Tells one run's progress to `on`, where anybody listens, and counts what is done."""

    on: On | None
    total: int
    done: int = 0

    def tell(self, path: Path, stage: str) -> None:
        """Say that a file has come to a stage."""
        self.done += stage in ENDS
        if self.on is not None:
            self.on(Progress(str(path), stage, self.done, self.total))
