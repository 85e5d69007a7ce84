"""The address that a report itself prints: in a page's head, or on a labelled line near head or end."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from ingest.model import Document
from ingest.text import SPACES

LONGEST: Final = 500
NEAR: Final = 20  # lines from either end
SMALL_TABLE: Final = 24
PLAIN: Final = frozenset({"text/markdown", "text/plain"})
LONGEST_LINE: Final = 1000
LABEL: Final = r"(?:(?:原文|本文|信息|页面|来源|全文)?(?:链接|鏈接|連結|地址|网址|網址)|url|source)"
LABELLED: Final = re.compile(
    rf"{LABEL}\s?[*_]{{0,2}}[:：][*_]{{0,2}}\s?(?:\[[^\]]{{0,80}}\]\()?<?"
    r"(?P<url>https?://[^\s<>\"'“”‘’（）《》【】，。；、！？|｜]+)",
    re.IGNORECASE,
)
FIRST_LABEL: Final = re.compile(r"[^\s:：]{1,8}\s?[:：]")
SENTENCE: Final = re.compile(r"[，。,、！？!?]|https?:")
AFTER: Final = re.compile(r"[>*_。;；]*(?:$|[ |｜]+(?:$|[^\s:：]{1,8}\s?[:：])| ?[(（][^)）]*[)）]?。?$)")
TAG: Final = re.compile(r"<(?:link|meta)\b[^<>]{0,2000}>", re.IGNORECASE)
ATTRIBUTE: Final = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
SAVED: Final = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S{1,600})", re.IGNORECASE)
CLOSING: Final = ".,;:!?'\"]}>*_~"


def printed_address(document: Document) -> str | None:
    """Address of the report as the file gives it; None where it gives none, or only that of a whole site."""
    found = [*head_addresses(document.text)] if document.markup else []
    for url in [*found, *labelled_addresses(document)]:
        if (kept := clean_address(url)) is not None:
            return kept
    return None


def clean_address(url: str) -> str | None:
    """`url` without trailing punctuation where it names a page over http, else None; a cut address is none."""
    url = url.strip()
    while url and (url[-1] in CLOSING or (url[-1] == ")" and url.count("(") < url.count(")"))):
        url = url[:-1]
    if len(url) > LONGEST or re.search(r"[\s<>\"'\x00-\x1f\x7f]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or "." not in parts.netloc or "@" in parts.netloc:
        return None
    return url if parts.path.strip("/") or parts.query or parts.fragment else None


def head_addresses(source: str) -> Iterator[str]:
    """What a page says of itself: canonical link, og:url, and where a browser saved it from, in this order."""
    canonical: list[str] = []
    shared: list[str] = []
    for tag in TAG.finditer(source):
        pairs = ATTRIBUTE.findall(tag[0])
        values = {name.lower(): html.unescape(double or single or bare) for name, double, single, bare in pairs}
        if "canonical" in values.get("rel", "").lower().split():
            canonical.append(values.get("href", ""))
        elif (values.get("property") or values.get("name", "")).lower() == "og:url":
            shared.append(values.get("content", ""))
    yield from canonical
    yield from shared
    yield from (match[1] for match in SAVED.finditer(source[:20_000]))


def labelled_addresses(document: Document) -> Iterator[str]:
    """Addresses behind a label that stands alone or among other labels; a site named in a sentence is none."""
    source = document.text.split("\n") if document.media_type in PLAIN else []  # where links are written out
    for line in [*ends(list(lines_of(document))), *ends([tidy(line) for line in source if line.strip()])]:
        for match in LABELLED.finditer(line):
            if is_alone(line[: match.start()]) and AFTER.match(line, match.end("url")):
                yield match["url"]


def is_alone(before: str) -> bool:
    """Whether what stands before a label is nothing, or other labels with what they name."""
    before = before.lstrip(" #>*_-·•|")
    if not before:
        return True
    return before[-1] in " |｜;；*_" and bool(FIRST_LABEL.match(before)) and not SENTENCE.search(before)


def ends(lines: Sequence[str]) -> Sequence[str]:
    """The lines near head and end, each once."""
    return lines if len(lines) <= 2 * NEAR else [*lines[:NEAR], *lines[-NEAR:]]


def lines_of(document: Document) -> Iterator[str]:
    """Lines of the text, and the rows of the small tables in which pages print publisher and date."""
    for block in document.blocks:
        if block.grid is None:
            lines = block.text.split("\n")
        elif len(block.grid.cells) <= SMALL_TABLE:
            rows = [[cell.text for cell in row] for row in block.grid.rows()]
            lines = [f"{name}：{value}" for row in rows for name, value in zip(row[::2], row[1::2], strict=False)]
            lines += [text for row in rows for text in row]
        else:
            continue
        yield from (tidy(line) for line in lines if line.strip())


def tidy(line: str) -> str:
    """A line with single blanks, as much of it as is looked at."""
    return SPACES.sub(" ", line[:LONGEST_LINE]).strip()
