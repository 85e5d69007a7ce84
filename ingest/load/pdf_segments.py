"""What is drawn on a PDF page → straight segments, and those that continue each other as one rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

THIN: Final = 3.0  # a bar up to this many points is a line
COLLINEAR: Final = 1.5
TOUCH: Final = 5.0  # double lines and cells set apart by a hair belong together
SHORTEST: Final = 6.0
WHITE: Final = 0.98


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line. `at` is the x of a vertical or the y of a horizontal one."""

    at: float
    start: float
    end: float


def drawn_segments(objects: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[list[Rule], list[Rule]]:
    """Vertical and horizontal segments of lines, thin bars, borders and polygons."""
    vertical: list[Rule] = []
    horizontal: list[Rule] = []
    for kind in ("line", "rect", "curve"):
        for shape in objects.get(kind, ()):
            x0, y0, x1, y1 = shape["x0"], shape["top"], shape["x1"], shape["bottom"]
            thin = x1 - x0 <= THIN or y1 - y0 <= THIN
            if thin and visible(shape, filled=kind != "line"):
                if x1 - x0 <= THIN:  # a dot of a dotted line may belong to either
                    vertical.append(Rule((x0 + x1) / 2, y0, y1))
                if y1 - y0 <= THIN:
                    horizontal.append(Rule((y0 + y1) / 2, x0, x1))
            elif kind == "rect" and visible(shape, filled=False):
                outline(x0, y0, x1, y1, vertical, horizontal)
            elif kind == "curve" and visible(shape, filled=False):
                polygon(shape.get("pts") or (), vertical, horizontal)
    return vertical, horizontal


def filled_segments(rects: Iterable[Mapping[str, Any]]) -> tuple[list[Rule], list[Rule]]:
    """Edges of painted backgrounds, for tables that have no other ruling."""
    vertical: list[Rule] = []
    horizontal: list[Rule] = []
    for rect in rects:
        if rect["x1"] - rect["x0"] > THIN and rect["bottom"] - rect["top"] > THIN:
            outline(rect["x0"], rect["top"], rect["x1"], rect["bottom"], vertical, horizontal)
    return vertical, horizontal


def visible(shape: Mapping[str, Any], *, filled: bool) -> bool:
    """Whether a shape is stroked, or filled where `filled` counts, in another colour than white."""
    stroked = bool(shape.get("stroke")) and not is_white(shape.get("stroking_color"))
    return stroked or (filled and bool(shape.get("fill")) and not is_white(shape.get("non_stroking_color")))


def is_white(color: Any) -> bool:
    """Whether a colour is white in grey, RGB or CMYK."""
    parts = color if isinstance(color, (tuple, list)) else (color,)
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return False
    if len(parts) == 4:
        return all(part <= 1 - WHITE for part in parts)
    return all(part >= WHITE for part in parts)


def outline(x0: float, y0: float, x1: float, y1: float, vertical: list[Rule], horizontal: list[Rule]) -> None:
    """The four sides of a rectangle."""
    vertical += [Rule(x0, y0, y1), Rule(x1, y0, y1)]
    horizontal += [Rule(y0, x0, x1), Rule(y1, x0, x1)]


def polygon(points: Sequence[tuple[float, float]], vertical: list[Rule], horizontal: list[Rule]) -> None:
    """The upright and level sides of a polygon."""
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], *points[:1]], strict=True):
        if abs(x0 - x1) < 0.5 < abs(y0 - y1):
            vertical.append(Rule(x0, min(y0, y1), max(y0, y1)))
        elif abs(y0 - y1) < 0.5 < abs(x0 - x1):
            horizontal.append(Rule(y0, min(x0, x1), max(x0, x1)))


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules that continue or cover each other become one."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if groups and rule.at - groups[-1][0].at <= COLLINEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    result: list[Rule] = []
    for group in groups:
        at = sum(rule.at for rule in group) / len(group)
        start: float | None = None
        end = 0.0
        for rule in sorted(group, key=lambda r: r.start):
            if start is not None and rule.start - end <= TOUCH:
                end = max(end, rule.end)
                continue
            if start is not None:
                result.append(Rule(at, start, end))
            start, end = rule.start, rule.end
        if start is not None:
            result.append(Rule(at, start, end))
    return [rule for rule in result if rule.end - rule.start >= SHORTEST]
