"""The HTTP doors: the page, the JSON interface and the readiness check."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

import gradio as gr
from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.chain import Bot
from bot.model import Lang, Question
from bot.web.page import LONGEST_QUESTION, build_page
from bot.web.theme import head, page_theme, style_sheet
from ingest.settings import Settings
from ingest.wording import wording

log = logging.getLogger(__name__)
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION)]

# The browser itself then refuses every request to another host, also one that a report's text asks for.
POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)

NO_PAGES: Final[dict[str, Any]] = {"docs_url": None, "redoc_url": None, "openapi_url": None}


class Ask(BaseModel):
    """Body of POST /api/v1/ask."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    history: list[Text] = []
    lang: Lang | None = None


def create_app(bot: Bot, settings: Settings) -> FastAPI:
    """The whole web app."""
    app = FastAPI(**NO_PAGES)
    # Without it Gradio would let any origin read answers with the user's credentials.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.middleware("http")(guard)
    add_doors(app, bot, settings)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build_page(bot, settings),
        path="/",
        footer_links=[],
        app_kwargs=dict(NO_PAGES),
        run_history=False,
        show_error=False,
        theme=page_theme(),
        css=style_sheet(),
        head=head(),
    )
    return mounted


async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Send the policy with every answer."""
    response = await call_next(request)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def add_doors(app: FastAPI, bot: Bot, settings: Settings) -> None:
    """The doors beside the page."""

    @app.get("/readyz")
    def readyz() -> JSONResponse:
        try:
            return JSONResponse({"status": "ready", "reports": len(bot.store.reports())})
        except Exception as error:
            log.exception("not ready")
            return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)

    @app.post("/api/v1/ask")
    def ask(body: Ask) -> JSONResponse:
        try:
            answer: dict[str, Any] = bot.ask(Question(body.question, tuple(body.history), body.lang)).as_json()
        except Exception:
            log.exception("no answer to %r", body.question)
            return JSONResponse({"detail": wording("web").get("failed", body.lang or settings.lang)}, status_code=500)
        return JSONResponse(answer)
