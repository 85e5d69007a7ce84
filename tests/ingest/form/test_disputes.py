"""Table 4: the row of fifteen and the upright layout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ingest.form.catalogue import Catalogue
from ingest.form.disputes import OUTCOMES, ROWS, read_disputes_grid
from ingest.form.labels import form_labels
from ingest.form.reading import Reading
from ingest.model import CellKey, Document, State

Tables = Callable[..., Document]
FIVE = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
HEAD: list[list[Any]] = [
    [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
    [*((text, 2, 1) for text in FIVE), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
    [*FIVE, *FIVE],
]
FLAT_HEAD = [
    ["行政复议", "", "", "", "", "行政诉讼", *[""] * 9],
    [*FIVE, "未经复议直接起诉", "", "", "", "", "复议后起诉", *[""] * 4],
    [*[""] * 5, *FIVE, *FIVE],
]
FIGURES = [["10", "1", "2", "3", "16"], ["4", "5", "6", "7", "22"], ["8", "9", "0", "1", "18"]]
LONG = [figure for row in FIGURES for figure in row]


def read(catalogue: Catalogue, document: Document) -> Reading:
    """All grids of a document, read as table 4."""
    reading, labels = Reading(catalogue, document), form_labels(catalogue)
    for index, block in enumerate(document.blocks):
        assert block.grid is not None
        read_disputes_grid(reading, labels, block.grid, index)
    return reading


def printed(reading: Reading) -> list[list[str]]:
    """Raw text of all cells, row by row."""
    return [[reading.cells[CellKey("disputes", row, column)].raw for column in OUTCOMES] for row in ROWS]


@pytest.mark.parametrize("head", [HEAD, FLAT_HEAD])
def test_row_of_fifteen(catalogue: Catalogue, tables: Tables, head: list[list[str]]) -> None:
    document = tables([*head, LONG])
    reading = read(catalogue, document)
    assert printed(reading) == FIGURES
    assert all(cell.state is State.NUMBER and cell.value == int(cell.raw) for cell in reading.cells.values())
    for cell in reading.cells.values():
        assert cell.place is not None
        assert document.text[cell.place.start : cell.place.end] == cell.raw


@pytest.mark.parametrize("lost", [0, 1, 7, 14])
def test_a_head_that_cannot_be_made_out_moves_no_figure(catalogue: Catalogue, tables: Tables, lost: int) -> None:
    heads = [*FIVE, *FIVE, *FIVE]
    heads[lost] = "模糊不清"
    head = [HEAD[0], [*((text, 2, 1) for text in heads[:5]), *HEAD[1][5:]], heads[5:]]
    assert printed(read(catalogue, tables([*head, LONG]))) == FIGURES


def test_heads_in_another_order_must_all_be_made_out(catalogue: Catalogue, tables: Tables) -> None:
    turned = [FIVE[1], FIVE[0], *FIVE[2:]]
    head = [HEAD[0], [*((text, 2, 1) for text in turned), *HEAD[1][5:]], [*turned, *turned[:4], "模糊不清"]]
    cells = read(catalogue, tables([*head, LONG])).cells.values()
    assert {cell.state for cell in cells} == {State.UNREADABLE}


def test_labels_of_the_cells(catalogue: Catalogue, tables: Tables) -> None:
    cell = read(catalogue, tables([*HEAD, LONG])).cells[CellKey("disputes", "litigation_direct", "corrected")]
    assert (cell.row_label, cell.column_label, cell.unit) == ("行政诉讼 / 未经复议直接起诉", "结果纠正", "件")


def test_upright_layout(catalogue: Catalogue, tables: Tables) -> None:
    rows = [
        ["项目", "", *FIVE],
        ["行政复议", "", *FIGURES[0]],
        ["行政诉讼", "未经复议直接起诉", *FIGURES[1]],
        ["", "复议后起诉", *FIGURES[2]],
    ]
    assert printed(read(catalogue, tables(rows))) == FIGURES


def test_upright_layout_with_merges(catalogue: Catalogue, tables: Tables) -> None:
    rows = [
        [("项目", 1, 2), *FIVE],
        [("行政复议", 1, 2), *FIGURES[0]],
        [("行政诉讼", 2, 1), "未经复议直接起诉", *FIGURES[1]],
        ["复议后起诉", *FIGURES[2]],
    ]
    assert printed(read(catalogue, tables(rows))) == FIGURES


def test_outcomes_in_another_order(catalogue: Catalogue, tables: Tables) -> None:
    turned = [FIVE[4], *FIVE[:4]]
    figures = [[row[4], *row[:4]] for row in FIGURES]
    upright = [
        ["项目", *turned],
        ["行政复议", *figures[0]],
        ["未经复议直接起诉", *figures[1]],
        ["复议后起诉", *figures[2]],
    ]
    assert printed(read(catalogue, tables(upright))) == FIGURES
    head = [
        [("行政诉讼", 1, 10), ("行政复议", 1, 5)],
        [("复议后起诉", 1, 5), ("未经复议直接起诉", 1, 5), *((text, 2, 1) for text in FIVE)],
        [*turned, *FIVE],
    ]
    assert printed(read(catalogue, tables([*head, [*figures[2], *FIGURES[1], *FIGURES[0]]]))) == FIGURES


def test_blanks_and_dashes(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables([*HEAD, ["5", "", "", "2", "7", *["/"] * 5, *[""] * 5]]))
    states = [[reading.cells[CellKey("disputes", row, column)].state for column in OUTCOMES] for row in ROWS]
    blank, number = State.BLANK, State.NUMBER
    assert states == [[number, blank, blank, number, number], [State.SLASH] * 5, [blank] * 5]


def test_contradiction_is_printed_as_it_is(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables([*HEAD, ["10", "1", "0", "0", "0", *["0"] * 5, "5", "0", "0", "0", "0"]]))
    assert printed(reading)[0] == ["10", "1", "0", "0", "0"]
    assert printed(reading)[2] == ["5", "0", "0", "0", "0"]


@pytest.mark.parametrize("values", [LONG[:14], [*LONG, "9"], ["".join(LONG)]])
def test_wrong_number_of_figures_is_unreadable(catalogue: Catalogue, tables: Tables, values: list[str]) -> None:
    reading = read(catalogue, tables([*HEAD, values]))
    assert len(reading.cells) == 15
    assert {(cell.state, cell.value) for cell in reading.cells.values()} == {(State.UNREADABLE, None)}


@pytest.mark.parametrize("spoiled", [0, 6, 14])
def test_a_spoiled_figure_keeps_its_place(catalogue: Catalogue, tables: Tables, spoiled: int) -> None:
    values = list(LONG)
    values[spoiled] = "|0?"
    reading = read(catalogue, tables([*HEAD, values]))
    states = [reading.cells[CellKey("disputes", row, column)].state for row in ROWS for column in OUTCOMES]
    assert states == [State.UNREADABLE if number == spoiled else State.NUMBER for number in range(15)]
    assert [text for row in printed(reading) for text in row] == values


def test_a_word_before_fourteen_figures_takes_no_place(catalogue: Catalogue, tables: Tables) -> None:
    reading = read(catalogue, tables([*HEAD, ["2024年", *LONG[:14]]]))
    assert {cell.state for cell in reading.cells.values()} == {State.UNREADABLE}


def test_misprinted_and_traditional_heads(catalogue: Catalogue, tables: Tables) -> None:
    five = ["結果維持", "結果糾正", "其他結果", "尚未審結", "總計"]
    head = [
        [("行政復議", 1, 5), ("行政訴訟", 1, 10)],
        [*((t, 2, 1) for t in five), ("未經復議直接起訴", 1, 5), ("復議後起訴", 1, 5)],
        [*five, *five],
    ]
    assert printed(read(catalogue, tables([*head, LONG]))) == FIGURES


def test_other_tables_are_left_alone(catalogue: Catalogue, tables: Tables) -> None:
    reading, labels = Reading(catalogue, tables([])), form_labels(catalogue)
    for rows in ([["行政许可", "总计"], ["5", "5"]], [["行政复议", "1"], ["总计", "1"]]):
        grid = tables(rows).blocks[0].grid
        assert grid is not None
        assert not read_disputes_grid(reading, labels, grid, 0)
    assert reading.cells == {}
