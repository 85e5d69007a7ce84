"""A passage → HTML, with the quoted spans lit and their numbers set off. All text is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from bot.model import Citation

NUMBER: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?\s*[%％]?")
Span = tuple[int, int, int]  # start, end, citation number


def passage_html(citations: Sequence[Citation], selected: int, anchor: str) -> str:
    """Heading path and text of the passage that all `citations` quote."""
    passage = citations[0].passage
    headings = passage.headings if passage else tuple(filter(None, [citations[0].section]))
    path = "".join(f"<li>{escape(heading)}</li>" for heading in headings)
    trail = f'<ol class="trail" lang="zh">{path}</ol>' if path else ""
    text = passage.text if passage else (citations[0].quote or "")
    found = [span for citation in citations if (span := span_of(citation, text))]
    return f'{trail}<blockquote class="passage" lang="zh"><p>{lit(text, found, selected, anchor)}</p></blockquote>'


def span_of(citation: Citation, text: str) -> Span | None:
    """Where in the passage a citation's quote stands: by its place in the source, else by its words."""
    quote = citation.quote or ""
    at = -1
    if citation.passage is not None and citation.start is not None:
        offsets = (o for o in found_at(text, quote) if citation.passage.source_offset(o) == citation.start)
        at = next(offsets, -1)
    if at < 0:
        at = text.find(quote) if quote else -1
    return (at, at + len(quote), citation.n) if at >= 0 else None


def found_at(text: str, quote: str) -> list[int]:
    """All offsets of `quote` in `text`."""
    return [match.start() for match in re.finditer(re.escape(quote), text)] if quote else []


def lit(text: str, spans: Sequence[Span], selected: int, anchor: str) -> str:
    """`text` with its spans marked; of overlapping ones the later is cut."""
    parts: list[str] = []
    done = 0
    for start, end, n in sorted(spans):
        parts.append(escape(text[done : max(start, done)]))
        quoted = numbers_set_off(text[max(start, done) : max(end, done)])
        name = "cited selected" if n == selected else "cited"
        tag = f'<span class="tags"><a class="tag" id="{anchor}{n}" href="#{anchor}{n}">{n}</a></span>'
        parts.append(f'<mark class="{name}">{quoted}</mark>{tag}')
        done = max(end, done)
    parts.append(escape(text[done:]))
    return "".join(parts)


def numbers_set_off(text: str) -> str:
    """Escaped text whose numbers stand out."""
    parts: list[str] = []
    done = 0
    for match in NUMBER.finditer(text):
        parts += [escape(text[done : match.start()]), f"<strong>{escape(match[0])}</strong>"]
        done = match.end()
    return "".join([*parts, escape(text[done:])])
