"""Sentences of a report that tell by how much something rose or fell."""

from __future__ import annotations

import numpy as np
import pytest

from bot.narrative import covered, grams, keep_apart, told_changes
from ingest.model import Passage, Place
from ingest.store.nouns import StoredPassage


def passage(text: str) -> StoredPassage:
    place = Place(1, 0, len(text))
    return StoredPassage("p", "r", Passage(0, ("一、总体情况",), text, place, ((0, 0),)), np.zeros(4, dtype=np.float32))


def even(_: str) -> float:
    return 1.0


def told(text: str, *words: str, percent: bool) -> list[tuple[str, str]]:
    found = told_changes([passage(text)], words, percent=percent)
    return [(text[slice(*e.figure)] if e.figure else "", e.quote.strip()) for e in found]


@pytest.mark.parametrize(
    ("text", "number", "percent"),
    [
        ("全年新收申请120件，同比增长12.5%。", "12.5%", True),
        ("新收申请较上年减少30件。", "30", False),
        ("新收申请比上年下降了8%。", "8%", True),
        ("新收申请比去年增加1,200件。", "1,200", False),
    ],
)
def test_a_change_is_found_with_its_number(text: str, number: str, percent: bool) -> None:
    assert told(text, "新收申请", percent=percent) == [(number, text)]
    assert told(text, "新收申请", percent=not percent) == []


@pytest.mark.parametrize("text", ["全年新收申请120件。", "机构比上年增加3个。", "新收申请有所增加。", ""])
def test_what_tells_no_change_of_it_is_not_taken(text: str) -> None:
    assert told(text, "新收申请", percent=False) == []
    assert told(text, "新收申请", percent=True) == []


def test_only_the_sentence_that_names_it() -> None:
    text = "行政处罚比上年增加5件。新收申请比上年减少7件。"
    assert told(text, "新收申请", percent=False) == [("7", "新收申请比上年减少7件。")]


def test_each_sentence_once() -> None:
    found = told_changes([passage("新收申请比上年减少7件。")] * 2, ["新收申请"], percent=False)
    assert len(found) == 2
    assert len(keep_apart(found)) == 1


def test_grams_and_cover() -> None:
    assert grams("新收申请 abc") == ("新收", "收申", "申请", "abc")
    assert covered(grams("新收申请"), "本年新收申请三件", even) == 1.0
    assert covered(grams("新收申请"), "行政处罚", even) == 0.0
    assert covered((), "行政处罚", even) == 0.0
