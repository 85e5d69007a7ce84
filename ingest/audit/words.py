"""A review's entries in words: kind, scope, place, both numbers, rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.audit.nouns import Entry, Review
from ingest.audit.rules import Rules
from ingest.audit.versions import FORM, kind_of
from ingest.audit.versions import IDENTITY as VERSION
from ingest.form.schema import IdentityRule, Text
from ingest.model import Cell, Finding, State
from ingest.wording import Wording, wording

MOST_LINES: Final = 8
PLUS, OR = " + ", " | "


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as a reader sees it; `numbers` and `quote` may be empty."""

    n: int
    kind: str
    status: str
    scope: str
    where: str
    numbers: str
    quote: str
    rule: str


@dataclass(frozen=True)
class Words:
    """Puts one review into words of one language."""

    review: Review
    rules: Rules
    lang: str

    @property
    def texts(self) -> Wording:
        """The wordings of the sheet."""
        return wording("audit")

    def get(self, key: str, **values: object) -> str:
        """One wording."""
        return self.texts.get(key, self.lang, **values)

    def items(self) -> Iterator[Item]:
        """Every entry, in order."""
        for n, entry in enumerate(self.review.entries, 1):
            finding = entry.finding
            yield Item(
                n=n,
                kind=self.kind(finding),
                status=self.get(f"status_{finding.status}"),
                scope=self.scope(finding),
                where=self.where(entry),
                numbers=self.changed(entry) if finding.identity == VERSION else self.numbers(finding),
                quote=entry.quote,
                rule=self.rule(finding),
            )

    def kind(self, finding: Finding) -> str:
        """What was checked."""
        term = self.identity(finding) or self.rules.years.get(finding.identity)
        return term.label.get(self.lang) if term else self.get(f"kind_{finding.identity}")

    def rule(self, finding: Finding) -> str:
        """What should hold."""
        term = (
            self.identity(finding)
            or self.rules.years.get(finding.identity)
            or (self.rules.plausible.get(finding.scope) if finding.identity == "plausible" else None)
        )
        if term:
            return term.text.get(self.lang)
        return self.get("rule_uncountable" if finding.scope == "uncountable" else f"rule_{finding.identity}")

    def scope(self, finding: Finding) -> str:
        """Which row, column, statement, section or table it is about."""
        rule = self.identity(finding) or self.rules.years.get(finding.identity)
        if rule:
            catalogue = self.review.subject.amounts.catalogue
            terms: dict[str, Text] = {
                key: term.label
                for key, term in (catalogue.columns if rule.along == "columns" else catalogue.rows)[rule.table].items()
            }
            return self.get(f"scope_{rule.along[:-1]}", label=terms[finding.scope].get(self.lang))
        if finding.identity == VERSION:
            return self.part(finding.scope)
        if finding.identity == "missing_table":
            return self.section(finding.scope)
        if finding.identity == "plausible":
            term = self.rules.plausible.get(finding.scope)
            return term.label.get(self.lang) if term else self.get("scope_uncountable")
        if finding.identity == "empty_section":
            return self.rules.sections[finding.scope].label.get(self.lang)
        return next(r.rule.label.get(self.lang) for r in self.rules.narrative if r.key == finding.scope)

    def part(self, scope: str) -> str:
        """A cell, a row, a table, or the form itself, as a change of version names it."""
        table, *names = scope.split("/")
        if table == FORM:
            return self.get("scope_form")
        if not names:
            return self.section(table)
        catalogue = self.review.subject.amounts.catalogue
        row = catalogue.rows[table][names[0]].label.get(self.lang)
        if len(names) == 1:
            return self.get("scope_row", label=row)
        return self.get("scope_cell", row=row, column=catalogue.columns[table][names[1]].label.get(self.lang))

    def identity(self, finding: Finding) -> IdentityRule | None:
        """The rule of an identity within one report."""
        return self.review.subject.amounts.catalogue.identities.get(finding.identity)

    def section(self, table: str) -> str:
        """Title of a table's section."""
        subject = self.review.subject
        return subject.amounts.catalogue.forms[subject.report.form].tables[table].section

    def where(self, entry: Entry) -> str:
        """Section and lines of the cells, place in the text, the other report."""
        subject, finding = self.review.subject, entry.finding
        cells = [subject.cells[key] for key in finding.cells if key in subject.cells]
        parts: list[str] = []
        if entry.place is not None:
            parts.append(self.get("at_text") + self.spots([(entry.place.line, entry.place.page)]))
        for table in dict.fromkeys(key.table for key in finding.cells):
            spots = self.spots((c.place.line, c.place.page) for c in telling(cells, table) if c.place)
            parts.append(self.section(table) + spots)
        if entry.other is not None:
            other = entry.other
            if finding.identity == VERSION:
                parts.append(self.get("at_version", version=other.version, file=other.file))
                return self.get("between").join(parts)
            parts.append(self.get("at_other", agency=other.agency, year=other.year, report_id=other.report_id))
        return self.get("between").join(parts)

    def spots(self, places: Iterable[tuple[int, int | None]]) -> str:
        """Pages where the file has them, else lines."""
        known = list(places)
        pages = sorted({page for _, page in known if page is not None})
        numbers = pages or sorted({line for line, _ in known})
        if not numbers:
            return ""
        text = self.get("list").join(map(str, numbers[:MOST_LINES]))
        text += self.get("more") if len(numbers) > MOST_LINES else ""
        return self.get("at_pages", pages=text) if pages else self.get("at_lines", lines=text)

    def numbers(self, finding: Finding) -> str:
        """Both numbers, each with its formula where it is a sum."""
        if not finding.left_formula:
            return ""
        return self.get(
            "numbers",
            left_label=self.get(f"{finding.identity}_left"),
            right_label=self.get(f"{finding.identity}_right"),
            left=self.amount(finding.left, finding.left_formula),
            right=self.amount(finding.right, finding.right_formula),
        )

    def changed(self, entry: Entry) -> str:
        """What two versions print: of one cell its figure or state, of more how many there are."""
        finding = entry.finding
        if finding.scope == FORM:
            return self.numbers(finding)
        say = self.as_printed if len(finding.cells) == 1 else self.as_part
        return self.get(
            "numbers",
            left_label=self.get("version_left"),
            right_label=self.get("version_right"),
            left=say(entry.other_cells),
            right=say(entry.printed),
        )

    def as_printed(self, cells: Sequence[Cell]) -> str:
        """A cell's figure, with what is printed where that is more; else its state."""
        state = cells[0].state if cells else State.ABSENT
        raw = cells[0].raw.strip() if cells else ""
        figure = plain(cells[0].value) if cells and cells[0].value is not None else self.get(f"state_{state}")
        return figure if raw.replace(",", "") in {"", figure} else self.get("with_raw", figure=figure, raw=raw)

    def as_part(self, cells: Sequence[Cell]) -> str:
        """Of a row or a table: how many cells are there or unreadable, or that it is not there."""
        kinds = [kind for cell in cells if (kind := kind_of(cell)) != State.ABSENT]
        return self.get(f"part_{kinds[0]}", count=len(kinds)) if kinds else self.get("part_absent")

    def amount(self, value: Decimal, formula: str) -> str:
        """A number; sums show their terms, several readings stand side by side."""
        readings = [compact(reading) for reading in formula.split(OR)]
        if readings == [plain(value)]:
            return readings[0]
        if len(readings) > 1:
            return self.get("or").join(dict.fromkeys(readings))
        return self.get("with_formula", value=plain(value), formula=readings[0])


def telling(cells: Iterable[Cell], table: str) -> list[Cell]:
    """Cells of a table that are worth looking up: those that are not zero, and the last, a total."""
    inside = [cell for cell in cells if cell.key.table == table]
    return [cell for cell in inside[:-1] if cell.value] + inside[-1:]


def compact(formula: str) -> str:
    """A sum without its zeros."""
    terms = [term for term in formula.split(PLUS) if term not in {"0", "-0"}]
    return PLUS.join(terms) or "0"


def plain(value: Decimal) -> str:
    """A number without exponent."""
    return format(value, "f")
