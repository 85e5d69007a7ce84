"""Numbers of the text against the tables: both readings, broken words, parts and other years left alone."""

from __future__ import annotations

from time import perf_counter

import pytest

from ingest.audit.narrative import narrative, statements
from ingest.audit.rules import load_rules
from ingest.form.catalogue import Catalogue
from tests.ingest.audit.made import Cells, cells, changed, subject, zeros

RULES = load_rules().narrative
VALUES = {
    "requests/new": 74, "requests/carried_in": 3, "requests/public": 21, "requests/partial": 9, "requests/d5": 1,
    "requests/d6": 2, "requests/u1": 37, "requests/n2": 1, "requests/o1": 1, "requests/o3": 2, "requests/total": 74,
    "requests/carried_out": 3, "disputes/review": 5, "disputes/litigation_direct": 2, "disputes/litigation_after_review": 1,
}  # fmt: skip
DOCUMENTS = {
    "disclosure/normative_documents/made": 11, "disclosure/normative_documents/repealed": 13,
    "disclosure/normative_documents/in_force": 85, "disclosure/regulations/in_force": 2,
}  # fmt: skip


@pytest.fixture
def tables(catalogue: Catalogue) -> Cells:
    totals = {f"{row}/total": value for row, value in VALUES.items()}
    return changed(zeros(catalogue), {**totals, **DOCUMENTS})


def said(catalogue: Catalogue, tables: Cells, text: str) -> list[tuple[str, int]]:
    """What is taken to speak of a figure: (rule, number)."""
    return [(s.rule.key, int(s.value)) for s in statements(subject(catalogue, tables, [text]), RULES)]


def told(catalogue: Catalogue, tables: Cells, text: str) -> list[tuple[str, int, int]]:
    """Findings: (rule, number of the text, first reading of the tables)."""
    entries = list(narrative(subject(catalogue, tables, [text]), RULES))
    assert all(entry.finding.status == "note" and entry.finding.identity == "narrative" for entry in entries)
    return [(e.finding.scope, int(e.finding.left), int(e.finding.right)) for e in entries]


SPOKEN = [
    ("2023年，共收到政府信息公开申请{}件。", "received", (74, 77), 75),
    ("全年共办理依申请公开{}件，均按时答复。", "handled", (74, 77), 38),
    ("全市受理政府信息公开申请 {} 件。", "received", (74, 77), 80),
    ("2023年，本机关收到{}件政府信息公开申请。", "received", (74,), 4),
    ("依申请公开方面，共收到{}件申请。", "received", (74, 77), 1),
    ("我局共收到依申请信息公开{}件。", "received", (74, 77), 26),
    ("全年新收到公民、法人和其他组织政府信息公开申请{}件。", "received", (74,), 70),
    ("收到信息公开申请74件（含上年结转{}件）。", "carried_in", (3,), 5),
    ("收到信息公开申请74件，办结{}件。", "concluded", (74,), 60),
    ("答复政府信息公开申请{}件（含上年度结转申请3件）。", "concluded", (74,), 805),
    ("信息公开申请办结后，结转下年度继续办理{}件。", "carried_out", (3,), 1),
    ("收到信息公开申请74件，另有{}件申请按照《条例》顺延到下年度答复。", "carried_out", (3,), 72),
    ("收到信息公开申请74件，{}件结转下年度继续办理。", "carried_out", (3,), 2),
    ("依申请公开中，予以公开{}件。", "public", (21,), 20),
    ("依申请公开中，同意公开答复 {} 件。", "public", (21,), 9),
    ("依申请公开中，部分公开{}件。", "partial", (9,), 8),
    ("依申请公开中，予以公开及部分公开{}件。", "public_and_partial", (30,), 258),
    ("依申请公开中，不予公开答复 {}件。", "denied", (3,), 2),
    ("依申请公开中，因本机关不掌握等原因无法提供{}件。", "unable", (37,), 265),
    ("依申请公开中，不予处理的{}件。", "unprocessed", (1,), 158),
    ("依申请公开中，其他处理 {} 件。", "other_handling", (3,), 14),
    ("因政府信息公开引起的行政复议{}件。", "reviews", (5,), 351),
    ("有 {} 件涉及政府信息公开工作的行政复议。", "reviews", (5,), 1),
    ("信息公开类行政复议5件，诉讼{}件。", "lawsuits", (3, 2, 1), 9),
    ("因政府信息公开引起的行政复议、行政诉讼共{}件。", "disputes", (8,), 6),
    ("动态更新政策文件库，发布现行有效政府规章 {} 部。", "rules_in_force", (2,), 5),
    ("发布现行有效政府规章2部、行政规范性文件 {} 件。", "documents_in_force", (85,), 46),
    ("制发行政规范性文件{}个。", "documents_made", (11,), 6),
    ("废止行政规范性文件{}件。", "documents_repealed", (13,), 6),
    ("制发行政规范性文件11件，废止{}件。", "documents_repealed", (13,), 3),
    ("制发行政规范性文件11件，年末现行有效{}件。", "documents_in_force", (85,), 665),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "right", "wrong"), SPOKEN, ids=[f"{s[1]}-{n}" for n, s in enumerate(SPOKEN)])
