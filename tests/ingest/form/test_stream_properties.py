"""Random valid reports of both forms, printed as text in every way seen: never a wrong value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.form.catalogue import load_catalogue
from ingest.form.reader import FormReading, read_form
from ingest.load.loader import load_bytes
from ingest.model import CellKey, State

CATALOGUE = load_catalogue()
COLUMNS = ("person", "company", "research", "ngo", "legal", "other", "total")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
SUBJECTS = [
    "申请人情况",
    "自然人",
    "法人或其他组织",
    "总计",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
]
HEAD = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
DISPUTE_HEAD = ["行政复议", "行政诉讼", *HEAD, "未经复议直接起诉", "复议后起诉", *HEAD, *HEAD]
Values = dict[CellKey, int]
Line = tuple[list[str], list[str]]  # label cells, figures


def lines_of(form: int, values: Values) -> Iterator[Line]:
    """The report's rows in printed order."""
    yield ["二、主动公开政府信息情况"], []
    for item in CATALOGUE.forms[form].tables["disclosure"].items:
        terms = CATALOGUE.columns["disclosure"]
        yield [item.item], []
        yield ["信息内容", *(terms[c].printed for c in item.columns)], []
        for row in item.rows:
            yield list(CATALOGUE.rows["disclosure"][row].path), printed(values, "disclosure", row, item.columns)
    yield ["三、收到和处理政府信息公开申请情况"], []
    yield SUBJECTS, []
    above: list[str] = []
    for row in CATALOGUE.forms[form].tables["requests"].items[0].rows:
        path = list(CATALOGUE.rows["requests"][row].path)
        new = path if path[:1] != above[:1] else path[1:] if path[:2] != above[:2] else path[2:]
        above = path
        yield new or path[-1:], printed(values, "requests", row, COLUMNS)
    yield ["四、政府信息公开行政复议、行政诉讼情况"], []
    rows = CATALOGUE.forms[form].tables["disputes"].items[0].rows
    yield DISPUTE_HEAD, [n for row in rows for n in printed(values, "disputes", row, OUTCOMES)]
    yield ["五、存在的主要问题及改进情况"], []


def printed(values: Values, table: str, row: str, columns: tuple[str, ...] | list[str]) -> list[str]:
    """A row's figures as printed."""
    return [str(values[CellKey(table, row, column)]) for column in columns]


def glued(lines: list[Line]) -> str:
    return "".join("".join(labels) + "".join(figures) for labels, figures in lines)


def glued_with_blanks(lines: list[Line]) -> str:
    return " ".join("".join(labels) + " " + "".join(figures) for labels, figures in lines)


def one_cell_a_line(lines: list[Line]) -> str:
    return "\n".join("\n".join([*labels, *figures]) for labels, figures in lines)


def blank_lines_between(lines: list[Line]) -> str:
    return "\n\n".join("\n\n ".join([*labels, *figures]) for labels, figures in lines)


def pipe_on_own_line(lines: list[Line]) -> str:
    return "\n|\n".join("\n|\n".join([*labels, *figures]) for labels, figures in lines)


def pipe_behind_each(lines: list[Line]) -> str:
    return "".join("".join(f"{cell} |\n" for cell in [*labels, *figures]) for labels, figures in lines)


def tabs(lines: list[Line]) -> str:
    return "\n".join("\t".join([*labels, *figures]) for labels, figures in lines)


def lone_tabs(lines: list[Line]) -> str:
    return "\n\n".join("\t".join([*labels, *figures]) for labels, figures in lines)


def spaces(lines: list[Line]) -> str:
    return "\n".join(" ".join([*labels, *figures]) for labels, figures in lines)


def one_paragraph(lines: list[Line]) -> str:
    return " ".join(" ".join([*labels, *figures]) for labels, figures in lines)


def html_paragraphs(lines: list[Line]) -> str:
    cells = [cell for labels, figures in lines for cell in [*labels, *figures]]
    return "<html><body>" + "".join(f"<p>&nbsp;<span>{cell}</span></p>" for cell in cells) + "</body></html>"


def html_lines(lines: list[Line]) -> str:
    rows = ["  ".join([*labels, *(f"<b>{f}</b>" for f in figures)]) for labels, figures in lines]
    return "<html><body>" + "".join(f"<p>{row}</p>" for row in rows) + "</body></html>"


def html_glued(lines: list[Line]) -> str:
    return f"<html><body><div>{glued(lines)}</div></body></html>"


GLUED = [glued, glued_with_blanks, html_glued]
SEPARATED = [
    one_cell_a_line, blank_lines_between, pipe_on_own_line, pipe_behind_each, tabs, lone_tabs, spaces, one_paragraph,
    html_paragraphs, html_lines,
]  # fmt: skip
COUNTS = st.one_of(st.just(0), st.just(0), st.integers(0, 9), st.integers(0, 120), st.integers(0, 99_999))


