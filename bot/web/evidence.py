"""The evidence panel of one answer: the selected citation in its table or passage, then all of them.

The panel is HTML within sanitised Markdown, so every text is escaped and no line is blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from bot.model import Answer, Citation, Lang
from bot.web.heads import Sheet, sheet_of
from bot.web.passages import passage_html
from bot.web.published import marks_of, table_html
from ingest.model import Cell, Grid, State
from ingest.store.errors import StoreError
from ingest.store.nouns import StoredReport
from ingest.store.reading import StoreReader
from ingest.text import collapse
from ingest.wording import Wording, wording

Group = tuple[str, ...]
MOST_LISTED: Final = 40


@dataclass(frozen=True)
class Panel:
    """What a panel is drawn from. `turn` makes its anchors differ from those of other answers."""

    store: StoreReader
    lang: Lang
    turn: str
    question: str

    @property
    def anchor(self) -> str:
        """What the id of every mark begins with."""
        return f"e-{self.turn}-"

    def words(self) -> Wording:
        """The page's wordings."""
        return wording("web")

    def say(self, key: str, **values: object) -> str:
        """A wording in the panel's language, escaped."""
        return escape(self.words().get(key, self.lang, **values))


def empty_html(lang: Lang, reports: Sequence[StoredReport] = ()) -> str:
    """The panel before any question: what it is for, and what can be asked about."""
    words = wording("web")
    title, text = escape(words.get("evidence", lang)), escape(words.get("evidence_empty", lang))
    table = loaded_html(lang, reports) if reports else ""
    return f'<section class="evidence empty"><h2>{title}</h2><p class="hint">{text}</p>{table}</section>'


def loaded_html(lang: Lang, reports: Sequence[StoredReport]) -> str:
    """Agencies with their years, the first of them where there are many."""
    words = wording("web")
    years: dict[str, list[int]] = {}
    for report in reports:
        years.setdefault(report.agency, []).append(report.year)
    rows = "".join(
        f'<tr><th scope="row" lang="zh">{escape(agency)}</th><td>{" · ".join(map(str, sorted(found)))}</td></tr>'
        for agency, found in list(years.items())[:MOST_LISTED]
    )
    caption = words.get("loaded_caption", lang, reports=len(reports), agencies=len(years))
    heads = "".join(f'<th scope="col">{escape(words.get(key, lang))}</th>' for key in ("agency", "years"))
    more = f'<p class="more">{escape(words.get("loaded_more", lang, more=len(years) - MOST_LISTED))}</p>'
    top = f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>"
    return f'<table class="loaded">{top}<tbody>{rows}</tbody></table>' + (more if len(years) > MOST_LISTED else "")


def panel_html(panel: Panel, answer: Answer, selected: int) -> str:
    """The whole panel; the first citation is shown where `selected` is none of the answer's."""
    top = f"<header><h2>{panel.say('evidence')}</h2><p>{panel.say('evidence_of', question=panel.question)}</p></header>"
    back = f'<p class="back"><a href="#chat">{panel.say("back_to_chat")}</a></p>'
    if not answer.citations:
        inside = f'<p class="hint">{panel.say("evidence_none")}</p>'
    else:
        chosen = next((c for c in answer.citations if c.n == selected), answer.citations[0])
        group = [c for c in answer.citations if group_of(c) == group_of(chosen)]
        inside = card_html(panel, group, chosen) + list_html(panel, answer.citations, chosen)
    return one_line(f'<section class="evidence">{top}{inside}{back}</section>')


def group_of(citation: Citation) -> Group:
    """Citations of one group are shown together: the cells of a table, the quotes of a passage."""
    if citation.kind == "cell":
        table = citation.cell.table_index if citation.cell else None
        return ("cell", citation.report_id, str(table if table is not None else citation.table))
    ordinal = citation.passage.ordinal if citation.passage else citation.n
    return ("passage", citation.report_id, str(ordinal))


def card_html(panel: Panel, group: list[Citation], chosen: Citation) -> str:
    """The chosen citation with all of its group, and the line that says where it stands."""
    shown = cells_html(panel, group, chosen) if chosen.kind == "cell" else passage_html(group, chosen.n, panel.anchor)
    return f'<article class="card of-{chosen.kind}">{shown}{source_html(panel, chosen)}</article>'


def cells_html(panel: Panel, group: list[Citation], chosen: Citation) -> str:
    """The table as published; where it cannot be had, the labels and the figure as read."""
    cited = {citation.n: citation.cell for citation in group if citation.cell is not None}
    try:
        grid, cells = table_of(panel.store, chosen)
    except StoreError:
        return f'<p class="hint">{panel.say("evidence_failed")}</p>{figure_html(panel, chosen)}'
    if grid is None:
        return figure_html(panel, chosen)
    sheet = sheet_of(grid, cells)
    if not all(stands_there(sheet, cell) for cell in cited.values()):
        return f'<p class="hint">{panel.say("evidence_failed")}</p>{figure_html(panel, chosen)}'
    caption = panel.words().get("caption", panel.lang, agency=chosen.agency, year=chosen.year, section=chosen.section)
    table = table_html(sheet, marks_of(sheet, cited, chosen.n), caption, panel.anchor)
    return f'<div class="scroll" role="region" tabindex="0" title="{escape(caption)}">{table}</div>{legend_html(panel)}'


