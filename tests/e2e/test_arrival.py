"""Where a page is opened: at its top, after each edge and each link, with one entry in the browser's history."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from core.models import Action
from tests.e2e.layout import at_rest
from tests.e2e.steps import session_of, to_set_up
from tests.server import PATIENCE_MS, Server

ROUNDS = 2
BOTTOM = "main => main.scrollTo(0, main.scrollHeight)"


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["wide", "phone"])
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A tab of either width."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=width < 640)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def test_every_edge_opens_its_page_at_the_top(tab: Page, server: Server) -> None:
    to_set_up(tab, server.url)
    _press(tab, _button(Action.GENERATE_PLAN), "plan")
    for _ in range(ROUNDS):
        _press(tab, _button(Action.START_TOPIC), "learn")
        _press(tab, _button(Action.TAKE_QUIZ), "quiz")
        while tab.locator(".st-key-quiz-next button").count():
            tab.locator(".st-key-quiz-next button").click()
            at_rest(tab)
        _press(tab, _button(Action.SUBMIT_ANSWERS), "analysis")
        _press(tab, _button(Action.NEXT_TOPIC), "plan")


def test_every_link_opens_its_page_at_the_top_and_back_takes_one_press(tab: Page, server: Server) -> None:
    to_set_up(tab, server.url)
    _press(tab, _button(Action.GENERATE_PLAN), "plan")
    session_id = session_of(tab)
    for _ in range(ROUNDS):
        tab.goto(server.url)
        _press(tab, f".st-key-session-{session_id} a", "plan")
        tab.go_back()
        tab.wait_for_url(re.compile(r"/(\?.*)?$"))
        expect(tab.locator(f".st-key-session-{session_id}")).to_be_visible()
        _is_at_the_top(tab)
        _press(tab, f".st-key-session-{session_id} a", "plan")
        _press(tab, ".em-steps a[href*=intake]", "intake")
        _press(tab, ".st-key-go-on button", "plan")
        tab.go_back()
        tab.wait_for_url(re.compile("/intake"))
        tab.go_forward()
        tab.wait_for_url(re.compile("/plan"))
        _is_at_the_top(tab)


def test_who_scrolls_while_a_page_comes_is_left_there(tab: Page, server: Server) -> None:
    to_set_up(tab, server.url)
    _press(tab, _button(Action.GENERATE_PLAN), "plan")
    tab.locator(_button(Action.START_TOPIC)).evaluate("button => button.click()")
    tab.wait_for_url(re.compile("/learn"))
    expect(tab.locator(_button(Action.TAKE_QUIZ))).to_be_attached()
    tab.mouse.move(180, 500)
    tab.mouse.wheel(0, 400)
    at_rest(tab)
    assert tab.get_by_test_id("stMain").evaluate("main => main.scrollTop") > 100


def _button(action: Action) -> str:
    return f".st-key-action-{action} button"


def _press(tab: Page, selector: str, page: str) -> None:
    """Press what is far down the page, without the browser's bringing it into sight, and look where the next is."""
    at_rest(tab)
    tab.get_by_test_id("stMain").evaluate(BOTTOM)
    tab.locator(selector).first.evaluate("element => element.click()")
    tab.wait_for_url(re.compile(f"/{page}"))
    _is_at_the_top(tab)


def _is_at_the_top(tab: Page) -> None:
    at_rest(tab)
    assert tab.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 0, tab.url
    expect(tab.locator("h1")).to_be_in_viewport()
    expect(tab.locator("h1")).to_be_focused()
