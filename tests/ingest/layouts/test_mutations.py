"""Damaged files: no crash, and no row read whole against its sum unless that very row is printed.

A row of table 3 or 4 that is read as numbers in all columns and whose last figure is not the sum
of the others must stand in the file: its printed strings one behind the other in the file's order,
nothing but marks and blanks between them. All else would be figures taken from two places.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from random import Random

import pytest

from ingest.errors import IngestError
from ingest.form.reader import read_form
from ingest.load.loader import load_bytes
from tests.ingest.layouts.contradiction import made_up, stands
from tests.ingest.layouts.damage import damaged
from tests.ingest.layouts.families import FAMILIES, rendered
from tests.ingest.layouts.made import CATALOGUE

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "reports"
REAL = ROOT.parent / "shared" / "reports"
PDF_SHARE = 0.02  # a PDF takes a hundred times as long as a text


@lru_cache(maxsize=1)
def sources() -> dict[str, bytes]:
    """Whole files to be damaged: samples, real reports where they are there, and rendered ones."""
    paths = [p for folder in (SAMPLES, REAL, REAL / "cut") if folder.is_dir() for p in sorted(folder.iterdir())]
    files = {path.name: path.read_bytes() for path in paths if path.is_file() and path.suffix != ".json"}
    for family in FAMILIES:
        for seed in (500, 501):
            report = rendered(family, seed)
            files[f"{family.name.replace(': ', ' ')} {seed}{family.suffix}"] = report.data
    return files


def case(seed: int) -> tuple[str, bytes]:
    """The damaged file of this seed."""
    rng = Random(seed)
    files = sources()
    pdf = [name for name in files if name.endswith(".pdf")]
    other = [name for name in files if not name.endswith(".pdf")]
    name = rng.choice(pdf if pdf and rng.random() < PDF_SHARE else other)
    return name, damaged(files[name], rng)


def fault(seed: int) -> list[str]:
    """What must not be, of one damaged file. An IngestError is a proper answer."""
    name, data = case(seed)
    try:
        document = load_bytes(name, data, 50)
        cells = read_form(document, CATALOGUE, 2023).cells
    except IngestError:
        return []
    return [f"{name}: {row}" for row in made_up(document, cells)]


def faults(seeds: range) -> dict[int, list[str]]:
    """Faults by the seed that shows them again."""
    return {seed: found for seed in seeds if (found := fault(seed))}


@pytest.mark.parametrize("part", range(4))
def test_some_damaged_files(part: int) -> None:
    assert faults(range(part * 50, part * 50 + 50)) == {}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_five_thousand_damaged_files(part: int) -> None:
    assert faults(range(10_000 + part * 250, 10_250 + part * 250)) == {}


def test_real_reports_are_among_them() -> None:
    if not REAL.is_dir():
        pytest.skip(f"the real reports are not on this machine: no folder {REAL}")
    assert len(sources()) > 2 * len(FAMILIES) + 10


def test_a_row_stands_only_whole_and_in_order() -> None:
    text = "一 | 1 | 2,000 |\n| 3\n2 1"
    assert stands(text, ["1", "2,000", "3"])
    assert not stands(text, ["2,000", "1", "3"])
    assert not stands(text, ["1", "3"])
    assert not stands("11 | 2 | 33", ["1", "2", "3"])
