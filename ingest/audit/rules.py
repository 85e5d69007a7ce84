"""The checks' data files: shape, and what is cross-checked against the form at load."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from ingest.audit.amounts import is_term
from ingest.form.catalogue import Catalogue, load_catalogue, require
from ingest.form.schema import Strict, Text, load_yaml

DATA: Final = Path(__file__).parent / "data"
NUMBER: Final = r"(?<![\d近约超逾.])(?P<n>\d+(?:,\d{3})*|[一二三四五六七八九十百千两零]{1,7})"
FRAGMENT: Final = re.compile(r"%([a-z]+)")
Status = Literal["error", "note"]


class NarrativeRule(Strict):
    """What the text may say of a figure, and the sums that it may mean.

    Patterns run over text without blanks; `%n` is the number, `%name` a shared fragment. A rule with
    `value` has no number: its words mean that value. A match with any reading is a match. `needs`:
    one of these stands in the passage or its headings; `near`: one of these stands in the sentence;
    `unless`: none of these stands in the clause, up to the end of the match.
    """

    patterns: list[str] = Field(min_length=1)
    readings: list[list[str]] = Field(min_length=1)
    value: int | None = None
    needs: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    status: Status = "note"
    label: Text


class NarrativeFile(Strict):
    """Shared fragments, and the rules in the order in which they may claim a number."""

    fragments: dict[str, str]
    rules: dict[str, NarrativeRule]


class YearTerm(Strict):
    """A row or column of this year's report, or of the one before; `minus` takes it off."""

    name: str
    before: bool = False
    minus: bool = False


class YearRule(Strict):
    """Two sums over the reports of two years that should be equal, for each of `scopes`."""

    table: str
    along: Literal["rows", "columns"]
    scopes: list[str]
    left: list[YearTerm]
    right: list[YearTerm]
    status: Status
    label: Text
    text: Text


class PlausibleRule(Strict):
    """Each cell of `each` (column `*`: every column), or the sum `left`, is at most `limit` or the sum `right`.

    `agency` and `unless_agency` are patterns for the agency's name that narrow the rule.
    """

    each: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    limit: int | None = None
    agency: str = ""
    unless_agency: str = ""
    label: Text
    text: Text


class SectionRule(Strict):
    """A section of the form: the pattern of its heading, without blanks."""

    heading: str
    label: Text


class SectionFile(Strict):
    """The sections in printed order, and what counts as nothing."""

    sections: dict[str, SectionRule]
    nothing: str


@dataclass(frozen=True)
class CompiledRule:
    """A narrative rule with its patterns ready to search."""

    key: str
    rule: NarrativeRule
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Rules:
    """All checks that are data; `nothing` tells a section that only says that there is nothing."""

    narrative: tuple[CompiledRule, ...]
    years: dict[str, YearRule]
    plausible: dict[str, PlausibleRule]
    sections: dict[str, SectionRule]
    nothing: re.Pattern[str]


@lru_cache(maxsize=4)
def load_rules(folder: Path = DATA) -> Rules:
    """Load and check every file. Raises FormDataError naming file and key."""
    catalogue = load_catalogue()
    narrative = load_yaml(folder / "narrative.yaml", NarrativeFile)
    years = load_yaml(folder / "years.yaml", dict[str, YearRule])
    plausible = load_yaml(folder / "plausible.yaml", dict[str, PlausibleRule])
    sections = load_yaml(folder / "sections.yaml", SectionFile)
    check_years(catalogue, years)
    check_plausible(catalogue, plausible)
    for key, section in sections.sections.items():
        compiled(f"sections.yaml: key sections.{key}.heading", section.heading)
    return Rules(
        narrative=tuple(compile_rule(catalogue, narrative, key) for key in narrative.rules),
        years=years,
        plausible=plausible,
        sections=sections.sections,
        nothing=compiled("sections.yaml: key nothing", sections.nothing),
    )


def compile_rule(catalogue: Catalogue, file: NarrativeFile, key: str) -> CompiledRule:
    """One narrative rule with its fragments filled in."""
    rule, where = file.rules[key], f"narrative.yaml: key rules.{key}"
    check_terms(catalogue, f"{where}.readings", (term for reading in rule.readings for term in reading))
    patterns = []
    for number, source in enumerate(rule.patterns):
        spot = f"{where}.patterns.{number}"
        names = FRAGMENT.findall(source)
        unknown = [name for name in names if name != "n" and name not in file.fragments]
        require(not unknown, f"{spot}: fragment %{' %'.join(unknown)} is not known")
        wanted = 1 if rule.value is None else 0
        require(names.count("n") == wanted, f"{spot}: %n should stand {wanted} times")
        filled = FRAGMENT.sub(lambda m: NUMBER if m[1] == "n" else f"(?:{file.fragments[m[1]]})", source)
        patterns.append(compiled(spot, filled))
    return CompiledRule(key, rule, tuple(patterns))


def check_years(catalogue: Catalogue, rules: dict[str, YearRule]) -> None:
    """Scopes and terms of a rule over two years are rows and columns of its table."""
    for key, rule in rules.items():
        where = f"years.yaml: key {key}"
        require(rule.table in catalogue.rows, f"{where}.table: {rule.table!r} is not a table")
        rows, columns = catalogue.rows[rule.table], catalogue.columns[rule.table]
        scopes, names = (columns, rows) if rule.along == "columns" else (rows, columns)
        for scope in rule.scopes:
            require(scope in scopes, f"{where}.scopes: {scope!r} is not known in {rule.table}")
        for term in [*rule.left, *rule.right]:
            require(term.name in names, f"{where}: {term.name!r} is not known in {rule.table}")


def check_plausible(catalogue: Catalogue, rules: dict[str, PlausibleRule]) -> None:
    """A rule says what it bounds and by what, over cells that the form has."""
    for key, rule in rules.items():
        where = f"plausible.yaml: key {key}"
        require(bool(rule.each) != bool(rule.left), f"{where}: either each or left is needed")
        require((rule.limit is None) == bool(rule.right), f"{where}: either limit or right is needed")
        for pattern in (rule.agency, rule.unless_agency):
            compiled(f"{where}.agency", pattern)
        each = (term.removesuffix("/*") for term in rule.each)
        for term in each:
            table, _, row = term.partition("/")
            require(row.partition("/")[0] in catalogue.rows.get(table, {}), f"{where}.each: {term!r} is not known")
        check_terms(catalogue, where, [*rule.left, *rule.right])


def check_terms(catalogue: Catalogue, where: str, terms: Iterable[str]) -> None:
    """Every term names cells of the form."""
    for term in terms:
        require(is_term(catalogue, term), f"{where}: {term!r} is not table/row/column of the form")


def compiled(where: str, source: str) -> re.Pattern[str]:
    """A pattern; what is wrong with it is told with its place in the file."""
    try:
        return re.compile(source)
    except re.error as error:
        require(False, f"{where}: {source!r} is not a pattern: {error}")
        raise
