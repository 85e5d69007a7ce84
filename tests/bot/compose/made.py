"""Figures made up for the checks: reports with a few cells, asked by a plan, composed and verified."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from bot.compose.compose import Outcome, compose
from bot.compose.draft import Draft
from bot.figures import Figure, ReportData, figure_of
from bot.lookup import Found
from bot.model import Value
from bot.plan import Operation, Plan, Target
from bot.verify import Verified, verify
from ingest.form.catalogue import load_catalogue
from ingest.store.nouns import StoredReport, report_id_of
from tests.ingest.audit.made import cells

NEW: Final = Target(kind="row", table="requests", key="new", column="total")
CARRIED: Final = Target(kind="row", table="requests", key="carried_in", column="total")
DENIED: Final = Target(kind="group", table="requests", key="denied", column="total")
RATE: Final = Target(kind="rate", table="requests", key="disclosure_rate")
REVIEW: Final = Target(kind="row", table="disputes", key="review", column="total")
FEES: Final = Target(kind="row", table="disclosure", key="fees", column="amount")


@dataclass(frozen=True)
class Told:
    """A draft, how it ended, and what verification left of it."""

    draft: Draft
    outcome: Outcome
    checked: Verified

    @property
    def values(self) -> tuple[Value, ...]:
        """Values that are given."""
        return self.checked.values

    @property
    def numbers(self) -> list[Decimal]:
        """Their numbers."""
        return [value.value for value in self.values]

    @property
    def text(self) -> str:
        """The text that is shown."""
        return self.checked.text


def report(year: int, agency: str = "甲市", form: int = 2021) -> StoredReport:
    """A report's entry."""
    return StoredReport(
        report_id_of(agency, year), 1, agency, year, form, "government", f"{agency}{year}", f"{agency}.md", "0" * 64,
        None, 1, 0, 0, 0, "2025-01-01", "text/plain",
    )  # fmt: skip


def data_of(values: Mapping[str, object], year: int = 2024, agency: str = "甲市", form: int = 2021) -> ReportData:
    """A report with these cells, `table/row/column` each."""
    return ReportData(report(year, agency, form), cells(values), (), load_catalogue())


def yearly(numbers: Sequence[object], name: str = "requests/new/total") -> list[ReportData]:
    """One agency's reports with one figure, a year each from 2001 on."""
    return [data_of({name: number}, 2001 + at) for at, number in enumerate(numbers)]


def found(plan: Plan, *reports: ReportData) -> Found:
    """What lookup would find for a plan in these reports."""
    data = {(r.stored.agency, r.stored.year): r for r in reports}
    groups: tuple[tuple[Figure, ...], ...] = tuple(
        tuple(figure_of(target, one) for one in data.values()) for target in plan.targets
    )
    plan = plan.model_copy(update={"reports": tuple(data)})
    return Found(plan, groups, data=data, reports={r.stored.report_id: r.stored for r in reports})


def told(operation: Operation, targets: Sequence[Target], *reports: ReportData, **more: Any) -> Told:
    """What is told of these figures."""
    plan = Plan.model_validate({"operation": operation, "lang": "zh", "targets": tuple(targets), **more})
    draft, outcome = compose(found(plan, *reports), load_catalogue())
    known = {n for r in reports for n in (str(r.stored.year), *re.findall(r"\d+", r.stored.agency))}
    return Told(draft, outcome, verify(draft, known))


def rounded(value: Fraction) -> Decimal:
    """To two places, halves away from zero; reckoned with whole numbers only."""
    cents = (abs(value.numerator) * 200 + value.denominator) // (2 * value.denominator)
    return Decimal(cents if value >= 0 else -cents) / 100
