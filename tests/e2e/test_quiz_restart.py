"""A quiz over which the server was restarted: a press draws only the quiz, which a new server does not know."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.layout import at_rest
from tests.e2e.steps import press, to_quiz
from tests.server import Server


def test_the_first_press_in_a_quiz_after_a_restart_counts(page: Page, server: Server) -> None:
    to_quiz(page, server.url)
    at_rest(page)
    server.restart()
    press(page, "quiz-next")
    page.locator(".st-key-question-2").wait_for()
