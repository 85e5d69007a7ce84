"""The real page in headless Chromium. Screenshots go to test-artifacts/."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import Request, urlopen

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.chain import Bot
from bot.model import Answer, Question
from bot.web.server import create_app
from ingest.settings import Settings

pytestmark = pytest.mark.browser
ARTIFACTS = Path(__file__).parents[3] / "test-artifacts"
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
Opener = Callable[..., Page]


@pytest.fixture
def hosts() -> set[str]:
    """Hosts that a page asked anything of."""
    return set()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    context = browser.new_context(locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def opened(context: BrowserContext, site: str, hosts: set[str]) -> Opener:
    """Opens the page and waits until it can be used."""

    def open_page(path: str = "/", size: dict[str, int] = WIDE, base: str = site) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.on("request", lambda request: hosts.add(urlparse(request.url).hostname or ""))
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(base + path)
        expect(page.locator("#chat .example").first).to_be_visible(timeout=20_000)
        return page

    return open_page


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, wait for the answer's evidence."""
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    answered(page, question)


def answered(page: Page, question: str) -> None:
    """Wait until a question has its answer."""
    expect(page.locator("#evidence header p")).to_contain_text(question, timeout=20_000)
    expect(page.locator("#question .submit-button")).to_be_visible()


def citations(site: str, question: str) -> list[dict[str, object]]:
    """The citations that the JSON interface gives for a question."""
    body = json.dumps({"question": question}).encode()
    with urlopen(Request(f"{site}/api/v1/ask", body, {"Content-Type": "application/json"}), timeout=20) as response:
        found: list[dict[str, object]] = json.load(response)["citations"]
        return found


