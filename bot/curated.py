"""The administrator's file: words for rows, columns, metrics and agencies, and what a question means.

`curated.yaml` in the folder of the stores, or the file that NIANBAO_CURATED names. No code in it:

    rows:      {requests/u1: [手里没有]}
    columns:   {requests/person: [街坊]}
    metrics:   {denied: [打回]}
    agencies:  {海州区发展和改革委员会: [海州区物价局]}     # loaded agency: other and former names
    questions:
      - {ask: [领导关心的数], as: 公开率是多少}            # the same agency and year, asked in other words
      - {ask: [压箱底], plan: {operation: value, figures: [requests/carried_out/total]}}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from pydantic import Field, model_validator

from bot.plan import Operation, Target
from bot.understand.normal import normalise
from ingest.datafile import read_yaml
from ingest.form.catalogue import Catalogue
from ingest.form.schema import Aliases, ColumnTerm, Metric, RowTerm, Strict

FILE: Final = "curated.yaml"
Term = TypeVar("Term", RowTerm, ColumnTerm, Metric)
PLANNED: Final = frozenset({Operation.VALUE, Operation.LIST, Operation.SHARE, Operation.SUM, Operation.MEAN,
                            Operation.RANK, Operation.GROWTH, Operation.DIFFERENCE, Operation.RATIO})  # fmt: skip


class CuratedError(ValueError):
    """The administrator's file is wrong. The message names file, key and what is expected."""


class CuratedPlan(Strict):
    """What to do with which figures: `table/row/column`, or a metric's key."""

    operation: Operation
    figures: list[str] = Field(min_length=1)


class CuratedQuestion(Strict):
    """Wordings, and the question or the plan that they mean."""

    ask: list[str] = Field(min_length=1)
    as_: str = Field(default="", alias="as")
    plan: CuratedPlan | None = None

    @model_validator(mode="after")
    def one_meaning(self) -> CuratedQuestion:
        """Either `as` or `plan`."""
        if bool(self.as_) == (self.plan is not None):
            raise ValueError("either `as` or `plan` is needed")
        return self


class CuratedFile(Strict):
    """The file as it is written."""

    rows: dict[str, list[str]] = Field(default_factory=dict)
    columns: dict[str, list[str]] = Field(default_factory=dict)
    metrics: dict[str, list[str]] = Field(default_factory=dict)
    agencies: dict[str, list[str]] = Field(default_factory=dict)
    questions: list[CuratedQuestion] = Field(default_factory=list)


@dataclass(frozen=True)
class Meant:
    """A wording that means a plan: its operation and its figures."""

    operation: Operation
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Curated:
    """What the administrator added. `plans` and `rewrites` are keyed by the normalised wording."""

    catalogue: Catalogue
    agencies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rewrites: dict[str, str] = field(default_factory=dict)
    plans: dict[str, Meant] = field(default_factory=dict)

    def rewritten(self, text: str) -> str:
        """A normalised question with curated wordings put as the question that they mean."""
        for wording, meant in self.rewrites.items():
            text = text.replace(wording, meant)
        return text

    def planned(self, text: str) -> Meant | None:
        """The plan that a curated wording in a normalised question means."""
        return next((meant for wording, meant in self.plans.items() if wording in text), None)


def read_curated(path: Path, catalogue: Catalogue) -> Curated:
    """The file's additions to a catalogue; nothing where there is no file. Raises CuratedError."""
    if not path.is_file():
        return Curated(catalogue)
    found = read_yaml(path, CuratedFile | None, CuratedError) or CuratedFile()  # type: ignore[arg-type]
    rows = {table: dict(terms) for table, terms in catalogue.rows.items()}
    columns = {table: dict(terms) for table, terms in catalogue.columns.items()}
    metrics = dict(catalogue.metrics)
    for key, words in found.rows.items():
        table, row = placed(path, "rows", key, {t: list(terms) for t, terms in rows.items()})
        rows[table][row] = called(rows[table][row], words)
    for key, words in found.columns.items():
        table, column = placed(path, "columns", key, {t: list(terms) for t, terms in columns.items()})
        columns[table][column] = called(columns[table][column], words)
    for key, words in found.metrics.items():
        if key not in metrics:
            raise CuratedError(f"{path.name}: metrics.{key}: 没有这个指标 / no such metric: {', '.join(metrics)}")
        metrics[key] = called(metrics[key], words)
    extended = replace(catalogue, rows=rows, columns=columns, metrics=metrics)
    asked = [(normalise(wording), question) for question in found.questions for wording in question.ask]
    return Curated(
        catalogue=extended,
        agencies={agency: tuple(names) for agency, names in found.agencies.items()},
        rewrites={wording: normalise(question.as_) for wording, question in asked if question.as_},
        plans={wording: meant_by(path, question.plan, extended) for wording, question in asked if question.plan},
    )


def placed(path: Path, section: str, key: str, known: dict[str, list[str]]) -> tuple[str, str]:
    """Table and key of `table/key`."""
    table, _, name = key.partition("/")
    if name not in known.get(table, []):
        raise CuratedError(f"{path.name}: {section}.{key}: 表中没有这一项 / not in the form; table/key is expected")
    return table, name


def called(term: Term, words: Sequence[str]) -> Term:
    """A term with more words for it; Latin words go with the English ones."""
    aliases = Aliases(
        zh=[*term.aliases.zh, *(word for word in words if not word.isascii())],
        en=[*term.aliases.en, *(word for word in words if word.isascii())],
    )
    return term.model_copy(update={"aliases": aliases})


def meant_by(path: Path, plan: CuratedPlan, catalogue: Catalogue) -> Meant:
    """A curated plan checked against the form."""
    if plan.operation not in PLANNED:
        known = ", ".join(sorted(PLANNED))
        raise CuratedError(f"{path.name}: questions.plan.operation: {plan.operation}: 可用 / use one of {known}")
    return Meant(plan.operation, tuple(target_of(path, figure, catalogue) for figure in plan.figures))


def target_of(path: Path, figure: str, catalogue: Catalogue) -> Target:
    """A figure by its key: a metric, or table/row/column."""
    if figure in catalogue.metrics:
        metric = catalogue.metrics[figure]
        return Target(
            kind=metric.kind, table=metric.table, key=figure, column="total" if metric.kind == "group" else ""
        )
    table, row, column = (*figure.split("/"), "", "")[:3]
    if row not in catalogue.rows.get(table, {}) or column not in catalogue.columns[table]:
        raise CuratedError(
            f"{path.name}: questions.plan.figures: {figure}: 应为 表/行/列 或指标 / table/row/column or a metric is expected"
        )
    return Target(kind="row", table=table, key=row, column=column)
