"""Layout families in HTML."""

from __future__ import annotations

import html
from random import Random

from tests.ingest.layouts.made import Made
from tests.ingest.layouts.tables import AFTER, BEFORE, SECTIONS, Box, Table, tables_of

MENU = (
    "<script>var rows = ['<tr><td>1</td></tr>'];</script><style>td { width: 12px }</style>"
    "<div class='nav'><ul><li><a href='/1'>首页</a></li><li>第 3 页</li></ul></div>"
)


def page(body: str, rng: Random) -> str:
    """A whole page around an article."""
    head = rng.choice(["<!DOCTYPE html>", ""]) + "<html><head><title>报告</title></head>"
    return f"{head}<body>{body}</body></html>"


def article(made: Made, drawn: dict[str, str]) -> str:
    """The report's text with its tables drawn."""
    say = made.wording.script
    parts = [f"<p>{say(text)}</p>" for text in BEFORE]
    for key, heading in SECTIONS.items():
        parts += [f"<h3>{say(heading)}</h3>", drawn[key]]
    return "\n".join([*parts, *(f"<p>{say(text)}</p>" for text in AFTER)])


def spans(box: Box) -> str:
    """Attributes of a cell that covers others."""
    rows = f' rowspan="{box.rows}"' if box.rows > 1 else ""
    return rows + (f' colspan="{box.columns}"' if box.columns > 1 else "")


def clean_table(table: Table) -> str:
    """A table as the standard has it."""
    rows = ["".join(f"<td{spans(b)}>{html.escape(b.text)}</td>" for b in row) for row in table]
    return "<table>" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def spanned(made: Made, rng: Random) -> str:
    """Clean HTML."""
    return page(article(made, {key: clean_table(table) for key, table in tables_of(made).items()}), rng)


def unclosed(made: Made, rng: Random) -> str:
    """Rows and cells that are never closed, tags in capitals."""
    drawn = {
        key: "<TABLE border=1>"
        + "".join("<TR>" + "".join(f"<TD{spans(b)}>{b.text}" for b in row) for row in table)
        + "</TABLE>"
        for key, table in tables_of(made).items()
    }
    return page(article(made, drawn), rng)


def word_cell(box: Box, rng: Random) -> str:
    """A cell of a Word export: its text in several spans and paragraphs, a blank as &nbsp;."""
    text = html.escape(box.text) or rng.choice(["&nbsp;", "&nbsp;&nbsp;", "<o:p></o:p>", ""])
    if not text.startswith(("&", "<")) and len(text) > 1:
        cut = rng.randint(1, len(text) - 1)
        text = f"{text[:cut]}</span><span lang=EN-US>{text[cut:]}" if "&" not in text else text
    if not box.figure and len(box.text) > 8 and rng.random() < 0.3:
        cut = rng.randint(3, len(box.text) - 2)
        text = f"{box.text[:cut]}</span></p>\n<p class=MsoNormal><span>{box.text[cut:]}"
    style = "width:49.6pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt"
    inner = f"<p class=MsoNormal align=center><span style='font-size:12.0pt'>{text}<o:p></o:p></span></p>"
    return f"<td width=66{spans(box)} style='{style}'>{inner}</td>"


def word(made: Made, rng: Random) -> str:
    """What Word saves as a web page."""
    drawn = {
        key: "<table class=MsoNormalTable border=0 cellspacing=0>\n"
        + "\n".join("<tr style='height:27.0pt'>" + "\n".join(word_cell(b, rng) for b in row) + "</tr>" for row in table)
        + "</table><p><span>&nbsp;<o:p></o:p></span></p>"
        for key, table in tables_of(made).items()
    }
    return page("<!--[if gte mso 9]><xml><w:x>5</w:x></xml><![endif]--><div>" + article(made, drawn) + "</div>", rng)


def spanless(made: Made, rng: Random) -> str:
    """Spans lost in the export: rows of different length."""
    drawn = {
        key: "<table>"
        + "".join("<tr>" + "".join(f"<td>{html.escape(b.text)}</td>" for b in row) + "</tr>" for row in table)
        + "</table>"
        for key, table in tables_of(made).items()
    }
    return page(article(made, drawn), rng)


def nested(made: Made, rng: Random) -> str:
    """Tables within tables that lay out the page, with navigation and scripts around them."""
    inner = article(made, {key: clean_table(table) for key, table in tables_of(made).items()})
    menu = "<table><tr><td>相关链接</td><td>1</td><td>2</td></tr></table>"
    middle = f"<table width=100%><tr><td colspan=2>{MENU}</td></tr><tr><td>{menu}</td><td><div>{inner}</div></td></tr></table>"
    return page(f"{MENU}<table><tbody><tr><td>{middle}</td></tr><tr><td>浏览次数：1024</td></tr></tbody></table>", rng)


def one_table(made: Made, rng: Random) -> str:
    """All three tables in one, their headings as rows over the whole width."""
    say = made.wording.script
    rows: Table = []
    for key, table in tables_of(made).items():
        rows += [[Box(say(SECTIONS[key]), columns=15)], *table]
    return page("".join(f"<p>{say(text)}</p>" for text in BEFORE) + clean_table(rows), rng)


def paragraphs(made: Made, rng: Random) -> str:
    """Every cell a paragraph, no table at all."""
    drawn = {
        key: "".join(f"<p>&nbsp;<span>{b.text}</span></p>\n" for row in table for b in row)
        for key, table in tables_of(made).items()
    }
    return page(article(made, drawn), rng)
