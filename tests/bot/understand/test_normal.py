"""The form in which a question is matched."""

from __future__ import annotations

import pytest

from bot.understand.normal import normalise


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("公开和不予公开合计多少", "获得公开和不予公开合计多少"),
        ("公开的、无法提供的各几件", "获得公开、无法提供的各几件"),
        ("政府信息公开和不予公开的件数", "政府信息公开和不予公开的件数"),
        ("部分公开和不予公开合计", "部分公开和不予公开合计"),
        ("公开年报", "公开年报"),
    ],
)
def test_disclosed_is_heard_beside_its_opposite(text: str, meant: str) -> None:
    assert normalise(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("二〇二四年", "2024年"),
        ("２０２４年　收到", "2024年收到"),
        ("請問政府信息公開申請", "请问政府信息公开申请"),
        ("其它部份", "其他部分"),
        ("听说：淮安收到3119件", "淮安收到3119件"),
    ],
)
def test_writing_makes_no_difference(text: str, meant: str) -> None:
    assert normalise(text) == meant
