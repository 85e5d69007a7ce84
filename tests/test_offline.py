"""With every way out of the machine closed, reports are taken in and questions answered all the same."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Python imports this by itself at the start of every process, workers included.
BLOCKER = """
import ipaddress, os, socket

LOG = os.environ["BLOCKED_LOG"]

def refuse(what):
    with open(LOG, "a", encoding="utf-8") as log:
        log.write(f"{what}\\n")
    raise OSError(f"blocked: {what}")

def check(address):
    host = address[0] if isinstance(address, tuple) else None
    if host is None:
        return  # a Unix socket
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in ("", "localhost"):
        return
    try:
        if ipaddress.ip_address(name.split("%")[0]).is_loopback:
            return
    except ValueError:
        pass
    refuse(f"{name}:{address[1] if len(address) > 1 else ''}")

def guarded(method, position):
    real = getattr(socket.socket, method)
    def call(self, *arguments):
        check(arguments[position])
        return real(self, *arguments)
    setattr(socket.socket, method, call)

guarded("connect", 0)
guarded("connect_ex", 0)
guarded("sendto", -1)
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
    def look_up(host, *arguments, _real=getattr(socket, name), **named):
        if host is not None and host != "0.0.0.0":
            check((host, arguments[0] if arguments else 0))
        return _real(host, *arguments, **named)
    setattr(socket, name, look_up)
"""
HEAVY = (
    "torch",
    "sentence_transformers",
    "transformers",
    "chromadb",
    "langchain_chroma",
    "langchain_huggingface",
    "gradio",
)


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    """Where refused connections are written down."""
    return tmp_path / "blocked.log"


@pytest.fixture
def environment(tmp_path: Path, blocked: Path) -> dict[str, str]:
    """Environment of a process that cannot leave the machine."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(BLOCKER, encoding="utf-8")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("NIANBAO_", "HF_", "TRANSFORMERS_"))
    }
    return kept | {"PYTHONPATH": str(folder), "BLOCKED_LOG": str(blocked), "PYTHONUTF8": "1"}


@pytest.fixture
def offline(repo: Path, environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs Python in the repository with every way out closed."""

    def run(*arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(
            command, cwd=repo, env=environment | env, text=True, capture_output=True, timeout=240, check=False
        )

    return run


Offline = Callable[..., subprocess.CompletedProcess[str]]


def test_the_blocker_blocks(offline: Offline, blocked: Path) -> None:
    code = """
import socket, urllib.request
for attempt in (
    lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
    lambda: socket.getaddrinfo("example.org", 443),
    lambda: urllib.request.urlopen("http://example.org/", timeout=1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.2", 53)),
):
    try:
        attempt()
    except OSError as error:
        print(error)
listener = socket.create_server(("127.0.0.1", 0))
socket.create_connection(listener.getsockname()).close()
print("loopback is open")
"""
    done = offline("-c", code)
    assert done.stderr == ""
    assert done.stdout.count("blocked") == 4
    assert done.stdout.endswith("loopback is open\n")
    assert len(blocked.read_text(encoding="utf-8").splitlines()) == 4


def test_reports_are_taken_in_and_asked(offline: Offline, blocked: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = offline("-m", "ingest", "reports", "--home", home, "--json")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["stored"] * 6
    figure = offline("-m", "bot", "吴忠市人民政府办公室2025年收到多少件申请", "--json", "--home", home)
    assert figure.returncode == 0, figure.stderr
    answer = json.loads(figure.stdout)
    assert (answer["status"], answer["values"][0]["value"]) == ("answered", "37")
    narrative = offline("-m", "bot", "吴忠市人民政府办公室2025年制作了多少图解", "--json", "--home", home)
    assert narrative.returncode == 0, narrative.stderr
    assert "45" in json.loads(narrative.stdout)["answer"]
    unnamed = offline("-m", "bot", "各地采取了哪些改进措施", "--json", "--home", home)
    assert unnamed.returncode == 0, unnamed.stderr
    assert json.loads(unnamed.stdout)["citations"]
    assert not blocked.exists(), blocked.read_text(encoding="utf-8")


def test_figure_question_imports_nothing_heavy(offline: Offline, blocked: Path, samples_home: Path) -> None:
    code = f"""
import sys
from bot.__main__ import main
code = main([sys.argv[1], "--home", sys.argv[2]])
print([name for name in {HEAVY!r} if name in sys.modules], code)
"""
    for question in (
        "吴忠市人民政府办公室2025年收到多少件申请",
        "how many applications did Wuzhong refuse in 2025",
        "淮安2024年不予公开占多少",
    ):
        done = offline("-c", code, question, samples_home)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1] == "[] 0"
        assert len(done.stdout.splitlines()) > 1
    assert not blocked.exists()


@pytest.fixture
def app(repo: Path, environment: dict[str, str], samples_home: Path, tmp_path: Path) -> Iterator[str]:
    """Address of the app, started with every way out closed over a copy of the sample store."""
    home = shutil.copytree(samples_home, tmp_path / "home")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = environment | {"NIANBAO_HOME": str(home), "NIANBAO_PORT": str(port)}
    with (tmp_path / "app.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen([sys.executable, "app.py"], cwd=repo, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz", process, tmp_path / "app.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the app says that it is ready."""
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the app did not become ready:\n{log.read_text(encoding='utf-8')[-2000:]}")


@pytest.mark.slow
def test_the_app_starts_and_serves_its_page(app: str, blocked: Path) -> None:
    with urllib.request.urlopen(app + "/", timeout=20) as reply:
        page = reply.read().decode("utf-8")
    assert "年报问答" in page
    for outside in (
        "https://fonts.",
        "https://cdn",
        "googleapis",
        "googletagmanager",
        "https://unpkg",
        "https://huggingface.co/",
    ):
        assert outside not in page, outside
    assert not blocked.exists(), blocked.read_text(encoding="utf-8")
