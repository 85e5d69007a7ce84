"""The HTTP doors of the running app."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.chain import Bot
from bot.web.server import add_doors
from ingest.settings import Settings

KEYS = {
    "status", "reason", "answer", "values", "citations", "notes", "alternatives", "followups", "plan", "timings_ms",
}  # fmt: skip


def call(url: str, body: object = None, headers: dict[str, str] | None = None) -> tuple[int, Any, dict[str, str]]:
    """Status, body and headers of an answer."""
    data = body.encode() if isinstance(body, str) else json.dumps(body).encode() if body is not None else None
    request = Request(url, data, {"Content-Type": "application/json", **(headers or {})})
    try:
        with urlopen(request, timeout=20) as response:
            return response.status, response.read(), dict(response.headers)
    except HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def test_ready_tells_how_many_reports(site: str) -> None:
    status, body, _ = call(f"{site}/readyz")
    assert (status, json.loads(body)) == (200, {"status": "ready", "reports": 6})


def test_ask_gives_the_contract(site: str) -> None:
    status, body, _ = call(f"{site}/api/v1/ask", {"question": "吴忠市政府办2025年收到多少件申请"})
    answer = json.loads(body)
    assert status == 200
    assert set(answer) == KEYS
    assert answer["status"] == "answered"
    assert answer["values"][0]["value"] == "37"
    assert answer["citations"][0]["raw"] == "37"
    assert answer["citations"][0]["line"] == 47


def test_ask_takes_history_and_language(site: str) -> None:
    body = {"question": "那2023年呢？", "history": ["淮安市洪泽区人民政府2024年收到多少件申请"], "lang": "en"}
    status, answer, _ = call(f"{site}/api/v1/ask", body)
    assert status == 200
    assert json.loads(answer)["plan"]["lang"] == "en"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": "   "},
        {"question": 7},
        {"question": "问" * 1001},
        {"question": "问", "lang": "fr"},
        {"question": "问", "history": "先问"},
        {"question": "问", "histroy": []},
        [],
        "{",
    ],
)
def test_a_bad_body_is_refused(site: str, body: object) -> None:
    assert call(f"{site}/api/v1/ask", body)[0] == 422


def test_no_other_origin_may_read(site: str) -> None:
    for path in ("/", "/config", "/api/v1/ask", "/readyz"):
        body = {"question": "问"} if path.endswith("ask") else None
        _, _, headers = call(f"{site}{path}", body, {"Origin": "https://evil.example", "Host": "ask.gov.example"})
        assert "access-control-allow-origin" not in {name.lower() for name in headers}, path


def test_the_policy_keeps_the_browser_on_this_host(site: str) -> None:
    policy = call(f"{site}/")[2]["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_no_documentation_pages(site: str, path: str) -> None:
    assert call(f"{site}{path}")[0] == 404


def test_faults_are_told_without_detail(bot: Bot, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    app = FastAPI()
    add_doors(app, bot, settings)
    monkeypatch.setattr(bot, "ask", fail)
    monkeypatch.setattr(bot.store, "reports", fail)
    client = TestClient(app)
    answer = client.post("/api/v1/ask", json={"question": "问", "lang": "en"})
    assert answer.status_code == 500
    assert "Sorry" in answer.json()["detail"]
    assert "secret" not in answer.text
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json() == {"status": "unavailable", "reason": "secret detail"}
