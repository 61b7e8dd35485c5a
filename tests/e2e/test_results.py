"""The results in a browser: back into the lesson at a step, the missed ones at once, one press into the next lesson."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from core.models import StudyPhase
from core.stores.sqlite.store import SqliteStudyStore
from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, press, questions_of, to_quiz, turn_to
from tests.server import Server

STEP_PX = 140
"""So far under the top of the pane a step may stand that was asked for: the bar above it covers less."""


@pytest.fixture
def session_id(page: Page, server: Server) -> str:
    """A session at the results of a quiz of which nothing was answered."""
    session_id = to_quiz(page, server.url)
    turn_to(page, len(questions_of(server, session_id)))
    press(page, "action-submit_answers")
    at_phase(page, "Results")
    return session_id


def test_read_again_opens_the_lesson_at_its_step_also_after_a_refresh(
    page: Page, server: Server, session_id: str
) -> None:
    press(page, "read-again")
    page.wait_for_url(re.compile(r"/learn\?.*step=\d"))
    number = re.search(r"step=(\d)", page.url)
    assert number
    _shows_step(page, int(number[1]))
    page.goto(re.sub(r"step=\d", "step=4", page.url))
    _shows_step(page, 4)
    page.reload()
    _shows_step(page, 4)
    page.get_by_test_id("stMain").hover()
    page.mouse.wheel(0, -5000)
    at_rest(page)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 0


def test_a_second_try_that_is_sent_while_the_results_are_drawn_keeps_its_choice(
    page: Page, server: Server, session_id: str
) -> None:
    press(page, "missed-again")
    for place in (1, 2):
        card = page.locator(f".st-key-missed-round-{place}")
        card.locator("form, [data-testid=stForm]").wait_for()
        field = card.locator("input").first
        if field.get_attribute("type") == "text":
            field.fill("water")
        else:
            card.locator("label:has(input)").first.click()
        card.locator("[class*=st-key-again-send-] button").click()
        expect(card.get_by_text(re.compile("^You answered"))).to_be_visible()
        expect(card.locator("h2")).to_be_focused()
        expect(card.locator("h2")).to_be_in_viewport()
        press(page, "missed-next")


def test_one_press_is_in_the_next_lesson_and_stop_for_today_at_home(
    page: Page, server: Server, session_id: str
) -> None:
    press(page, "stop-today")
    expect(page).to_have_url(re.compile(r"/(\?.*)?$"))
    assert _phase(server, session_id) is StudyPhase.ANALYZING
    page.go_back()
    at_phase(page, "Results")
    at_rest(page)
    button = page.locator(".st-key-next-start button")
    button.dblclick()
    page.wait_for_url(re.compile("/learn"))
    at_phase(page, "Learn")
    expect(page.locator("h1")).to_be_focused()
    assert _phase(server, session_id) is StudyPhase.LEARNING


def test_the_end_of_a_course_opens_at_the_top(page: Page, server: Server, session_id: str) -> None:
    at_rest(page)
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    press(page, "action-complete")
    press(page, "complete-yes")
    at_phase(page, "Done")
    at_rest(page)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 0
    expect(page.locator("h1")).to_be_focused()


def _shows_step(page: Page, number: int) -> None:
    heading = page.locator(f".st-key-step-{number} h3")
    expect(heading).to_be_focused()
    at_rest(page)
    box = heading.bounding_box()
    assert box
    assert 0 < box["y"] < STEP_PX


def _phase(server: Server, session_id: str) -> StudyPhase:
    store = SqliteStudyStore(server.data / "exammentor.sqlite3")
    try:
        return store.load(session_id).phase
    finally:
        store.close()
