"""A question set: one JSON object a line, each a question with what is right. Validated with line and key."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.model import Reason, Status


class CaseError(ValueError):
    """A line of a question set cannot be used; the message names file, line and key."""


def as_list(value: object) -> object:
    """One or several: a question may have more than one defensible outcome."""
    return value if isinstance(value, list) else [value]


class Case(BaseModel):
    """One question and what is right.

    `values` and `cells` hold acceptable alternatives, side by side: the headline figures in order, and
    the cells that must be cited for them as (report, table, row, column). A report is named by its id or
    by the start of its file's name. `text` must stand in the answer or in what it quotes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str = Field(min_length=1)
    kind: str
    voice: str = ""
    history: tuple[str, ...] = ()
    status: Annotated[tuple[Status, ...], BeforeValidator(as_list)] = (Status.ANSWERED,)
    reason: Annotated[tuple[Reason | None, ...], BeforeValidator(as_list)] = (None,)
    values: tuple[tuple[Decimal, ...], ...] = ()
    cells: tuple[tuple[tuple[str, str, str, str], ...], ...] = ()
    text: tuple[str, ...] = ()


def read_cases(path: Path) -> Sequence[Case]:
    """All questions of a file. Raises CaseError for a file that cannot be read or a line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: 读不了 / cannot be read: {error}") from error
    cases = [read_case(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not cases:
        raise CaseError(f"{path}: 没有题目 / no questions in it")
    return cases


def read_case(path: Path, number: int, line: str) -> Case:
    """One line as a Case."""
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "JSON"
        raise CaseError(f"{path}:{number}: {key}: {first['msg']}") from error
