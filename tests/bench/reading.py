"""Cells read right, wrong or not at all, and reports a second: this reader beside plain ones, file by file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from ingest.form.catalogue import Catalogue, load_catalogue
from ingest.form.reader import read_form
from ingest.load.loader import load_bytes
from ingest.model import CellKey
from tests.bench.plain_reading import plain_reading, rows_of
from tests.bench.timing import percentile, seconds

ROUNDS: Final = 3
COLUMNS: Final = ("person", "company", "research", "ngo", "legal", "other", "total")
OUTCOMES: Final = ("upheld", "corrected", "other", "pending", "total")
LABELS: Final = {
    "规章": "regulations", "行政规范性文件": "normative_documents", "规范性文件": "normative_documents",
    "行政许可": "licensing", "其他对外管理服务事项": "other_services", "行政处罚": "penalties", "行政强制": "coercion",
    "行政事业性收费": "fees", "行政事业性收费_万元": "fees", "政府集中采购": "procurement", "行政复议": "review",
    "未经复议直接起诉": "litigation_direct", "复议后起诉": "litigation_after_review",
}  # fmt: skip
SAMPLES: Final = {
    "wuzhong_gov_office_2025": "01", "huaian_2024": "04", "hongze_2023": "05", "pingtan_2020": "16",
    "pingtan_2021": "17", "pingtan_2022": "18",
}  # fmt: skip
HEAD: Final = "| report | cells | this reader: right / wrong / missing | reports/s | plain | right / wrong / missing | reports/s |"
Truth = dict[CellKey, Decimal | None]
Found = Mapping[CellKey, Decimal | None]


@dataclass(frozen=True)
class Score:
    """Cells of one or more reports, and the seconds that reading them took."""

    right: int
    wrong: int
    missing: int
    seconds: float

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missing + other.missing,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True)
class Line:
    """One report, read both ways."""

    name: str
    own: Score
    plain: Score


def compare(folders: Sequence[Path], gold: Path) -> list[Line]:
    """Every report of the folders that was transcribed by hand."""
    catalogue = load_catalogue()
    truths: dict[str, Any] = json.loads(gold.read_text(encoding="utf-8"))
    lines = []
    for path in sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file()):
        start = SAMPLES.get(path.stem, path.name[:2])
        entry = next((truth for name, truth in truths.items() if name.startswith(f"{start}_")), None)
        if entry is not None and path.suffix != ".json":
            lines.append(compared(path, entry, catalogue))
    return lines


def compared(path: Path, entry: Mapping[str, Any], catalogue: Catalogue) -> Line:
    """One report."""
    form, year = entry["meta"]["form"], entry["meta"]["year"]
    expected = truth_of(entry, catalogue)
    own = scored(expected, lambda: own_reading(path, catalogue, year))
    return Line(path.name, own, scored(expected, lambda: plain_reading(rows_of(path), catalogue, form)))


def own_reading(path: Path, catalogue: Catalogue, year: int) -> dict[CellKey, Decimal | None]:
    """This reader, from the file's bytes to its cells."""
    return {
        cell.key: cell.value for cell in read_form(load_bytes(path.name, path.read_bytes(), 50), catalogue, year).cells
    }


def truth_of(entry: Mapping[str, Any], catalogue: Catalogue) -> Truth:
    """The transcribed figures; None is a cell printed without one. Rows that could not be transcribed are left out."""
    truth: Truth = {}
    for row, values in entry["table3"].items():
        truth |= row_of("requests", row, COLUMNS, values)
    for label, values in (entry.get("table4") or {}).items():
        truth |= row_of("disputes", LABELS[label], OUTCOMES, values)
    for label, values in (entry.get("table2") or {}).items():
        if label in LABELS and values is not None:
            columns = catalogue.columns_of_row(entry["meta"]["form"], "disclosure", LABELS[label])
            truth |= row_of("disclosure", LABELS[label], columns, values if isinstance(values, list) else [values])
    return truth


def row_of(table: str, row: str, columns: Sequence[str], values: Sequence[Any]) -> Truth:
    """One row; a figure that is transcribed as a string with its unit counts without it."""
    texts = [None if value is None else str(value).rstrip("万元件") for value in values]
    return {
        CellKey(table, row, column): Decimal(text) if text and text[-1].isdigit() else None
        for column, text in zip(columns, texts, strict=True)
    }


def scored(truth: Truth, read: Callable[[], Found]) -> Score:
    """What a reading is worth; the middle of a few rounds counts as its time."""
    found = read()
    costs = [seconds(read) for _ in range(ROUNDS)]
    right = sum(found.get(key) == value for key, value in truth.items())
    missing = sum(found.get(key) is None and value is not None for key, value in truth.items())
    return Score(right, len(truth) - right - missing, missing, percentile(costs, 0.5))


def table(lines: Sequence[Line]) -> str:
    """All reports as a Markdown table, sums by kind of plain reading below."""
    out = ["**Cells of the form**, each against its transcription", "", HEAD, "|---|---|---|---|---|---|---|"]
    out += [row(line.name, line.own, line.plain, kind_of(line.name), 1) for line in lines]
    for kind in dict.fromkeys(kind_of(line.name) for line in lines):
        some = [line for line in lines if kind_of(line.name) == kind]
        nothing = Score(0, 0, 0, 0.0)
        own, plain = sum((line.own for line in some), nothing), sum((line.plain for line in some), nothing)
        out.append(row(f"**{len(some)} reports**", own, plain, kind, len(some)))
    return "\n".join(out)


def kind_of(name: str) -> str:
    """What the plain reading of a file stands on."""
    return "pdfplumber extract_tables" if name.endswith(".pdf") else "first label match"


def row(name: str, own: Score, plain: Score, kind: str, count: int) -> str:
    """A line of the table."""
    cells = own.right + own.wrong + own.missing
    return f"| {name} | {cells} | {shown(own, count)} | {kind} | {shown(plain, count)} |"


def shown(score: Score, count: int) -> str:
    """`200 / 0 / 0 | 81.2`."""
    return f"{score.right} / {score.wrong} / {score.missing} | {count / score.seconds:.1f}"
