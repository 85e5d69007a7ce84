"""Sections with nothing under them, and tables that are not there."""

from __future__ import annotations

import pytest

from ingest.audit.complete import empty_sections, missing_tables
from ingest.audit.rules import load_rules
from ingest.form.catalogue import Catalogue
from ingest.model import State
from tests.ingest.audit.made import changed, subject, zeros

RULES = load_rules()
HEADS = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
         "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]  # fmt: skip


def empty(catalogue: Catalogue, *under: str | None) -> list[tuple[str, str]]:
    """(section, quote) of empty sections of a report with one paragraph, table or nothing under each heading."""
    paragraphs: list[str | None] = []
    for head, body in zip(HEADS, under, strict=True):
        paragraphs += [head] if body == "" else [head, body]
    entries = empty_sections(subject(catalogue, zeros(catalogue), paragraphs), RULES.sections, RULES.nothing)
    return [(entry.finding.scope, entry.quote) for entry in entries]


def test_full_sections_are_not_told(catalogue: Catalogue) -> None:
    assert empty(catalogue, "情况良好。", None, None, None, "问题不少。", "没有收取信息处理费。") == []


@pytest.mark.parametrize("nothing", ["", "无", "无。", "暂无。", " 无 "])
def test_a_heading_alone_or_with_nothing(catalogue: Catalogue, nothing: str) -> None:
    assert empty(catalogue, nothing, None, None, "", "问题不少。", nothing) == [
        ("overview", nothing.strip()), ("disputes", ""), ("other", nothing.strip()),
    ]  # fmt: skip


def test_no_other_matters_beside_a_fee_is_something(catalogue: Catalogue) -> None:
    said = "2023年没有收取信息处理费，也没有其他需要报告的事项。"
    assert empty(catalogue, "好。", None, None, None, "问题。", said) == []
    assert empty(catalogue, "好。", None, None, None, "问题。", "无其他需要报告的事项")[0][0] == "other"


def test_headings_within_a_run_of_text_are_not_judged(catalogue: Catalogue) -> None:
    found = subject(
        catalogue,
        zeros(catalogue),
        ["五、存在的主要问题及改进情况（一）存在的主要问题：队伍不稳。六、其他需要报告的事项 无"],
    )
    assert list(empty_sections(found, RULES.sections, RULES.nothing)) == []


def test_tables_of_which_no_cell_was_read(catalogue: Catalogue) -> None:
    cells = zeros(catalogue)
    lost = changed(cells, {str(key): State.ABSENT for key in cells if key.table == "disputes"})
    entries = list(missing_tables(subject(catalogue, lost)))
    assert [(e.finding.identity, e.finding.status, e.finding.scope) for e in entries] == [
        ("missing_table", "note", "disputes")
    ]
    assert list(missing_tables(subject(catalogue, changed(lost, {"disputes/review/total": 0})))) == []
