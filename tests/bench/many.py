"""Many Markdown and HTML reports for measuring: published ones under other names, and drawn layouts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice, product
from pathlib import Path
from typing import Final

from tests.ingest.layouts.families import FAMILIES, rendered

SUFFIXES: Final = (".md", ".html", ".htm")
PLACES: Final = {"吴忠", "上海", "沭阳", "淮安", "洪泽", "平潭"}  # of the reports that are varied
OTHERS: Final = [
    a + b for a, b in product("安平永南北西大石金文", "城江山海原川河口水田")
]  # in every encoding that layouts use
NAMELESS: Final = "某某局"  # whose report a drawn layout is
BUREAUS: Final = ["教育", "民政", "司法", "水利", "林木", "交通", "人口", "文化", "公安", "土地", "招商"]


def write_many(folder: Path, sources: list[Path], number: int) -> list[Path]:
    """`number` reports as files, a drawn layout after each variation; each is of an agency of its own."""
    drawn = draw()
    varied = vary([path for path in sources if path.suffix.lower() in SUFFIXES])
    made = (pair for both in zip(varied, drawn, strict=False) for pair in both)
    return [written(folder / f"{n:04}{suffix}", data) for n, (suffix, data) in enumerate(islice(made, number))]


def written(path: Path, data: bytes) -> Path:
    """`data` as a file."""
    path.write_bytes(data)
    return path


def vary(sources: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Suffix and content of the sources in turn, each time of another place."""
    texts = [(path.suffix, path.read_text(encoding="utf-8")) for path in sources]
    for place, (suffix, text) in zip(OTHERS, cycle(texts), strict=False):
        for known in PLACES:
            text = text.replace(known, place)  # noqa: PLW2901
        yield suffix, text.encode()


def draw() -> Iterator[tuple[str, bytes]]:
    """Suffix and content of drawn layouts, seed by seed, in the encodings that they are drawn in."""
    families = [family for family in FAMILIES if family.suffix in SUFFIXES]
    for seed, place in enumerate(OTHERS):
        for bureau, family in zip(BUREAUS, families, strict=True):
            made = rendered(family, seed)
            text = made.data.decode(made.encoding).replace(NAMELESS, f"{place}市{bureau}局{2019 + seed % 6}年")
            yield family.suffix, text.encode(made.encoding)
