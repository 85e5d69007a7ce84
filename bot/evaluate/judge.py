"""Is an answer right? Status, reason, figures, cells and words, each checked; what misses is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.evaluate.cases import Case
from bot.model import Answer, Status, plain
from ingest.numbers import chinese_number

ORDERED: Final = frozenset({"rank", "trend"})
UNSIGNED: Final = frozenset({"difference", "growth"})  # 减少 4 件 may be told as 4 or as -4
TOLERANCE: Final = Decimal("0.06")
ARTICLE: Final = re.compile(r"第([一二三四五六七八九十百]+)条")
BLANKS: Final = re.compile(r"[\s*]+")


@dataclass(frozen=True)
class Verdict:
    """How one answer fared. `wrong_figure`: it showed a headline figure that is not right."""

    case: Case
    answer: Answer
    misses: tuple[str, ...]
    wrong_figure: bool

    @property
    def right(self) -> bool:
        """Whether all of it is right."""
        return not self.misses


def judge(case: Case, answer: Answer) -> Verdict:
    """Compare an answer with what is right."""
    misses = []
    if answer.status not in case.status:
        misses.append(f"status {answer.status}/{answer.reason}, expected {'|'.join(case.status)}")
    elif answer.status is not Status.ANSWERED and answer.reason not in case.reason:
        misses.append(f"reason {answer.reason}, expected {'|'.join(str(reason) for reason in case.reason)}")
    fitting = [n for n, wanted in enumerate(case.values) if figures_fit(case.kind, wanted, answer)]
    answered = answer.status is Status.ANSWERED
    if answered and case.values and not fitting:
        misses.append(f"values {shown(answer)}, expected {' | '.join(' '.join(map(plain, v)) for v in case.values)}")
    elif answered:
        misses += lacking_cells(case, fitting, answer)
        misses += lacking_text(case, answer)
    refused = Status.ANSWERED not in case.status
    wrong = bool(answer.values) and ((refused and answered) or (bool(case.values) and not fitting))
    return Verdict(case, answer, tuple(misses), wrong)


def shown(answer: Answer) -> str:
    """Headline figures as they were given."""
    return " ".join(plain(value.value) for value in answer.values[:8]) or "none"


def figures_fit(kind: str, wanted: Sequence[Decimal], answer: Answer) -> bool:
    """Whether the figures are the ones expected: one as the headline, several in order or all together."""
    given = [value.value for value in answer.values]
    if kind in UNSIGNED:
        given, wanted = [abs(v) for v in given], [abs(v) for v in wanted]
    if len(wanted) <= 1 or kind in ORDERED:
        return len(given) >= len(wanted) and all(same(g, w) for g, w in zip(given, wanted, strict=False))
    if all(w == w.to_integral_value() for w in wanted):
        return not Counter(map(plain, wanted)) - Counter(map(plain, given))
    return all(any(same(g, w) for g in given) for w in wanted)


def same(given: Decimal, wanted: Decimal) -> bool:
    """Equal; a rounded quotient may be off by its last place."""
    whole = wanted == wanted.to_integral_value() and given == given.to_integral_value()
    return given == wanted if whole else abs(given - wanted) < TOLERANCE


def lacking_cells(case: Case, fitting: Sequence[int], answer: Answer) -> list[str]:
    """Cells of the alternative that was given which are not cited; one alternative cited whole is enough."""
    asked = [case.cells[n] for n in fitting if n < len(case.cells)] or list(case.cells[:1])
    missing = [[cell for cell in cells if not cited(cell, answer)] for cells in asked]
    if not missing or not all(missing):
        return []
    return [f"not cited {'/'.join(cell)}" for cell in min(missing, key=len)[:3]]


def cited(cell: tuple[str, str, str, str], answer: Answer) -> bool:
    """Whether an answer cites a cell."""
    report, *key = cell
    return any(
        [citation.table, citation.row, citation.column] == key
        and (citation.report_id == report or citation.file.startswith(report))
        for citation in answer.citations
    )


def lacking_text(case: Case, answer: Answer) -> list[str]:
    """Words that stand neither in the answer nor in what it quotes."""
    said = BLANKS.sub("", " ".join([answer.answer, *(citation.quote or "" for citation in answer.citations)])).lower()
    said += ARTICLE.sub(lambda match: f"第{chinese_number(match[1])}条", said)  # 第三十九条 is 第39条
    return [f"not said {word!r}" for word in case.text if BLANKS.sub("", word).lower() not in said]
