"""A change between two versions is told where it matters: in a check, and under an answer that stands on the cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.chain import Bot, open_bot
from bot.compose.versions import MOST_CHECKED
from bot.model import Answer, Question
from ingest.embedding.choose import ChosenEmbedding
from ingest.pipeline import Ingest
from ingest.settings import Settings
from ingest.store.store import Store

SAMPLE = "wuzhong_gov_office_2025.md"
NEW = "| 35 | 2 | 0 | 0 | 0 | 0 | 37 |"
Ask = Callable[..., Answer]


@pytest.fixture
def ask(repo: Path, tmp_path: Path, embedding: ChosenEmbedding) -> Iterator[Ask]:
    """Asks a bot over one report whose text went through these replacements, version by version."""
    bots: list[Bot] = []

    def call(question: str, *versions: tuple[str, str]) -> Answer:
        text = (repo / "reports" / SAMPLE).read_text(encoding="utf-8")
        paths = []
        for number, (old, new) in enumerate((("", ""), *versions)):
            assert old in text
            path = tmp_path / f"{number}.md"
            path.write_text(f"{text.replace(old, new) if old else text}\n第{number}稿\n", encoding="utf-8")
            paths.append(path)
        with Store.open(tmp_path / "home", embedding.identity, embedding.dimension) as store:
            assert {outcome.status for outcome in Ingest(store, embedding, workers=1).take_all(paths)} == {"stored"}
        bots.append(open_bot(Settings(home=tmp_path / "home", embedding="", lang="zh")))
        return bots[-1].ask(Question(question))

    yield call
    for bot in bots:
        bot.store.close()


def test_a_check_tells_both_numbers_in_one_line(ask: Ask) -> None:
    answer = ask("吴忠2025年的数字对得上吗", (NEW, "| 36 | 2 | 0 | 0 | 0 | 0 | 38 |"))
    (line,) = [line for line in answer.answer.splitlines() if "前后两版不同" in line and "自然人" not in line]
    assert "第 1 版：37；第 2 版：38[" in line
    assert any(note.kind == "finding" and "第 1 版：37；第 2 版：38" in note.text for note in answer.notes)
    assert "对不上来源" not in answer.answer


def test_an_answer_that_stands_on_the_cell_says_so(ask: Ask) -> None:
    answer = ask("今年收到多少件申请", (NEW, "| 36 | 2 | 0 | 0 | 0 | 0 | 38 |"))
    assert str(answer.values[0].value) == "38"
    (note,) = [note for note in answer.notes if note.text.startswith("前后两版不同")]
    assert note.kind == "finding"
    assert "第 1 版：37；第 2 版：38" in note.text
    cited = [c for c in answer.citations if c.n in note.citations]
    assert [(c.row, c.column, c.raw) for c in cited] == [("new", "total", "38")]


def test_other_cells_are_not_told_under_an_answer(ask: Ask) -> None:
    answer = ask("上年结转多少件", (NEW, "| 36 | 2 | 0 | 0 | 0 | 0 | 38 |"))
    assert "前后两版" not in answer.answer


def test_a_cell_that_cannot_be_read_any_more_names_what_it_was(ask: Ask) -> None:
    answer = ask("今年收到多少件申请", (NEW, "| 35 | 2 | 0 | 0 | 0 | 0 | 3x7 |"))
    assert "第 1 版：37；第 2 版：读不出" in answer.answer


def test_one_version_tells_nothing(ask: Ask) -> None:
    assert "前后两版" not in ask("吴忠2025年的数字对得上吗").answer


def test_many_changes_are_cut_and_counted(ask: Ask) -> None:
    answer = ask("吴忠2025年的数字对得上吗", ("| 0 |", "| 4 |"))
    assert answer.answer.count("前后两版不同") == MOST_CHECKED
    assert "前后两版另有" in answer.answer


def test_a_table_that_is_gone_is_one_line(ask: Ask, repo: Path) -> None:
    text = (repo / "reports" / SAMPLE).read_text(encoding="utf-8")
    start = text.index("## 四、")
    end = text.index("## 五、")
    answer = ask(
        "吴忠2025年的数字对得上吗", (text[start:end], "## 四、政府信息公开行政复议、行政诉讼情况\n\n（见附图）\n\n")
    )
    (line,) = [line for line in answer.answer.splitlines() if "前后两版不同" in line]
    assert "第 1 版：有 15 格；第 2 版：没有" in line
