"""The nouns that flow through the bot: Question, Answer and what an answer is made of.

`Answer.as_json()` is the JSON contract of the command line and of every other door.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from ingest.model import Cell, CellKey, Passage

Lang = Literal["zh", "en"]


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"


class Reason(StrEnum):
    """Why there is no figure."""

    AGENCY_MISSING = "agency_missing"
    YEAR_MISSING = "year_missing"
    CELL_BLANK = "cell_blank"
    CELL_SLASH = "cell_slash"
    CELL_UNREADABLE = "cell_unreadable"
    CELL_ABSENT = "cell_absent"
    NOT_IN_FORM = "not_in_form"
    OFF_TOPIC = "off_topic"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Question:
    """What a user asks. `history` holds the earlier questions of the conversation, oldest first."""

    text: str
    history: tuple[str, ...] = ()
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A cell, or a quoted span of the narrative, and where it stands in its file."""

    n: int
    kind: Literal["cell", "passage"]
    report_id: str
    agency: str
    year: int
    file: str
    section: str
    line: int | None
    page: int | None = None
    table: str | None = None
    row: str | None = None
    row_label: str | None = None
    column: str | None = None
    column_label: str | None = None
    raw: str | None = None
    quote: str | None = None
    corrected: str | None = None  # a person's correction: the value that counts and why
    start: int | None = None  # offsets into the report's Document.text
    end: int | None = None
    passage_id: str | None = None
    cell: Cell | None = field(default=None, repr=False)
    passage: Passage | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The contract's keys; offsets come with them, the stored objects do not."""
        hidden = {"cell", "passage", "passage_id"}
        return {name: getattr(self, name) for name in self.__slots__ if name not in hidden}


@dataclass(frozen=True, slots=True)
class Value:
    """One figure of an answer. `formula` shows how it was computed from the cited cells."""

    value: Decimal
    unit: str
    label: str
    agency: str
    year: int
    citations: tuple[int, ...]
    formula: str | None = None
    own: frozenset[str] = frozenset()  # numbers that the system counted itself: how many figures a mean is over

    def as_json(self) -> dict[str, Any]:
        """The contract's object; the value as plain decimal text."""
        return {
            "value": plain(self.value),
            "unit": self.unit,
            "label": self.label,
            "agency": self.agency,
            "year": self.year,
            "formula": self.formula,
            "citations": list(self.citations),
        }


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader must know: a contradiction, a scope, a reading, a coverage, the model."""

    kind: Literal["finding", "scope", "reading", "coverage", "model"]
    text: str
    citations: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The contract's object."""
        return {"kind": self.kind, "text": self.text, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the question, and the question that asks for it."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The verified answer to one question."""

    status: Status
    reason: Reason | None
    answer: str
    lang: Lang
    values: tuple[Value, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[Note, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    followups: tuple[str, ...] = ()
    plan: dict[str, Any] = field(default_factory=dict)
    timings_ms: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The JSON contract."""
        return {
            "status": str(self.status),
            "reason": str(self.reason) if self.reason else None,
            "answer": self.answer,
            "values": [value.as_json() for value in self.values],
            "citations": [citation.as_json() for citation in self.citations],
            "notes": [note.as_json() for note in self.notes],
            "alternatives": [{"label": a.label, "question": a.question} for a in self.alternatives],
            "followups": list(self.followups),
            "plan": self.plan,
            "timings_ms": self.timings_ms,
        }


def plain(value: Decimal) -> str:
    """Decimal as people write it: no exponent, no trailing zeros behind the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


__all__ = [
    "Alternative",
    "Answer",
    "CellKey",
    "Citation",
    "Lang",
    "Note",
    "Question",
    "Reason",
    "Status",
    "Value",
    "plain",
]
