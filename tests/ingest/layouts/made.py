"""A random report of either form: every figure as it is printed, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Final

from ingest.form.catalogue import load_catalogue
from ingest.model import CellKey, State
from tests.ingest.layouts.wording import Wording, random_wording

CATALOGUE: Final = load_catalogue()
COLUMNS: Final = ("person", "company", "research", "ngo", "legal", "other", "total")
OUTCOMES: Final = ("upheld", "corrected", "other", "pending", "total")
OTHER_PARTS: Final = ("o1", "o2", "o3")
WIDE: Final = str.maketrans("0123456789.,+-", "０１２３４５６７８９．，＋－")


@dataclass(frozen=True)
class Printed:
    """What stands in a cell and what it means. `value` is set only for State.NUMBER."""

    raw: str
    state: State
    value: Decimal | None = None


@dataclass(frozen=True)
class Made:
    """A report: its form, its cells by key, and how it words its labels."""

    form: int
    cells: dict[CellKey, Printed]
    wording: Wording
    collapsed: bool = False  # （六）其他处理 without its three rows
    notes: bool = False  # units, notes and separators stand in the cells

    @property
    def blanks(self) -> bool:
        """Whether some cell is printed as nothing, which text without separators hides."""
        return any(cell.state is State.BLANK for cell in self.cells.values())

    def rows_of(self, item_rows: Sequence[str]) -> list[str]:
        """Rows of table 3 that this report prints."""
        if not self.collapsed:
            return list(item_rows)
        return [row if row != "o1" else "o_all" for row in item_rows if row not in {"o2", "o3"}]


@dataclass
class Style:
    """How one publisher prints its figures."""

    zero: str
    zeros: float  # share of the zeros printed that way
    notes: bool
    wide: bool = False
    commas: bool = False
    totals: bool = True  # some publishers leave the column 总计 blank
    marks: dict[str, State] = field(default_factory=lambda: {"": State.BLANK, "/": State.SLASH, "-": State.SLASH})


def random_report(rng: Random, *, plain: bool = False) -> Made:
    """A report that keeps every identity. `plain` prints digits only, as the sums need in glued text."""
    form = rng.choice([2019, 2021])
    collapsed = form == 2021 and rng.random() < 0.1
    style = Style("0", 0.0, notes=False) if plain else random_style(rng)
    values = {**request_values(rng, form, collapsed), **dispute_values(rng, form)}
    cells = {
        key: printed_count(rng, value, style) if style.totals or key.column != "total" else Printed("", State.BLANK)
        for key, value in values.items()
    }
    cells |= {key: printed_disclosure(rng, key, style, plain) for key in disclosure_keys(form)}
    if style.totals:
        keep_totals(cells)
    return Made(form, cells, random_wording(rng, plain=plain), collapsed, style.notes)


def keep_totals(cells: dict[CellKey, Printed]) -> None:
    """A publisher who prints zeros for some applicants prints a zero for their total first."""
    for key, cell in cells.items():
        if key.table == "requests" and key.column != "total" and cell.value == 0:
            total = CellKey(*key[:2], "total")
            cells[total] = cells[total] if cells[total].state is State.NUMBER else cell


def random_style(rng: Random) -> Style:
    """Half of all publishers print a plain 0; the others leave blanks or dashes for some or all."""
    return Style(
        zero=rng.choice(["0", "0", "0", "", "", "/", "-"]),
        zeros=rng.choice([1.0, 1.0, 0.8, 0.4]),
        notes=rng.random() < 0.3,
        wide=rng.random() < 0.1,
        commas=rng.random() < 0.1,
        totals=rng.random() < 0.9,
    )


def count(rng: Random) -> int:
    """A number of requests: mostly none, seldom of five digits."""
    return rng.choice([0] * 12 + [rng.randint(0, 9)] * 4 + [rng.randint(10, 99)] * 2 + [rng.randint(100, 99_999)])


def request_values(rng: Random, form: int, collapsed: bool) -> dict[CellKey, int]:
    """Table 3, balanced in every row and column."""
    rows = list(CATALOGUE.forms[form].tables["requests"].items[0].rows)
    results = [row for row in rows[2:-2] if not (collapsed and row in OTHER_PARTS)] + ["o_all"] * collapsed
    values: dict[CellKey, int] = {}
    for column in COLUMNS[:-1]:
        cells = {row: count(rng) for row in results}
        cells["total"] = sum(cells.values())
        cells["carried_out"] = count(rng)
        cells["carried_in"] = rng.choice([0, rng.randint(0, cells["total"] + cells["carried_out"])])
        cells["new"] = cells["total"] + cells["carried_out"] - cells["carried_in"]
        values |= {CellKey("requests", row, column): value for row, value in cells.items()}
    for row in {key.row for key in values}:
        values[CellKey("requests", row, "total")] = sum(values[CellKey("requests", row, c)] for c in COLUMNS[:-1])
    return values


def dispute_values(rng: Random, form: int) -> dict[CellKey, int]:
    """Table 4, each kind of dispute with its sum."""
    values: dict[CellKey, int] = {}
    for row in CATALOGUE.forms[form].tables["disputes"].items[0].rows:
        four = {column: count(rng) for column in OUTCOMES[:-1]}
        values |= {CellKey("disputes", row, column): value for column, value in four.items()}
        values[CellKey("disputes", row, "total")] = sum(four.values())
    return values


def disclosure_keys(form: int) -> Iterator[CellKey]:
    """Keys of table 2."""
    for row, column in CATALOGUE.cells_of(form, "disclosure"):
        yield CellKey("disclosure", row, column)


def printed_count(rng: Random, value: int, style: Style) -> Printed:
    """A count as its publisher prints it."""
    if value == 0 and style.zero != "0" and rng.random() < style.zeros:
        return Printed(style.zero, style.marks[style.zero])
    raw = f"{value:,}" if style.commas else str(value)
    return Printed(raw.translate(WIDE) if style.wide else raw, State.NUMBER, Decimal(value))


def printed_disclosure(rng: Random, key: CellKey, style: Style, plain: bool) -> Printed:
    """A figure of table 2: counts of up to eight digits, signed changes, amounts of money, notes."""
    if key.column == "amount" and not plain:
        return printed_amount(rng, style)
    value = rng.choice([0, 0, rng.randint(1, 99), rng.randint(100, 9_999), rng.randint(10_000, 99_999_999)])
    made = printed_count(rng, value, style)
    if key.column == "change" and value and rng.random() < 0.5:
        sign = rng.choice("+-")
        return Printed(
            sign.translate(WIDE) + made.raw if style.wide else sign + made.raw, State.NUMBER, Decimal(f"{sign}{value}")
        )
    if style.notes and made.value and key.column != "change" and rng.random() < 0.3:
        note = rng.choice(["件", "（其中修订{}件）", "(含历年{}件)"]).format(rng.randint(1, value))
        return replace(made, raw=made.raw + note)
    return made


def printed_amount(rng: Random, style: Style) -> Printed:
    """An amount of money with up to six decimal places, its unit perhaps beside it."""
    whole = rng.choice([0, rng.randint(0, 999), rng.randint(1_000, 999_999)])
    places = rng.choice([0, 2, 4, 6])
    digits = "".join(rng.choice("0123456789") for _ in range(places))
    raw = f"{whole}.{digits}" if places else str(whole)
    if Decimal(raw) == 0:
        return printed_count(rng, 0, style)
    unit = rng.choice(["万元", "元", ""]) if style.notes else ""
    return Printed(raw + unit, State.NUMBER, Decimal(raw))
