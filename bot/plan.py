"""What is asked, closed and checked: no SQL, no free text code. Lookup can run nothing else."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.model import Lang, Reason, Status


class Operation(StrEnum):
    """What is to be done with the figures."""

    VALUE = "value"
    LIST = "list"
    SHARE = "share"
    DIFFERENCE = "difference"
    GROWTH = "growth"
    RANK = "rank"
    SUM = "sum"
    MEAN = "mean"
    RATIO = "ratio"
    FILTER = "filter"
    COUNT = "count"
    CHECK = "check"
    DEFINE = "define"
    LOADED = "loaded"
    NARRATIVE = "narrative"
    REFUSE = "refuse"


class Frozen(BaseModel):
    """A plan does not change once it is made, and holds nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Sense = Literal["gt", "ge", "lt", "le", "eq", "about"]


class Limit(Frozen):
    """A number that figures are held against. `about` lies from `value` up to below `upper`."""

    sense: Sense
    value: Decimal
    upper: Decimal | None = None
    percent: bool = False
    said: str = ""  # the words of the question

    def holds(self, figure: Decimal) -> bool:
        """Whether a figure is within the limit."""
        if self.sense == "about":
            return self.value <= figure < (self.upper or self.value)
        return {
            "gt": figure > self.value,
            "ge": figure >= self.value,
            "lt": figure < self.value,
            "le": figure <= self.value,
            "eq": figure == self.value,
        }[self.sense]


class Target(Frozen):
    """One figure asked for: a row of the form or a metric, in one column.

    `column` is empty where the metric fixes its cells itself.
    """

    kind: Literal["row", "group", "rate"]
    table: str
    key: str
    column: str = ""
    implied: bool = False  # the column was not named; each form has its own default


class Refusal(Frozen):
    """Why a question gets no figure, and what is there instead."""

    status: Status
    reason: Reason
    asked: str = ""
    offers: tuple[str, ...] = ()


class Plan(Frozen):
    """A question understood. `reports` are (agency, year) pairs that are loaded."""

    operation: Operation
    lang: Lang
    targets: tuple[Target, ...] = ()
    base: Target | None = None  # what a share is a share of, where the question says so
    reports: tuple[tuple[str, int], ...] = ()
    missing: tuple[tuple[str, int], ...] = ()
    topic: tuple[str, ...] = ()  # content words of a question about the narrative
    synonyms: tuple[tuple[str, ...], ...] = ()  # groups of words that say the same as a topic named
    number_asked: bool = False
    percent_asked: bool = False
    counted: tuple[str, str] = ("", "")  # measure word and noun that are counted
    domain: bool = False  # the question names something of the form, or a loaded agency
    whole: bool = False  # the question names no report: look through all of them
    descending: bool = True
    extreme: bool = False  # the most or the least of several is asked for
    top: int | None = None  # how many of an order are asked for
    place: int | None = None  # which place of an order is asked for
    limit: Limit | None = None  # what figures are held against: to pick among them, or as a claim
    claim: bool = False  # the question says something and asks whether it is so
    within: bool = False  # the parts of one figure are ranked, picked or counted, not reports
    table: bool = False  # the figures are wanted side by side in a table
    assumed: tuple[str, ...] = ()
    others: tuple[tuple[str, int], ...] = ()
    refusal: Refusal | None = None