@st.composite
def reports(draw: st.DrawFn) -> tuple[int, Values]:
    """A form and figures for all its cells that keep every identity."""
    form = draw(st.sampled_from([2019, 2021]))
    values: Values = {}
    for row, column in CATALOGUE.cells_of(form, "disclosure"):
        low = -50 if column == "change" else 0
        values[CellKey("disclosure", row, column)] = draw(st.one_of(st.just(0), st.integers(low, 9_999)))
    rows = CATALOGUE.forms[form].tables["requests"].items[0].rows
    results = rows[2:-2]
    for column in COLUMNS[:-1]:
        cells = {row: draw(COUNTS) for row in results}
        cells["total"] = sum(cells.values())
        cells["carried_out"] = draw(COUNTS)
        cells["carried_in"] = draw(st.integers(0, cells["total"] + cells["carried_out"]))
        cells["new"] = cells["total"] + cells["carried_out"] - cells["carried_in"]
        values |= {CellKey("requests", row, column): value for row, value in cells.items()}
    for row in rows:
        total = sum(values[CellKey("requests", row, column)] for column in COLUMNS[:-1])
        values[CellKey("requests", row, "total")] = total
    for row in CATALOGUE.forms[form].tables["disputes"].items[0].rows:
        four = {column: draw(COUNTS) for column in OUTCOMES[:-1]}
        values |= {CellKey("disputes", row, column): value for column, value in four.items()}
        values[CellKey("disputes", row, "total")] = sum(four.values())
    return form, values


def read(text: str, year: int) -> FormReading:
    """Read a rendered report as a file."""
    name = "report.html" if text.startswith("<html>") else "report.txt"
    return read_form(load_bytes(name, text.encode(), 50), CATALOGUE, year)


def wrong(reading: FormReading, values: Values) -> list[str]:
    """Cells whose value is not the report's."""
    return [
        f"{cell.key}: {cell.value} for {values.get(cell.key)}"
        for cell in reading.cells
        if cell.value is not None and cell.value != Decimal(values.get(cell.key, -1_000_000))
    ]


QUICK = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@pytest.mark.parametrize("render", GLUED)
@given(report=reports())
@QUICK
def test_glued_figures_are_never_read_wrong(render: Callable[[list[Line]], str], report: tuple[int, Values]) -> None:
    form, values = report
    reading = read(render(list(lines_of(form, values))), form)
    assert wrong(reading, values) == []
    assert all(cell.reason for cell in reading.cells if cell.state is State.UNREADABLE)


@pytest.mark.parametrize("render", SEPARATED)
@given(report=reports())
@QUICK
def test_separated_figures_are_all_read(render: Callable[[list[Line]], str], report: tuple[int, Values]) -> None:
    form, values = report
    reading = read(render(list(lines_of(form, values))), form)
    assert wrong(reading, values) == []
    unread = [str(cell.key) for cell in reading.cells if cell.value is None]
    assert unread == []
    assert len(reading.cells) == len(values)


@pytest.mark.parametrize("render", [*GLUED, *SEPARATED])
@given(report=reports(), seed=st.randoms(use_true_random=False))
@QUICK
def test_blanks_for_zero_are_never_filled(
    render: Callable[[list[Line]], str], report: tuple[int, Values], seed: Random
) -> None:
    form, values = report
    lines = [
        (labels, [figure if figure != "0" or seed.random() < 0.7 else "" for figure in figures])
        for labels, figures in lines_of(form, values)
    ]
    reading = read(render(lines), form)
    assert wrong(reading, values) == []


@pytest.mark.parametrize("render", [one_cell_a_line, spaces, pipe_on_own_line, html_paragraphs])
@given(report=reports(), seed=st.randoms(use_true_random=False))
@QUICK
def test_page_marks_and_cut_labels_do_no_harm(
    render: Callable[[list[Line]], str], report: tuple[int, Values], seed: Random
) -> None:
    form, values = report
    lines = [([cut(label, seed) for label in labels], figures) for labels, figures in lines_of(form, values)]
    reading = read(render(lines), form)
    assert wrong(reading, values) == []
    assert sum(cell.value is None for cell in reading.cells) == 0


def cut(label: str, seed: Random) -> str:
    """A label broken by a page's end, now and then."""
    if seed.random() < 0.8 or len(label) < 3:
        return label
    at = seed.randint(2, len(label) - 1)
    return label[:at] + seed.choice(["\n", " ", "\n\n— 5 —\n\n", "\n第 3 页\n"]) + label[at:]


@pytest.mark.parametrize("render", SEPARATED)
@given(report=reports(), seed=st.randoms(use_true_random=False))
@QUICK
def test_a_lost_figure_shifts_nothing(
    render: Callable[[list[Line]], str], report: tuple[int, Values], seed: Random
) -> None:
    form, values = report
    lines = [
        (labels, [figure for figure in figures if len(figures) < 7 or seed.random() < 0.95])
        for labels, figures in lines_of(form, values)
    ]
    assert wrong(read(render(lines), form), values) == []
