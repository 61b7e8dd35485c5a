"""A quiz over which the server was restarted: a press draws only the quiz, which a new server does not know."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, press, to_quiz
from tests.server import Server


def test_the_first_press_in_a_quiz_after_a_restart_counts(page: Page, server: Server) -> None:
    to_quiz(page, server.url)
    at_rest(page)
    server.restart()
    press(page, "quiz-next")
    page.locator(".st-key-question-2").wait_for()


def test_a_press_in_a_quiz_that_was_handed_in_elsewhere_shows_the_page_as_it_is(
    browser: Browser, page: Page, server: Server
) -> None:
    session_id = to_quiz(page, server.url)
    at_rest(page)
    other = browser.new_page()
    other.goto(f"{server.url}/quiz?session={session_id}")
    other.locator(".st-key-quiz-all label").click()
    other.locator(".st-key-question-3").wait_for()
    press(other, "action-submit_answers")
    at_phase(other, "Results")
    other.close()
    # The press draws the quiz alone, and that is no longer what this page is.
    press(page, "quiz-next")
    page.locator(".st-key-go-on").wait_for()
    expect(page.locator(".st-key-quiz-bar")).to_have_count(0)
