"""Names of agencies in English stand for the loaded agency, and for no other."""

from __future__ import annotations

import pytest

from bot.understand.english import phrases_of, with_chinese_names

OFFICE = "吴忠市人民政府办公室"
BUREAU = "沭阳县发展和改革局"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("how many requests did the wuzhong municipal government office receive", OFFICE),
        ("requests at shuyang development and reform bureau", BUREAU),
        ("requests at the development and reform bureau of shuyang county", BUREAU),
    ],
)
def test_a_loaded_agency_is_named_in_chinese(text: str, agency: str) -> None:
    assert agency in with_chinese_names(text, [OFFICE, BUREAU])


@pytest.mark.parametrize("text", ["lianyungang development and reform bureau", "wuzhong", "淮安收到多少", ""])
def test_what_names_no_loaded_agency_is_left(text: str) -> None:
    assert with_chinese_names(text, [OFFICE, BUREAU]) == text


def test_an_organ_has_english_names() -> None:
    assert "development and reform bureau" in [phrase.lower() for phrase in phrases_of("发展和改革局")]
    assert phrases_of("没有这个机关") == []
