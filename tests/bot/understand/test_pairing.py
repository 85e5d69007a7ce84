"""Which year goes with which agency where a question names several of both."""

from __future__ import annotations

import pytest

from bot.understand.pairing import pairs_of
from bot.understand.parts import World, read_parts

HUAIAN, HONGZE, PINGTAN = "淮安市人民政府", "淮安市洪泽区人民政府", "平潭综合实验区"


def pairs(world: World, text: str) -> list[tuple[str, int]]:
    return [(group[0], year) for group, year, _ in pairs_of(text, read_parts(text, world).agencies)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("淮安2024年和洪泽2023年收到多少", [(HUAIAN, 2024), (HONGZE, 2023)]),
        ("2024年淮安和2023年洪泽新收各多少", [(HUAIAN, 2024), (HONGZE, 2023)]),
        ("平潭2021年、淮安2024年谁收到的多", [(PINGTAN, 2021), (HUAIAN, 2024)]),
        ("洪泽2023年、平潭2020年和淮安2024年", [(HONGZE, 2023), (PINGTAN, 2020), (HUAIAN, 2024)]),
    ],
)
def test_names_and_years_in_turns(world: World, text: str, expected: list[tuple[str, int]]) -> None:
    assert pairs(world, text) == expected


@pytest.mark.parametrize(
    "text", ["淮安和洪泽2023到2024年收到多少", "平潭2021年和2022年收到多少", "淮安收到多少", "淮安和洪泽2023年"]
)
def test_else_every_year_goes_with_every_name(world: World, text: str) -> None:
    assert pairs(world, text) == []


def test_a_name_without_a_year_takes_the_next_one(world: World) -> None:
    text = "淮安和洪泽2023年、平潭2021年各收到多少"
    found = pairs_of(text, read_parts(text, world).agencies)
    assert [(group[0], year, own) for group, year, own in found] == [
        (HUAIAN, 2023, False),
        (HONGZE, 2023, True),
        (PINGTAN, 2021, True),
    ]
