"""Table 3 from a text without a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from ingest.form.hits import Hit, Vocabulary, find_hits
from ingest.form.linear import Linear
from ingest.form.loose import PLACED, SPLIT, doubt_of, split_window, summed_window
from ingest.form.requests import ORDER, TABLE
from ingest.form.runs import Run, run_after, run_of
from ingest.form.settle import Vector, column_rules, settle
from ingest.form.split import Split, TooManyReadingsError, fewest_numbers, row_splits
from ingest.form.stream import Orphan, Stream, orphans
from ingest.form.values import Doubt, Window, sums_to_total
from ingest.model import State

WIDTH: Final = len(ORDER)
ORGANISATIONS: Final = ORDER[1:-1]
ALL_OTHER: Final = "o_all"
OTHER_PARTS: Final = frozenset({"o1", "o2", "o3"})
SHORT_ROWS: Final = {"o3": "3", "total": "七"}
HEAD_REACH: Final = 120
END_WORDS: Final = ("政府信息公开行政复议行政诉讼情况", "结果维持", "未经复议直接起诉")
UNKNOWN_LABEL: Final = 4
DETACHED: Final = "文字中标签与数字的先后次序混乱，无法确定这些数字属于哪一行"


@dataclass(frozen=True)
class TextRow:
    """A row's label in the text and the figures that follow it."""

    key: str
    hit: Hit
    run: Run
    blank: bool  # nothing but another word of the form follows


def read_requests_stream(stream: Stream) -> None:
    """Read the rows of table 3 that no grid gave."""
    words = stream.words(TABLE)
    region = requests_region(stream.linear, words)
    if region is None:
        return
    hits = find_hits(stream.linear, words, *region)
    rows = text_rows(stream.linear, hits, region[1])
    if not rows:
        return
    columns = column_order(stream.linear, words, region[0])
    end = rows[-1].hit.end if rows[-1].key == "carried_out" else region[1]
    stray = [o for o in orphans(stream.linear, hits, [r.hit for r in rows], end, WIDTH) if not keep(stream, o)]
    if stray or not in_order(rows, words.order):
        for row in rows:
            stream.doubtful(TABLE, row.key, columns, row.run, DETACHED)
        return
    found = readings(stream, rows)
    for row in rows:
        stream.take(stream.shape(TABLE, row.key, columns), row.run, found[row.key])


def requests_region(linear: Linear, words: Vocabulary) -> tuple[int, int] | None:
    """Part of the view that holds table 3: from its first row to the next table or copy."""
    labels = sorted((label for label, key in words.rows.items() if key == "new"), key=len, reverse=True)
    starts: list[Hit] = []
    at = 0
    while (found := first_of(linear.view, labels, at)) is not None:
        starts.append(found)
        at = found.end
    filled = [hit for hit in starts if run_after(linear, hit, None, WIDTH).filled]
    if not starts:
        return None
    first = (filled or starts)[0]
    ends = [i for word in END_WORDS if (i := linear.view.find(word, first.end)) >= 0]
    ends += [hit.start for hit in filled[1:]]
    return first.start, min(ends, default=len(linear.view))


def first_of(view: str, labels: Sequence[str], at: int) -> Hit | None:
    """The first of some labels from `at` on, the longest where several begin together."""
    found = [(i, -len(label)) for label in labels if (i := view.find(label, at)) >= 0]
    if not found:
        return None
    start, size = min(found)
    return Hit(start, start - size)


def column_order(linear: Linear, words: Vocabulary, start: int) -> tuple[str, ...]:
    """The order in which the head names the organisations; the form's where it is garbled."""
    named = [hit.column for hit in find_hits(linear, words, max(start - HEAD_REACH, 0), start) if hit.column]
    if "person" in named:
        order = [key for key in named[named.index("person") :] if key in ORGANISATIONS]
        if sorted(order) == sorted(ORGANISATIONS):
            return ("person", *order, "total")
    return ORDER


def text_rows(linear: Linear, hits: Sequence[Hit], end: int) -> list[TextRow]:
    """Rows in the order of the text. A group's label is no row unless figures follow it."""
    rows = []
    parts = any(hit.row in OTHER_PARTS for hit in hits if len(linear.view[hit.start : hit.end]) > 2)
    for number, hit in enumerate(hits):
        following = hits[number + 1] if number + 1 < len(hits) else None
        if not hit.row or (hit.row == ALL_OTHER and parts):
            continue
        run = run_of(linear, hit, following, WIDTH)
        if not run.filled and (hit.row == ALL_OTHER or not is_numbered(linear, hit)):
            continue
        rows.append(TextRow(hit.row, hit, run, blank=ends_row(linear, hit, following, end)))
    return rows


def is_numbered(linear: Linear, hit: Hit) -> bool:
    """Whether a row that shares its word with a column carries the row's number."""
    expected = SHORT_ROWS.get(hit.row)
    before = linear.plain[max(linear.before(hit.start) - 6, 0) : linear.before(hit.start)]
    return expected is None or expected in before


def ends_row(linear: Linear, hit: Hit, following: Hit | None, end: int) -> bool:
    """Whether the next letters are again the form's, a numeral in front of them left out."""
    gap = linear.view[hit.end : following.start if following else end]
    return len(gap) <= 2 and all(c in "一二三四五六七八九十" for c in gap)


