"""What an answer must say besides the figure: contradictions, other numbers, readings, coverage, scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from bot.compose.draft import Draft, Line, marks
from bot.compose.refusals import digits
from bot.figures import Figure, ReportData
from bot.lookup import Found
from bot.model import Note, plain
from bot.plan import Operation, Plan
from ingest.model import Cell, Finding

AGGREGATES: Final = frozenset({Operation.SUM, Operation.MEAN, Operation.RANK, Operation.FILTER, Operation.COUNT})


def note(draft: Draft, kind: str, text: str, citations: Iterable[int] = (), own: Iterable[object] = ()) -> None:
    """A note that is told in the answer too."""
    if any(known.text == text for known in draft.notes):
        return
    draft.notes.append(Note(kind, text, tuple(citations)))  # type: ignore[arg-type]
    draft.lines.append(Line(f"> {text}", frozenset(str(o) for o in own)))


def say_findings(draft: Draft, found: Found) -> None:
    """Contradictions that touch a cell of a headline figure."""
    for figure in [*found.figures, *found.companions, *(f for rows in found.members for f in rows)]:
        data = found.data.get((figure.report.agency, figure.report.year))
        used = {cell.key for cell in (*figure.cells, *figure.proved)}
        for finding in data.findings if data else ():
            if data is not None and used & set(finding.cells):
                finding_note(draft, finding, data)


def finding_note(draft: Draft, finding: Finding, data: ReportData) -> None:
    """One contradiction: both numbers, their cells, and the rule that they break."""
    text, cites = finding_text(draft, finding, data)
    note(draft, "finding", text, cites)


def finding_text(draft: Draft, finding: Finding, data: ReportData) -> tuple[str, tuple[int, ...]]:
    """Wording of a contradiction and the cells it stands on; zeros are left out of the sum shown."""
    rule = draft.catalogue.identities[finding.identity]
    names = [*rule.left, "o_all"] if rule.along == "columns" else rule.left
    cells = [data.cells[key] for key in finding.cells if key in data.cells]
    left = [c for c in cells if (c.key.row if rule.along == "columns" else c.key.column) in names]
    right = [c for c in cells if c not in left]
    cites = draft.cite_cells(data.stored, [*shown(left), *shown(right)])
    scope_term = draft.catalogue.columns if rule.along == "columns" else draft.catalogue.rows
    scope = draft.text(
        f"finding_scope_{'column' if rule.along == 'columns' else 'row'}",
        label=scope_term[rule.table][finding.scope].label.get(draft.lang),
    )
    text = draft.text(
        "finding",
        scope=scope,
        left_label=draft.text(f"{finding.identity}_left"),
        right_label=draft.text(f"{finding.identity}_right"),
        left=summed(draft, finding.left, left),
        right=summed(draft, finding.right, right),
        marks=marks(cites),
        rule=rule.text.get(draft.lang),
    )
    return text, cites


def shown(cells: Sequence[Cell]) -> list[Cell]:
    """Cells of a sum that are worth showing: those that are not zero, or the first where all are."""
    filled = [cell for cell in cells if cell.value]
    return filled or [cell for cell in cells if cell.value is not None][:1]


def summed(draft: Draft, value: Decimal, cells: Sequence[Cell]) -> str:
    """A sum with the cells that it adds up, where there are several."""
    parts = [plain(cell.value) for cell in shown(cells) if cell.value is not None]
    if len(parts) < 2:
        return plain(value)
    return draft.text("summed", value=plain(value), formula=" + ".join(parts))


def say_mentions(draft: Draft, found: Found) -> None:
    """Other numbers that the narrative gives for a headline figure."""
    for figure, evidence in found.mentions:
        n = draft.cite_evidence(figure.report, evidence)
        note(draft, "scope", draft.text("mention", quote=evidence.quote.strip(), marks=marks([n])), [n])


def say_proved(draft: Draft, found: Found) -> None:
    """Blanks that count as zero, or were summed, are told."""
    if any(figure.proved for figure in [*found.figures, *found.companions]):
        note(draft, "reading", draft.text("proved"))


def say_corrected(draft: Draft) -> None:
    """Cells that a person corrected: what is printed, what counts, why and who said so."""
    for citation in draft.citations:
        said = citation.cell.correction if citation.cell is not None else None
        if said is not None:
            text = draft.text(
                "corrected",
                raw=citation.raw,
                value=plain(said.value),
                why=said.why,
                who=said.who,
                marks=marks([citation.n]),
            )
            note(draft, "reading", text, [citation.n], own=digits(f"{said.why} {said.who}"))


def say_assumed(draft: Draft, plan: Plan) -> None:
    """What the question left open, and how it was read."""
    years = "、".join(str(year) for year in dict.fromkeys(year for _, year in plan.reports))
    agencies = "、".join(dict.fromkeys(agency for agency, _ in plan.reports))
    for assumed in plan.assumed:
        code, _, word = assumed.partition(":")
        wrong, _, right = word.partition("→")
        values = {"years": years, "agencies": agencies, "word": word, "wrong": wrong, "right": right}
        note(draft, "reading", draft.text(f"assumed_{code}", **values))
    for target in plan.targets:
        if (
            target.implied
            and target.table == "disclosure"
            and target.key in {"regulations", "normative_documents"}
            and plan.operation is not Operation.LIST
        ):
            column = draft.catalogue.columns[target.table][target.column].label.get(draft.lang)
            note(draft, "reading", draft.text("assumed_column", column=column))


def say_coverage(draft: Draft, found: Found, failed: Sequence[Figure]) -> None:
    """How many of the reports asked for have the figure, and which have not."""
    plan = found.plan
    if plan.within:
        return
    asked = len(plan.reports) + len(plan.missing)
    lacking = list(dict.fromkeys((f.report.agency, f.report.year) for f in failed))
    lacking += [(r.agency, r.year) for r in found.excluded]
    if asked > 1 and not (plan.missing or lacking) and plan.operation in AGGREGATES:
        note(draft, "coverage", draft.text("coverage_whole", asked=asked), own=[asked])
    if asked < 2 or not (plan.missing or lacking):
        return
    names = [draft.text("coverage_missing_report", agency=a, year=y) for a, y in plan.missing]
    names += [draft.text("alternative", agency=a, year=y) for a, y in lacking]
    have = asked - len(names)
    note(
        draft,
        "coverage",
        draft.text("coverage", asked=asked, found=have, missing="、".join(names)),
        own=[asked, have, *(year for _, year in plan.missing)],
    )


def say_scope(draft: Draft, found: Found) -> None:
    """Reports of different scope, or table 2 of different forms, side by side."""
    reports = {f.report.report_id: f.report for f in found.figures}.values()
    scopes = dict.fromkeys(report.scope for report in reports)
    if len(scopes) > 1:
        names = "、".join(draft.text(f"scope_{scope}") for scope in scopes)
        note(draft, "scope", draft.text("scope_differs", scopes=names))
    if len({report.form for report in reports}) > 1 and any(t.table == "disclosure" for t in found.plan.targets):
        note(draft, "scope", draft.text("forms_differ"), own=["2019", "2021"])
    if found.excluded:
        names = "、".join(draft.text("alternative", agency=r.agency, year=r.year) for r in found.excluded)
        note(draft, "scope", draft.text("forms_left_out", reports=names), own=["2019", "2021"])
