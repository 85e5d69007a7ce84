"""Sections with nothing under them, and tables that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.audit.identities import ZERO
from ingest.audit.nouns import Entry, Subject
from ingest.audit.rules import SectionRule
from ingest.form.catalogue import TABLES
from ingest.model import Block, Finding, State
from ingest.text import squash

HEADING_LENGTH = 40


def missing_tables(subject: Subject) -> Iterator[Entry]:
    """An entry for each table of which the report has no cell."""
    for table in TABLES:
        states = [cell.state for key, cell in subject.cells.items() if key.table == table]
        if states and all(state is State.ABSENT for state in states):
            yield unnumbered("missing_table", table)


def empty_sections(subject: Subject, sections: Mapping[str, SectionRule], nothing: re.Pattern[str]) -> Iterator[Entry]:
    """An entry for each section heading under which nothing stands, or only that there is nothing."""
    blocks = subject.document.blocks
    starts = headings(blocks, sections)
    for number, (name, at) in enumerate(starts):
        until = starts[number + 1][1] if number + 1 < len(starts) else len(blocks)
        inside = blocks[at + 1 : until]
        said = "".join(squash(block.text) for block in inside if block.grid is None)
        if any(block.grid is not None for block in inside) or not nothing.search(said):
            continue
        found = unnumbered("empty_section", name)
        words = " ".join(block.text.strip() for block in inside).strip()
        place = next((block.place for block in inside if block.text.strip()), blocks[at].place)
        yield Entry(found.finding, words, place)


def headings(blocks: Sequence[Block], sections: Mapping[str, SectionRule]) -> list[tuple[str, int]]:
    """(section, index of its heading's block) in reading order; the last heading of a name counts."""
    found: dict[str, int] = {}
    for at, block in enumerate(blocks):
        text = squash(block.text) if block.grid is None and len(block.text) < HEADING_LENGTH * 2 else ""
        if not text or len(text) > HEADING_LENGTH or text.endswith(("。", ";")):
            continue
        for name, section in sections.items():
            if re.search(section.heading, text):
                found[name] = at
    return sorted(found.items(), key=lambda item: item[1])


def unnumbered(identity: str, scope: str) -> Entry:
    """A note that compares no numbers."""
    return Entry(Finding(identity, "note", scope, ZERO, ZERO, "", "", ()))