def shot(page: Page, name: str) -> None:
    """Keep a screenshot."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.wait_for_timeout(300)
    page.screenshot(path=ARTIFACTS / f"{name}.png")


def test_an_opening_question_leads_to_the_lit_cell(opened: Opener, site: str, hosts: set[str]) -> None:
    page = opened()
    shot(page, "empty-1280")
    opening = page.locator("#chat .example").first
    question = opening.inner_text()
    opening.click()
    answered(page, question)
    expect(page.locator("#chat .bot a").first).to_have_text("[1]")
    lit = page.locator("table.published td.selected .raw")
    assert lit.inner_text() == citations(site, question)[0]["raw"]
    expect(lit).to_be_in_viewport()
    expect(page.locator("table.published th.row-head").first).to_be_attached()
    expect(page.locator("table.published th.column-head").first).to_be_attached()
    shot(page, "answer-1280")
    assert hosts == {"127.0.0.1"}


def test_every_mark_shows_its_own_cell(opened: Opener, site: str) -> None:
    page = opened()
    question = "吴忠市政府办2025年有多少申请被拒绝了"
    ask(page, question)
    for citation in citations(site, question)[::5]:
        page.locator(f"#chat a[href$='#e-1-{citation['n']}']").first.click()
        expect(page.locator("table.published td.selected .tag")).to_have_text(str(citation["n"]))
        expect(page.locator("table.published td.selected .raw")).to_have_text(str(citation["raw"]))
        expect(page.locator("table.published td.selected")).to_be_in_viewport()


def test_a_mark_of_an_earlier_answer_shows_that_answers_evidence(opened: Opener) -> None:
    page = opened()
    ask(page, "吴忠市政府办2025年无法提供多少件")
    ask(page, "吴忠市政府办2025年制作了多少图解")
    expect(page.locator("#evidence mark.selected")).to_contain_text("45")
    shot(page, "passage-1280")
    page.locator("#chat a[href$='#e-1-2']").first.click()
    expect(page.locator("#evidence header p")).to_contain_text("无法提供")
    expect(page.locator("table.published td.selected .raw")).to_have_text("3")


def test_what_is_offered_can_be_clicked(opened: Opener) -> None:
    page = opened()
    ask(page, "吴忠市政府办2025年收到多少件申请")
    chip = page.locator("#chat a[href*='#ask=']").last
    question = chip.inner_text()
    chip.click()
    answered(page, question)
    expect(page.locator("#chat .user.message")).to_have_count(2)


def test_the_switch_relabels_the_page(opened: Opener) -> None:
    page = opened()
    ask(page, "吴忠市政府办2025年收到多少件申请")
    page.locator("#language").get_by_text("EN").click()
    expect(page.locator("#banner h1")).to_have_text("Annual Report Q&A")
    expect(page.locator("#question textarea")).to_have_attribute("placeholder", re.compile("^Ask"))
    expect(page.locator("#question .submit-button")).to_have_text("Send")
    expect(page.locator("#new-chat")).to_have_text("New chat")
    expect(page.locator("#evidence h2")).to_have_text("Evidence")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("lang=en")
    page.reload()
    expect(page.locator("#chat .example").first).to_contain_text("how many")


def test_english_by_address(opened: Opener) -> None:
    page = opened("/?lang=en")
    expect(page.locator("#banner h1")).to_have_text("Annual Report Q&A")
    opening = page.locator("#chat .example").first
    question = opening.inner_text()
    opening.click()
    answered(page, question)
    expect(page.locator("#chat .bot.message").last).to_contain_text("requests received: 37")
    shot(page, "english-1280")


def test_enter_within_a_composition_does_not_send(opened: Opener, context: BrowserContext) -> None:
    page = opened()
    box = page.locator("#question textarea")
    box.click()
    keyboard = context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "今年收到", "selectionStart": 4, "selectionEnd": 4})
    for event in ("keydown", "keypress"):
        for mark in ({"isComposing": True}, {"keyCode": 229}):
            box.dispatch_event(event, {"key": "Enter", "bubbles": True, **mark})
    page.wait_for_timeout(500)
    expect(page.locator("#chat .user.message")).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "今年收到多少件申请"})
    page.keyboard.press("Enter")
    answered(page, "今年收到多少件申请")
    expect(page.locator("#chat .user.message")).to_have_count(1)


def test_shift_enter_begins_a_line(opened: Opener) -> None:
    page = opened()
    page.locator("#question textarea").fill("一")
    page.keyboard.press("Shift+Enter")
    page.wait_for_timeout(300)
    expect(page.locator("#chat .user.message")).to_have_count(0)


def test_on_a_phone_the_evidence_is_below_and_the_page_does_not_scroll_sideways(opened: Opener) -> None:
    page = opened(size=PHONE)
    shot(page, "empty-390")
    ask(page, "淮安市人民政府2024年属于国家秘密的多少件")
    shot(page, "answer-390")
    page.locator("#chat .bot a").first.click()
    expect(page.locator("table.published td.selected")).to_be_in_viewport()
    page.wait_for_timeout(600)
    shot(page, "evidence-390")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("(box => box.scrollWidth > box.clientWidth)(document.querySelector('.scroll'))")
    page.locator("#evidence .back a").click()
    expect(page.locator("#question textarea")).to_be_in_viewport()


def test_a_refusal_shows_no_evidence(opened: Opener) -> None:
    page = opened()
    ask(page, "北京市收到多少件申请")
    expect(page.locator("#evidence .hint")).to_contain_text("没有引用")
    shot(page, "refusal-1280")


def test_a_new_conversation_starts_over(opened: Opener) -> None:
    page = opened()
    ask(page, "吴忠市政府办2025年收到多少件申请")
    page.locator("#new-chat").click()
    expect(page.locator("#chat .example").first).to_be_visible()
    expect(page.locator("#evidence .loaded tbody tr")).to_have_count(4)


def test_two_people_do_not_see_each_other(browser: Browser, site: str) -> None:
    pages = [browser.new_context().new_page() for _ in range(2)]
    for page, question in zip(
        pages, ("吴忠市政府办2025年收到多少件申请", "淮安市人民政府2024年收到多少件申请"), strict=True
    ):
        page.goto(site)
        ask(page, question)
    expect(pages[0].locator("#chat .user.message")).to_have_count(1)
    expect(pages[0].locator("#chat .bot.message")).to_contain_text("吴忠")
    expect(pages[1].locator("#chat .bot.message")).to_contain_text("淮安")
    for page in pages:
        page.context.close()


class Slow(Bot):
    """A bot that breaks, or speaks a word each tenth of a second."""

    def stream(self, question: Question) -> Iterator[str | Answer]:
        """Words one by one, then the answer."""
        if "故障" in question.text:
            raise ZeroDivisionError("secret detail")
        for number in range(100):
            time.sleep(0.1)
            yield f"第{number}句。"
        yield self.ask(question)


def test_an_answer_can_be_stopped_and_a_fault_is_told_in_plain_words(
    opened: Opener, bot: Bot, settings: Settings, serving: Callable[[FastAPI], str]
) -> None:
    page = opened(base=serving(create_app(Slow(bot.store, bot.catalogue, bot.lookup.embedding), settings)))
    page.locator("#question textarea").fill("慢")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .bot.message")).to_contain_text("第2句。")
    page.locator("#question .stop-button").click()
    expect(page.locator("#chat .bot.message")).to_contain_text("已停止")
    expect(page.locator("#chat .bot.message")).to_contain_text("第2句。")
    expect(page.locator("#question .submit-button")).to_be_visible()
    text = page.locator("#chat .bot.message").inner_text()
    page.wait_for_timeout(700)
    assert page.locator("#chat .bot.message").inner_text() == text
    page.locator("#question textarea").fill("故障")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .bot.message").last).to_contain_text("抱歉")
    expect(page.locator("#chat")).not_to_contain_text("secret")
    expect(page.locator("#question .submit-button")).to_be_visible()
    shot(page, "fault-1280")
