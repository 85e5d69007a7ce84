"""Every way in which an agency is called, and what a place alone may mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understand.names import (
    gazetteer,
    in_place,
    latin_names,
    names_of,
    place_stems,
    speaks_for_place,
    split_place,
    spoken_names,
)

OFFICE = "吴忠市人民政府办公室"
DISTRICT = "淮安市洪泽区人民政府"
BUREAU = "沭阳县发展和改革局"
AGENCIES = st.lists(
    st.sampled_from([OFFICE, DISTRICT, BUREAU, "平潭综合实验区", "淮安市人民政府"]), unique=True, min_size=1
)


def said(agency: str) -> set[str]:
    return {name.text for name in spoken_names(agency)}


@pytest.mark.parametrize(
    ("agency", "levels", "organ"),
    [
        (DISTRICT, ["淮安市", "洪泽区"], "人民政府"),
        (BUREAU, ["沭阳县"], "发展和改革局"),
        ("平潭综合实验区", [], "平潭综合实验区"),
    ],
)
def test_places_and_organ(agency: str, levels: list[str], organ: str) -> None:
    assert split_place(agency) == (levels, organ)


@pytest.mark.parametrize(
    ("agency", "names"),
    [
        (OFFICE, {OFFICE, "吴忠市政府办", "市政府办", "吴忠"}),
        (DISTRICT, {DISTRICT, "洪泽区政府", "洪泽区", "洪泽", "淮安洪泽"}),
        (BUREAU, {BUREAU, "沭阳县发改局", "沭阳发改局", "县发改局"}),
        ("平潭综合实验区", {"平潭综合实验区", "平潭实验区", "平潭"}),
    ],
)
def test_names_that_people_say(agency: str, names: set[str]) -> None:
    assert names <= said(agency)
    assert spoken_names(agency)[0].text == agency


def test_a_place_alone_is_not_one_of_its_bureaus() -> None:
    assert not said(BUREAU) & {"沭阳", "沭阳县"}
    assert not speaks_for_place("发展和改革局")
    assert speaks_for_place("人民政府")


def test_a_name_without_its_place_is_generic() -> None:
    generic = {name.text for name in spoken_names(OFFICE) if name.generic}
    assert "市政府办" in generic
    assert not any("吴忠" in text for text in generic)


@settings(max_examples=40, deadline=None)
@given(AGENCIES)
def test_every_name_leads_back_to_its_agency(agencies: list[str]) -> None:
    names = names_of(tuple(agencies), latin=True)
    for agency in agencies:
        for spoken in spoken_names(agency):
            assert agency in names.sharing(spoken.text)
            assert spoken in names.beginning(spoken.text[:2])
    assert names.sharing("没有这个机关") == ()


def test_names_in_latin_letters() -> None:
    assert [name.text for name in latin_names(OFFICE)] == ["wuzhong"]
    assert names_of((OFFICE,), latin=False).sharing("wuzhong") == ()


def test_places_that_a_text_names() -> None:
    assert place_stems(DISTRICT) == ["淮安", "洪泽"]
    assert in_place(DISTRICT, "洪泽有哪些报告")
    assert in_place(DISTRICT, "what is loaded of huaian")
    assert not in_place(DISTRICT, "吴忠有哪些报告")


def test_known_places() -> None:
    assert gazetteer(latin=False).fullmatch("北京市")
    assert gazetteer(latin=True).fullmatch("beijing")
    assert not gazetteer(latin=False).search("收到多少")
