"""A conversation as values: its turns, and the chat messages that show them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote

from bot.model import Answer, Lang, Question
from ingest.wording import wording

LETTERS: Final = re.compile(r"[A-Za-z]{2}|[\u3400-\u9fff]")
MARK: Final = re.compile(r"\\?\[(\d{1,3})\\?\](?!\()")


class Stage(StrEnum):
    """How far a turn has come."""

    WORKING = "working"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what has become of it. `id` differs from that of every other turn on the page."""

    id: str
    question: str
    draft: str = ""
    answer: Answer | None = None
    stage: Stage = Stage.WORKING


Turns = tuple[Turn, ...]


def question_of(turns: Turns, lang: Lang) -> Question:
    """The last turn's question with those before it. The page's language counts where the words show none."""
    text = turns[-1].question
    return Question(text, tuple(turn.question for turn in turns[:-1]), None if LETTERS.search(text) else lang)


def messages_of(turns: Turns, lang: Lang) -> list[dict[str, Any]]:
    """Chat messages of all turns; only the last answer offers ways on."""
    messages: list[dict[str, Any]] = []
    for turn in turns:
        text = text_of(turn, lang)
        if turn is turns[-1] and turn.answer is not None:
            text = "\n\n".join([text, *offers(turn.answer, lang)])
        messages.append({"role": "user", "content": harmless(turn.question)})
        messages.append({"role": "assistant", "content": text})
    return messages


def text_of(turn: Turn, lang: Lang) -> str:
    """What the assistant says in a turn, its marks leading to the evidence of that very turn."""
    words = wording("web")
    if turn.answer is not None:
        return linked(turn.answer.answer, turn.id, {citation.n for citation in turn.answer.citations})
    draft = linked(turn.draft, turn.id, ())
    if turn.stage is Stage.FAILED:
        return words.get("failed", lang)
    if turn.stage is Stage.STOPPED:
        return f"{draft}\n\n*{words.get('stopped', lang)}*".strip()
    return draft or f"*{words.get('working', lang)}*"


def linked(markdown: str, turn_id: str, known: Container[int]) -> str:
    """Marks [n] of known citations as links to their evidence; other text can bring no HTML in."""

    def link(match: re.Match[str]) -> str:
        n = int(match[1])
        return f"[\\[{n}\\]](#e-{turn_id}-{n})" if n in known else match[0]

    return MARK.sub(link, harmless(markdown))


def harmless(markdown: str) -> str:
    """Markdown without HTML and images: text of a report must not bring either into the page."""
    return markdown.replace("<", "&lt;").replace("![", "!\\[")


def offers(answer: Answer, lang: Lang) -> list[str]:
    """Other readings and further questions as lists of links, which the page asks when clicked."""
    alternatives = [(a.label, a.question) for a in answer.alternatives]
    followups = [(text, text) for text in answer.followups]
    return [
        "\n".join([wording("web").get(key, lang), "", *(f"- [{plain_label(label)}](#ask={quote(q)})" for label, q in chips)])
        for key, chips in (("alternatives", alternatives), ("followups", followups))
        if chips
    ]


def plain_label(label: str) -> str:
    """A link's text: brackets would end it."""
    return re.sub(r"([\[\]\\*_`])", r"\\\1", harmless(label))


def turn_by_id(turns: Sequence[Turn], turn_id: str) -> Turn | None:
    """The turn of that id, if it is still on the page."""
    return next((turn for turn in turns if turn.id == turn_id), None)
