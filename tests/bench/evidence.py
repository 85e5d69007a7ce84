"""Whether what a system shows is the right evidence. A plain search is judged leniently, the project by exact cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

from bot.model import Answer, Citation, Status
from tests.bench.questions import Case, Gold

# How far behind its label a number may stand and still belong to it: a row of the form, or
# the whole of table 4, whose numbers come after all its heads.
REACH: Final = {"requests": 90, "disclosure": 60, "disputes": 400}
FIRST: Final = 5


@lru_cache(maxsize=1)
def labels() -> dict[str, dict[str, str]]:
    """Table → row → words of the printed label."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(
        Path(__file__).with_name("labels.yaml").read_text(encoding="utf-8")
    )
    return loaded


def squash(text: str) -> str:
    """Text as it is compared: NFKC, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def chunk_holds(text: str, table: str, row: str, raw: str) -> bool:
    """Whether a chunk holds a row's label and, within reach behind it, its number standing alone."""
    text = unicodedata.normalize("NFKC", text)
    label = r"\s*".join(re.escape(mark) for mark in squash(labels()[table][row]))
    number = re.compile(rf"(?<![\d.,-]){re.escape(raw)}(?![\d,]|\.\S)")
    return any(number.search(text[m.end() : m.end() + REACH[table]]) for m in re.finditer(label, text))


def chunks_hold(case: Case, chunks: Sequence[tuple[str, str]]) -> bool:
    """Whether chunks (file, text) together hold every cell and one quote that a question needs."""

    def held(gold: Gold) -> bool:
        return any(file == gold.file and chunk_holds(text, gold.table, gold.row, gold.raw) for file, text in chunks)

    quoted = any(
        file == source and squash(words) in squash(text) for file, words in case.quotes for source, text in chunks
    )
    return all(map(held, case.cells)) and (quoted or not case.quotes)


def cites(gold: Gold, citation: Citation) -> bool:
    """Whether a citation is this very cell of this very file."""
    place = (citation.file, citation.table, citation.row, citation.column)
    return citation.kind == "cell" and place == (gold.file, gold.table, gold.row, gold.column)


def answer_holds(case: Case, answer: Answer) -> bool:
    """Whether the headline figures cite every cell that a question needs, or a quote holds the sentence."""
    shown = {number for value in answer.values for number in value.citations}
    cited = [citation for citation in answer.citations if citation.n in shown]
    quotes = [citation for citation in answer.citations if citation.kind == "passage"][:FIRST]
    quoted = any(
        citation.file == file and squash(words) in squash(citation.quote or "")
        for file, words in case.quotes
        for citation in quotes
    )
    return all(any(cites(gold, citation) for citation in cited) for gold in case.cells) and (quoted or not case.quotes)


def same(expected: Decimal, shown: Decimal) -> bool:
    """Whether a shown figure is the expected one, at the digits that are expected."""
    return shown.quantize(expected) == expected


def figures_right(case: Case, answer: Answer) -> bool:
    """Whether the figures expected are shown, in order."""
    shown = [value.value for value in answer.values][: len(case.values)]
    return len(shown) == len(case.values) and all(map(same, case.values, shown))


def status_right(case: Case, answer: Answer) -> bool:
    """Whether the question is answered, or refused for a reason that is right."""
    return f"{answer.status}/{answer.reason}" in case.refusals if case.refusals else answer.status is Status.ANSWERED


def wrong_shown(case: Case, answer: Answer) -> bool:
    """Whether a headline figure is shown that is not the right one."""
    if case.kind == "refusal":
        return bool(answer.values)
    return bool(answer.values) and bool(case.values) and not figures_right(case, answer)
