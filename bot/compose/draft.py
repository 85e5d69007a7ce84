"""An answer in the making: lines of text, values and the citations that they stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.model import Citation, Lang, Note, Value
from bot.narrative import Evidence
from ingest.form.catalogue import Catalogue
from ingest.model import Cell
from ingest.store.nouns import StoredReport
from ingest.wording import Wording


@dataclass(frozen=True)
class Line:
    """A line of an answer. `own` are numbers that the system counted itself, e.g. of contradictions."""

    text: str
    own: frozenset[str] = frozenset()


@dataclass
class Draft:
    """What compose builds and verify checks."""

    lang: Lang
    words: Wording
    catalogue: Catalogue
    lines: list[Line] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def say(self, key: str, own: Iterable[object] = (), **values: object) -> None:
        """Add a line."""
        self.lines.append(Line(self.text(key, **values), frozenset(str(o) for o in own)))

    def text(self, key: str, **values: object) -> str:
        """A wording in the answer's language."""
        return self.words.get(key, self.lang, **values)

    def cite_cells(self, report: StoredReport, cells: Iterable[Cell]) -> tuple[int, ...]:
        """Citation numbers of cells; a cell is cited once."""
        return tuple(dict.fromkeys(self.cite_cell(report, cell) for cell in cells))

    def cite_cell(self, report: StoredReport, cell: Cell) -> int:
        """Citation number of one cell."""
        for citation in self.citations:
            if citation.cell is not None and citation.report_id == report.report_id and citation.cell.key == cell.key:
                return citation.n
        place = cell.place
        self.citations.append(
            Citation(
                n=len(self.citations) + 1,
                kind="cell",
                report_id=report.report_id,
                agency=report.agency,
                year=report.year,
                file=report.file,
                section=self.catalogue.forms[report.form].tables[cell.key.table].section,
                line=place.line if place else None,
                page=place.page if place else None,
                table=cell.key.table,
                row=cell.key.row,
                row_label=cell.row_label,
                column=cell.key.column,
                column_label=cell.column_label,
                raw=cell.raw,
                corrected=f"{cell.correction.value}（{cell.correction.why}）" if cell.correction else None,
                start=place.start if place else None,
                end=place.end if place else None,
                cell=cell,
            )
        )
        return len(self.citations)

    def cite_evidence(self, report: StoredReport, evidence: Evidence) -> int:
        """Citation number of a quoted sentence."""
        passage = evidence.passage.passage
        quote = evidence.quote.strip()
        for citation in self.citations:
            if citation.passage_id == evidence.passage.passage_id and citation.quote == quote:
                return citation.n
        lead = len(evidence.quote) - len(evidence.quote.lstrip())
        start = passage.source_offset(evidence.start + lead)
        end = passage.source_offset(evidence.start + lead + len(quote) - 1) + 1
        self.citations.append(
            Citation(
                n=len(self.citations) + 1,
                kind="passage",
                report_id=report.report_id,
                agency=report.agency,
                year=report.year,
                file=report.file,
                section=" / ".join(passage.headings[-2:]),
                line=passage.place.line,
                page=passage.place.page,
                quote=quote,
                start=start,
                end=end,
                passage_id=evidence.passage.passage_id,
                passage=passage,
            )
        )
        return len(self.citations)


def marks(numbers: Iterable[int]) -> str:
    """Citation marks: [1][2]."""
    return "".join(f"[{n}]" for n in numbers)
