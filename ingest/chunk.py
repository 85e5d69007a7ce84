"""The narrative of a report → passages with heading path and place. Tables are not narrative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Final

from ingest.model import Block, Document, Passage, Place
from ingest.text import LineTable

LONGEST: Final = 320
SECTION: Final = re.compile(r"\s*(?:第[一二三四五六七八九十]部分|[一二三四五六七八九十]+)[、.．\s]")
SUBSECTION: Final = re.compile(r"\s*[（(][一二三四五六七八九十]+[）)]")
RUN_IN: Final = re.compile(r"\s*([（(][一二三四五六七八九十]+[）)][^。，,：:；]{2,24})[。：:]")
NUMBERED: Final = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]是|第[一二三四五六七八九十])"
)
SENTENCE: Final = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)]*|[^。！？!?]+$")
CLOSED: Final = tuple("。！？；：!?;:”’》）)…")
TABLE_START: Final = re.compile(r"第\s*二\s*十\s*条\s*第\s*[（(]\s*一\s*[）)]\s*项")
TABLE_END: Final = re.compile(
    r"五\s*、[^。]{0,12}问题|[（(]\s*一\s*[）)]\s*(?:存在的?)?(?:主要)?问题|六\s*、\s*其他需要|五\s*、\s*其他需要"
)
HEADING_LENGTH: Final = 40
BLANKS: Final = re.compile(r"\s+")
MARKUP: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+|<[^>]*>")
SHIFTING: Final = re.compile(r"[\u200b-\u200f\u2060\ufeff<&]")  # what may stand for nothing, or for something else
ENTITY: Final = re.compile(r"&#?\w+;")


@dataclass
class Paragraph:
    """Text being joined, with the places of its runs."""

    text: str = ""
    anchors: list[tuple[int, int]] = field(default_factory=list)
    headings: tuple[str, ...] = ()

    def append(self, block: Block) -> None:
        """Join a block; Chinese needs no blank between lines."""
        glue = " " if self.text and self.text[-1].isascii() and block.text[:1].isascii() else ""
        offset = len(self.text) + len(glue)
        self.text += glue + block.text
        self.anchors.extend((offset + at, source) for at, source in block.anchors or ((0, block.place.start),))


def chunk(document: Document) -> tuple[Passage, ...]:
    """Passages of a document's narrative, in reading order."""
    lines = LineTable(document.text)
    passages: list[Passage] = []
    for paragraph in paragraphs(narrative(document.blocks)):
        paragraph.anchors = exact_anchors(paragraph, document)
        passages.extend(split(paragraph, lines, len(passages)))
    return tuple(passages)


def exact_anchors(paragraph: Paragraph, document: Document) -> list[tuple[int, int]]:
    """Anchors with one more wherever blanks, tags or entities in the source shift what follows."""
    exact: list[tuple[int, int]] = []
    ends = [start for start, _ in paragraph.anchors[1:]] + [len(paragraph.text)]
    for (start, origin), end in zip(paragraph.anchors, ends, strict=True):
        run = paragraph.text[start:end]
        if document.text.startswith(run, origin) and not SHIFTING.search(run):
            exact += [(start, origin)] if run else []
            continue
        position, shift = origin, None
        for offset in range(start, end):
            at, position = locate(paragraph.text[offset], document, position)
            if at - offset != shift:
                shift = at - offset
                exact.append((offset, at))
    return exact


def locate(char: str, document: Document, position: int) -> tuple[int, int]:
    """Where `char` of the visible text stands in the source from `position` on, and where the next may."""
    source, at = document.text, position
    if char.isspace():
        return at, at + source[at : at + 1].isspace()
    while at < len(source):
        entity = ENTITY.match(source, at) if document.markup else None
        if entity and unescape(entity[0]) == char:
            return at, entity.end()
        gap = entity or (MARKUP if document.markup else BLANKS).match(source, at)
        if gap is None:
            break
        at = gap.end()
    return (at, at + 1) if source[at : at + 1] == char else (position, position + 1)


