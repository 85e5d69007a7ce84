"""All layout families: how each is drawn, and which cells it leaves readable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from ingest.model import State
from tests.ingest.layouts import office, pages, texts
from tests.ingest.layouts.made import Made, random_report


@dataclass(frozen=True)
class Family:
    """One way to lay a report out.

    `readable` says which reports must be read whole: all of them, those without a blank cell
    (where the layout hides blanks), or none (where sums alone decide, cell by cell).
    """

    name: str
    draw: Callable[[Made, Random], str | bytes]
    suffix: str
    readable: Callable[[Made], bool]
    plain: bool = False  # digits and the form's own labels only


@dataclass(frozen=True)
class Rendered:
    """A report as a file."""

    family: Family
    made: Made
    name: str
    data: bytes
    encoding: str


def whole(made: Made) -> bool:
    """Every cell stands for itself."""
    return True


def with_totals(made: Made) -> bool:
    """Every row of table 3 prints its total: else nothing says which of the blanks are cells."""
    return not any(cell.state is State.BLANK for key, cell in made.cells.items() if key[::2] == ("requests", "total"))


def without_misprints(made: Made) -> bool:
    """A blank leaves its trace, but only the labels of the form are known in running text."""
    return not made.wording.misprints


def without_blanks(made: Made) -> bool:
    """A blank cell leaves no trace, and only the labels of the form are known in running text."""
    return not made.blanks and not made.wording.misprints


def never(made: Made) -> bool:
    """Nothing separates the figures, or nothing tells a blank from what a lost merge left."""
    return False


FAMILIES: Final = (
    Family("html: spans", pages.spanned, ".html", whole),
    Family("html: unclosed tags", pages.unclosed, ".htm", whole),
    Family("html: word export", pages.word, ".html", whole),
    Family("html: spans lost", pages.spanless, ".html", whole),
    Family("html: layout tables", pages.nested, ".html", whole),
    Family("html: one table for all", pages.one_table, ".html", whole),
    Family("html: paragraphs", pages.paragraphs, ".html", without_blanks),
    Family("markdown: spans repeated", texts.repeated, ".md", whole),
    Family("markdown: spans blank", texts.blanked, ".md", with_totals),
    Family("markdown: merges lost", texts.lost_merges, ".md", without_blanks),
    Family("markdown: a table a row", texts.mini_tables, ".md", without_misprints),
    Family("text: tabs", texts.tabs, ".txt", whole),
    Family("text: a cell a line", texts.cell_a_line, ".txt", without_blanks),
    Family("text: blanks between", texts.blanks_between, ".txt", without_blanks),
    Family("text: pipe on its own line", texts.pipe_on_its_own_line, ".txt", without_blanks),
    Family("text: pipe behind cells", texts.pipe_behind_cells, ".txt", without_blanks),
    Family("text: glued", texts.glued, ".txt", never),
    Family("text: glued, plain figures", texts.glued, ".txt", never, plain=True),
    Family("text: glued rows", texts.glued_rows, ".txt", never, plain=True),
    Family("docx: merged cells", office.merged_docx, ".docx", whole),
    Family("docx: layout table", office.nested_docx, ".docx", whole),
    Family("xlsx: merged cells", office.merged_xlsx, ".xlsx", whole),
    Family("xlsx: a sheet a table", office.sheets_xlsx, ".xlsx", whole),
)


def rendered(family: Family, seed: int) -> Rendered:
    """The report of this seed in one family's layout."""
    rng = Random(f"{family.name}{seed}")
    made = random_report(rng, plain=family.plain)
    drawn = family.draw(made, rng)
    if isinstance(drawn, bytes):
        return Rendered(family, made, f"report{family.suffix}", drawn, "")
    encoding = chosen_encoding(rng, drawn)
    if family.suffix.startswith(".htm") and encoding != "utf-16" and rng.random() < 0.7:
        drawn = drawn.replace("<head>", f'<head><meta charset="{encoding}">')
    return Rendered(family, made, f"report{family.suffix}", drawn.encode(encoding), encoding)


def chosen_encoding(rng: Random, text: str) -> str:
    """An encoding that agencies use and that can hold the text."""
    encoding = rng.choice(["utf-8", "utf-8", "utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "big5"])
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "utf-8"
    return encoding
