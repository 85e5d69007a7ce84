"""Words that nothing understood: those that may narrow a figure are kept, idle ones are not."""

from __future__ import annotations

import pytest

from bot.understand.leftover import latin_words
from bot.understand.parts import Parts, World, read_parts


def parts(world: World, text: str) -> Parts:
    return read_parts(text, world)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("淮安2024年女性申请多少件", "女性"),
        ("淮安2024年6月份收到多少申请", "6月份"),
        ("淮安2024年撤诉的诉讼多少件", "撤诉"),
        ("淮安2024年外国人申请几件", "外国人"),
        ("how many requests by fishermen in huaian", "fishermen"),
    ],
)
def test_what_may_narrow_is_kept(world: World, text: str, word: str) -> None:
    assert any(word in unheard or unheard in word for unheard in parts(world, text).unheard)


@pytest.mark.parametrize(
    "text",
    [
        "淮安2024年收到多少件申请",
        "请问一下淮安2024年总共收到了多少件申请呢",
        "淮安2024年不予公开多少件",
        "淮安2024年行政复议几件",
        "how many requests did huaian receive in 2024",
        "淮安2024年属于国家秘密的有多少",
    ],
)
def test_a_plain_question_leaves_nothing(world: World, text: str) -> None:
    assert parts(world, text).unheard == ()


def test_names_among_them_are_marked(world: World) -> None:
    found = parts(world, "北京收到多少申请")
    assert "北京" in (*found.strangers, *found.agencies.unknown)


def test_context_before_the_question_narrows_nothing(world: World) -> None:
    assert parts(world, "我家厂子被查封过,想知道淮安2024年行政处罚多少件?").unheard == ()


def test_latin_words_that_no_list_knows() -> None:
    assert latin_words("how many requests by fishermen") == ["fishermen"]
    assert latin_words("how many") == []
