"""Years as people say them."""

from __future__ import annotations

import pytest

from bot.understand.normal import normalise
from bot.understand.years import find_years

LOADED = (2020, 2021, 2022, 2025)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024年收到多少", (2024,)),
        ("二〇二三年收到多少", (2023,)),
        ("二零二一年", (2021,)),
        ("21年收到多少", (2021,)),
        ("2021到2023年", (2021, 2022, 2023)),
        ("2021-2022年", (2021, 2022)),
        ("2021年和2022年", (2021, 2022)),
        ("今年", (2025,)),
        ("去年", (2024,)),
        ("前年", (2023,)),
        ("近三年", (2023, 2024, 2025)),
        ("十四五以来", (2021, 2022, 2023, 2024, 2025)),
        ("历年", LOADED),
        ("2021年以来", (2021, 2022, 2023, 2024, 2025)),
        ("in 2022", (2022,)),
        ("last year", (2024,)),
        ("between 2021 and 2022", (2021, 2022)),
        ("收到多少", ()),
        ("上年结转多少", ()),
        ("本年新收多少", ()),
        ("12345热线", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert find_years(normalise(text), LOADED).years == years


def test_what_was_counted_from_the_newest_report_is_said() -> None:
    assert find_years("今年", LOADED).assumed == "今年"
    assert find_years("2024年", LOADED).assumed == ""
