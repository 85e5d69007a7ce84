"""Files as accidents leave them: cut, shuffled, with bytes flipped, tags gone, cells glued, page numbers among figures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from ingest.load.archive import DAMAGE

ROW: Final = re.compile(rb"<tr\b.*?(?=<tr\b|</table)|<w:tr>.*?</w:tr>|<row .*?</row>", re.DOTALL | re.IGNORECASE)
CELL: Final = re.compile(
    rb"<t[dh]\b.*?(?=<t[dh]\b|</?tr\b)|<w:tc>.*?</w:tc>|<c .*?(?:</c>|/>)", re.DOTALL | re.IGNORECASE
)
TAG: Final = re.compile(rb"<[^<>]{1,200}>")
FIELD: Final = re.compile(rb"[^|\t\n]+(?=[|\t\n])")
BODIES: Final = ("word/document.xml", "xl/worksheets/sheet1.xml")
Damage = Callable[[bytes, Random], bytes]


def damaged(data: bytes, rng: Random) -> bytes:
    """One to three accidents; those to an Office file strike its text, now and then its archive."""
    for _ in range(rng.randint(1, 3)):
        if data[:2] == b"PK":
            data = flipped(data, rng) if rng.random() < 0.1 else repacked(data, rng)
        elif data[:4] == b"%PDF":
            data = rng.choice([flipped, cut])(data, rng)
        else:
            data = rng.choice(ACCIDENTS)(data, rng)
    return data


def repacked(data: bytes, rng: Random) -> bytes:
    """An Office file with its main part damaged. What cannot be opened any more is cut."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                part = source.read(name)
                target.writestr(name, rng.choice(MARKUP_ACCIDENTS)(part, rng) if name in BODIES else part)
    except DAMAGE:
        return cut(data, rng)
    return out.getvalue()


def pieces(data: bytes, pattern: re.Pattern[bytes]) -> list[tuple[int, int]]:
    """Where the pieces of one kind stand."""
    return [m.span() for m in pattern.finditer(data)]


def rearranged(data: bytes, found: Sequence[tuple[int, int]], rng: Random) -> bytes:
    """One piece deleted or doubled, or two swapped."""
    if len(found) < 2:
        return data
    (a, b), (c, d) = sorted(rng.sample(list(found), 2))
    how = rng.randrange(3)
    if how == 0:
        return data[:a] + data[b:]
    return data[:b] + data[a:b] + data[b:] if how == 1 else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def lines(data: bytes, rng: Random) -> bytes:
    """Lines deleted, doubled or swapped."""
    return rearranged(data, pieces(data, re.compile(rb"[^\n]*\n")), rng)


def rows(data: bytes, rng: Random) -> bytes:
    """Rows deleted, doubled or swapped."""
    return rearranged(data, pieces(data, ROW), rng)


def cells(data: bytes, rng: Random) -> bytes:
    """Cells deleted, doubled or swapped."""
    return rearranged(data, pieces(data, CELL) or pieces(data, FIELD), rng)


def neighbours(data: bytes, rng: Random) -> bytes:
    """Two cells beside each other swapped."""
    found = pieces(data, CELL) or pieces(data, FIELD)
    at = rng.randrange(len(found) - 1) if len(found) > 1 else 0
    return rearranged(data, found[at : at + 2], rng)


def cut(data: bytes, rng: Random) -> bytes:
    """The file ends early."""
    return data[: rng.randint(len(data) // 4, len(data))]


def flipped(data: bytes, rng: Random) -> bytes:
    """Some bytes are others."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 5)):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def untagged(data: bytes, rng: Random) -> bytes:
    """A few tags are gone."""
    return without(data, pieces(data, TAG), rng)


def unseparated(data: bytes, rng: Random) -> bytes:
    """Cells are glued: what stood between them is gone."""
    return without(data, pieces(data, re.compile(rb"[|\t\n]|</td>\s*<td[^>]*>|</w:t></w:r></w:p></w:tc><w:tc>")), rng)


def without(data: bytes, found: Sequence[tuple[int, int]], rng: Random) -> bytes:
    """A few pieces taken out."""
    for a, b in sorted(rng.sample(list(found), min(len(found), rng.randint(1, 4))), reverse=True):
        data = data[:a] + data[b:]
    return data


def page_number(data: bytes, rng: Random) -> bytes:
    """A page number somewhere between lines or cells, or glued to a figure."""
    number = str(rng.randint(1, 30))
    mark = rng.choice(["\n{}\n", "\n— {} —\n", "\n- {} -\n", " {} ", "\n第{}页\n", "{}"]).format(number).encode()
    found = pieces(data, re.compile(rb"\n|>|\||\t"))
    at = rng.choice(found)[1] if found else 0
    return data[:at] + mark + data[at:]


def recoded(data: bytes, rng: Random) -> bytes:
    """The encoding is broken: another one, or bytes of another one inside."""
    text = data.decode("utf-8", errors="ignore")
    if rng.random() < 0.5:
        return text.encode(rng.choice(["gb18030", "utf-16", "utf-8-sig"]))
    at = rng.randint(0, len(text))
    return text[:at].encode() + text[at : at + 200].encode("gb18030") + text[at + 200 :].encode()


def digit(data: bytes, rng: Random) -> bytes:
    """A digit lost, doubled or moved away from its figure by a blank."""
    found = pieces(data, re.compile(rb"(?<=[\d>|\t\n])\d"))
    if not found:
        return data
    a, b = rng.choice(found)
    return data[:a] + rng.choice([b"", data[a:b] * 2, data[a:b] + b" "]) + data[b:]


ACCIDENTS: Final[tuple[Damage, ...]] = (
    lines, lines, rows, rows, cells, cells, neighbours, cut, flipped, untagged, unseparated, page_number, recoded, digit,
)  # fmt: skip
MARKUP_ACCIDENTS: Final[tuple[Damage, ...]] = (rows, rows, cells, cells, neighbours, unseparated, digit)
