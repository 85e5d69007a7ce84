"""Random valid reports in every layout family: no figure is read wrong, and what can be read is."""

from __future__ import annotations

import pytest

from tests.ingest.layouts.compare import faults
from tests.ingest.layouts.families import FAMILIES, Family, never, rendered
from tests.ingest.layouts.tables import placed, squared, tables_of

FAST = 3
FORMS = 1_000
EACH = -(-FORMS // len(FAMILIES))


def families() -> list[pytest.param]:  # type: ignore[valid-type]
    """Families by their name."""
    return [pytest.param(family, id=family.name) for family in FAMILIES]


def assert_read(family: Family, first: int, count: int) -> None:
    """No report of these seeds has a wrong cell, or an unread one where the layout shows all."""
    found = {}
    for seed in range(first, first + count):
        wrong, unread = faults(rendered(family, seed))
        if wrong or unread:
            found[seed] = (wrong, unread)
    assert not found


@pytest.mark.parametrize("family", families())
def test_some_reports_of_each_layout(family: Family) -> None:
    assert_read(family, 0, FAST)


@pytest.mark.slow
@pytest.mark.parametrize("family", families())
def test_a_thousand_reports_in_all_layouts(family: Family) -> None:
    assert_read(family, 1_000, EACH)


def test_families_are_many_and_most_can_be_read_whole() -> None:
    assert len({family.name for family in FAMILIES}) >= 12
    assert sum(family.readable is not never for family in FAMILIES) >= 12


def test_reports_of_one_seed_are_the_same() -> None:
    assert all(
        rendered(family, 7).data == rendered(family, 7).data
        for family in FAMILIES
        if family.suffix[1:] in {"html", "md", "txt"}
    )


@pytest.mark.parametrize("seed", range(5))
def test_drawn_tables_have_the_shape_of_the_form(seed: int) -> None:
    made = rendered(FAMILIES[0], seed).made
    tables = tables_of(made)
    widths = {key: {len(row) for row in squared(table, repeat=True)} for key, table in tables.items()}
    assert widths == {"disclosure": {4}, "requests": {10}, "disputes": {15}}
    for key, table in tables.items():
        covered = [
            (r, c)
            for row, column, box in placed(table)
            for r in range(row, row + box.rows)
            for c in range(column, column + box.columns)
        ]
        assert len(covered) == len(set(covered))
        printed = sum(box.figure for row in table for box in row)
        assert printed == sum(cell.table == key for cell in made.cells)


def test_misprints_and_blanks_leave_the_label_its_numbering() -> None:
    for seed in range(50):
        wording = rendered(FAMILIES[0], seed).made.wording
        assert wording.label("1.属于国家秘密").startswith(("1", "１"))