def table_of(store: StoreReader, citation: Citation) -> tuple[Grid | None, list[Cell]]:
    """The published table that a cell stands in, and all cells read from it."""
    index = citation.cell.table_index if citation.cell else None
    if index is None:
        return None, []
    grids = [block.grid for block in store.document(citation.report_id).blocks if block.grid is not None]
    cells = [cell for cell in store.cells(citation.report_id).values() if cell.table_index == index]
    return (grids[index], cells) if index < len(grids) else (None, [])


def stands_there(sheet: Sheet, cell: Cell) -> bool:
    """Whether the table still holds what was cited: the report may have been stored anew since."""
    spot = (cell.grid_row, cell.grid_column)
    found = sheet.at.get((spot[0], spot[1])) if spot[0] is not None and spot[1] is not None else None
    return found is None or cell.state is State.UNREADABLE or collapse(found.text) == cell.raw


def figure_html(panel: Panel, citation: Citation) -> str:
    """A figure without its table: labels and what is printed."""
    tag = f'<a class="tag" id="{panel.anchor}{citation.n}" href="#{panel.anchor}{citation.n}">{citation.n}</a>'
    return (
        f'<dl class="figure-only" lang="zh"><dt>{what_html(citation)}</dt><dd class="cited selected"><span class="raw">'
        f'{escape(citation.raw or "")}</span><span class="tags">{tag}</span></dd></dl>'
    )


def legend_html(panel: Panel) -> str:
    """What the marks in the table mean."""
    items = (("cell", "legend_cell"), ("row", "legend_row"), ("column", "legend_column"))
    listed = "".join(f'<li class="key-{name}">{panel.say(key)}</li>' for name, key in items)
    return f'<ul class="legend">{listed}</ul>'


def source_html(panel: Panel, citation: Citation) -> str:
    """Whose report, which file, where in it, and what is printed there."""
    parts = [
        escape(citation.agency),
        panel.say("year", year=citation.year),
        f"<code>{escape(citation.file)}</code>",
        escape(citation.section),
        place_text(panel, citation),
    ]
    if citation.kind == "cell":
        parts += [what_html(citation), printed(panel, citation)]
    listed = "".join(f"<li>{part}</li>" for part in parts if part)
    return f'<footer><h3>{panel.say("source")}</h3><ul class="source">{listed}</ul></footer>'


def list_html(panel: Panel, citations: Iterable[Citation], chosen: Citation) -> str:
    """Every citation of the answer in a line, by table or passage; each leads to its evidence."""
    listed = list(citations)
    title = panel.say("all_citations", count=len(listed))
    parts = []
    for _, members in groupby(listed, key=group_of):
        together = list(members)
        first = together[0]
        heading = panel.say("caption", agency=first.agency, year=first.year, section=first.section)
        items = "".join(item_html(panel, citation, citation.n == chosen.n) for citation in together)
        parts.append(f"<h4>{heading}</h4><ol>{items}</ol>")
    return f'<nav class="citations"><h3>{title}</h3>{"".join(parts)}</nav>'


def item_html(panel: Panel, citation: Citation, current: bool) -> str:
    """A line of the list: number, what it is, what is printed, where."""
    if citation.kind == "cell":
        what = what_html(citation)
        value = (escape(citation.raw or "") or state_text(panel, citation)) + corrected_text(panel, citation)
    else:
        what, value = f"“{escape(shortened(citation.quote or ''))}”", ""
    name = ' class="current"' if current else ""
    inside = (
        f'<span class="tag">{citation.n}</span><span class="what" lang="zh">{what}</span>'
        f'<span class="value">{value}</span><span class="where">{place_text(panel, citation)}</span>'
    )
    return f'<li{name}><a href="#{panel.anchor}{citation.n}">{inside}</a></li>'


def what_html(citation: Citation) -> str:
    """Row and column of a cell, by their labels."""
    return f"{escape(citation.row_label or '')} × {escape(citation.column_label or '')}"


def place_text(panel: Panel, citation: Citation) -> str:
    """Line, and page where the file has pages."""
    if citation.line is None:
        return ""
    if citation.page is not None:
        return panel.say("page", page=citation.page, line=citation.line)
    return panel.say("line", line=citation.line)


def printed(panel: Panel, citation: Citation) -> str:
    """What is printed in the cell, or why nothing can be read there."""
    text = panel.say("printed", raw=citation.raw) if citation.raw else state_text(panel, citation)
    return text + corrected_text(panel, citation)


def corrected_text(panel: Panel, citation: Citation) -> str:
    """A person's correction of the cell; what is printed stays beside it."""
    return panel.say("corrected", said=citation.corrected) if citation.corrected else ""


def state_text(panel: Panel, citation: Citation) -> str:
    """Word for a cell without a figure."""
    state = citation.cell.state if citation.cell else State.BLANK
    return "" if state is State.NUMBER else panel.say(f"state_{state}")


def shortened(text: str, length: int = 48) -> str:
    """The beginning of a long quote."""
    return text if len(text) <= length else f"{text[:length]}…"


def one_line(html: str) -> str:
    """Markdown ends an HTML block at a blank line: so there is none."""
    return " ".join(html.split("\n"))
