"""Table 2 from a text without a grid. No sum confirms it: a row is read under its own head or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.form.disclosure import TABLE, allowed
from ingest.form.hits import Hit, Vocabulary, find_hits
from ingest.form.linear import Linear
from ingest.form.loose import plain_window
from ingest.form.runs import Run, run_after
from ingest.form.stream import Stream, orphans
from ingest.form.stream_requests import ends_row

CONTENT: Final = "信息内容"
END_WORDS: Final = ("收到和处理政府信息公开申请情况", "本年新收政府信息公开申请", "结果维持")
CHANGE: Final = "change"
ASTRAY: Final = "表格文字中有数字不在任何一行的标签之后，无法确定各数字属于哪一行"


@dataclass(frozen=True)
class HeadedRow:
    """A row's label, the head above it and the figures behind it."""

    key: str
    hit: Hit
    run: Run
    columns: tuple[str, ...]
    headers: tuple[str, ...]
    blank: bool


def read_disclosure_stream(stream: Stream) -> None:
    """Read the rows of table 2 that no grid gave."""
    words = stream.words(TABLE)
    region = disclosure_region(stream.linear, words)
    if region is None:
        return
    hits = find_hits(stream.linear, words, *region)
    rows = headed_rows(stream, hits, region[1])
    if not rows:
        return
    stray = orphans(stream.linear, hits, [row.hit for row in rows], region[1], 1)
    astray = bool(stray) or any(spills(row) for row in rows)
    for row in rows:
        if astray:
            stream.doubtful(TABLE, row.key, row.columns, row.run, ASTRAY)
            continue
        shape = stream.shape(TABLE, row.key, row.columns, row.headers)
        if not row.run.filled and not row.blank:
            continue
        signed = row.columns.index(CHANGE) if CHANGE in row.columns else None
        empty = not row.run.filled and not row.run.delimited
        stream.take(shape, row.run, None if empty else plain_window(row.run, len(row.columns), signed))


def disclosure_region(linear: Linear, words: Vocabulary) -> tuple[int, int] | None:
    """Part of the view that holds table 2: from its first head to table 3."""
    heads = sorted(words.columns, key=len, reverse=True)
    at = linear.view.find(CONTENT)
    while at >= 0 and not any(linear.view.startswith(head, at + len(CONTENT)) for head in heads):
        at = linear.view.find(CONTENT, at + 1)
    if at < 0:
        return None
    ends = [i for word in END_WORDS if (i := linear.view.find(word, at)) >= 0]
    return at, min(ends, default=len(linear.view))


def headed_rows(stream: Stream, hits: Sequence[Hit], end: int) -> list[HeadedRow]:
    """Rows of the table in the order of the text, each with the columns named above it."""
    linear = stream.linear
    rows: list[HeadedRow] = []
    head: list[Hit] = []
    for number, hit in enumerate(hits):
        following = hits[number + 1].start if number + 1 < len(hits) else -1
        if not hit.row:
            before = hits[number - 1] if number else hit
            head = [*(head if before.column else []), hit] if hit.column else head if not head else []
            continue
        columns = tuple(each.column for each in head)
        if columns in allowed(stream.reading, hit.row) and hit.row not in {row.key for row in rows}:
            run = run_after(linear, hit, following, len(columns))
            headers = tuple(linear.text[linear.before(h.start) : linear.after(h.end)] for h in head)
            blank = ends_row(linear, hit, following, end)
            rows.append(HeadedRow(hit.row, hit, run, columns, headers, blank))
    return rows


def spills(row: HeadedRow) -> bool:
    """Whether a row has more figures than columns and one stray number can have."""
    width = len(row.columns)
    if row.run.spill or row.run.delimited:
        return row.run.spill
    return row.run.filled > width and len(row.run.own_line()) != width
