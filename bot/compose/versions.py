"""Lines for what the last version of a report prints otherwise than the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.compose.draft import Draft, Line, marks
from bot.compose.labels import target_label
from bot.compose.notes import note
from bot.compose.refusals import digits
from bot.figures import ReportData
from bot.lookup import Found
from bot.model import Note, plain
from bot.plan import Target
from ingest.audit.nouns import Entry
from ingest.audit.versions import FORM, IDENTITY, kind_of
from ingest.model import Cell, State

MOST_CHECKED: Final = 8
MOST_NOTED: Final = 3
Told = tuple[str, tuple[int, ...], frozenset[str]]  # wording, citations, numbers that no cell at hand prints


def check_versions(draft: Draft, found: Found, data: ReportData) -> None:
    """Every change as a line and as a note; of many the first, and how many more there are."""
    entries = [
        checked.entry
        for checked in found.checked
        if checked.entry.finding.identity == IDENTITY and checked.report.report_id == data.stored.report_id
    ]
    for entry in entries[:MOST_CHECKED]:
        text, cites, own = change_text(draft, entry, data)
        draft.lines.append(Line(f"- {text}", own))
        draft.notes.append(Note("finding", text, cites))
    if more := len(entries[MOST_CHECKED:]):
        draft.say("version_more", [more], count=more)


def note_versions(draft: Draft, found: Found) -> None:
    """Changes of the cells that an answer stands on."""
    for checked in found.changed[:MOST_NOTED]:
        data = found.data[checked.report.agency, checked.report.year]
        text, cites, own = change_text(draft, checked.entry, data)
        note(draft, "finding", text, cites, own)


def change_text(draft: Draft, entry: Entry, data: ReportData) -> Told:
    """What both versions print. This version's cell is cited; the version before cannot be, so its number is our own."""
    finding, version = entry.finding, data.stored.version
    one = len(finding.cells) == 1
    cites: tuple[int, ...] = ()
    if finding.scope == FORM:
        before, after = plain(finding.left), plain(finding.right)
    elif one:
        before, after = (printed_text(draft, cells) for cells in (entry.other_cells, entry.printed))
        now = data.cells.get(finding.cells[0])
        cites = draft.cite_cells(data.stored, [now] if now is not None and now.place is not None else [])
    else:
        before, after = (part_text(draft, cells) for cells in (entry.other_cells, entry.printed))
    label = part_label(draft, entry, data)
    old = version - 1 if entry.other is None else entry.other.version
    text = draft.text(
        "version_changed", label=label, old=old, new=version, before=before, after=after, marks=marks(cites)
    )
    counted = digits(f"{label} {before}" if one else f"{label} {before} {after}")
    return text, cites, frozenset({*counted, str(old), str(version)})


def part_label(draft: Draft, entry: Entry, data: ReportData) -> str:
    """A cell, a row, a table or the form, as an answer names it."""
    table, *names = entry.finding.scope.split("/")
    if table == FORM:
        return draft.text("version_form")
    if not names:
        return draft.catalogue.forms[data.stored.form].tables[table].section
    column = names[1] if len(names) > 1 else ""
    return target_label(draft, Target(kind="row", table=table, key=names[0], column=column))


def printed_text(draft: Draft, cells: Sequence[Cell]) -> str:
    """A cell's figure, or its state in words."""
    state = cells[0].state if cells else State.ABSENT
    return plain(cells[0].value) if cells and cells[0].value is not None else draft.text(f"state_{state}")


def part_text(draft: Draft, cells: Sequence[Cell]) -> str:
    """How many cells of a row or a table are there or unreadable, or that it is not there."""
    kinds = [kind for cell in cells if (kind := kind_of(cell)) != State.ABSENT]
    return draft.text(f"part_{kinds[0]}", count=len(kinds)) if kinds else draft.text("part_absent")
