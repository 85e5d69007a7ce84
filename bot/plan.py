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


YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
Sense = Literal["gt", "ge", "lt", "le", "eq", "about"]


class Limit(Frozen):
    """A number that figures are held against. `about` lies from `value` up to below `upper`."""

    sense: Sense
    value: Decimal
    upper: Decimal | None = None
    percent: bool = False
    unit: str = ""  # 元, 万元, 亿元, 倍, 百分点 or % where the question says so; then `value` is in it
    slack: Decimal = Decimal(0)  # how far off a rounded number may be: 398.6万 stands for 3985758
    above: bool = False  # `value` itself is not within
    closed: bool = False  # `upper` itself is within
    scaled: bool = False  # said with 万 or 亿 and no unit: of money these are yuan
    said: str = ""  # the words of the question

    def fits(self, unit: str) -> bool:
        """Whether figures of a unit can be held against it: cases not against yuan, percent not against points."""
        if self.unit in YUAN or unit in YUAN:
            return not self.unit or (self.unit in YUAN and unit in YUAN)
        if self.unit in {"百分点", "%"}:
            return unit == self.unit
        return unit != "%" if self.unit == "倍" else True

    def for_unit(self, unit: str) -> Limit:
        """The same limit in another unit of money."""
        if unit not in YUAN:
            return self
        own = self.unit or ("元" if self.scaled else unit)
        factor = YUAN[own] / YUAN[unit]
        upper = None if self.upper is None else self.upper * factor
        return self.model_copy(
            update={
                "value": self.value * factor,
                "upper": upper,
                "slack": self.slack * factor,
                "unit": unit,
                "scaled": False,
            }
        )

    def holds(self, figure: Decimal) -> bool:
        """Whether a figure is within the limit."""
        if self.sense == "about":
            top = self.value if self.upper is None else self.upper
            low = figure > self.value if self.above else figure >= self.value
            return low and (figure <= top if self.closed else figure < top)
        return {
            "gt": figure > self.value,
            "ge": figure >= self.value,
            "lt": figure < self.value,
            "le": figure <= self.value,
            "eq": abs(figure - self.value) <= self.slack,
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
    falls: bool = False  # the claim is of a fall: fewer, lower
    claim: bool = False  # the question says something and asks whether it is so
    ordered: bool = False  # two reports stand in the order in which they are held against each other
    percent: bool = False  # a ratio is wanted in percent
    shared: bool = False  # figures are ranked or picked by their share
    asked: tuple[tuple[Target, str, int], ...] = ()  # figures each asked of a report of its own
    required: tuple[str, ...] = ()  # words that narrow what the text is asked: they must stand there
    within: bool = False  # the parts of one figure are ranked, picked or counted, not reports
    table: bool = False  # the figures are wanted side by side in a table
    assumed: tuple[str, ...] = ()
    others: tuple[tuple[str, int], ...] = ()
    refusal: Refusal | None = None