def narrative(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks without what belongs to tables that come as running text."""
    in_table = False
    for block in blocks:
        if block.grid is not None:
            yield block
            continue
        rest = block
        while rest.text:
            match = (TABLE_END if in_table else TABLE_START).search(rest.text)
            if match is None:
                if not in_table:
                    yield rest
                break
            head, rest = cut(rest, match.start())
            if not in_table and head.text.strip():
                yield head
            in_table = not in_table


def cut(block: Block, at: int) -> tuple[Block, Block]:
    """A block in two at offset `at` of its text, anchors kept right."""
    anchors = block.anchors or ((0, block.place.start),)
    before = max((a for a in anchors if a[0] <= at), default=anchors[0])
    tail = ((0, before[1] + at - before[0]), *((o - at, s) for o, s in anchors if o > at))
    head = tuple(a for a in anchors if a[0] < at) or ((0, block.place.start),)
    return replace(block, text=block.text[:at], anchors=head), replace(block, text=block.text[at:], anchors=tail)


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Paragraphs with their headings; lines that a page break tore apart are joined again."""
    path: list[tuple[int, str]] = []
    open_paragraph = Paragraph()
    for block in blocks:
        depth = 0 if block.grid is not None else heading_depth(block)
        if block.grid is not None or depth or starts_anew(open_paragraph, block):
            if open_paragraph.text:
                yield open_paragraph
            open_paragraph = Paragraph(headings=tuple(text for _, text in path))
        if depth:
            path = [*(entry for entry in path if entry[0] < depth), (depth, block.text.strip())]
            open_paragraph = Paragraph(headings=tuple(text for _, text in path))
        elif block.grid is None:
            open_paragraph.append(block)
    if open_paragraph.text:
        yield open_paragraph


def heading_depth(block: Block) -> int:
    """1 for titles, 2 for 一、 sections, 3 for （一） sub-sections, 0 for text."""
    text = block.text.strip()
    if len(text) > HEADING_LENGTH or text.endswith(("。", "；", "，", ",")):
        return 0
    if SECTION.match(text):
        return 2
    if SUBSECTION.match(text):
        return 3
    return 1 if block.level == 1 else 3 if block.level else 0


def starts_anew(paragraph: Paragraph, block: Block) -> bool:
    """Whether `block` begins a paragraph and does not go on with the one before."""
    before = paragraph.text.rstrip()
    return not before or before.endswith(CLOSED) or len(before) < 12 or bool(NUMBERED.match(block.text))


def split(paragraph: Paragraph, lines: LineTable, first: int) -> Iterator[Passage]:
    """Passages of a paragraph: whole sentences up to about LONGEST characters."""
    run_in = RUN_IN.match(paragraph.text)
    headings = (*paragraph.headings, run_in[1].strip()) if run_in else paragraph.headings
    start = 0
    pieces: list[tuple[int, int]] = []
    for match in SENTENCE.finditer(paragraph.text):
        if match.end() - start > LONGEST and match.start() > start:
            pieces.append((start, match.start()))
            start = match.start()
    pieces.append((start, len(paragraph.text)))
    for number, (begin, end) in enumerate(pieces):
        passage = passage_of(paragraph, headings, begin, end, lines, first + number)
        if passage is not None:
            yield passage


def passage_of(
    paragraph: Paragraph, headings: tuple[str, ...], begin: int, end: int, lines: LineTable, ordinal: int
) -> Passage | None:
    """The passage between two offsets of a paragraph, or None where nothing is left."""
    text = paragraph.text[begin:end]
    if not text.strip():
        return None
    before = max((a for a in paragraph.anchors if a[0] <= begin), default=paragraph.anchors[0])
    anchors = [(0, before[1] + begin - before[0])]
    anchors += [(offset - begin, source) for offset, source in paragraph.anchors if begin < offset < end]
    source = anchors[0][1]
    last = anchors[-1]
    place = Place(lines.line(source), source, last[1] + len(text) - last[0])
    return Passage(ordinal, headings, text, place, tuple(anchors))


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text`."""
    return [m.span() for m in SENTENCE.finditer(text) if m[0].strip()]
