"""The benchmark computes what it says, and the project answers its figure questions right."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.chain import Bot
from bot.model import Answer, Citation, Reason, Status, Value
from tests.bench import plain_pipeline, project
from tests.bench.bm25 import Bm25, terms
from tests.bench.corpus import text_of
from tests.bench.evidence import (
    answer_holds,
    chunk_holds,
    chunks_hold,
    figures_right,
    labels,
    same,
    status_right,
    wrong_shown,
)
from tests.bench.measure import Share, found, tally
from tests.bench.questions import Case, Gold, QuestionError, askable, read_questions
from tests.bench.timing import Spread, in_turn, percentile, spread

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REPORTS = sorted((ROOT / "reports").iterdir())
CASES = read_questions(HERE / "questions.yaml")
GOLD = Gold("a.md", "requests", "u1", "total", "22")
FIGURE = Case("?", "figure", (Decimal(22),), (GOLD,), files=frozenset({"a.md"}))
NARRATIVE = Case("?", "narrative", quotes=(("a.md", "图解 45 个"),), files=frozenset({"a.md"}))
REFUSAL = Case("?", "refusal", refusals=("not_found/year_missing",))
CITED = Citation(1, "cell", "r", "某办", 2025, "a.md", "三", 57, table="requests", row="u1", column="total", raw="22")
QUOTED = Citation(2, "passage", "r", "某办", 2025, "a.md", "一", 9, quote="推出图解45个。")
SHOWN = Value(Decimal(22), "件", "无法提供", "某办", 2025, (1,))
RIGHT = Answer(Status.ANSWERED, None, "22 [1]", "zh", (SHOWN,), (CITED, QUOTED))
REFUSED = Answer(Status.NOT_FOUND, Reason.YEAR_MISSING, "没有", "zh")


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    home = tmp_path_factory.mktemp("bench")
    taken = project.take(REPORTS, home)
    assert taken.failed == ()
    assert len(taken.files) == len(REPORTS)
    assert taken.seconds_a_report > 0
    return project.open_project(home)


@pytest.mark.parametrize(
    ("chunk", "holds"),
    [
        ("| 1.本机关不掌握相关政府信息 | 22 | 0 | 0 | 0 | 0 | 0 | 22 |", True),
        ("本机关不掌\n握相关政府信息\n22\n0", True),
        ("本机关不掌握相关政府信息 | 220 | 122 | 22.5 | 2,22", False),
        ("22 | 本机关不掌握相关政府信息 | 0", False),
        ("本机关不掌握相关政府信息" + " | 0" * 40 + " | 22", False),
        ("没有现成信息需要另行制作 | 22", False),
        ("本机关不掌握相关政府信息共22。其余", True),
    ],
)
def test_a_chunk_holds_a_row_with_its_number_standing_alone(chunk: str, holds: bool) -> None:
    assert chunk_holds(chunk, "requests", "u1", "22") is holds


def test_chunks_hold_only_with_every_cell_and_from_the_right_file() -> None:
    two = replace(FIGURE, cells=(GOLD, replace(GOLD, row="u2", raw="3")))
    first, second = ("a.md", "本机关不掌握相关政府信息 | 22"), ("a.md", "没有现成信息需要另行制作 | 3")
    assert chunks_hold(two, [first, second])
    assert not chunks_hold(two, [first])
    assert not chunks_hold(two, [first, ("b.md", second[1])])


def test_chunks_hold_a_quote_whatever_its_blanks() -> None:
    assert chunks_hold(NARRATIVE, [("a.md", "推出图解\n45个")])
    assert not chunks_hold(NARRATIVE, [("b.md", "推出图解 45 个")])
    assert not chunks_hold(NARRATIVE, [])


def test_an_answer_holds_the_very_cell_that_its_headline_cites() -> None:
    assert answer_holds(FIGURE, RIGHT)
    for other in ({"row": "u2"}, {"column": "person"}, {"file": "b.md"}, {"table": "disputes"}, {"n": 7}):
        assert not answer_holds(FIGURE, replace(RIGHT, citations=(replace(CITED, **other),)))


def test_an_answer_holds_a_quote_among_its_first_five_only() -> None:
    others = tuple(replace(QUOTED, n=n, quote="别的话。") for n in range(3, 8))
    assert answer_holds(NARRATIVE, RIGHT)
    assert not answer_holds(NARRATIVE, replace(RIGHT, citations=(*others, QUOTED)))


def test_figures_are_compared_at_the_expected_digits() -> None:
    assert same(Decimal("5.84"), Decimal("5.8361"))
    assert same(Decimal(37), Decimal("37.0"))
    assert not same(Decimal("5.84"), Decimal("5.85"))


def test_figures_are_compared_in_order() -> None:
    trend = replace(FIGURE, values=(Decimal(21), Decimal(70)))
    shown = tuple(replace(SHOWN, value=Decimal(number)) for number in (21, 70))
    assert figures_right(trend, replace(RIGHT, values=shown))
    assert not figures_right(trend, replace(RIGHT, values=shown[::-1]))
    assert not figures_right(trend, replace(RIGHT, values=shown[:1]))


def test_a_refusal_needs_its_reason_and_no_figure() -> None:
    assert status_right(REFUSAL, REFUSED)
    assert not wrong_shown(REFUSAL, REFUSED)
    assert not status_right(REFUSAL, replace(REFUSED, reason=Reason.AGENCY_MISSING))
    assert not status_right(FIGURE, REFUSED)
    assert wrong_shown(REFUSAL, RIGHT)


def test_a_wrong_figure_shown_is_told_from_none() -> None:
    assert not wrong_shown(FIGURE, RIGHT)
    assert not wrong_shown(FIGURE, REFUSED)
    assert wrong_shown(FIGURE, replace(RIGHT, values=(replace(SHOWN, value=Decimal(25)),)))


def test_shares_count_hits_by_kind() -> None:
    shares = found(
        [FIGURE, replace(FIGURE, ask="!"), REFUSAL],
        lambda case, _: [("a.md", "本机关不掌握相关政府信息 22")] if case.ask == "!" else [],
    )
    assert (shares["figure"], shares["narrative"]) == (Share(1, 2), Share(0, 0))
    assert "refusal" not in shares
    judged = [project.Judged(FIGURE, True, True, False, ""), project.Judged(REFUSAL, False, True, True, "")]
    assert tally(judged, "", "right") == Share(1, 2)
    assert tally(judged, "refusal", "wrong_shown") == Share(1, 1)


def test_percentiles_are_measured_values() -> None:
    assert percentile([3, 1, 2], 0.5) == 2
    assert spread([float(n) for n in range(1, 101)]) == Spread(50.0, 95.0)


def test_the_best_round_counts_and_the_first_does_not() -> None:
    calls: list[str] = []
    taken = in_turn({"a": calls.append, "b": calls.append}, ["x", "y"], rounds=2)
    assert calls == ["x", "x", "y", "y"] * 3
    assert all(0 < cost < 1000 for costs in taken.values() for cost in costs)


def test_bm25_ranks_the_text_with_the_rare_words_first() -> None:
    texts = ["政府信息公开工作", "政府公报全年出刊6期", "政府信息公开培训"]
    assert terms("公报6期 MG") == ["公报", "6", "期", "mg"]
    assert Bm25(texts).search("公报出了几期", 2)[0] == 1


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_plain_text_keeps_cells_apart(path: Path) -> None:
    text = text_of(path)
    for gold in {gold for case in CASES for gold in case.cells if gold.file == path.name}:
        assert chunk_holds(text, gold.table, gold.row, gold.raw), gold


def test_the_questions_are_enough_and_speak_of_reports_that_are_there() -> None:
    assert len(CASES) >= 40
    assert {case.kind for case in CASES} == {"figure", "group", "rate", "narrative", "refusal"}
    assert len({case.ask for case in CASES}) == len(CASES)
    assert askable(CASES, {path.name for path in REPORTS}) == CASES
    assert askable(CASES, set()) == [case for case in CASES if not case.files]


def test_every_quote_stands_in_its_report() -> None:
    texts = {path.name: text_of(path) for path in REPORTS}
    for case in CASES:
        assert not case.quotes or chunks_hold(replace(case, cells=()), list(texts.items())), case.ask


def test_every_gold_row_has_a_label() -> None:
    golds = {gold for case in [*CASES, *read_questions(HERE / "questions_real.yaml")] for gold in case.cells}
    assert all(gold.row in labels()[gold.table] for gold in golds)


@pytest.mark.parametrize(
    "entry",
    ["{ask: a, kind: guess}", "{ask: a, kind: figure, value: 1}", "{ask: a, kind: narrative}", "{ask: a, kind: refusal}",
     "{ask: a, kind: figure, cells: {f: {requests.new: 1}}}", "{ask: a, kind: refusal, refusal: [x/y], extra: 1}"],
)  # fmt: skip
def test_a_question_that_cannot_be_checked_is_named(tmp_path: Path, entry: str) -> None:
    (tmp_path / "q.yaml").write_text(f"- {entry}\n", encoding="utf-8")
    with pytest.raises(QuestionError, match=r"q\.yaml: question 1"):
        read_questions(tmp_path / "q.yaml")


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "figure"], ids=lambda case: case.ask)
def test_the_project_answers_figure_questions_right(bot: Bot, case: Case) -> None:
    judged = project.judge(bot, case)
    assert judged.right, judged.came


@pytest.mark.slow
def test_the_whole_benchmark_runs(tmp_path: Path) -> None:
    if absent := plain_pipeline.missing():
        pytest.skip(f"not installed: {', '.join(absent)} (extra bench)")
    out = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.bench", "--json", str(out), "--published", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert "| narrative: evidence recall@5 |" in done.stdout
    assert "× the rate" in done.stdout
    run = json.loads(out.read_text(encoding="utf-8"))["runs"][0]
    assert run["skipped"] == 0
    assert len(run["judged"]) == len(CASES)
    assert set(run["times"]) == {"project", "plain", "bm25"}
    assert run["searches"]["chunks"]["figure"]["hits"] == run["searches"]["chunks"]["figure"]["of"]