def test_what_the_text_may_say(
    catalogue: Catalogue, tables: Cells, text: str, rule: str, right: tuple[int, ...], wrong: int
) -> None:
    for number in right:
        assert (rule, number) in said(catalogue, tables, text.format(number))
        assert told(catalogue, tables, text.format(number)) == []
    assert told(catalogue, tables, text.format(wrong)) == [(rule, wrong, right[0])]


@pytest.mark.parametrize("gap", [" ", "\n\n", "\u3000", "\u200b"])
def test_words_broken_by_blanks_and_lines_are_whole(catalogue: Catalogue, tables: Cells, gap: str) -> None:
    text = gap.join("全年共收到政府信息公开申请99件。")
    assert told(catalogue, tables, text) == [("received", 99, 74)]


@pytest.mark.parametrize(
    "text",
    [
        "全年收到政府信息公开申请近80件。",
        "全年收到政府信息公开申请80余件。",
        "2022年，收到政府信息公开申请50件。",
        "2022年共受理政府信息公开申请50件，同比减少24件。",
        "收到政府信息公开申请74件，其中通过网络收到申请20件。",
        "全年受理行政复议申请120件，涉及政府信息公开工作的另行报告。",
        "收到网民留言100条，办结100条。政府信息公开工作进展顺利。",
        "收到低保申请300件。",
        "主动公开政府信息5500条。",
        "行政诉讼案件的办结率为100%，政府信息公开工作零败诉。",
        "依申请公开申请办结率100%，予以公开率98.5%。",
        "信息公开类行政复议被纠错1件。",
    ],
)
def test_parts_other_years_and_other_matters_are_left_alone(catalogue: Catalogue, tables: Cells, text: str) -> None:
    assert told(catalogue, tables, text) == []


def test_nothing_happened_says_the_text_but_the_table_has_figures(catalogue: Catalogue, tables: Cells) -> None:
    text = "（二）依申请公开情况。未发生因依申请公开引起的行\n\n政复议和行政诉讼案件。"
    assert told(catalogue, tables, text) == [("no_disputes", 0, 8)]
    assert told(catalogue, zeros(catalogue), text) == []
    assert told(catalogue, tables, "本年度未收到政府信息公开申请。") == [("none_received", 0, 74)]


def test_numbers_may_be_written_in_characters(catalogue: Catalogue, tables: Cells) -> None:
    assert told(catalogue, tables, "全年收到政府信息公开申请七十四件。") == []
    assert told(catalogue, tables, "全年收到政府信息公开申请十二件。") == [("received", 12, 74)]
    assert told(catalogue, tables, "全年收到政府信息公开申请1,274件。") == [("received", 1274, 74)]


def test_traditional_characters_are_understood(catalogue: Catalogue, tables: Cells) -> None:
    assert told(catalogue, tables, "2023年新收到政府信息公開申請31件,辦結28件。") == [
        ("received", 31, 74),
        ("concluded", 28, 74),
    ]


def test_quote_and_place_lead_to_the_source(catalogue: Catalogue, tables: Cells) -> None:
    lead = "本报告依照条例编写。" * 30
    found = subject(catalogue, tables, [lead, "一、总体情况", f"{lead}全年收到政府信\n息公开申请99件；均已答复。"])
    (entry,) = narrative(found, RULES)
    assert entry.place is not None
    assert entry.quote == found.document.text[entry.place.start : entry.place.end]
    assert "申请99件" in entry.quote
    assert len(entry.quote) < 130
    assert (entry.place.line, entry.place.page) == (found.document.text[: entry.place.start].count("\n") + 1, 3)
    assert [str(key) for key in entry.finding.cells] == ["requests/new/total", "requests/carried_in/total"]
    assert (entry.finding.left_formula, entry.finding.right_formula) == ("99", "74 | 74 + 3")


def test_the_same_number_is_told_once(catalogue: Catalogue, tables: Cells) -> None:
    text = "全年收到政府信息公开申请99件。"
    assert len(told(catalogue, tables, text * 3)) == 1


def test_tables_that_say_nothing_contradict_nothing(catalogue: Catalogue) -> None:
    assert told(catalogue, cells({}), "全年收到政府信息公开申请99件。") == []


def test_text_without_end_is_searched_in_time(catalogue: Catalogue, tables: Cells) -> None:
    text = "".join(f"信息公开行政复议、收到政府信息公开申请{number}件" for number in range(1, 4000))
    began = perf_counter()
    assert len(told(catalogue, tables, text)) > 3000
    assert perf_counter() - began < 20
