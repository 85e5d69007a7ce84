"""Whose report it is and for which year, from headings as agencies write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.identity import identify, is_report
from ingest.load.loader import load_bytes
from ingest.model import Document, Identity

BODY = "\n一、总体情况\n本机关依法公开政府信息。\n"


def document(text: str, name: str = "report.txt") -> Document:
    """A text file as loaded."""
    return load_bytes(name, text.encode(), 50)


def identity(text: str, name: str = "report.txt") -> Identity:
    """Identity that must be found."""
    found = identify(document(text, name))
    assert found is not None
    return found


HEADINGS = [
    ("吴忠市人民政府办公室2025年政府信息公开工作年度报告", "吴忠市人民政府办公室", 2025),
    ("# 吴忠市人民政府办公室\n\n## 2025 年政府信息公开工作年度报告", "吴忠市人民政府办公室", 2025),
    ("吴忠市\n人民政府办公室\n2025年政府信息公开工作年度报告", "吴忠市人民政府办公室", 2025),
    ("2024 年上海市科委政府信息公开工作\n年度报告", "上海市科委", 2024),
    ("2019年上海市人民政府办公厅政府信息公开工作年度报告", "上海市人民政府办公厅", 2019),
    ("平潭综合实验区2020年度政府信息公开工作年度报告", "平潭综合实验区", 2020),
    ("洪泽区朱坝街道办事处2023年政府信息公开年报", "洪泽区朱坝街道办事处", 2023),
    ("国家税务总局淮安市税务局2024年政府信息公开工作年度报告", "国家税务总局淮安市税务局", 2024),
    ("淮安市市场监督管理局（知识产权局）2024年政府信息公开工作年度报告", "淮安市市场监督管理局", 2024),
    ("淮安市教育局政府信息公开工作年度报告（2024年）", "淮安市教育局", 2024),
    ("淮安市教育局\n政府信息公开工作年度报告\n（2024年度）", "淮安市教育局", 2024),
    ("淮安市教育局关于2024年度政府信息公开工作情况的报告", "淮安市教育局", 2024),
    ("2023年度淮安市水利局政务公开工作报告", "淮安市水利局", 2023),
    ("《淮安市人民政府2024年政府信息公开工作年度报告》", "淮安市人民政府", 2024),
    ("标题: 平潭综合实验区2021年度政府信息公开工作年度报告\n发布时间: 2022-02-08", "平潭综合实验区", 2021),
    ("廣州市國資委2020年政府信息公開工作年度報告", "广州市国资委", 2020),
    ("天门市财政局二〇二三年政府信息公开工作年度报告", "天门市财政局", 2023),
    ("天门市财政局二零二三年度政府信息公开工作年度报告", "天门市财政局", 2023),
    ("天门市财政局二0二三年政府信息公开工作年度报告", "天门市财政局", 2023),
    ("天门市财政局二O二三年政府信息公开工作年度报告", "天门市财政局", 2023),
    ("天门市财政局２０２３年政府信息公开工作年度报告", "天门市财政局", 2023),
    # The year of the period counts, not that of publication or of a heading copied from last year.
    ("沭阳县发展和改革局2023年政府信息公开年度报告\n发布日期：2024-01-17\n统计期限为2023年1月1日至2023年12月31日。",
     "沭阳县发展和改革局", 2023),
    ("沭阳县发展和改革局2024年政府信息公开年度报告\n本报告中所列数据的统计期限自2023年1月1日起至12月31日止。",
     "沭阳县发展和改革局", 2023),
    ("沭阳县发展和改革局政府信息公开年度报告\n2024年1月17日\n沭阳县发展和改革局2023年政府信息公开年度报告", "沭阳县发展和改革局", 2023),
    # The heading names no agency: who published it, or whom to ask, does.
    ("2023年政府信息公开工作年度报告\n一、总体情况\n正文。\n如有疑问，请与天门市财政局联系。", "天门市财政局", 2023),
    ("2023年政府信息公开工作年度报告\n发布机构：天门市财政局", "天门市财政局", 2023),
    ("市人民政府办公室2025年政府信息公开工作年度报告\n一、总体情况\n正文。\n如有疑问，请与天门市人民政府办公室联系。",
     "天门市人民政府办公室", 2025),
    ("市人民政府办公室2025年政府信息公开工作年度报告", "市人民政府办公室", 2025),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "agency", "year"), HEADINGS)
def test_headings(heading: str, agency: str, year: int) -> None:
    found = identity(heading + BODY)
    assert (found.agency, found.year) == (agency, year)


@pytest.mark.parametrize(
    "heading",
    ["淮安市教育局工作总结", "2023年政府信息公开工作年度报告", "某局二〇年度政府信息公开工作年度报告", "会议记录"],
)
def test_what_cannot_be_told_is_none(heading: str) -> None:
    assert identify(document(heading + BODY)) is None


def test_file_name_helps_where_the_text_is_silent() -> None:
    assert (found := identity("正文" + BODY, "淮安市教育局2024年.txt")).agency == "淮安市教育局"
    assert found.year == 2024


def test_what_the_user_says_wins() -> None:
    text = document("淮安市教育局2024年政府信息公开工作年度报告" + BODY)
    found = identify(text, agency="涟水县教育局", year=2022)
    assert found is not None
    assert (found.agency, found.year) == ("涟水县教育局", 2022)


def test_title_is_cut_at_the_agency() -> None:
    line = "# source: https://example.org/wiki/廣州市國資委2020年政府信息公開工作年度報告"
    assert identity(line + BODY).title == "广州市国资委2020年政府信息公开工作年度报告"
    assert identity("现将淮安市教育局2024年政府信息公开工作年度报告公布如下" + BODY).title.startswith("淮安市教育局")


@pytest.mark.parametrize(
    ("agency", "text", "scope"),
    [("淮安市人民政府", "全市共收到申请10件。", "government"), ("平潭综合实验区", "全区各级行政机关共受理申请。", "government"),
     ("吴忠市人民政府办公室", "全市关停账号61个。", "office"), ("上海市科委", "", "department"), ("沭阳县发展和改革局", "", "department")],
)  # fmt: skip
def test_scope(agency: str, text: str, scope: str) -> None:
    assert identity(f"{agency}2024年政府信息公开工作年度报告{BODY}{text}").scope == scope


def test_date_of_publication_is_kept_apart() -> None:
    found = identity("沭阳县发展和改革局2023年政府信息公开年度报告\n发布日期：2024年1月7日" + BODY)
    assert (found.year, found.published) == (2023, "2024-01-07")


REAL = {
    "01_wuzhong_zfb_2025.md": ("吴忠市人民政府办公室", 2025, "office"),
    "03_shanghai_gov_office_2019_oldform.html": ("上海市人民政府办公厅", 2019, "office"),
    "11_shuyang_fagaiju_2023_wordhtml.html": ("沭阳县发展和改革局", 2023, "department"),
    "13_shanghai_stcsm_2024.md": ("上海市科委", 2024, "department"),
    "16_pingtan_2020_oldform_gluedcells.txt": ("平潭综合实验区", 2020, "government"),
    "17_pingtan_2021_gluedcells.txt": ("平潭综合实验区", 2021, "government"),
    "18_pingtan_2022_gluedcells.txt": ("平潭综合实验区", 2022, "government"),
    "cut/c08_guangzhou_sasac_2020_oldform_traditional_blanks.txt": ("广州市国资委", 2020, "department"),
    "cut/c09_tianmen_gov_office_2025_onecell_perline.txt": ("市人民政府办公室", 2025, "office"),
    "cut/c11_wuchang_minyi_township_2021_tables_missing.txt": ("五常市民意乡", 2021, "department"),
}
SAMPLES = {
    "wuzhong_gov_office_2025.md": ("吴忠市人民政府办公室", 2025, "office"),
    "huaian_2024.html": ("淮安市人民政府", 2024, "government"),
    "hongze_2023.docx": ("淮安市洪泽区人民政府", 2023, "government"),
    "pingtan_2020.txt": ("平潭综合实验区", 2020, "government"),
    "pingtan_2021.html": ("平潭综合实验区", 2021, "government"),
    "pingtan_2022.docx": ("平潭综合实验区", 2022, "government"),
}


def told(path: Path) -> tuple[str, int, str]:
    """Agency, year and scope of a file; its name is no help."""
    found = identify(load_bytes(f"x{path.suffix}", path.read_bytes(), 50))
    assert found is not None
    return found.agency, found.year, found.scope


@pytest.mark.parametrize("name", REAL)
def test_real_reports(shared: Path, name: str) -> None:
    assert told(shared / name) == REAL[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_reports(repo: Path, name: str) -> None:
    assert told(repo / "reports" / name) == SAMPLES[name]


def test_every_sample_is_listed(repo: Path) -> None:
    assert {path.name for path in (repo / "reports").iterdir()} == set(SAMPLES)


def test_what_is_a_report() -> None:
    titled = "淮安市教育局2024年政府信息公开工作年度报告"
    assert is_report(document(titled + BODY), 0)
    assert not is_report(document(titled + "\n正文没有章节。"), 0)
    assert not is_report(document("会议记录" + BODY), 0)
    assert is_report(document("没有标题"), 5)
