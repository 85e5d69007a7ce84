"""Words written with a wrong character: same sound, or a look-alike, where the right word is one of the field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understand.data import confusable
from bot.understand.names import gazetteer
from bot.understand.normal import HAN
from bot.understand.sounds import pinyin, sound
from bot.understand.words import is_word, words_of

LONGEST: Final = 16
SHORT: Final = 2
# Characters that are words by themselves: with one of them a pair is two words, not one misspelt.
FUNCTION: Final = frozenset(
    "了几的不是有个多少和与中为在出到去来上下一二三四五六七八九十大小里外前后新老全各每那哪这把给让做办收报看问写说"
)
LATIN: Final = re.compile(r"[a-z]{3,}")
LONG_LATIN, SHORT_LATIN = 8, 5
HAN_ONLY: Final = re.compile(rf"{HAN}{{2,{LONGEST}}}")


@dataclass(frozen=True)
class Vocabulary:
    """Words of the field by how they sound."""

    words: frozenset[str]
    by_sound: Mapping[str, tuple[str, ...]]
    short: Mapping[str, tuple[str, ...]]  # words of two characters, by how they sound exactly


def vocabulary(words: Iterable[str]) -> Vocabulary:
    """Index words of two to nine characters."""
    usable = frozenset(word for word in words if HAN_ONLY.fullmatch(word))
    sounds: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for word in sorted(usable):
        if len(word) == SHORT:
            short.setdefault(pinyin(word), []).append(word)
        else:
            sounds.setdefault(sound(word), []).append(word)
    return Vocabulary(usable, tupled(sounds), tupled(short))


def tupled(found: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """The same with tuples, which do not change."""
    return {key: tuple(words) for key, words in found.items()}


def corrected(text: str, known: Vocabulary) -> tuple[str, tuple[tuple[str, str], ...]]:
    """`text` with misspelt words put right, and (as written, as taken) for each.

    Longer words first. What is a word of its own is left as it is written.
    """
    found: list[tuple[str, str]] = []
    taken: set[int] = set()
    for start, written, meant in candidates(text, known):
        span = set(range(start, start + len(written)))
        if span & taken or (written != meant and cuts_word(text, start, start + len(written))):
            continue
        taken |= span
        if written != meant:
            text = text[:start] + meant + text[start + len(written) :]
            found.append((written, meant))
    return text, tuple(found)


def cuts_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text begins or ends within a word: 性申请 within 女性申请人."""
    return any(
        (word.start < start < word.start + len(word.text) or word.start < end < word.start + len(word.text))
        and is_word(word.text)
        for word in words_of(text)
    )


def corrected_latin(text: str, words: frozenset[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """`text` with English words of the field that were mistyped put right: requsts, comission."""
    found: list[tuple[str, str]] = []

    def right(match: re.Match[str]) -> str:
        meant = latin_meant(match[0], words)
        if meant is None:
            return match[0]
        found.append((match[0], meant))
        return meant

    return LATIN.sub(right, text), tuple(found)


@lru_cache(maxsize=4096)
def latin_meant(written: str, words: frozenset[str]) -> str | None:
    """The English word that a mistyped one stands for; None where it is one, or none or several come close."""
    if written in words or gazetteer(latin=True).fullmatch(written):
        return None
    most = 2 if len(written) >= LONG_LATIN else 1
    near = process.extract(written, words, scorer=OSA.distance, score_cutoff=most, limit=2)
    if not near or (len(near) > 1 and near[0][1] == near[1][1]):
        return None
    meant: str = near[0][0]
    short = len(written) < SHORT_LATIN and len(meant) != len(written) + 1  # mny lost a letter; may is another word
    inflected = shared_start(written, meant) >= min(len(written), len(meant)) - 1 and len(written) != len(meant)
    return None if short or inflected or meant[0] != written[0] else meant


def shared_start(first: str, second: str) -> int:
    """How many characters two words begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def candidates(text: str, known: Vocabulary) -> Iterator[tuple[int, str, str]]:
    """(offset, as written, as meant), longest first; what is written right comes before what is not."""
    for size in range(LONGEST, 1, -1):
        windows = [(at, text[at : at + size]) for at in range(len(text) - size + 1)]
        windows = [(at, written) for at, written in windows if HAN_ONLY.fullmatch(written)]
        yield from ((at, written, written) for at, written in windows if written in known.words)
        for at, written in windows:
            meant = meant_by(written, known)
            if meant is not None:
                yield at, written, meant


def meant_by(written: str, known: Vocabulary) -> str | None:
    """The word of the field that was meant, or None."""
    if written in known.words:
        return None
    if len(written) == SHORT:
        alike = [w for w in known.short.get(pinyin(written), ()) if not set(written) - set(w) & FUNCTION]
    else:
        alike = list(known.by_sound.get(sound(written), ()))
    alike = [word for word in alike if wrong(written, word) <= max(1, len(word) // 3)]
    alike = alike or [word for word in look_alikes(written) if word in known.words]
    return alike[0] if alike and not is_word(written) else None


def wrong(written: str, meant: str) -> int:
    """How many characters differ."""
    return sum(a != b for a, b in zip(written, meant, strict=True))


def look_alikes(written: str) -> Iterator[str]:
    """`written` with one character taken for one that looks like it."""
    for at, character in enumerate(written):
        for meant in partners().get(character, ()):
            yield written[:at] + meant + written[at + 1 :]


@lru_cache(maxsize=1)
def partners() -> Mapping[str, tuple[str, ...]]:
    """Character → characters that look like it."""
    found: dict[str, tuple[str, ...]] = {}
    for first, second in (tuple(pair) for pair in confusable()):
        found[first] = (*found.get(first, ()), second)
        found[second] = (*found.get(second, ()), first)
    return found
