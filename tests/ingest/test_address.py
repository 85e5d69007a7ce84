"""The address of a report where it is printed, and never that of a site that a sentence names."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest.address import clean_address, printed_address
from ingest.identity import identify
from ingest.load.loader import load_bytes

PAGE = "https://www.example.gov.cn/zwgk/art_1.html"
TITLE = "淮安市教育局2024年政府信息公开工作年度报告"
BODY = f"{TITLE}\n一、总体情况\n本机关依法公开政府信息。\n"


def of_text(text: str, name: str = "report.txt") -> str | None:
    return printed_address(load_bytes(name, text.encode(), 50))


def of_page(head: str, body: str = "") -> str | None:
    page = f"<!DOCTYPE html>\n<html><head>{head}<title>{TITLE}</title></head><body><p>{TITLE}</p>{body}</body></html>"
    return of_text(page, "report.html")


HEADS = [
    (f'<link rel="canonical" href="{PAGE}">', PAGE),
    (f"<LINK href='{PAGE}' REL=canonical />", PAGE),
    (f'<meta property="og:url" content="{PAGE}"/>', PAGE),
    (f'<meta content="{PAGE}" name="og:url">', PAGE),
    (f"<!-- saved from url=(0042){PAGE} -->", PAGE),
    ('<link rel="canonical" href="https://example.gov.cn/show?id=3&amp;t=1">', "https://example.gov.cn/show?id=3&t=1"),
    (f'<meta property="og:url" content="http://example.org/og"><link rel="canonical" href="{PAGE}">', PAGE),
    (f'<link rel="canonical" href="/art_1.html"><meta property="og:url" content="{PAGE}">', PAGE),
    (f'<link rel="canonical" href="https://www.example.gov.cn/"><!-- saved from url=(0042){PAGE} -->', PAGE),
    ('<link rel="canonical" href="javascript:alert(1)">', None),
    ('<link rel="canonical" href="ftp://example.org/a.html">', None),
    ('<link rel="stylesheet" href="https://example.org/a.css">', None),
    ("<!-- saved from url=(0014)about:internet -->", None),
    (f'<link rel="canonical" href="https://example.org/{"a" * 500}">', None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("head", "url"), HEADS)
def test_heads_of_pages(head: str, url: str | None) -> None:
    assert of_page(head) == url


def test_a_page_may_have_it_on_a_labelled_line_only() -> None:
    assert of_page("", f"<p>信息链接：<a href='x'>{PAGE}</a></p>") == PAGE
    assert (
        of_page("", f"<table><tr><td>索引号</td><td>1</td></tr><tr><td>原文链接</td><td>{PAGE}</td></tr></table>")
        == PAGE
    )


LINES = [
    f"原文链接：{PAGE}", f"原文地址: {PAGE}", f"本文链接：{PAGE}。", f"信息链接：<{PAGE}>", f"网址：{PAGE}；", f"链接: {PAGE},",
    f"URL: {PAGE}", f"source : {PAGE}", f"# source: {PAGE}", f"# source: {PAGE} (一份节选，2023年)",
    f"- **原文链接**：{PAGE}", f"原文链接：[点击查看]({PAGE})",
    f"发布时间：2025-01-10 09:30 来源：市教育局 原文链接：{PAGE}", f"发布日期：2025-01-10 | 网址：{PAGE} | 浏览：33",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("far", ["", "正文一句。\n\n" * 60])
def test_labelled_lines_near_head_and_end(line: str, far: str) -> None:
    assert of_text(f"{line}\n\n{BODY}\n{far}") == PAGE
    assert of_text(f"{BODY}\n{far}\n{line}\n") == PAGE


SENTENCES = [
    f"本报告可在市政府网站（{PAGE}）查阅。", f"电子版可从网址：{PAGE} 下载。", f"在市政府网站（网址：{PAGE}）公开。",
    f"如有疑问，请登录 链接：{PAGE}", f"电子版请在淮安市人民政府门户网站查询： 网址：{PAGE}", f"网址：{PAGE}），欢迎查阅。",
    f"网址：{PAGE} 可以下载本报告全文", "网址：http://www.example.gov.cn", "网址：http://www.example.gov.cn/",
    "链接：mailto:a@example.gov.cn", "链接：http://a@example.gov.cn/x", "邮箱：mailto:a@example.gov.cn", f"见{PAGE}",
]  # fmt: skip


@pytest.mark.parametrize("line", SENTENCES)
def test_sites_of_sentences_are_none(line: str) -> None:
    assert of_text(f"{BODY}\n{line}\n") is None


def test_a_line_in_the_middle_is_none() -> None:
    far = "正文一句。\n\n" * 60
    assert of_text(f"{BODY}\n{far}\n网址：{PAGE}\n\n{far}") is None


@pytest.mark.parametrize(
    ("printed", "kept"),
    [(f"{PAGE}).", PAGE), ("https://example.org/wiki/a_(b)", "https://example.org/wiki/a_(b)"), ("https://example.org/x\"><b", None),
     ("https://[broken/x", None), ("https://localhost/x", None), (f"  {PAGE}  ", PAGE)],
)  # fmt: skip
def test_what_is_kept_of_an_address(printed: str, kept: str | None) -> None:
    assert clean_address(printed) == kept


def test_length_is_limited_not_cut() -> None:
    longest = "https://example.org/" + "a" * 480
    assert of_text(f"链接：{longest}\n{BODY}") == longest
    assert of_text(f"链接：{longest}a\n{BODY}") is None


def test_hostile_lines_cost_nothing() -> None:
    started = time.perf_counter()
    for line in (
        "链接：" * 4000,
        "a: " * 4000,
        f"网址：{PAGE}" + " |" * 4000,
        "<link " * 100_000,
        "<meta a=" + "b=" * 90_000,
    ):
        of_text(f"{line}\n{BODY}")
        of_page(line)
    assert time.perf_counter() - started < 5


def test_it_belongs_to_the_identity() -> None:
    found = identify(load_bytes("r.txt", f"原文链接：{PAGE}\n{BODY}".encode(), 50))
    assert found is not None
    assert found.url == PAGE


REAL = {
    "01_wuzhong_zfb_2025.md": None,  # its text names a page of the site, in a sentence
    "13_shanghai_stcsm_2024.md": None,
    "16_pingtan_2020_oldform_gluedcells.txt": "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/202103/t20210305_80595.htm",
    "cut/c05_ankang_bureau_2019_oldform_unit_in_cell.txt": "https://www.ankang.gov.cn/Content-2027931.html",
}


@pytest.mark.parametrize("name", REAL)
def test_real_reports(shared: Path, name: str) -> None:
    path = shared / name
    assert printed_address(load_bytes(path.name, path.read_bytes(), 50)) == REAL[name]
