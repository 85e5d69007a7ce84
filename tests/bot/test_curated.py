"""The administrator's file: more words and meanings, each checked against the form when it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.curated import FILE, CuratedError, read_curated
from bot.model import Question
from bot.plan import Operation, Plan
from bot.understand.parts import World
from bot.understand.understand import understand
from ingest.form.catalogue import Catalogue

HUAIAN = "淮安市人民政府"
LOADED = ((HUAIAN, 2024), ("平潭综合实验区", 2022))
GOOD = """
rows: {requests/u1: [手里没有]}
columns: {requests/person: [街坊]}
metrics: {denied: [泡汤了, sent home]}
agencies: {淮安市人民政府: [清江浦老市府]}
questions:
  - {ask: [领导关心的数], as: 公开率是多少}
  - {ask: [压箱底], plan: {operation: value, figures: [requests/carried_out/total]}}
"""


@pytest.fixture
def world(tmp_path: Path, catalogue: Catalogue) -> World:
    """A world with the file above."""
    path = tmp_path / FILE
    path.write_text(GOOD, encoding="utf-8")
    curated = read_curated(path, catalogue)
    return World(curated.catalogue, LOADED, curated)


def plan(world: World, text: str) -> Plan:
    return understand(Question(text), world)


def asked(found: Plan) -> list[str]:
    return [f"{target.key}/{target.column}" for target in found.targets]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("淮安2024年手里没有的多少件", ["u1/total"]),
        ("淮安2024年街坊申请多少件", ["new/person"]),
        ("淮安2024年泡汤了多少件", ["denied/total"]),
        ("清江浦老市府2024年收到多少件申请", ["new/total"]),
        ("淮安2024年领导关心的数", ["disclosure_rate/"]),
        ("淮安2024年压箱底多少", ["carried_out/total"]),
    ],
)
def test_words_and_meanings_added(world: World, text: str, targets: list[str]) -> None:
    found = plan(world, text)
    assert (asked(found), found.refusal) == (targets, None)
    assert found.reports == ((HUAIAN, 2024),)


def test_a_curated_plan_keeps_its_operation(world: World) -> None:
    assert plan(world, "淮安2024年压箱底多少").operation is Operation.VALUE


def test_latin_words_go_with_the_english_ones(world: World) -> None:
    aliases = world.catalogue.metrics["denied"].aliases
    assert "泡汤了" in aliases.zh
    assert "sent home" in aliases.en


def test_the_form_itself_is_not_changed(world: World, catalogue: Catalogue) -> None:
    assert "泡汤了" not in catalogue.metrics["denied"].aliases.zh


def test_no_file_adds_nothing(tmp_path: Path, catalogue: Catalogue) -> None:
    curated = read_curated(tmp_path / FILE, catalogue)
    assert curated.catalogue is catalogue
    assert (curated.rewritten("收到多少"), curated.planned("收到多少")) == ("收到多少", None)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("rows: {requests/nothing: [x]}", "rows.requests/nothing"),
        ("rows: {nothing: [x]}", "rows.nothing"),
        ("columns: {requests/cats: [x]}", "columns.requests/cats"),
        ("metrics: {happiness: [x]}", "metrics.happiness"),
        ("questions: [{ask: [x], plan: {operation: value, figures: [requests/new/cats]}}]", "requests/new/cats"),
        ("questions: [{ask: [x], plan: {operation: narrative, figures: [denied]}}]", "narrative"),
        ("questions: [{ask: [x]}]", "questions"),
        ("questions: [{ask: [x], as: a, plan: {operation: value, figures: [denied]}}]", "questions"),
        ("questions: [{ask: [], as: a}]", "questions"),
        ("secrets: {a: b}", "secrets"),
        ("rows: [1, 2]", "rows"),
        ("rows: {", FILE),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, catalogue: Catalogue, text: str, named: str) -> None:
    path = tmp_path / FILE
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CuratedError) as error:
        read_curated(path, catalogue)
    assert FILE in str(error.value)
    assert named in str(error.value)
