"""Starts the web app; nothing else."""

from __future__ import annotations

import os

# Before any import that reads them: no library may look anything up outside this machine.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["LANGSMITH_TRACING"] = "false"
os.environ["LANGCHAIN_TRACING_V2"] = "false"

import errno
import socket
import sys

import uvicorn

from ingest.settings import Settings, SettingsError, read_settings
from ingest.wording import wording


class Server(uvicorn.Server):
    """Says where it listens as soon as it does."""

    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then greet."""
        await super().startup(sockets)
        if self.started:
            print(self._greeting, flush=True)


def bound(settings: Settings) -> socket.socket:
    """A socket that holds the address. Raises OSError where it is taken or is not ours."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def url_of(listener: socket.socket) -> str:
    """What to type into a browser on this machine."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def refusal(settings: Settings, error: OSError) -> str:
    """Why the app cannot listen, in one sentence."""
    words = wording("web")
    if error.errno == errno.EADDRINUSE:
        return words.get("port_in_use", settings.lang, port=settings.port)
    detail = error.strerror or str(error)
    return words.get("cannot_listen", settings.lang, host=settings.host, port=settings.port, detail=detail)


def serve(settings: Settings, listener: socket.socket) -> int:
    """Take in the sample reports, then serve until told to stop."""
    # Here and not above: processes that read reports import this module too, and need none of these.
    from bot.chain import open_bot  # noqa: PLC0415
    from bot.curated import CuratedError  # noqa: PLC0415
    from bot.web.server import create_app  # noqa: PLC0415
    from ingest.embedding.choose import EmbeddingError  # noqa: PLC0415
    from ingest.startup import ensure_samples  # noqa: PLC0415
    from ingest.store.errors import StoreError  # noqa: PLC0415

    try:
        outcomes = ensure_samples(settings, show_progress=True)
        bot = open_bot(settings)
    except (StoreError, EmbeddingError, CuratedError) as error:
        print(error, file=sys.stderr)
        return 1
    for failed in (outcome for outcome in outcomes if outcome.status == "failed"):
        print(wording("ingest").get("failed", settings.lang, file=failed.file, error=failed.error), file=sys.stderr)
    config = uvicorn.Config(create_app(bot, settings), log_level="warning")
    greeting = wording("web").get("address", settings.lang, url=url_of(listener))
    Server(config, greeting).run(sockets=[listener])
    return 0


def main() -> int:
    """Hold the address first: that it is taken is told before anything else is done."""
    try:
        settings = read_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        listener = bound(settings)
    except OSError as error:
        print(refusal(settings, error), file=sys.stderr)
        return 1
    with listener:
        return serve(settings, listener)


if __name__ == "__main__":
    sys.exit(main())
