"""What happens on the page: each handler takes values and gives updates. State is per session."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import gradio as gr

from bot.chain import Bot
from bot.model import Answer, Lang
from bot.web.conversation import Stage, Turn, Turns, messages_of, question_of, turn_by_id
from bot.web.evidence import Panel, empty_html, panel_html
from ingest.settings import Settings
from ingest.wording import wording

log = logging.getLogger(__name__)
Shown = tuple[str, int]  # turn and citation that the evidence panel shows
NOTHING: Shown = ("", 0)


class Handlers:
    """Handlers of one app. Holds nothing of any user."""

    def __init__(self, bot: Bot, settings: Settings) -> None:
        self._bot = bot
        self._settings = settings

    def ask(self, text: str, turns: Turns, lang: Lang) -> Iterator[tuple[Any, ...]]:
        """Answer a question: updates of (question, chat, turns, evidence, shown) while it comes."""
        question = text.strip()
        busy = bool(turns) and turns[-1].stage is Stage.WORKING
        if not question or busy:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        turns = (*turns, Turn(str(len(turns) + 1), question))
        yield self.question_box(lang, busy=True), messages_of(turns, lang), turns, gr.skip(), gr.skip()
        for turn in self._answering(turns, lang):
            turns = (*turns[:-1], turn)
            if turn.stage is Stage.WORKING:
                yield gr.skip(), messages_of(turns, lang), turns, gr.skip(), gr.skip()
        shown = (turns[-1].id, 1)
        panel = self.evidence(turns, shown, lang)
        yield self.question_box(lang, busy=False), messages_of(turns, lang), turns, panel, shown

    def ask_opening(self, chosen: gr.SelectData, turns: Turns, lang: Lang) -> Iterator[tuple[Any, ...]]:
        """Ask an opening question."""
        yield from self.ask(str(chosen.value["text"]), turns, lang)

    def ask_chosen(self, chosen: str, turns: Turns, lang: Lang) -> Iterator[tuple[Any, ...]]:
        """Ask the question of a chip in an answer; `chosen` is a nonce, a colon and the question."""
        yield from self.ask(chosen.partition(":")[2], turns, lang)

    def stop(self, turns: Turns, lang: Lang) -> tuple[Any, ...]:
        """Updates of (question, chat, turns) after the user cut an answer short."""
        if turns and turns[-1].stage is Stage.WORKING:
            turns = (*turns[:-1], replace(turns[-1], stage=Stage.STOPPED))
        return self.question_box(lang, busy=False), messages_of(turns, lang), turns

    def pick(self, mark: str, turns: Turns, lang: Lang) -> tuple[Any, ...]:
        """Updates of (evidence, shown) after a mark was clicked; `mark` is "turn-citation:nonce"."""
        turn_id, _, rest = mark.partition("-")
        number = rest.split(":")[0]
        if not number.isdecimal() or turn_by_id(turns, turn_id) is None:
            return gr.skip(), gr.skip()
        shown = (turn_id, int(number))
        return self.evidence(turns, shown, lang), shown

    def restart(self, lang: Lang) -> tuple[Any, ...]:
        """Updates of (question, chat, turns, evidence, shown) for a new conversation."""
        return self.question_box(lang, busy=False), self.chat(lang, ()), (), self.evidence((), NOTHING, lang), NOTHING

    def open(self, turns: Turns, shown: Shown, request: gr.Request) -> tuple[Any, ...]:
        """Updates of (language, …all that `relabel` gives) when the page is opened; ?lang= wins."""
        asked = request.query_params.get("lang", "")
        lang = cast(Lang, asked if asked in ("zh", "en") else self._settings.lang)
        return gr.Radio(value=lang), *self.relabel(lang, turns, shown)

    def relabel(self, lang: Lang, turns: Turns, shown: Shown) -> tuple[Any, ...]:
        """Updates of (banner, question, chat, evidence, new chat) in `lang`."""
        busy = bool(turns) and turns[-1].stage is Stage.WORKING
        return (
            self.banner(lang),
            self.question_box(lang, busy=busy),
            self.chat(lang, turns),
            self.evidence(turns, shown, lang),
            gr.Button(value=wording("web").get("new_chat", lang)),
        )

    def banner(self, lang: Lang) -> str:
        """Name of the product and what is loaded."""
        words = wording("web")
        loaded = words.get("loaded", lang, reports=len(self._bot.store.reports()))
        title, subtitle = words.get("title", lang), words.get("subtitle", lang)
        return f'<div class="banner"><h1>{title}</h1><p>{subtitle}<span>{loaded}</span></p></div>'

    def question_box(self, lang: Lang, *, busy: bool) -> Any:
        """The question box; while an answer comes it is emptied and its button stops the answer."""
        words = wording("web")
        labels: dict[str, Any] = {
            "label": words.get("question_label", lang),
            "placeholder": words.get("placeholder", lang),
        }
        if busy:
            return gr.Textbox(value="", submit_btn=False, stop_btn=words.get("stop", lang), **labels)
        return gr.Textbox(submit_btn=words.get("send", lang), stop_btn=False, **labels)

    def chat(self, lang: Lang, turns: Turns) -> Any:
        """The chat with its opening questions, or with what to do where no report is loaded."""
        words = wording("web")
        openings = self._bot.openings(lang) if self._bot.store.reports() else []
        nothing = words.get("nothing_loaded", lang, folder=self._settings.reports)
        return gr.Chatbot(
            value=messages_of(turns, lang),
            label=words.get("chat_label", lang),
            placeholder=words.get("welcome", lang) if openings else nothing,
            examples=[{"text": text} for text in openings],
        )

    def evidence(self, turns: Turns, shown: Shown, lang: Lang) -> str:
        """The panel for citation `shown`, or the empty one."""
        turn = turn_by_id(turns, shown[0])
        if turn is None or turn.answer is None:
            return empty_html(lang, self._bot.store.reports())
        return panel_html(Panel(self._bot.store, lang, turn.id, turn.question), turn.answer, shown[1])

    def _answering(self, turns: Turns, lang: Lang) -> Iterator[Turn]:
        """The last turn as it grows; what goes wrong is logged here and told in plain words."""
        turn = turns[-1]
        try:
            for piece in self._bot.stream(question_of(turns, lang)):
                turn = grown(turn, piece)
                yield turn
        except Exception:
            log.exception("no answer to %r", turn.question)
            turn = replace(turn, answer=None, stage=Stage.FAILED)
        if turn.stage is Stage.WORKING:
            log.error("the answer to %r broke off", turn.question)
            turn = replace(turn, stage=Stage.FAILED)
        yield turn


def grown(turn: Turn, piece: str | Answer) -> Turn:
    """A turn with the next piece of its answer, or with the answer itself."""
    if isinstance(piece, Answer):
        return replace(turn, answer=piece, stage=Stage.DONE)
    return replace(turn, draft=turn.draft + piece)
