"""Printed labels → keys: tolerant of misprints, never of doubt."""

from __future__ import annotations

import pytest

from ingest.form.catalogue import Catalogue
from ingest.form.labels import FormLabels, LabelIndex, core, form_labels, numbering


@pytest.fixture(scope="module")
def labels(catalogue: Catalogue) -> FormLabels:
    """Indexes of the official forms."""
    return form_labels(catalogue)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("1.属于国家秘密", "属于国家秘密"), ("１．属于国家秘密", "属于国家秘密"), ("1、属于国家秘密", "属于国家秘密"), ("（一）予以公开", "予以公开"),
     ("(一) 予以公开", "予以公开"), ("一、本年新收", "本年新收"), ("3.危及“三安全一稳定”", "危及三安全一稳定"), ("總計", "总计"),
     ("⼀、⾏政", "行政"), ("12", "12"), ("", "")],
)  # fmt: skip
def test_core(text: str, wanted: str) -> None:
    assert core(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("2.其他", "2"), ("２、其他", "2"), ("（三）不予公开", "三"), ("三、结果", "三"), ("其他", ""), ("10)其他", "10")],
)
def test_numbering(text: str, wanted: str) -> None:
    assert numbering(text) == wanted


def test_every_printed_label_is_known(catalogue: Catalogue, labels: FormLabels) -> None:
    for table, terms in catalogue.rows.items():
        for key, term in terms.items():
            for label in [term.path[-1], *term.variants]:
                match = labels.rows[table].match(label)
                assert match is not None, label
                assert match.distance == 0
                # 合计, 其他 and the like may be shared; a full label is its own
                assert match.key == key or len(core(label)) <= 4, (label, match.key, key)


def test_every_column_head_is_known(catalogue: Catalogue, labels: FormLabels) -> None:
    for table, terms in catalogue.columns.items():
        for key, term in terms.items():
            if term.sum_of:
                continue  # a head over several columns, no column itself
            match = labels.columns[table].match(term.printed)
            assert match is not None
            assert match.key == key


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("2.其他法律行政法规禁止公幵", "d2"),
        ("8.属于行政查询亊项", "d8"),
        ("1.信访举报投诉类申情", "n1"),
        ("1.本机关不掌握相关政府信患", "u1"),
    ],
)
def test_misprints(labels: FormLabels, label: str, key: str) -> None:
    match = labels.rows["requests"].match(label)
    assert match is not None
    assert (match.key, match.distance) == (key, 1)


def test_heavy_misprint_needs_its_number_and_place(labels: FormLabels) -> None:
    index, label = labels.rows["requests"], "2.其他法律行政止公开"
    found = index.match(label, expected="d2")
    assert found is not None
    assert found.key == "d2"
    assert index.match("2.其法行政止公", expected="d1") is None


@pytest.mark.parametrize("label", ["", "  ", "其中", "合计数之外的说明", "办公用品采购情况", "12", "——"])
def test_what_is_no_label(labels: FormLabels, label: str) -> None:
    assert labels.rows["requests"].match(label) is None


def test_two_equally_near_labels_are_none() -> None:
    index = LabelIndex({"a": ["甲乙丙丁戊"], "b": ["甲乙丙丁己"]})
    assert index.match("甲乙丙丁庚") is None
    exact = index.match("甲乙丙丁己")
    assert exact is not None
    assert exact.key == "b"


def test_short_labels_allow_no_misprint() -> None:
    index = LabelIndex({"a": ["总计"]})
    assert index.match("总数") is None
    assert index.match("合计") is None


def test_groups(labels: FormLabels) -> None:
    assert {"不予公开", "无法提供", "不予处理", "其他处理", "行政诉讼", "本年度办理结果"} <= labels.groups
    assert "属于国家秘密" not in labels.groups
