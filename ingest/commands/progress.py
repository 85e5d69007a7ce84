"""The line that says how far `python -m ingest` has come, on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, TextIO

from ingest.progress import ENDS, Progress
from ingest.wording import wording

MANY: Final = 20
LONGEST_NAME: Final = 40
CLEAR: Final = "\r\x1b[K"


class ProgressLine:
    """Shows where each file is: on a terminal one line written over and over, elsewhere a line for each file read."""

    def __init__(self, stream: TextIO, lang: str) -> None:
        self.stream = stream
        self.lang = lang
        self.live = stream.isatty()
        self.under_way: dict[str, Progress] = {}

    def __call__(self, progress: Progress) -> None:
        """Show one step."""
        if progress.stage in ENDS:
            self.under_way.pop(progress.file, None)
        elif progress.stage != "queued":
            self.under_way[progress.file] = progress
        if self.live or progress.stage == "read":
            self.show(progress)

    def show(self, progress: Progress) -> None:
        """Write the line."""
        words = wording("ingest")
        stage = words.get(f"step_{progress.stage}", self.lang)
        values = {"done": progress.done, "total": progress.total, "file": short(progress.file), "stage": stage}
        text = words.get("step", self.lang, **values)
        self.stream.write(CLEAR + text if self.live else text + "\n")
        self.stream.flush()

    @contextmanager
    def aside(self, done: int) -> Iterator[None]:
        """Room for what is printed inside; then the file that is waited for stands in the line again."""
        if self.live:
            self.stream.write(CLEAR)
            self.stream.flush()
        yield
        if self.live and self.under_way:
            self.show(replace(next(iter(self.under_way.values())), done=done))


def short(file: str) -> str:
    """Name of a file, cut in the middle so that a line holds it."""
    name = Path(file).name
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[: half - 1]}…{name[-half:]}"


def progress_line(stream: TextIO, files: int, lang: str, *, as_json: bool) -> ProgressLine | None:
    """A line for `files` files where somebody may look at it; None where there is none, or programs read on."""
    return ProgressLine(stream, lang) if not as_json and (stream.isatty() or files > MANY) else None
