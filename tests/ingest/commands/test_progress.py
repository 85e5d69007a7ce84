"""The progress line: rewritten on a terminal, a line a file elsewhere, silent where programs read on."""

from __future__ import annotations

import io

import pytest

from ingest.commands.progress import CLEAR, ProgressLine, progress_line, short
from ingest.progress import ENDS, STEPS, Progress
from ingest.wording import wording


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_elsewhere_each_file_is_one_line() -> None:
    stream = io.StringIO()
    line = ProgressLine(stream, "zh")
    for stage in (*STEPS, "stored"):
        line(Progress("/in/某县.html", stage, 12, 200))
    with line.aside(12):
        pass
    assert stream.getvalue() == "[12/200] 某县.html 读取 …\n"


def test_on_a_terminal_the_line_is_written_over() -> None:
    stream = Terminal()
    line = ProgressLine(stream, "en")
    for name, stage, done in (
        ("a", "queued", 0),
        ("a", "read", 0),
        ("b", "read", 0),
        ("a", "store", 0),
        ("a", "stored", 1),
    ):
        line(Progress(f"/in/{name}.md", stage, done, 2))
    shown = stream.getvalue().split(CLEAR)[1:]
    assert shown == [
        "[0/2] a.md queued …", "[0/2] a.md reading …", "[0/2] b.md reading …", "[0/2] a.md storing …", "[1/2] a.md stored …",
    ]  # fmt: skip
    stream.truncate(0)
    with line.aside(1):
        stream.write("stored a.md\n")
    assert stream.getvalue().lstrip("\0") == f"{CLEAR}stored a.md\n{CLEAR}[1/2] b.md reading …"
    line(Progress("/in/b.md", "failed", 2, 2))
    stream.truncate(0)
    with line.aside(2):
        pass
    assert stream.getvalue().lstrip("\0") == CLEAR


@pytest.mark.parametrize(
    ("stream", "files", "as_json", "shown"),
    [(Terminal(), 1, False, True), (io.StringIO(), 20, False, False), (io.StringIO(), 21, False, True),
     (Terminal(), 500, True, False), (io.StringIO(), 500, True, False)],
)  # fmt: skip
def test_where_it_is_shown(stream: io.StringIO, files: int, as_json: bool, shown: bool) -> None:
    assert (progress_line(stream, files, "zh", as_json=as_json) is not None) is shown


def test_long_names_are_cut_in_the_middle() -> None:
    assert short("/in/a.md") == "a.md"
    assert short("甲" * 50 + ".html") == "甲" * 19 + "…" + "甲" * 15 + ".html"


@pytest.mark.parametrize("stage", [*STEPS, *ENDS])
def test_every_stage_has_its_word(stage: str) -> None:
    assert f"step_{stage}" in wording("ingest").texts
