"""Tables that come as text and give no grid: what the grid readers left is read here.

Every document has one linear text. In it the form's labels are found in order, and the
figures behind each label are its row; what sums and separators leave open is unreadable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ingest.form.hits import Hit, Vocabulary, vocabulary
from ingest.form.labels import FormLabels
from ingest.form.linear import Linear, linear_of
from ingest.form.loose import UNCONFIRMED, doubt_of
from ingest.form.reading import Reading, RowShape, row_cells
from ingest.form.runs import Run, run_after
from ingest.form.split import Effort
from ingest.form.values import Doubt, Window
from ingest.model import State, UnknownRow
from ingest.numbers import Figure


@dataclass
class Stream:
    """What the readers of one text share."""

    reading: Reading
    labels: FormLabels
    effort: Effort = field(default_factory=Effort)
    glued: bool = False  # table 3 comes without separators
    sparse: bool = False  # some row has fewer digits than columns: blanks leave no trace

    @cached_property
    def linear(self) -> Linear:
        """The document as one line of characters; made only where some table is missing."""
        return linear_of(self.reading.document)

    def words(self, table: str) -> Vocabulary:
        """Words of one table."""
        return vocabulary(self.reading.catalogue, self.labels, table)

    def missing(self, table: str) -> bool:
        """Whether some row of `table` is still to be found, in every form."""
        catalogue = self.reading.catalogue
        for form in catalogue.forms.values():
            rows = {row for item in form.tables[table].items for row in item.rows}
            whole = {part: w for w, parts in form.collapsed.items() for part in parts}
            if all(self.has(table, row) or (row in whole and self.has(table, whole[row])) for row in rows):
                return False
        return True

    def has(self, table: str, row: str) -> bool:
        """Whether a row was read before."""
        return self.reading.has_row(table, row)

    def take(self, shape: RowShape, run: Run, found: Window | Doubt | None) -> None:
        """Cells of one row that was not read before; None stands for a row without figures."""
        if self.has(shape.table, shape.row):
            return
        if found is None:
            found = blank_window(run, len(shape.columns))
        cells = row_cells(self.reading, shape, [run.whole], found)
        self.reading.take([replace(cell, grid_row=None, grid_column=None) for cell in cells])

    def shape(self, table: str, row: str, columns: Sequence[str], headers: Sequence[str] = ()) -> RowShape:
        """Shape of a row of the text: its label path is the form's."""
        terms = self.reading.catalogue.columns[table]
        label = " / ".join(self.reading.catalogue.rows[table][row].path)
        return RowShape(table, row, label, columns, headers or [terms[c].printed for c in columns], None)

    def doubtful(self, table: str, row: str, columns: Sequence[str], run: Run, reason: str = "") -> None:
        """Unreadable cells for a row."""
        doubt = Doubt(reason) if reason else doubt_of(run, len(columns))
        self.take(self.shape(table, row, columns), run, doubt)

    def keep_unknown(self, table: str, hit: Hit, run: Run) -> None:
        """A labelled row with figures that the catalogue does not know is kept and reported."""
        label = self.linear.cell(self.linear.before(hit.start), self.linear.after(hit.end))
        values = tuple(cell.text for cell in run.cells)
        self.reading.unknown.append(UnknownRow(table, label.text, values, label.place))


def blank_window(run: Run, width: int) -> Window:
    """Blank cells at the end of a label behind which nothing is printed."""
    return Window((run.whole,) * width, (Figure(State.BLANK),) * width, "blank row", UNCONFIRMED)


@dataclass(frozen=True)
class Orphan:
    """Figures that follow no row's label. `hit` spans the unknown letters in front of them."""

    hit: Hit
    run: Run


def orphans(linear: Linear, hits: Sequence[Hit], owners: Sequence[Hit], end: int, width: int) -> list[Orphan]:
    """Figures between the first of `hits` and view[end] that belong to none of `owners`."""
    owned = {i for hit in owners for i in range(hit.start + 1, hit.end + 1)}
    starts = sorted(hits, key=lambda hit: hit.start)
    found = []
    last = 0
    position = hits[0].start + 1
    ordered = sorted(hits, key=lambda hit: hit.end)
    for index in range(position, end):
        while last + 1 < len(ordered) and ordered[last + 1].end <= index:
            last += 1
        if index in owned or linear.after(index) == linear.before(index):
            continue
        gap = linear.figures[linear.after(index) : linear.before(index)]
        if not any(char.isdigit() for char in gap):
            continue
        behind = next((each for each in starts if each.start >= index), None)
        hit = Hit(min(max(ordered[last].end, hits[0].start), index), index)
        run = run_after(linear, hit, behind, width)
        if run.filled:
            found.append(Orphan(hit, run))
    return found
