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

HAN: Final = re.compile(r"[\u3400-\u9fff]")
WORD: Final = re.compile(r"[A-Za-z]{2,}")
SENTENCE: Final = 3  # so many English words are English, whatever agency they name
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
Message = Any  # what gr.Chatbot takes: a dict of role and content


def question_of(turns: Turns, lang: Lang) -> Question:
    """The last turn's question with those before it, to be answered in the language it is asked in."""
    text = turns[-1].question
    return Question(text, tuple(turn.question for turn in turns[:-1]), language_of(text, lang))


def language_of(text: str, page: Lang) -> Lang:
    """The language of a question; the page's where its words do not tell, as in "2024?"."""
    words, han = len(WORD.findall(text)), HAN.search(text) is not None
    if words >= SENTENCE or (words and not han):
        return "en"
    return "zh" if han and not words else page


def messages_of(turns: Turns, lang: Lang) -> list[Message]:
    """Chat messages of all turns; only the last answer offers ways on."""
    messages: list[Message] = []
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
        return f"> {words.get('failed', lang)}"
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
    offered = (("alternatives", alternatives), ("followups", followups))
    return [f"{wording('web').get(key, lang)}\n\n{chips_of(choices)}" for key, choices in offered if choices]


def chips_of(choices: Sequence[tuple[str, str]]) -> str:
    """(label, question) pairs as a list of links."""
    return "\n".join(f"- [{plain_label(label)}](#ask={quote(question)})" for label, question in choices)


def plain_label(label: str) -> str:
    """A link's text: brackets would end it."""
    return re.sub(r"([\[\]\\*_`])", r"\\\1", harmless(label))


def turn_by_id(turns: Sequence[Turn], turn_id: str) -> Turn | None:
    """The turn of that id, if it is still on the page."""
    return next((turn for turn in turns if turn.id == turn_id), None)
