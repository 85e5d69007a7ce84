"""Table 4 from a text without a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.form.disputes import OUTCOMES, ROWS, TABLE
from ingest.form.hits import Hit, find_hits
from ingest.form.linear import Linear
from ingest.form.loose import PLACED, SPLIT, SUMMED, UNCONFIRMED, cells_window, doubt_of, split_window, summed_window
from ingest.form.loose import window as window_of
from ingest.form.runs import Run, run_after
from ingest.form.split import Split, TooManyReadingsError, fewest_numbers, group_splits
from ingest.form.stream import Stream
from ingest.form.values import Doubt, Window, is_nothing, sums_to_total

WIDTH: Final = len(OUTCOMES)
LONG: Final = len(ROWS) * WIDTH
REACH: Final = 90
HEAD_LETTERS: Final = frozenset("行政复议诉讼未经直接起后结果维持纠正其他尚审总计")


def read_disputes_stream(stream: Stream) -> None:
    """Read the rows of table 4 that no grid gave."""
    linear = stream.linear
    named = named_rows(stream)
    if named is None:
        return
    runs = [run_after(linear, hit, None, WIDTH) for hit in named]
    if all(run.filled for run in runs) and not any(run.filled >= LONG for run in runs):
        for row, run in zip(ROWS, runs, strict=True):
            found = summed_window(run, WIDTH) or doubt_of(run, WIDTH)
            stream.take(stream.shape(TABLE, row, OUTCOMES), run, found)
        return
    long = long_run(linear, named)
    if long is None:
        return
    glued = long.filled < LONG and (stream.glued or long.glued)
    parts = split_parts(stream, long) if glued else separate_parts(long)
    for row, part in zip(ROWS, parts, strict=True):
        stream.take(stream.shape(TABLE, row, OUTCOMES), long, part)


def named_rows(stream: Stream) -> list[Hit] | None:
    """The labels of the three kinds of dispute where they stand close together."""
    view = stream.linear.view
    direct, after = "未经复议直接起诉", "复议后起诉"
    at = view.find(direct)
    while at >= 0:
        behind = view.find(after, at, at + REACH)
        review = view.rfind("行政复议", max(at - REACH, 0), at)
        if behind >= 0 and review >= 0 and is_head(view, at, behind):
            hits = find_hits(stream.linear, stream.words(TABLE), review, min(behind + REACH, len(view)))
            if len({hit.column for hit in hits if hit.column} - {"total", "other"}) >= 1 or len(hits) > len(ROWS):
                spans = [(review, 4), (at, len(direct)), (behind, len(after))]
                return [Hit(start, start + size, row) for row, (start, size) in zip(ROWS, spans, strict=True)]
        at = view.find(direct, at + 1)
    return None


def is_head(view: str, start: int, end: int) -> bool:
    """Whether view[start:end] has only letters of the table's head."""
    return set(view[start:end]) <= HEAD_LETTERS


def long_run(linear: Linear, named: Sequence[Hit]) -> Run | None:
    """The figures behind the whole head, fifteen in the form."""
    start = named[-1].end
    for index in range(start, min(start + REACH, len(linear.view)) + 1):
        if not is_head(linear.view, start, index):
            return None
        run = run_after(linear, Hit(start, index), None, LONG)
        if run.filled:
            return run
    return None


def separate_parts(run: Run) -> list[Window | Doubt]:
    """Fifteen figures that stand for themselves, five for each kind of dispute."""
    if run.delimited and not run.broken:
        found = cells_window(run, LONG, summed=False)
    elif run.filled == LONG and not run.broken:
        found = window_of(run, run.spans, "text+position", PLACED)
    else:
        found = doubt_of(run, LONG)
    if isinstance(found, Doubt):
        return [found] * len(ROWS)
    cuts = [slice(n * WIDTH, (n + 1) * WIDTH) for n in range(len(ROWS))]
    adding = [sums_to_total(found.figures[cut]) or is_nothing(found.figures[cut]) for cut in cuts]
    needed = 1 if run.delimited or run.one_line else len(ROWS) - 1  # fifteen figures of something else add up nowhere
    if sum(adding) < needed:
        return [Doubt("复议诉讼各值之和与总计不符，文字中又没有表格线，无法确定各值属于哪一栏")] * len(ROWS)
    return [
        Window(
            found.cells[cut],
            found.figures[cut],
            "text+row sum" if sums else "text+position",
            min(found.confidence, SUMMED) if sums else UNCONFIRMED,
        )
        for cut, sums in zip(cuts, adding, strict=True)
    ]


def split_parts(stream: Stream, run: Run) -> list[Window | Doubt]:
    """Glued figures: a kind of dispute is read where all readings agree on it."""
    glued = run.as_glued()
    splits: list[Split] = []
    if glued is not None and not (stream.sparse and fewest_numbers(run.pieces) != LONG):
        try:
            stream.effort.begin()
            splits = group_splits(glued, len(ROWS), WIDTH, stream.effort)
        except TooManyReadingsError:
            splits = []
    parts: list[Window | Doubt] = []
    for number in range(len(ROWS)):
        first, last = number * WIDTH, (number + 1) * WIDTH
        readings = {split[max(first - 1, 0) : last] for split in splits}
        if len(readings) != 1:
            parts.append(doubt_of(run, LONG))
            continue
        whole = split_window(run, splits[0], "text+row sum", SPLIT)
        parts.append(Window(whole.cells[first:last], whole.figures[first:last], whole.method, whole.confidence))
    return parts
