"""Ruling of a PDF page → tables as boxes: rules → components → boxes with spans.

Rules are what is drawn to be seen: lines, thin bars, borders. Backgrounds are not, unless a
page has nothing else, since word processors paint one behind every paragraph.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from ingest.load.pdf_segments import TOUCH, Rule, drawn_segments, filled_segments, merged

SNAP: Final = 5.0
COVERED: Final = 0.5  # share of a cell's side that a rule must cover to be its wall
MAX_SEGMENTS: Final = 100_000
MAX_RULES: Final = 3000
BACKED: Final = 0.9  # share of boxes that must have a background of their own


@dataclass(frozen=True, slots=True)
class Box:
    """A cell on the page: grid coordinates within its table, and spans."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The ruling of one table: edges from left to right and top to bottom, and its boxes."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    def position(self, x: float, y: float) -> tuple[int, int] | None:
        """Elementary row and column of a point, None outside."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return None
        return bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1

    def encloses(self, other: Frame) -> bool:
        """Whether another table lies inside this one."""
        across = self.xs[0] < other.xs[0] and other.xs[-1] < self.xs[-1]
        return across and self.ys[0] < other.ys[0] and other.ys[-1] < self.ys[-1]


def page_frames(objects: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Frame]:
    """Tables of a page, top to bottom, from pdfplumber's objects."""
    frames = segments_to_frames(*drawn_segments(objects))
    if not frames:
        painted = [r for r in objects.get("rect", ()) if r.get("fill")]
        frames = [f for f in segments_to_frames(*filled_segments(painted)) if is_backed(f, painted)]
    kept = [f for f in frames if not any(f is not other and f.encloses(other) for other in frames)]
    return sorted(kept, key=lambda f: (f.ys[0], f.xs[0]))


def segments_to_frames(vertical: list[Rule], horizontal: list[Rule]) -> list[Frame]:
    """Tables that the segments draw; what has a single column or cell only lays out the page."""
    if len(vertical) + len(horizontal) > MAX_SEGMENTS:
        return []
    upright, level = merged(vertical), merged(horizontal)
    if len(upright) + len(level) > MAX_RULES:
        return []
    frames = []
    for v, h in components(upright, level):
        frame = component_frame(v, h)
        if len(frame.xs) > 2 and len(frame.boxes) > 2 and any(box.column for box in frame.boxes):
            frames.append(frame)
    return frames


def is_backed(frame: Frame, rects: Sequence[Mapping[str, Any]]) -> bool:
    """Whether nearly every box of a frame is one painted rectangle: stripes behind rows are no ruling."""
    painted = {tuple(round(r[k] / SNAP) for k in ("x0", "top", "x1", "bottom")) for r in rects}
    backed = 0
    for box in frame.boxes:
        sides = (
            frame.xs[box.column], frame.ys[box.row],
            frame.xs[box.column + box.column_span], frame.ys[box.row + box.row_span],
        )  # fmt: skip
        near = product(*({math.floor(side / SNAP), math.ceil(side / SNAP)} for side in sides))
        backed += any(corner in painted for corner in near)
    return backed >= BACKED * len(frame.boxes)


