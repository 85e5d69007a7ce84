"""The review sheet: text, JSON and Word file say the same, with both numbers and their places."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from ingest.__main__ import main
from ingest.audit.words import compact, telling
from ingest.form.catalogue import Catalogue
from ingest.model import State
from ingest.store.nouns import report_id_of
from ingest.store.store import Store
from ingest.wording import wording
from tests.ingest.audit.made import DIMENSION, cells, changed, put, zeros

CITY = "某市人民政府"
REPORT, BEFORE = report_id_of(CITY, 2023), report_id_of(CITY, 2022)
Run = Callable[..., str]


@pytest.fixture
def home(tmp_path: Path, catalogue: Catalogue) -> Path:
    """A store with every kind of finding in one report, and a clean report of another agency."""
    wrong: dict[str, object] = {
        "disputes/review/upheld": 10, "disputes/review/corrected": 1, "requests/new/total": 5, "requests/new/person": 5,
        "disclosure/fees/amount": State.UNREADABLE, "disclosure/normative_documents/made": 2,
        "disputes/litigation_direct/total": State.ABSENT,
    }  # fmt: skip
    text: list[str | None] = ["一、总体情况", "收到政府信息公开申请9件。", "六、其他需要报告的事项", "无。"]
    with Store.open(tmp_path / "home", "made", DIMENSION) as store:
        put(store, catalogue, changed(zeros(catalogue), wrong), text, agency=CITY, year=2023)
        put(store, catalogue, changed(zeros(catalogue), {"requests/carried_out/total": 2}), agency=CITY, year=2022)
        put(store, catalogue, zeros(catalogue), agency="某县人民政府")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `python -m ingest audit …`: what it prints."""

    def call(*arguments: str, code: int = 0) -> str:
        assert main(["audit", *arguments, "--home", str(home)]) == code
        printed = capsys.readouterr()
        return printed.out if code == 0 else printed.err

    return call


def test_text_names_both_numbers_place_quote_and_rule(run: Run) -> None:
    text = run(REPORT)
    assert text.startswith(
        f"{CITY} 2023 年（编号 {REPORT}，第 1 版，文件 made.md）\n数字不一致 4 处，提示 4 处；读不出的单元格 1 格，缺少的单元格 1 格"
    )
    assert (
        "[不一致] 复议诉讼合计：“行政复议”行\n   各种结果之和 11（10 + 1）；总计 0\n   位置：四、政府信息公开行政复议、行政诉讼情况 第 7 行"
        in text
    )
    assert "[不一致] 跨年结转：“总计”栏\n   上年报告结转下年度 2；本年报告上年结转 0" in text
    assert f"另见 {CITY} 2022 年报告（编号 {BEFORE}）" in text
    assert "[提示] 正文与表格：收到、受理申请\n   正文 9；表中 5\n   位置：正文 第 3 页；三、" in text
    assert "   原文：“收到政府信息公开申请9件。”" in text
    assert "[提示] 部分内容为空：六、其他需要报告的事项" in text
    assert "[提示] 数值少见：制发与现行有效" in text
    assert "- 二、主动公开政府信息情况：行政事业性收费，本年收费金额；原文“1?”；看不清" in text
    assert "- 四、政府信息公开行政复议、行政诉讼情况：行政诉讼 / 未经复议直接起诉，总计；报告中没有找到这一格" in text


def test_english_has_no_chinese_wording(run: Run) -> None:
    text = run(REPORT, "--lang", "en")
    assert (
        "[contradiction] disputes: row 'administrative reviews'\n   sum of the outcomes 11 (10 + 1); printed total 0"
        in text
    )
    assert "see also" in text
    assert not re.search(r"依据|位置|原文|不一致", text)


def test_all_reports_where_none_is_named(run: Run) -> None:
    text = run()
    assert [text.count(part) for part in (CITY, "某县人民政府 2023 年", "能核对的各项都一致。")] == [6, 1, 1]


