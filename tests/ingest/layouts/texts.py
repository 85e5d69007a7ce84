"""Layout families in Markdown and plain text."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.ingest.layouts.made import Made
from tests.ingest.layouts.tables import AFTER, BEFORE, SECTIONS, Table, shifted, squared, tables_of

Draw = Callable[[Table], str]


def report(made: Made, draw: Draw, mark: str = "") -> str:
    """The report's text with its tables drawn; `mark` stands in front of headings."""
    say = made.wording.script
    parts = [mark + say(BEFORE[0]), *map(say, BEFORE[1:])]
    for key, table in tables_of(made).items():
        parts += [mark + say(SECTIONS[key]), draw(table)]
    return "\n\n".join([*parts, *map(say, AFTER)]) + "\n"


def piped(rows: list[list[str]], ruled: bool = True) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]] if ruled else lines)


def repeated(made: Made, rng: Random) -> str:
    """Markdown: what a merged cell covers repeats its text."""
    return report(made, lambda table: piped(squared(table, repeat=True)), "## ")


def blanked(made: Made, rng: Random) -> str:
    """Markdown: what a merged cell covers is blank."""
    return report(made, lambda table: piped(squared(table, repeat=False)), "## ")


def lost_merges(made: Made, rng: Random) -> str:
    """Markdown: merges are lost, three labels push a row's figures one column further than two."""
    return report(made, lambda table: piped(shifted(table)), "# ")


def mini_tables(made: Made, rng: Random) -> str:
    """Every row of figures a table of its own under one and the same head."""
    return report(made, mini)


def mini(table: Table) -> str:
    """One table a row; tables 2 and 4 have too little to be cut."""
    if not any(box.text for box in table[0]) or len(table[-1]) != 8:
        return piped(squared(table, repeat=False))
    head, parts = ["申请人情况", *[""] * 7], []
    for row in table[3:]:
        labels = [box.text for box in row if not box.figure]
        parts.append(piped([head, [" ".join(labels[-1:]), *(box.text for box in row if box.figure)]]))
    return "\n\n".join([piped([[box.text for box in table[1]], [box.text for box in table[2][:3]]]), *parts])


def cells_of(table: Table) -> list[list[str]]:
    """Texts of a table as printed, what is covered left out."""
    return [[box.text for box in row] for row in table]


def tabs(made: Made, rng: Random) -> str:
    """A tab between cells, a line for each row."""
    return report(made, lambda table: "\n".join("\t".join(row) for row in cells_of(table)))


def cell_a_line(made: Made, rng: Random) -> str:
    """One cell a line; a blank cell leaves nothing or an empty line."""
    return report(made, lambda table: "\n".join("\n".join(row) for row in cells_of(table)))


def blanks_between(made: Made, rng: Random) -> str:
    """Cells with blanks between them."""
    gap = rng.choice([" ", "  ", "\u3000"])
    return report(made, lambda table: "\n".join(gap.join(text for text in row if text) for row in cells_of(table)))


def pipe_on_its_own_line(made: Made, rng: Random) -> str:
    """Cells and the pipes between them each on a line of its own."""
    return report(made, lambda table: "\n|\n".join("\n|\n".join(row) for row in cells_of(table)))


def pipe_behind_cells(made: Made, rng: Random) -> str:
    """A pipe behind each cell, pipes alone as filler for what a span covers."""

    def draw(table: Table) -> str:
        lines = []
        for row in table:
            for box in row:
                lines.append(f"{box.text} |" if box.text else "|")
                if box.columns > 1:
                    lines.append("|" * (box.columns - 1))
        return "\n".join(lines)

    return report(made, draw)


def glued(made: Made, rng: Random) -> str:
    """No separator at all."""
    return report(made, lambda table: "".join("".join(row) for row in cells_of(table)))


def glued_rows(made: Made, rng: Random) -> str:
    """A row's cells without separator, each row on its line."""
    return report(made, lambda table: "\n".join("".join(row) for row in cells_of(table)))
