"""A store with the sample reports, the app as its own process, and a browser on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import uvicorn
from fastapi import FastAPI

from bot.chain import Bot
from ingest.settings import Settings

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def settings(samples_home: Path) -> Settings:
    """Settings of a home that holds the sample reports."""
    return Settings(home=samples_home, reports=ROOT / "reports", port=free_port())


@pytest.fixture(scope="session")
def bot(samples_bot: Bot) -> Bot:
    """The real bot over the sample reports."""
    return samples_bot


@pytest.fixture(scope="session")
def site(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the running app."""
    log = tmp_path_factory.mktemp("log") / "app.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment(settings), stdout=output, stderr=subprocess.STDOUT
        )
        url = f"http://127.0.0.1:{settings.port}"
        try:
            wait_until(lambda: process.poll() is not None or answers(f"{url}/readyz"))
            assert process.poll() is None, log.read_text()
            yield url
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture
def serving() -> Iterator[Callable[[FastAPI], str]]:
    """Serves an app of this process until the test is over; gives its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(app: FastAPI) -> str:
        port = free_port()
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        running.append((server, thread))
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/readyz"))
        return f"http://127.0.0.1:{port}"

    yield serve
    for server, thread in running:
        server.should_exit = server.force_exit = True
        thread.join(20)


def environment(settings: Settings) -> dict[str, str]:
    """The environment of a child process that uses these settings."""
    ours = {"NIANBAO_HOME": settings.home, "NIANBAO_REPORTS": settings.reports, "NIANBAO_PORT": settings.port}
    return os.environ | {name: str(value) for name, value in ours.items()}


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(url: str) -> bool:
    """Whether something answers there."""
    try:
        with urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until `holds`; fail after `seconds`."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(0.1)
