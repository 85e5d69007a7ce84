"""Passages: whole sentences under their headings, every character traceable to the source."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunk import LONGEST, chunk, sentences
from ingest.load.loader import load_bytes
from ingest.model import Document, Passage


def load(text: str, name: str = "report.md") -> Document:
    """A document as loaded."""
    return load_bytes(name, text.encode(), 50)


def passages(text: str, name: str = "report.md") -> list[Passage]:
    """Passages of a text."""
    return list(chunk(load(text, name)))


def strayed(document: Document, passage: Passage) -> list[str]:
    """Characters of a passage that do not stand where `source_offset` says."""
    wrong, before = [], 0
    for offset, char in enumerate(passage.text):
        at = passage.source_offset(offset)
        found = document.text[at : at + 1]
        if at < before:
            wrong.append(f"{offset}: goes back to {at}")
        before = at
        if char.isspace():
            continue  # a blank may stand for a tag, an entity or several blanks
        if found != char and not (found == "&" and unescape(document.text[at : at + 9]).startswith(char)):
            wrong.append(f"{offset}: {char!r} but {found!r} in the source, near {passage.text[offset : offset + 8]}")
    return wrong


def test_words_torn_by_a_page_break_are_joined() -> None:
    text = "# 一、总体情况\n\n全年各单位都没有由此引起的行政\n\n复议、行政诉讼，也没有\n\n\n收取费用。\n\n第二段从这里开始。\n"
    found = passages(text)
    assert [p.text for p in found] == [
        "全年各单位都没有由此引起的行政复议、行政诉讼，也没有收取费用。",
        "第二段从这里开始。",
    ]
    joined = found[0]
    assert joined.source_offset(joined.text.index("复议")) == text.index("复议")
    assert joined.source_offset(joined.text.index("收取")) == text.index("收取")
    assert (joined.place.line, joined.place.end) == (3, text.index("费用。") + 3)


def test_english_words_keep_their_blank() -> None:
    (found,) = passages("Requests were handled by the\noffice in charge.\n", "x.txt")
    assert found.text == "Requests were handled by the office in charge."


def test_headings_give_the_path() -> None:
    text = (
        "# 某市财政局2024年政府信息公开工作年度报告\n导语在这里，说明报告的由来和依据。\n"
        "## 一、总体情况\n### （一）主动公开\n公开了一些信息，数量不少，内容也全。\n"
        "### （二）依申请公开\n收到申请若干件，都已按期答复。\n## 五、存在的主要问题\n还有一些不足之处，需要改进。\n"
    )
    assert [p.headings for p in passages(text)] == [
        ("某市财政局2024年政府信息公开工作年度报告",),
        ("某市财政局2024年政府信息公开工作年度报告", "一、总体情况", "（一）主动公开"),
        ("某市财政局2024年政府信息公开工作年度报告", "一、总体情况", "（二）依申请公开"),
        ("某市财政局2024年政府信息公开工作年度报告", "五、存在的主要问题"),
    ]


def test_run_in_heading_is_a_heading() -> None:
    (found,) = passages("## 一、总体情况\n**（一）主动公开情况。**全年公开信息八百余条。\n")
    assert found.headings == ("一、总体情况", "（一）主动公开情况")
    assert found.text.startswith("（一）主动公开情况。全年")


def test_grids_are_no_narrative() -> None:
    found = passages("导语说明了报告的编制依据。\n\n| 规章 | 0 |\n|---|---|\n| 总计 | 77 |\n\n表后的一句话在这里。\n")
    assert [p.text for p in found] == ["导语说明了报告的编制依据。", "表后的一句话在这里。"]


def test_tables_as_running_text_are_no_narrative() -> None:
    text = (
        "认真办理依申请公开，全部按期答复。二、主动公开政府信息情况 第二十条第（一）项信息内容本年制发件数规章007"
        "规范性文件7777166三、收到和处理政府信息公开申请情况一、本年新收15130000154"
        "五、存在的主要问题及改进情况（一）存在的主要问题:水平有待进一步提升。"
    )
    found = "".join(p.text for p in passages(text, "x.txt"))
    assert "按期答复" in found
    assert "有待进一步提升" in found
    assert not any(word in found for word in ("7777166", "15130000154", "规章", "本年新收"))


def test_long_paragraphs_split_at_sentences() -> None:
    sentence = "全年通过政府网站公开各类信息若干条，并同步做好政策解读和回应关切工作。"
    text = sentence * 40
    found = passages(f"## 一、总体情况\n{text}\n")
    assert "".join(p.text for p in found) == text
    assert len(found) > 2
    assert all(p.text.endswith("。") and len(p.text) <= LONGEST for p in found)
    assert [p.ordinal for p in found] == list(range(len(found)))


def test_a_sentence_longer_than_the_limit_stays_whole() -> None:
    text = "甲" * (LONGEST * 2) + "。"
    (found,) = passages(text + "\n", "x.txt")
    assert found.text == text


def test_sentences() -> None:
    text = "第一句。第二句！“第三句？”尾巴"
    assert [text[a:b] for a, b in sentences(text)] == ["第一句。", "第二句！", "“第三句？”", "尾巴"]
    assert sentences("  ") == []


def test_nothing_in_nothing_out() -> None:
    assert passages("   \n\n", "x.txt") == []


LINES = st.lists(
    st.text(alphabet="甲乙丙丁一二三（）、。；，：**`_ #&<>\u3000ab12", min_size=1, max_size=30), min_size=1, max_size=8
)


@given(lines=LINES, markup=st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_text_maps_back(lines: list[str], markup: bool) -> None:
    if markup:
        paragraphs = [re.sub("[<>&]", "", line) for line in lines]
        text = (
            "<html><body>"
            + "".join(f"<p>甲&nbsp;{line[:4]}<b>{line[4:]}</b></p>\n" for line in paragraphs)
            + "</body></html>"
        )
    else:
        text = "\n".join(lines)
    document = load(text)
    for passage in chunk(document):
        assert strayed(document, passage) == []
        assert 0 <= passage.place.start <= passage.place.end <= len(document.text)


def check_file(path: Path) -> None:
    """Every passage of a file maps back, in order, with the line that its place says."""
    document = load_bytes(path.name, path.read_bytes(), 50)
    found = chunk(document)
    assert found
    assert [problem for passage in found for problem in strayed(document, passage)] == []
    for passage in found:
        assert passage.place.line == document.text.count("\n", 0, passage.place.start) + 1
        assert passage.source_offset(0) == passage.place.start
    starts = [passage.place.start for passage in found]
    assert starts == sorted(starts)


SAMPLES = [
    "hongze_2023.docx",
    "huaian_2024.html",
    "pingtan_2020.txt",
    "pingtan_2021.html",
    "pingtan_2022.docx",
    "wuzhong_gov_office_2025.md",
]
REAL = [
    "01_wuzhong_zfb_2025.md", "03_shanghai_gov_office_2019_oldform.html", "11_shuyang_fagaiju_2023_wordhtml.html",
    "13_shanghai_stcsm_2024.md", "16_pingtan_2020_oldform_gluedcells.txt", "17_pingtan_2021_gluedcells.txt",
    "18_pingtan_2022_gluedcells.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_map_back(repo: Path, name: str) -> None:
    check_file(repo / "reports" / name)


@pytest.mark.parametrize("name", REAL)
def test_real_reports_map_back(shared: Path, name: str) -> None:
    check_file(shared / name)


def test_seed_report_reads_on_over_its_page_break(repo: Path) -> None:
    path = repo / "reports" / "wuzhong_gov_office_2025.md"
    text = "".join(p.text for p in chunk(load_bytes(path.name, path.read_bytes(), 50)))
    assert "由此引起的行政复议、行政诉讼" in text
