"""The questions of the benchmark, read from YAML; what is not understood is named."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

KINDS: Final = ("figure", "group", "rate", "narrative", "refusal")
FIELDS: Final = frozenset({"ask", "kind", "value", "values", "cells", "quote", "refusal", "file"})


class QuestionError(ValueError):
    """A question that is not written as it must be."""


@dataclass(frozen=True)
class Gold:
    """A cell that carries the answer: its key as `table.row.column`, and its number as printed."""

    file: str
    table: str
    row: str
    column: str
    raw: str


@dataclass(frozen=True)
class Case:
    """One question and what is right."""

    ask: str
    kind: str
    values: tuple[Decimal, ...] = ()
    cells: tuple[Gold, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()  # file, fragment
    refusals: tuple[str, ...] = ()  # status/reason
    files: frozenset[str] = field(default_factory=frozenset)


def read_questions(path: Path) -> list[Case]:
    """All questions of a file. Raises QuestionError with the question's place."""
    cases = []
    for number, entry in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1):
        try:
            cases.append(case_of(entry))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise QuestionError(f"{path.name}: question {number}: {error!r}") from error
    return cases


def case_of(entry: dict[str, Any]) -> Case:
    """One entry as a Case; a figure without cells or a narrative without a quote cannot be checked."""
    if unknown := set(entry) - FIELDS:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    kind = entry["kind"]
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is none of {KINDS}")
    needed = {"narrative": "quote", "refusal": "refusal"}.get(kind, "cells")
    if not entry.get(needed):
        raise ValueError(f"a {kind} needs {needed!r}")
    cells = tuple(
        Gold(file, *split_key(key), str(raw))
        for file, keys in entry.get("cells", {}).items()
        for key, raw in keys.items()
    )
    quotes = tuple(entry.get("quote", {}).items())
    values = entry.get("values", [entry["value"]] if "value" in entry else [])
    files = (
        {gold.file for gold in cells} | {file for file, _ in quotes} | ({entry["file"]} if "file" in entry else set())
    )
    return Case(
        ask=entry["ask"], kind=kind, values=tuple(Decimal(str(value)) for value in values), cells=cells, quotes=quotes,
        refusals=tuple(entry.get("refusal", ())), files=frozenset(files),
    )  # fmt: skip


def split_key(key: str) -> tuple[str, str, str]:
    """`requests.u1.total` in its three parts."""
    table, row, column = key.split(".")
    return table, row, column


def askable(cases: list[Case], files: Set[str]) -> list[Case]:
    """The questions whose reports are all among `files`."""
    return [case for case in cases if case.files <= files]