def in_order(rows: Sequence[TextRow], order: Sequence[str]) -> bool:
    """Whether the labels come as the form has them and no row has too many figures."""
    places = [order.index(row.key) for row in rows]
    if any(a >= b for a, b in pairwise(places)):
        return False
    return not any(row.run.spill or row.run.filled > WIDTH + 1 for row in rows)


def keep(stream: Stream, orphan: Orphan) -> bool:
    """Whether figures outside all rows are harmless: a page number, or a row that is unknown."""
    run = orphan.run
    if orphan.hit.end - orphan.hit.start >= UNKNOWN_LABEL and adds_up(run, stream):
        stream.keep_unknown(TABLE, orphan.hit, run)
        return True
    return run.filled == 1 and not run.glued


def adds_up(run: Run, stream: Stream) -> bool:
    """Whether figures are those of a whole row."""
    found = summed_window(run, WIDTH)
    if found is None:
        return len(row_readings(run, stream)) == 1
    return isinstance(found, Window) and sums_to_total(found.figures)


def readings(stream: Stream, rows: Sequence[TextRow]) -> dict[str, Window | Doubt | None]:
    """What each row says; rows with several readings are settled by the column sums."""
    filled = [row for row in rows if row.run.filled]
    glued = bool(filled) and 2 * sum(1 for row in filled if row.run.glued) >= len(filled)
    stream.glued = stream.glued or glued
    stream.sparse = stream.sparse or any(row.run.most_figures < WIDTH for row in rows)
    found: dict[str, Window | Doubt | None] = {}
    splits: dict[str, list[Split]] = {}
    for number, row in enumerate(rows):
        beside = [each.run.filled for each in rows[max(number - 1, 0) : number + 2]]
        if glued and not all(beside):  # the figures of two rows may stand in one run
            found[row.key] = doubt_of(row.run, WIDTH)
        elif not row.run.filled and not row.run.delimited:
            found[row.key] = None if row.blank else doubt_of(row.run, WIDTH)
        else:
            plain = summed_window(row.run, WIDTH)
            found[row.key] = plain or doubt_of(row.run, WIDTH)
            if plain is None and (glued or row.run.glued):
                splits[row.key] = row_readings(row.run, stream)
    for number, row in enumerate(rows):
        near = [found[each.key] for each in rows[max(number - 1, 0) : number + 2]]
        if found[row.key] is None and any(isinstance(each, Doubt) for each in near):
            found[row.key] = doubt_of(row.run, WIDTH)
    for key, (split, method, confidence) in choose(stream, rows, found, splits).items():
        run = next(row.run for row in rows if row.key == key)
        found[key] = split_window(run, split, method, confidence)
    return found


def choose(
    stream: Stream,
    rows: Sequence[TextRow],
    found: Mapping[str, Window | Doubt | None],
    splits: Mapping[str, Sequence[Split]],
) -> dict[str, tuple[Split, str, float]]:
    """The reading of each glued row that its own sum, or else the column sums, leave alone."""
    vectors: dict[str, list[Vector]] = {}
    for row in rows:
        glued = row.run.as_glued() if row.key in splits else None
        if glued is not None:
            vectors[row.key] = [glued.values(split) for split in splits[row.key]]
        elif (vector := vector_of(found[row.key])) is not None:
            vectors[row.key] = [vector]
    usable = {row: each for row, each in vectors.items() if each}
    alone = {
        row.key: (splits[row.key][0], "text+row sum", SPLIT)
        for row in rows
        if len(splits.get(row.key, ())) == 1 and not fewer_fit(row.run, stream)
    }
    open_rows = [row for row, each in splits.items() if each and row not in alone]
    if not open_rows:
        return alone
    settled = settle(usable, column_rules(stream.reading.catalogue, TABLE, list(usable)), open_rows)
    return alone | {row: (splits[row][n], "text+column sums", PLACED) for row, n in settled.items()}


def vector_of(found: Window | Doubt | None) -> Vector | None:
    """Figures of a row as whole numbers, blanks as nothing; None where one cannot be read."""
    if found is None:
        return (0,) * WIDTH
    if isinstance(found, Doubt) or any(f.state is State.UNREADABLE for f in found.figures):
        return None
    values = [f.value or Decimal(0) for f in found.figures]
    return tuple(map(int, values)) if all(v == int(v) for v in values) else None


def row_readings(run: Run, stream: Stream) -> list[Split]:
    """All readings of a glued row; none where a publisher leaves blanks that glue hides."""
    glued = run.as_glued()
    if glued is None or (stream.sparse and fewest_numbers(run.pieces) != WIDTH):
        return []
    try:
        stream.effort.begin()
        return row_splits(glued, WIDTH, stream.effort)
    except TooManyReadingsError:
        return []


def fewer_fit(run: Run, stream: Stream) -> bool:
    """Whether a row with some blank cells could be glued to the same digits and add up too."""
    glued = run.as_glued()
    if glued is None:
        return True
    try:
        stream.effort.begin()
        fewest = max(fewest_numbers(run.pieces), 2)
        return any(row_splits(glued, width, stream.effort) for width in range(fewest, WIDTH))
    except TooManyReadingsError:
        return True
