"""Every field of every noun comes back from SQL as it went in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, text

from ingest.model import Block, Cell, CellKey, Finding, Grid, GridCell, Passage, Place, Report, State, UnknownRow
from ingest.store.nouns import Vectors, as_vectors, batches, passage_id_of, report_id_of
from ingest.store.sql import Database, open_engine
from ingest.store.store import Store

Material = tuple[Report, Vectors, bytes]

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
count = st.integers(0, 2**31 - 1)
place = st.builds(Place, count, count, count, st.none() | count)
decimals = st.decimals(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [Decimal("-0.000000000000000000000000000001"), Decimal("1E+30"), Decimal("-12.500"), Decimal("-0")]
)
key = st.builds(CellKey, words, words, words)
cell = st.builds(
    Cell,
    key=key,
    state=st.sampled_from(State),
    raw=words,
    value=st.none() | decimals,
    unit=words,
    place=st.none() | place,
    row_label=words,
    column_label=words,
    confidence=st.floats(0, 1),
    method=words,
    reason=words,
    table_index=st.none() | count,
    grid_row=st.none() | count,
    grid_column=st.none() | count,
)
pairs = st.lists(st.tuples(count, count), max_size=4).map(tuple)
finding = st.builds(Finding, *[words] * 3, decimals, decimals, words, words, st.lists(key, max_size=3).map(tuple))
unknown = st.builds(UnknownRow, words, words, st.lists(words, max_size=3).map(tuple), place)
grid_cell = st.builds(GridCell, words, place, count, count, count, count)
grid = st.builds(Grid, st.lists(grid_cell, max_size=3).map(tuple), place)
block = st.builds(Block, words, place, st.integers(0, 6), st.none() | grid, pairs)
passage = st.builds(Passage, count, st.lists(words, max_size=3).map(tuple), words, place, pairs)

quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples: each is a new version of one report."""
    with Store.open(tmp_path_factory.mktemp("shared"), "small", 4) as opened:
        yield opened


def put(store: Store, material: Material, **changes: object) -> str:
    report, _, data = material
    changed = replace(report, **changes)  # type: ignore[arg-type]
    vectors = np.ones((len(changed.passages), 4), dtype=np.float32)
    return store.put(changed, vectors, data).report_id


@quick
@given(found=st.lists(cell, max_size=6, unique_by=lambda each: each.key).map(tuple))
def test_cells_come_back(shared: Store, make: Callable[..., Material], found: tuple[Cell, ...]) -> None:
    back = shared.cells(put(shared, make(), cells=found))
    # repr also tells -0 from 0 and 1.0 from 1.00
    assert repr(tuple(back.values())) == repr(found)
    assert list(back) == [each.key for each in found]


@quick
@given(found=st.lists(passage, max_size=4, unique_by=lambda each: each.ordinal))
def test_passages_come_back(shared: Store, make: Callable[..., Material], found: list[Passage]) -> None:
    in_order = tuple(sorted(found, key=lambda each: each.ordinal))
    back = shared.passages([put(shared, make(), passages=in_order)])
    assert tuple(each.passage for each in back) == in_order


@quick
@given(found=st.lists(finding, max_size=3).map(tuple), rows=st.lists(unknown, max_size=3).map(tuple))
def test_findings_and_unknown_rows_come_back(
    shared: Store, make: Callable[..., Material], found: tuple[Finding, ...], rows: tuple[UnknownRow, ...]
) -> None:
    report_id = put(shared, make(), findings=found, unknown_rows=rows)
    assert repr(shared.findings(report_id)) == repr(list(found))
    assert shared.unknown_rows(report_id) == list(rows)


@quick
@given(blocks=st.lists(block, max_size=4).map(tuple), markup=st.booleans(), whole=words)
def test_documents_come_back(
    shared: Store, make: Callable[..., Material], blocks: tuple[Block, ...], markup: bool, whole: str
) -> None:
    material = make()
    document = replace(material[0].document, blocks=blocks, markup=markup, text=whole)
    assert shared.document(put(shared, material, document=document)) == document


def test_entry_has_every_field(store: Store, make: Callable[..., Material]) -> None:
    report, vectors, data = make("乙局", 2023)
    entry = store.put(report, vectors, data)
    assert entry == store.report(entry.report_id)
    assert (entry.report_id, entry.version) == (report_id_of("乙局", 2023), 1)
    assert (entry.agency, entry.year, entry.form, entry.scope) == ("乙局", 2023, 2021, "office")
    assert (entry.title, entry.published, entry.file) == ("乙局2023年度报告", "2024-01-15", "乙局.html")
    assert entry.url == "https://example.org/乙局/2023.html"
    assert (entry.sha256, entry.media_type) == (report.document.sha256, "text/html")
    unreadable = sum(each.state is State.UNREADABLE for each in report.cells)
    assert (entry.cells, entry.unreadable, entry.passages, entry.findings) == (28, unreadable, 3, 1)
    assert entry.warnings == ("少一行",)
    assert entry.stored_at.endswith("+00:00")


def test_vectors_come_back_exactly(store: Store, make: Callable[..., Material]) -> None:
    report, vectors, data = make()
    entry = store.put(report, vectors, data)
    back = np.stack([each.vector for each in store.passages([entry.report_id])])
    assert back.dtype == np.float32
    assert np.array_equal(back, vectors)


def test_vectors_must_fit() -> None:
    with pytest.raises(ValueError, match=r"shape \(2, 3\), expected \(2, 4\)"):
        as_vectors(np.zeros((2, 3), dtype=np.float32), 2, 4)
    with pytest.raises(ValueError, match="not finite"):
        as_vectors(np.full((1, 4), np.nan, dtype=np.float32), 1, 4)
    assert as_vectors(np.zeros((0,), dtype=np.float32), 0, 4).shape == (0, 4)


def test_report_id_is_the_same_everywhere() -> None:
    assert report_id_of("淮安市人民政府", 2024) == "2024-" + report_id_of("淮安市人民政府", 2019)[5:]
    assert len(report_id_of("甲局", 2024)) == 15


def test_passage_id_depends_on_words(make: Callable[..., Material]) -> None:
    first = make()[0].passages[0]
    assert passage_id_of("r", 1, first) == passage_id_of("r", 1, replace(first, anchors=()))
    assert passage_id_of("r", 1, first) != passage_id_of("r", 1, replace(first, text="别的"))


def test_many_values_are_asked_for_in_batches(store: Store, make: Callable[..., Material]) -> None:
    entry = store.put(*make())
    unknown_ids = [f"2000-{at:010}" for at in range(40_000)]
    assert len(store.passages([*unknown_ids, entry.report_id])) == 3
    assert batches([1, 2, 3], 2) == [[1, 2], [3]]


def test_sqlite_is_opened_with_wal_and_foreign_keys(store: Store) -> None:
    engine = open_engine(URL.create("sqlite", database=str(store.home / "store.sqlite")))
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 30_000
    engine.dispose()


def test_unfinished_creation_is_not_a_store(store: Store) -> None:
    database = Database(URL.create("sqlite", database=str(store.home / "empty.sqlite")))
    assert not database.is_made()
    database.create("small", 4)
    assert database.is_made()
    database.close()
