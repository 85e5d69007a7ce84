"""What happens on the page, without the page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.chain import Bot
from bot.model import Answer, Question
from bot.web.conversation import Stage, Turn
from bot.web.handlers import NOTHING, Handlers
from ingest.settings import Settings


class Broken(Bot):
    """A bot whose chain breaks after a word."""

    def stream(self, question: Question) -> Iterator[str | Answer]:
        """A word, then an error."""
        yield "一"
        raise ZeroDivisionError(f"secret detail of {question.text}")


@pytest.fixture
def handlers(bot: Bot, settings: Settings) -> Handlers:
    """Handlers of the real bot."""
    return Handlers(bot, settings)


def last(updates: Iterator[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The last update."""
    return list(updates)[-1]


def test_an_answer_grows_and_ends_with_its_evidence(handlers: Handlers) -> None:
    updates = list(handlers.ask("吴忠市政府办2025年收到多少件申请", (), "zh"))
    texts = [update[1][-1]["content"] for update in updates if isinstance(update[1], list)]
    assert "正在查找" in texts[0]
    assert "37" in texts[-1]
    _, _, turns, panel, shown = updates[-1]
    assert turns[0].stage is Stage.DONE
    assert 'id="e-1-1"' in panel
    assert shown == ("1", 1)


def test_nothing_is_asked_without_words_or_while_an_answer_comes(handlers: Handlers) -> None:
    for text, turns in (("  ", ()), ("问", (Turn("1", "先问"),))):
        updates = list(handlers.ask(text, turns, "zh"))
        assert len(updates) == 1
        assert not isinstance(updates[0][1], list)


def test_a_fault_is_told_in_plain_words_and_logged(
    bot: Bot, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Handlers(Broken(bot.store, bot.catalogue, bot.lookup.embedding), settings)
    with caplog.at_level(logging.ERROR):
        _, messages, turns, panel, _ = last(broken.ask("问", (), "zh"))
    assert turns[0].stage is Stage.FAILED
    assert "抱歉" in messages[-1]["content"]
    assert "secret" not in str(messages) + panel
    assert "ZeroDivisionError" in caplog.text


def test_one_may_go_on_after_a_stop(handlers: Handlers) -> None:
    _, messages, turns = handlers.stop((Turn("1", "问", draft="一半"),), "zh")
    assert messages[-1]["content"].startswith("一半")
    assert turns[0].stage is Stage.STOPPED
    _, _, turns, _, shown = last(handlers.ask("吴忠市政府办2025年收到多少件申请", turns, "zh"))
    assert shown == ("2", 1)
    assert turns[1].stage is Stage.DONE


def test_a_mark_of_an_earlier_answer_brings_its_evidence_back(handlers: Handlers) -> None:
    _, _, turns, _, _ = last(handlers.ask("吴忠市政府办2025年无法提供多少件", (), "zh"))
    _, _, turns, later, _ = last(handlers.ask("淮安市人民政府2024年收到多少件申请", turns, "zh"))
    panel, shown = handlers.pick("1-2:9", turns, "zh")
    assert shown == ("1", 2)
    assert "无法提供" in panel
    assert panel != later


@pytest.mark.parametrize("mark", ["", "9-1:1", "1-x:1", "1", "<b>-1:1"])
def test_a_mark_of_no_turn_changes_nothing(handlers: Handlers, mark: str) -> None:
    panel, shown = handlers.pick(mark, (Turn("1", "问"),), "zh")
    assert not isinstance(panel, str)
    assert not isinstance(shown, tuple)


def test_the_switch_relabels_everything(handlers: Handlers) -> None:
    _, _, turns, _, shown = last(handlers.ask("吴忠市政府办2025年收到多少件申请", (), "zh"))
    banner, _, _, panel, new_chat = handlers.relabel("en", turns, shown)
    assert "6 reports loaded" in banner
    assert "cited cell" in panel
    assert new_chat["value"] == "New chat" if isinstance(new_chat, dict) else new_chat.value == "New chat"


def test_a_new_conversation_is_empty(handlers: Handlers) -> None:
    _, _, turns, panel, shown = handlers.restart("zh")
    assert turns == ()
    assert shown == NOTHING
    assert "现在可以问这些报告" in panel
