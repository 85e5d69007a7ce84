"""The app's entry point, run as its own process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]
OFFLINE = """
import runpy, socket, sys
real = socket.socket.connect, socket.getaddrinfo
def local(host):
    if host not in (None, "", "127.0.0.1", "localhost", "::1"):
        sys.stderr.write(f"OFF HOST: {host}\\n")
        raise OSError("no network")
def connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        local(address[0])
    return real[0](self, address)
def getaddrinfo(host, *rest, **more):
    local(host)
    return real[1](host, *rest, **more)
socket.socket.connect, socket.getaddrinfo = connect, getaddrinfo
runpy.run_path("app.py", run_name="__main__")
"""


def environment(home: Path, port: int, **more: str) -> dict[str, str]:
    """The environment of an app with its own home."""
    ours = {"NIANBAO_HOME": str(home), "NIANBAO_PORT": str(port), "NIANBAO_REPORTS": str(ROOT / "reports")}
    return os.environ | {"PYTHONUNBUFFERED": "1"} | ours | more


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def started(command: list[str], home: Path, port: int) -> tuple[str, str, int]:
    """Start, wait until it is ready, stop by SIGTERM: what it printed, and its exit code."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(home, port), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        end = time.monotonic() + 90
        while process.poll() is None and time.monotonic() < end and not ready(port):
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
        return out, err, process.returncode
    finally:
        process.kill()


def ready(port: int) -> bool:
    """Whether /readyz answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def test_it_takes_in_the_samples_once_says_where_it_is_and_asks_nobody(tmp_path: Path) -> None:
    port = free_port()
    out, err, _ = started([sys.executable, "-c", OFFLINE], tmp_path / "home", port)
    assert out.splitlines() == [f"年报问答已启动：http://127.0.0.1:{port}"]
    assert "导入报告" in err
    assert "6/6" in err
    assert "OFF HOST" not in err
    assert "Traceback" not in err
    out, err, _ = started([sys.executable, "app.py"], tmp_path / "home", port)
    assert out.splitlines() == [f"年报问答已启动：http://127.0.0.1:{port}"]
    assert err == ""


@pytest.mark.parametrize(("lang", "words"), [("zh", "端口 {} 已被占用"), ("en", "Port {} is in use")])
def test_a_taken_port_is_one_clear_sentence(tmp_path: Path, lang: str, words: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "app.py"], cwd=ROOT, env=environment(tmp_path, port, NIANBAO_LANG=lang),
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert words.format(port) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_an_address_that_is_not_ours_is_one_clear_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=environment(tmp_path, 0, NIANBAO_HOST="192.0.2.1"),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "192.0.2.1" in done.stderr
    assert len(done.stderr.splitlines()) == 1
