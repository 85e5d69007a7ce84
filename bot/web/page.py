"""The page: chat to the left, evidence to the right. Layout and wiring only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from bot.chain import Bot
from bot.web.evidence import empty_html
from bot.web.handlers import NOTHING, Handlers
from ingest.settings import Settings
from ingest.wording import wording

AT_ONCE: Final = 8
LONGEST_QUESTION: Final = 1000


@dataclass(frozen=True)
class Parts:
    """Components that events read and change."""

    banner: gr.Markdown
    lang: gr.Radio
    new_chat: gr.Button
    chat: gr.Chatbot
    question: gr.Textbox
    evidence: gr.Markdown
    picked: gr.Textbox
    chosen: gr.Textbox
    turns: gr.State
    shown: gr.State


def build_page(bot: Bot, settings: Settings) -> gr.Blocks:
    """The whole page."""
    handlers = Handlers(bot, settings)
    title = wording("web").get("title", settings.lang)
    page: gr.Blocks
    with gr.Blocks(title=title, fill_width=True, analytics_enabled=False) as page:
        parts = lay_out(settings.lang)
        connect(page, parts, handlers)
    return page


def lay_out(lang: str) -> Parts:
    """All components, empty; opening the page fills them."""
    words = wording("web")
    with gr.Row(elem_id="top"):
        banner = gr.Markdown(f'<div class="banner"><h1>{words.get("title", lang)}</h1></div>', elem_id="banner")
        new_chat = gr.Button(words.get("new_chat", lang), size="sm", elem_id="new-chat", scale=0, min_width=80)
        choices = [("中文", "zh"), ("EN", "en")]
        language = gr.Radio(
            choices, value=lang, label=words.get("language", lang), show_label=False, container=False,
            elem_id="language", interactive=True, scale=0, min_width=110,
        )  # fmt: skip
    with gr.Row(elem_id="main"):
        with gr.Column(elem_id="talk", scale=9, min_width=320):
            chat, question = chat_column(lang)
        with gr.Column(elem_id="proof", scale=11, min_width=320):
            evidence = gr.Markdown(empty_html("en" if lang == "en" else "zh"), elem_id="evidence", latex_delimiters=[])
    picked = gr.Textbox(visible="hidden", elem_id="picked")
    chosen = gr.Textbox(visible="hidden", elem_id="chosen")
    turns, shown = gr.State(()), gr.State(NOTHING)
    return Parts(banner, language, new_chat, chat, question, evidence, picked, chosen, turns, shown)


def chat_column(lang: str) -> tuple[gr.Chatbot, gr.Textbox]:
    """The conversation and the box under it."""
    words = wording("web")
    chat = gr.Chatbot(
        elem_id="chat", label=words.get("chat_label", lang), show_label=False, container=False, height="100%",
        latex_delimiters=[], allow_tags=False, buttons=[], layout="bubble", feedback_options=None,
    )  # fmt: skip
    question = gr.Textbox(
        elem_id="question", label=words.get("question_label", lang), placeholder=words.get("placeholder", lang),
        show_label=False, container=False, submit_btn=words.get("send", lang), lines=1, max_lines=6,
        max_length=LONGEST_QUESTION,
    )  # fmt: skip
    return chat, question


def connect(page: gr.Blocks, parts: Parts, handlers: Handlers) -> None:
    """Who reacts to what."""
    labelled: list[Any] = [parts.banner, parts.question, parts.chat, parts.evidence, parts.new_chat]
    answering: list[Any] = [parts.question, parts.chat, parts.turns, parts.evidence, parts.shown]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking: dict[str, Any] = quiet | {"concurrency_limit": AT_ONCE, "concurrency_id": "ask", "outputs": answering}
    fast: dict[str, Any] = quiet | {"queue": False}
    events: list[Any] = [
        parts.question.submit(handlers.ask, [parts.question, parts.turns, parts.lang], **asking),
        parts.chosen.change(handlers.ask_chosen, [parts.chosen, parts.turns, parts.lang], **asking),
        parts.chat.example_select(handlers.ask_opening, [parts.turns, parts.lang], **asking),
    ]
    stopped = [parts.question, parts.chat, parts.turns]
    parts.question.stop(handlers.stop, [parts.turns, parts.lang], stopped, cancels=events, **fast)
    parts.new_chat.click(handlers.restart, [parts.lang], answering, cancels=events, **fast)
    seen = [parts.evidence, parts.shown]
    parts.picked.change(handlers.pick, [parts.picked, parts.turns, parts.lang], seen, **fast)
    parts.lang.input(handlers.relabel, [parts.lang, parts.turns, parts.shown], labelled, **fast)
    page.load(handlers.open, [parts.turns, parts.shown], [parts.lang, *labelled], **fast)
