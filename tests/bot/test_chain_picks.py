"""A turn that picks an offered reading by its number asks just what was offered."""

from __future__ import annotations

import pytest

from bot.chain import Bot
from bot.model import Answer, Question

OPEN = "有多少申请被拒绝了"


def ask(bot: Bot, text: str, *history: str) -> Answer:
    return bot.ask(Question(text, tuple(history)))


@pytest.mark.parametrize(("said", "number"), [("第二个", 2), ("2", 2), ("选1", 1), ("the first one", 1)])
def test_a_number_stands_for_the_reading_offered(samples_bot: Bot, said: str, number: int) -> None:
    offered = ask(samples_bot, OPEN).alternatives[number - 1].question
    assert samples_bot.spoken_out(Question(said, (OPEN,))).text == offered
    picked, full = ask(samples_bot, said, OPEN), ask(samples_bot, offered, OPEN)
    assert picked.answer == full.answer
    assert picked.values


def test_a_turn_after_the_pick_goes_on_from_it(samples_bot: Bot) -> None:
    offered = ask(samples_bot, OPEN).alternatives[1].question
    spoken = samples_bot.spoken_out(Question("2022年呢", (OPEN, "第二个")))
    assert spoken.history == (OPEN, offered)
    assert spoken.text == "2022年呢"


def test_what_was_not_offered_stays_as_it_was_said(samples_bot: Bot) -> None:
    offers = len(ask(samples_bot, "淮安2024年收到多少件申请").followups)
    assert offers < 4
    assert samples_bot.spoken_out(Question("第四个", ("淮安2024年收到多少件申请",))).text == "第四个"


def test_a_follow_up_may_be_picked_where_no_reading_was_offered(samples_bot: Bot) -> None:
    first = ask(samples_bot, "淮安2024年收到多少件申请")
    assert not first.alternatives
    spoken = samples_bot.spoken_out(Question("第一个", ("淮安2024年收到多少件申请",)))
    assert spoken.text == first.followups[0]


@pytest.mark.parametrize("said", ["第二个", "2"])
def test_without_a_turn_before_there_is_nothing_to_pick(samples_bot: Bot, said: str) -> None:
    assert samples_bot.spoken_out(Question(said)) == Question(said)
    assert not ask(samples_bot, said).values


def test_a_batch_picks_too(samples_bot: Bot) -> None:
    (answer,) = samples_bot.batch([Question("第二个", (OPEN,))])
    assert answer.answer == ask(samples_bot, "第二个", OPEN).answer
