"""Encodings are told by how the text reads; text broken before is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Mojibake, UnknownType
from ingest.load.encoding import decode, plausibility

REPORT = (
    "吴忠市人民政府办公室2025年政府信息公开工作年度报告\n一、总体情况\n本年度共收到政府信息公开申请37件，上年结转1件，"
    "均在法定期限内办理完毕。其中予以公开10件，部分公开2件，无法提供25件，其他处理1件。\n"
)
TRADITIONAL = "廣州市人民政府國有資產監督管理委員會2020年政府信息公開工作年度報告\n本年度共收到政府信息公開申請三十七件，均已辦結。\n"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("gbk", "gb18030"), ("utf-16", "utf-16"),
     ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)  # fmt: skip
def test_encodings_of_simplified_text(encoding: str, named: str) -> None:
    assert decode("t.txt", REPORT.encode(encoding)) == (REPORT, named)


@pytest.mark.parametrize(("encoding", "named"), [("big5", "big5"), ("utf-8", "utf-8"), ("gb18030", "gb18030")])
def test_encodings_of_traditional_text(encoding: str, named: str) -> None:
    assert decode("t.txt", TRADITIONAL.encode(encoding)) == (TRADITIONAL, named)


def test_wrongly_declared_encoding_does_not_win() -> None:
    page = f'<meta charset="big5"><p>{REPORT}</p>'
    assert decode("t.html", page.encode("gb18030")) == (page, "gb18030")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_file_cut_in_the_middle_of_a_character(encoding: str) -> None:
    data = (REPORT * 20).encode(encoding)
    text, named = decode("t.txt", data[: 2001 if encoding == "utf-8" else 1000] + b"\xe6")
    assert named == encoding
    assert "政府信息公开" in text


@pytest.mark.parametrize(
    ("written", "opened", "named"),
    [("utf-8", "gb18030", "UTF-8 read as GBK"), ("utf-8", "latin-1", "UTF-8 read as Latin-1"),
     ("utf-8", "cp1252", "UTF-8 read as Latin-1"), ("gb18030", "latin-1", "GBK read as Latin-1"),
     ("gb18030", "utf-8", "characters were replaced and are lost")],
)  # fmt: skip
def test_mojibake_is_named(written: str, opened: str, named: str) -> None:
    broken = REPORT.encode(written).decode(opened, "replace")
    with pytest.raises(Mojibake) as caught:
        decode("t.txt", broken.encode("utf-8"))
    assert named in caught.value.text("en")
    assert "乱码" in caught.value.text("zh")


def test_line_ends_become_one_kind() -> None:
    assert decode("t.txt", b"a\r\nb\rc\n")[0] == "a\nb\nc\n"


def test_binary_data_is_no_text() -> None:
    with pytest.raises(UnknownType):
        decode("t.bin", bytes(range(256)) * 4)


def test_proper_text_reads_better_than_its_mojibake() -> None:
    assert plausibility(REPORT) > plausibility(REPORT.encode().decode("gb18030", "replace")) + 0.3
    assert plausibility("plain ASCII") == 0.5


@given(st.text(alphabet=st.sampled_from(REPORT + TRADITIONAL + "0123456789 ,."), max_size=200))
def test_utf8_is_always_taken_as_such(text: str) -> None:
    assert decode("t.txt", text.encode("utf-8"))[1] == "utf-8"
