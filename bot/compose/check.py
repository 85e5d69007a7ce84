"""Lines for a check: what a report contradicts, within itself, in its text and from year to year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.compose.draft import Draft, Line, marks
from bot.compose.notes import finding_text, say_assumed, shown, summed
from bot.compose.versions import check_versions
from bot.figures import ReportData
from bot.lookup import Checked, Found
from bot.model import Note, Reason, Status, plain
from ingest.audit import Instance, instances, total_of
from ingest.model import Cell, CellKey, State

TOTAL: Final = "total"
FEW: Final = 6
MOST_SHOWN: Final = 4
CARRIED_OUT = CellKey("requests", "carried_out", "total")
CARRIED_IN = CellKey("requests", "carried_in", "total")


def say_check(draft: Draft, found: Found) -> tuple[Status, Reason | None]:
    """Whether the figures of reports agree, contradiction by contradiction."""
    for data in found.data.values():
        say_report(draft, found, data)
    say_carried(draft, found)
    say_assumed(draft, found.plan)
    return Status.ANSWERED, None


def say_report(draft: Draft, found: Found, data: ReportData) -> None:
    """One report: its own sums, then its text."""
    agency, year = data.stored.agency, data.stored.year
    if not any(cell.state is not State.ABSENT for cell in data.cells.values()):
        draft.say("checked_none", agency=agency, year=year)
        return
    key, count = ("checked_bad", [len(data.findings)]) if data.findings else ("checked_ok", [])
    draft.say(key, count, agency=agency, year=year, count=len(data.findings))
    for instance in asked_about(found, data):
        say_holds(draft, instance, data)
    for finding in data.findings:
        tell(draft, *finding_text(draft, finding, data))
    for checked in found.checked:
        if checked.report.report_id == data.stored.report_id and checked.evidence is not None:
            tell(draft, *spoken_text(draft, checked, data))
    check_versions(draft, found, data)
    unreadable = sum(cell.state is State.UNREADABLE for cell in data.cells.values())
    if unreadable:
        draft.say("checked_unreadable", [unreadable], count=unreadable)


def asked_about(found: Found, data: ReportData) -> list[Instance]:
    """Identities that hold and are worth showing: in the columns or rows asked about, else in the total column."""
    targets = found.plan.targets
    columns = {t.column for t in targets if t.table == "requests" and not t.implied} or {TOTAL}
    rows = {t.key for t in targets if t.table == "disputes"}
    holding = [i for i in instances(data.catalogue, data.cells) if total_of(i.left) == total_of(i.right)]
    along_columns = [i for i in holding if i.rule.along == "columns" and i.scope in columns]
    along_rows = [i for i in holding if i.rule.table == "disputes" and i.scope in rows]
    return [i for i in along_rows or along_columns if any(cell.value is not None for cell in i.cells)][:MOST_SHOWN]


def say_holds(draft: Draft, instance: Instance, data: ReportData) -> None:
    """An identity that holds, with its figures: 37 + 1 = 38 + 0."""
    cells = [*shown(instance.left), *shown(instance.right)] if len(instance.cells) > FEW else instance.cells
    cites = draft.cite_cells(data.stored, [cell for cell in cells if cell.place is not None])
    terms = draft.catalogue.columns if instance.rule.along == "columns" else draft.catalogue.rows
    draft.say(
        "checked_holds",
        scope=terms[instance.rule.table][instance.scope].label.get(draft.lang),
        label=instance.rule.label.get(draft.lang),
        left=sum_text(instance.left),
        right=sum_text(instance.right),
        total=f" = {plain(total_of(instance.left))}" if len(instance.right) > 1 else "",
        marks=marks(cites),
    )


def sum_text(cells: Sequence[Cell]) -> str:
    """Figures of one side as a sum; of many only those that are not zero."""
    kept = cells if len(cells) <= FEW else shown(cells)
    return " + ".join(plain(cell.value) for cell in kept if cell.value is not None)


def tell(draft: Draft, text: str, cites: tuple[int, ...]) -> None:
    """A contradiction as a line and as a note."""
    draft.lines.append(Line(f"- {text}"))
    draft.notes.append(Note("finding", text, cites))


def spoken_text(draft: Draft, checked: Checked, data: ReportData) -> tuple[str, tuple[int, ...]]:
    """The text gives one number, the table another."""
    finding = checked.entry.finding
    cells = [data.cells[key] for key in finding.cells if key in data.cells and data.cells[key].value is not None]
    quote = [] if checked.evidence is None else [draft.cite_evidence(data.stored, checked.evidence)]
    cites = (*quote, *draft.cite_cells(data.stored, cells))
    text = draft.text(
        "checked_text",
        quote=checked.entry.quote,
        left=plain(finding.left),
        right=summed(draft, finding.right, cells),
        marks=marks(cites),
    )
    return text, cites


def say_carried(draft: Draft, found: Found) -> None:
    """Whether what one year carries out is what the next carries in, for years side by side."""
    by_agency: dict[str, list[ReportData]] = {}
    for data in sorted(found.data.values(), key=lambda d: d.stored.year):
        by_agency.setdefault(data.stored.agency, []).append(data)
    for first, second in (pair for reports in by_agency.values() for pair in pairwise(reports)):
        out, into = first.cells.get(CARRIED_OUT), second.cells.get(CARRIED_IN)
        if second.stored.year != first.stored.year + 1 or out is None or into is None:
            continue
        if out.value is None or into.value is None:
            continue
        cites = (draft.cite_cell(first.stored, out), draft.cite_cell(second.stored, into))
        draft.say(
            "carried_same" if out.value == into.value else "carried_other",
            agency=first.stored.agency,
            first_year=first.stored.year,
            last_year=second.stored.year,
            out=plain(out.value),
            into=plain(into.value),
            out_marks=marks(cites[:1]),
            in_marks=marks(cites[1:]),
        )
