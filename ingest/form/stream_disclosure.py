"""Table 2 from a text without a grid. No sum confirms it: a row is read under its own head or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.form.disclosure import TABLE, allowed
from ingest.form.hits import Hit, Vocabulary, find_hits
from ingest.form.linear import Linear
from ingest.form.loose import plain_window
from ingest.form.runs import Run, run_of
from ingest.form.stream import Stream, orphans
from ingest.form.stream_requests import ends_row
from ingest.form.values import Doubt, Window

CONTENT: Final = "信息内容"
END_WORDS: Final = ("收到和处理政府信息公开申请情况", "本年新收政府信息公开申请", "结果维持")
CHANGE: Final = "change"
ASTRAY: Final = "表格文字中有数字不在任何一行的标签之后，无法确定各数字属于哪一行"


OFF_LINE: Final = "这一行的数字不在标签同一行上（其他行在），可能是页码，无法确定是否属于这一行"


@dataclass(frozen=True)
class HeadedRow:
    """A row's label, the head above it and the figures behind it."""

    key: str
    hit: Hit
    run: Run
    columns: tuple[str, ...]
    headers: tuple[str, ...]
    head: int
    blank: bool

    @property
    def loose(self) -> bool:
        """Whether nothing but blanks separates its figures."""
        return not self.run.delimited


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
    stream.sparse = stream.sparse or any(row.run.most_figures < len(row.columns) for row in rows)
    tight = any(row.loose and 0 < row.run.filled < len(row.columns) for row in rows)
    beside = any(row.loose and row.run.own_line() for row in rows)
    for above, row, below in zip([None, *rows[:-1]], rows, [*rows[1:], None], strict=True):
        if astray or any(may_be_mixed_up(row, other, tight=tight) for other in (above, below)):
            stream.doubtful(TABLE, row.key, row.columns, row.run, ASTRAY)
        elif beside and is_off_line(row):
            stream.doubtful(TABLE, row.key, row.columns, row.run, OFF_LINE)
        elif row.run.filled or row.blank:
            stream.take(stream.shape(TABLE, row.key, row.columns, row.headers), row.run, figures_of(row))


def may_be_mixed_up(row: HeadedRow, other: HeadedRow | None, *, tight: bool) -> bool:
    """Whether the figures of two neighbours, one of them empty, may stand behind one label.

    Figures behind the upper label are taken for its own unless the text is `tight` (glued).
    """
    if other is None or row.run.delimited or row.head != other.head or bool(row.run.filled) == bool(other.run.filled):
        return False
    filled, empty = (row, other) if row.run.filled else (other, row)
    if tight:
        return True
    if filled.hit.start < empty.hit.start:
        return False
    return row is empty or len(row.columns) == 1 or row.run.filled != len(row.columns)


def is_off_line(row: HeadedRow) -> bool:
    """Whether figures that the row needs stand on lines below its label's, where a page number may stand too."""
    own = len(row.run.own_line())
    return row.loose and own < min(row.run.filled, len(row.columns))


def figures_of(row: HeadedRow) -> Window | Doubt | None:
    """What a row says; None where nothing is printed for it."""
    if not row.run.filled and not row.run.delimited:
        return None
    signed = row.columns.index(CHANGE) if CHANGE in row.columns else None
    return plain_window(row.run, len(row.columns), signed)


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
        following = hits[number + 1] if number + 1 < len(hits) else None
        if not hit.row:
            joined = number > 0 and bool(hits[number - 1].column)
            head = [*(head if joined else []), hit] if hit.column else []
            continue
        columns = tuple(each.column for each in head)
        if columns in allowed(stream.reading, hit.row) and hit.row not in {row.key for row in rows}:
            run = run_of(linear, hit, following, len(columns))
            headers = tuple(linear.text[linear.before(h.start) : linear.after(h.end)] for h in head)
            blank = ends_row(linear, hit, following, end)
            rows.append(HeadedRow(hit.row, hit, run, columns, headers, head[0].start, blank))
    return rows


def spills(row: HeadedRow) -> bool:
    """Whether a row has more figures than columns and one stray number can have."""
    width = len(row.columns)
    if row.run.spill or row.run.delimited:
        return row.run.spill
    stray = width > 1 and row.run.filled == width + 1 and len(row.run.own_line()) == width
    return row.run.filled > width and not stray