def components(vertical: Sequence[Rule], horizontal: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch: one group a table."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    unseen_v, unseen_h = set(range(len(vertical))), set(range(len(horizontal)))
    while unseen_v:
        queue: list[tuple[bool, int]] = [(True, unseen_v.pop())]
        found: tuple[list[Rule], list[Rule]] = ([], [])
        while queue:
            upright, number = queue.pop()
            rule = (vertical if upright else horizontal)[number]
            found[not upright].append(rule)
            others, unseen = (horizontal, unseen_h) if upright else (vertical, unseen_v)
            near = [i for i in unseen if touches(rule, others[i])]
            unseen.difference_update(near)
            queue += [(not upright, i) for i in near]
        if found[1]:
            groups.append(found)
    return groups


def touches(rule: Rule, other: Rule) -> bool:
    """Whether two rules at right angles meet."""
    return rule.start - TOUCH <= other.at <= rule.end + TOUCH and other.start - TOUCH <= rule.at <= other.end + TOUCH


def component_frame(vertical: Sequence[Rule], horizontal: Sequence[Rule]) -> Frame:
    """The boxes between the rules of one table. Its outer sides are closed, drawn or not."""
    xs = edges([r.at for r in vertical], [r.start for r in horizontal], [r.end for r in horizontal])
    ys = edges([r.at for r in horizontal], [r.start for r in vertical], [r.end for r in vertical])
    return Frame(xs, ys, tuple(boxes_of(len(xs) - 1, len(ys) - 1, walls(vertical, xs, ys), walls(horizontal, ys, xs))))


def edges(positions: Sequence[float], starts: Sequence[float], ends: Sequence[float]) -> tuple[float, ...]:
    """Sorted positions, near ones as one; open ends of crossing rules are edges too."""
    found = snap(positions)
    low, high = min(starts), max(ends)
    if low < found[0] - SNAP:
        found.insert(0, low)
    if high > found[-1] + SNAP:
        found.append(high)
    return tuple(found)


def snap(positions: Iterable[float]) -> list[float]:
    """Means of groups of positions no wider than SNAP."""
    groups: list[list[float]] = []
    for position in sorted(positions):
        if groups and position - groups[-1][0] <= SNAP:
            groups[-1].append(position)
        else:
            groups.append([position])
    return [sum(group) / len(group) for group in groups]


def nearest(sorted_edges: Sequence[float], position: float) -> int:
    """Index of the edge that is nearest to `position`."""
    return min(range(len(sorted_edges)), key=lambda i: abs(sorted_edges[i] - position))


def walls(rules: Sequence[Rule], across: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """(edge number, strip number) of every cell side that is drawn."""
    covered: dict[tuple[int, int], float] = {}
    for rule in rules:
        edge = nearest(across, rule.at)
        for strip in range(len(along) - 1):
            overlap = min(rule.end, along[strip + 1]) - max(rule.start, along[strip])
            if overlap > 0:
                key = (edge, strip)
                covered[key] = covered.get(key, 0.0) + overlap / (along[strip + 1] - along[strip])
    return {key for key, share in covered.items() if share >= COVERED}


def boxes_of(columns: int, rows: int, upright: set[tuple[int, int]], level: set[tuple[int, int]]) -> list[Box]:
    """Boxes of the strips between which no wall stands."""
    boxes: list[Box] = []
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            region = {(row, column)}
            queue = [(row, column)]
            while queue:
                r, c = queue.pop()
                sides = (
                    (r, c + 1, (c + 1, r) in upright), (r, c - 1, (c, r) in upright),
                    (r + 1, c, (r + 1, c) in level), (r - 1, c, (r, c) in level),
                )  # fmt: skip
                for y, x, closed in sides:
                    if not closed and 0 <= y < rows and 0 <= x < columns and (y, x) not in region:
                        region.add((y, x))
                        queue.append((y, x))
            taken |= region
            boxes += rectangles(region)
    return sorted(boxes, key=lambda b: (b.row, b.column))


def rectangles(region: set[tuple[int, int]]) -> list[Box]:
    """A region as one box, or as one box a row run where it is no rectangle."""
    rows, columns = {r for r, _ in region}, {c for _, c in region}
    if len(rows) * len(columns) == len(region):
        return [Box(min(rows), min(columns), len(rows), len(columns))]
    boxes: list[Box] = []
    for row in sorted(rows):
        run: list[int] = []
        for column in [*sorted(c for r, c in region if r == row), None]:
            if run and (column is None or column != run[-1] + 1):
                boxes.append(Box(row, run[0], 1, len(run)))
                run = []
            if column is not None:
                run.append(column)
    return boxes
