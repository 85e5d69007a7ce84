"""How a publisher words the form's labels: numbering, brackets, blanks, misprints, other scripts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

import opencc

from ingest.form.labels import MISPRINT, core

KANGXI: Final = str.maketrans("一行文止大生老非用示立", "⼀⾏⽂⽌⼤⽣⽼⾮⽤⽰⽴")
QUOTES: Final = ("“”", '""', "「」", "")
POINTS: Final = (".", "、", "．", ". ")


@dataclass(frozen=True)
class Wording:
    """One publisher's habits. `misprints` and `blanks` are shares of all labels."""

    seed: int
    point: str = "."
    paren: str = "（）"
    quotes: str = "“”"
    normative: str = "行政规范性文件"
    misprints: float = 0.0
    blanks: float = 0.0
    kangxi: bool = False
    traditional: bool = False

    def label(self, text: str) -> str:
        """A label of the form in these words; the same label always comes out the same."""
        rng = Random(f"{self.seed}{text}")
        if text == "行政规范性文件":
            text = self.normative
        if rng.random() < self.misprints:
            text = misprinted(text, rng)
        if text[:1].isdigit():
            text = text[0] + self.point + text[2:]
        text = text.replace("（", self.paren[0]).replace("）", self.paren[1])
        text = text.replace("“", self.quotes[:1]).replace("”", self.quotes[1:])
        if rng.random() < self.blanks:
            text = spaced(text, rng)
        return self.script(text)

    def script(self, text: str) -> str:
        """Any text in the publisher's characters."""
        if self.traditional:
            text = traditional(text)
        return text.translate(KANGXI) if self.kangxi else text


def random_wording(rng: Random, *, plain: bool = False) -> Wording:
    """Wording of one publisher; `plain` keeps to the letters of the form."""
    seed = rng.randrange(10**9)
    if plain or rng.random() < 0.3:
        return Wording(seed)
    return Wording(
        seed,
        point=rng.choice(POINTS),
        paren=rng.choice(["（）", "()"]),
        quotes=rng.choice(QUOTES),
        normative=rng.choice(["行政规范性文件", "规范性文件"]),
        misprints=rng.choice([0.0, 0.0, 0.05, 0.2]),
        blanks=rng.choice([0.0, 0.0, 0.1, 0.3]),
        kangxi=rng.random() < 0.1,
        traditional=rng.random() < 0.1,
    )


@lru_cache(maxsize=1)
def to_traditional() -> opencc.OpenCC:
    """Simplified to Traditional characters."""
    return opencc.OpenCC("s2t")


def traditional(text: str) -> str:
    """`text` in Traditional characters."""
    return str(to_traditional().convert(text))


def misprinted(text: str, rng: Random) -> str:
    """`text` with letters dropped or replaced, as far as the reader says that it tolerates."""
    edits = rng.randint(0, int(len(core(text)) * MISPRINT))
    letters = [i for i, char in enumerate(text) if char.isalpha() and i > 3]
    for at in sorted(rng.sample(letters, min(edits, len(letters))), reverse=True):
        text = text[:at] + rng.choice(["", "某"]) + text[at + 1 :]
    return text


def spaced(text: str, rng: Random) -> str:
    """`text` with one to three blanks inside."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(1, len(text))
        text = text[:at] + rng.choice([" ", "\u3000", "  "]) + text[at:]
    return text