def test_json_says_the_same(run: Run) -> None:
    found = json.loads(run(REPORT, "--json"))
    assert (found["report_id"], found["agency"], found["year"], found["errors"], found["notes"]) == (
        REPORT,
        CITY,
        2023,
        4,
        4,
    )
    by_identity = {entry["identity"]: entry for entry in found["findings"]}
    disputes = by_identity["disputes"]
    assert (disputes["status"], disputes["scope"], disputes["left"], disputes["right"]) == (
        "error",
        "review",
        "11",
        "0",
    )
    assert [(c["column"], c["raw"], c["line"]) for c in disputes["cells"]][:2] == [
        ("upheld", "10", 7),
        ("corrected", "1", 7),
    ]
    said = by_identity["narrative"]
    assert (said["quote"], said["left"], said["right"], said["page"]) == ("收到政府信息公开申请9件。", "9", "5", 3)
    assert by_identity["carry"]["other_report"] == BEFORE
    assert by_identity["carry"]["other_cells"][0]["raw"] == "2"
    empty = by_identity["empty_section"]
    assert (empty["left"], empty["right"], empty["quote"]) == (None, None, "无。")
    assert [c["row"] for c in found["unreadable"]] == ["fees"]
    assert [c["row"] for c in found["missing"]] == ["litigation_direct"]


def test_json_is_one_object_a_report(run: Run) -> None:
    lines = [json.loads(line) for line in run("--json").splitlines()]
    assert sorted((line["agency"], line["year"]) for line in lines) == [
        ("某县人民政府", 2023),
        (CITY, 2022),
        (CITY, 2023),
    ]


def words_of(path: Path) -> str:
    """All text of a Word file."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_word_file_holds_the_whole_sheet(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "review.docx"
    assert run(REPORT, "--docx", str(path)) == ""
    text = words_of(path)
    for part in (
        "政府信息公开工作年度报告核查报告", f"机关：{CITY}", "年份：2023", "文件：made.md", "各种结果之和 11（10 + 1）；总计 0",
        "收到政府信息公开申请9件。", "结果维持、结果纠正、其他结果、尚未审结之和应等于总计", "看不清", "三、格式以外的行", "无",
    ):  # fmt: skip
        assert part in text
    (table,) = docx.Document(str(path)).tables
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "事项", "位置", "两处数字", "原文", "核对依据"]
    assert [row.cells[0].text for row in table.rows[1:]] == [str(n) for n in range(1, 9)]


def test_word_file_with_all_reports_and_json_beside(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "all.docx"
    assert len(run("--json", "--lang", "en", "--docx", str(path)).splitlines()) == 3
    text = words_of(path)
    assert text.count("Review of an annual report on information disclosure") == 3
    assert "Everything that can be checked agrees." in text


def test_the_address_stands_in_the_head(home: Path, run: Run, catalogue: Catalogue, tmp_path: Path) -> None:
    assert "原文地址" not in run(REPORT)
    assert json.loads(run(REPORT, "--json"))["url"] is None
    with Store.open(home, "made", DIMENSION) as store:
        where = put(store, catalogue, zeros(catalogue), agency="某局", url="https://example.org/a.html")
    assert run(where).splitlines()[1] == "原文地址：https://example.org/a.html"
    assert run(where, "--lang", "en").splitlines()[1] == "Source: https://example.org/a.html"
    assert json.loads(run(where, "--json"))["url"] == "https://example.org/a.html"
    run(where, "--docx", str(tmp_path / "a.docx"))
    assert "原文地址：https://example.org/a.html" in words_of(tmp_path / "a.docx")


def test_what_goes_wrong_is_one_sentence(run: Run, tmp_path: Path) -> None:
    assert "没有编号为 nowhere 的报告" in run("nowhere", code=1)
    assert "核查报告写不到" in run(REPORT, "--docx", str(tmp_path / "no" / "folder.docx"), code=1)


def test_a_store_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--home", str(tmp_path / "nothing")]) == 1
    assert "没有库" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("formula", "shown"), [("10 + 0 + 2 + 0", "10 + 2"), ("0 + 0", "0"), ("5", "5"), ("665 + 88 - 55", "665 + 88 - 55")]
)
def test_zeros_are_left_out_of_sums(formula: str, shown: str) -> None:
    assert compact(formula) == shown


def test_cells_worth_looking_up_are_those_with_figures_and_the_total() -> None:
    row = {"upheld": 0, "corrected": 1, "other": 0, "pending": 2, "total": 0}
    found = cells({f"disputes/review/{column}": value for column, value in row.items()})
    assert [cell.key.column for cell in telling(found.values(), "disputes")] == ["corrected", "pending", "total"]
    assert telling(found.values(), "requests") == []


def test_every_identity_has_its_words(catalogue: Catalogue) -> None:
    words = wording("audit").texts
    for identity in [*catalogue.identities, "carry", "in_force", "narrative", "plausible"]:
        assert {f"{identity}_left", f"{identity}_right"} <= set(words)
