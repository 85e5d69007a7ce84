"""Agencies by full, short and spoken name; another agency is never taken for one that is loaded."""

from __future__ import annotations

import pytest

from bot.understand.agencies import find_agencies
from bot.understand.names import split_place
from bot.understand.normal import normalise
from bot.understand.parts import World, read_parts
from ingest.form.catalogue import load_catalogue

LOADED = (
    "吴忠市人民政府办公室",
    "上海市人民政府办公厅",
    "沭阳县发展和改革局",
    "上海市科委",
    "平潭综合实验区",
    "淮安市人民政府",
    "淮安市洪泽区人民政府",
)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("吴忠市政府办收到多少", "吴忠市人民政府办公室"),
        ("吴忠的规范性文件", "吴忠市人民政府办公室"),
        ("沭阳县发改局收到多少", "沭阳县发展和改革局"),
        ("县发改局收到多少", "沭阳县发展和改革局"),
        ("上海科委收到多少", "上海市科委"),
        ("平潭实验区收到多少", "平潭综合实验区"),
        ("淮安收到多少", "淮安市人民政府"),
        ("洪泽区收到多少", "淮安市洪泽区人民政府"),
        ("淮安洪泽收到多少", "淮安市洪泽区人民政府"),
        ("how many did Pingtan receive", "平潭综合实验区"),
        ("Huai'an 2024", "淮安市人民政府"),
        ("吳忠市收到多少", "吴忠市人民政府办公室"),
    ],
)
def test_loaded_agencies_are_found(text: str, agency: str) -> None:
    assert find_agencies(normalise(text), LOADED).names[0] == agency


@pytest.mark.parametrize(
    "text",
    [
        "丰县发改局收到多少",
        "淮安区收到多少",
        "淮安市清江浦区收到多少",
        "上海市教育委员会收到多少",
        "吴忠市教育局收到多少",
        "北京收到多少",
        "海淀区收到多少",
        "沭阳县收到多少",
        "吴忠市公安局收到多少",
        "上海市教委收到多少",
        "how many did Beijing receive",
        "请问武汉市2023年收到多少件",
    ],
)
def test_other_agencies_are_unknown(text: str) -> None:
    found = find_agencies(normalise(text), LOADED)
    assert not found.names
    assert found.unknown


@pytest.mark.parametrize(
    ("text", "agency", "written"),
    [
        ("沐阳县发改局收到多少", "沭阳县发展和改革局", "沐阳县发改局"),
        ("平谭2021年收到多少", "平潭综合实验区", "平谭"),
        ("洪择区收到多少", "淮安市洪泽区人民政府", "洪择区"),
        ("准安市收到多少", "淮安市人民政府", "准安市"),
    ],
)
def test_one_wrong_character_that_sounds_or_looks_alike_is_told(text: str, agency: str, written: str) -> None:
    world = World(load_catalogue(), tuple((name, 2021) for name in LOADED))
    found = read_parts(normalise(text), world)
    assert found.agencies.names[0] == agency
    assert found.spelling[0][0] == written


@pytest.mark.parametrize(
    "text", ["今年收到多少件申请", "本市收到多少", "全市共受理多少", "自然人申请总计", "各部门怎么办理的", "今天天气"]
)
def test_words_that_name_no_agency(text: str) -> None:
    found = find_agencies(normalise(text), LOADED)
    assert not found.names
    assert not found.unknown


def test_places_from_large_to_small() -> None:
    assert split_place("淮安市洪泽区人民政府") == (["淮安市", "洪泽区"], "人民政府")
    assert split_place("平潭综合实验区") == ([], "平潭综合实验区")
