"""Digits printed without any separator → the numbers that only one reading allows.

A number has no leading zero, a blank in the print always separates, and a dash for "none"
stands alone. What the sums of a table leave open is left open: all readings are returned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

MAX_DIGITS: Final = 40
MAX_SPLITS: Final = 60
STEPS_EACH: Final = 6_000
LONGEST_FREE: Final = 4  # digits of a figure that no sum confirms, on average over its row
SPLITTABLE: Final = re.compile(r"[\d/+-]+")
TOKEN: Final = re.compile(r"[+-]?(?:0|[1-9]\d*)|/")

Split = tuple[int, ...]  # end of each number in the glued string


class TooManyReadingsError(Exception):
    """The string allows too many readings to try them all."""


@dataclass
class Effort:
    """Steps that may still be spent on splitting, so that a hostile text costs no time."""

    left: int = 20_000
    stop: int = 0

    def begin(self) -> None:
        """Start on a new string: it may take STEPS_EACH of the steps left."""
        self.stop = max(self.left - STEPS_EACH, 0)

    def spend(self) -> None:
        """Count one step. Raises TooManyReadingsError where none is left."""
        if self.left <= self.stop:
            raise TooManyReadingsError
        self.left -= 1


@dataclass(frozen=True)
class Glued:
    """Digits and slashes of one or more printed pieces; no number crosses a `cut`."""

    text: str
    cuts: frozenset[int] = field(default=frozenset())

    def number(self, start: int, end: int) -> int | None:
        """Value of text[start:end] as one number (a slash is nothing), or None where it is none."""
        piece = self.text[start:end]
        if piece == "/":
            return 0
        if not piece.isdecimal() or (len(piece) > 1 and piece[0] == "0"):
            return None
        return None if any(start < cut < end for cut in self.cuts) else int(piece)

    def reach(self, start: int) -> int:
        """End of the longest number that can begin at `start`."""
        if self.text[start] in "0/":
            return start + 1
        stop = min((cut for cut in self.cuts if cut > start), default=len(self.text))
        slash = self.text.find("/", start, stop)
        return slash if slash >= 0 else stop

    def values(self, split: Split) -> tuple[int, ...]:
        """Numbers of a split."""
        starts = (0, *split[:-1])
        return tuple(self.number(a, b) or 0 for a, b in zip(starts, split, strict=True))


def glue(pieces: Sequence[str]) -> Glued:
    """One glued string out of the pieces that blanks leave."""
    cuts, length = [], 0
    for piece in pieces:
        length += len(piece)
        cuts.append(length)
    return Glued("".join(pieces), frozenset(cuts[:-1]))


def row_splits(glued: Glued, width: int, effort: Effort) -> list[Split]:
    """All readings of a whole string as `width` numbers whose last is the sum of the others."""
    end = checked_size(glued)
    found: list[Split] = []
    if width <= end and glued.text[-1].isdigit():
        for start in range(end - 1, width - 2, -1):
            total = glued.number(start, end)
            if total is not None:
                found.extend(parts_of(glued, 0, start, width - 1, total, effort))
        found = [(*split, end) for split in found]
    return limited(found)


def parts_of(glued: Glued, start: int, end: int, count: int, total: int, effort: Effort) -> Iterator[Split]:
    """Readings of text[start:end] as `count` numbers that add to `total`."""
    effort.spend()
    size = end - start
    if size < count or size > count * len(str(total)):
        return
    if count == 1:
        if glued.number(start, end) == total:
            yield (end,)
        return
    for stop in range(start + 1, min(glued.reach(start), end - count + 1) + 1):
        value = glued.number(start, stop)
        if value is None or value > total:
            break
        for rest in parts_of(glued, stop, end, count - 1, total - value, effort):
            yield (stop, *rest)


def group_splits(glued: Glued, groups: int, width: int, effort: Effort) -> list[Split]:
    """All readings as `groups` rows of `width` numbers, each row ending in its own sum."""
    if checked_size(glued) < groups * width:
        return []
    partial: list[Split] = [()]
    for number in range(groups):
        left = (groups - number - 1) * width
        partial = [
            (*done, *split)
            for done in partial
            for split in summed_from(glued, done[-1] if done else 0, width, len(glued.text) - left, effort)
        ]
    return limited([split for split in partial if split[-1] == len(glued.text)])


def summed_from(glued: Glued, start: int, width: int, end: int, effort: Effort) -> Iterator[Split]:
    """Readings from `start` on as `width` numbers whose last is the sum of the others."""
    for stops, total in prefixes(glued, start, width - 1, end, effort):
        last = stops[-1]
        stop = last + len(str(total))
        if stop <= end and glued.text[last] != "/" and glued.number(last, stop) == total:
            yield (*stops, stop)


def prefixes(glued: Glued, start: int, count: int, end: int, effort: Effort) -> Iterator[tuple[Split, int]]:
    """Readings of the next `count` numbers with their sum; room for the total is kept."""
    effort.spend()
    if count == 0:
        yield (), 0
        return
    for stop in range(start + 1, glued.reach(start) + 1):
        value = glued.number(start, stop)
        if value is None or stop + count - 1 + len(str(value)) > end:
            break
        for rest, total in prefixes(glued, stop, count - 1, end, effort):
            yield (stop, *rest), total + value


def checked_size(glued: Glued) -> int:
    """Length of a string that is short enough to be tried."""
    if len(glued.text) > MAX_DIGITS:
        raise TooManyReadingsError
    return len(glued.text)


def limited(splits: list[Split]) -> list[Split]:
    """The splits, unless there are too many to reason about."""
    if len(splits) > MAX_SPLITS:
        raise TooManyReadingsError
    return splits


def only_split(text: str, width: int, signed: int | None) -> Split | None:
    """The one reading as `width` numbers where no sum can help, or None.

    A blank cell leaves no trace in a glued row, so a reading with fewer numbers counts as
    another one. Only the column `signed` may hold a number below zero.
    """
    if len(text) > width * LONGEST_FREE or not SPLITTABLE.fullmatch(text):
        return None
    found: list[Split] = []
    for split in free_splits(text, 0, width):
        tokens = [text[a:b] for a, b in zip((0, *split[:-1]), split, strict=True)]
        if len(tokens) < width or all(t[0] not in "+-" or i == signed for i, t in enumerate(tokens)):
            found.append(split)
        if len(found) > 1:
            return None
    return found[0] if found and len(found[0]) == width else None


def free_splits(text: str, start: int, most: int) -> Iterator[Split]:
    """Readings of text[start:] as at most `most` figures."""
    if start == len(text):
        yield ()
    elif most:
        for stop in range(start + 1, len(text) + 1):
            if TOKEN.fullmatch(text, start, stop):
                for rest in free_splits(text, stop, most - 1):
                    yield (stop, *rest)


def fewest_numbers(pieces: Sequence[str]) -> int:
    """How many figures glued pieces hold at least: a zero in front of digits stands alone."""
    count = 0
    for part in re.findall(r"\d+|/", " ".join(pieces)):
        rest = part.lstrip("0")
        count += len(part) - len(rest) + (1 if rest else 0)
    return count
