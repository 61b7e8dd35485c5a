"""The quiz in a browser: flags and the look over before handing in, a refresh, the clock, and a second try."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Locator, Page, expect

from core.models import Answer, Question
from core.stores.sqlite.store import SqliteStudyStore
from pages._ui.messages import quiz as say
from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, press, questions_of, still, to_quiz
from tests.server import Server


def answers_of(server: Server, session_id: str) -> tuple[Answer, ...]:
    with closing(SqliteStudyStore(server.data / "exammentor.sqlite3")) as store:
        return store.quizzes(session_id, limit=1)[0].answers


def by_key(card: Locator, question: Question) -> None:
    """Answer a question by the keyboard, rightly or not."""
    field = card.locator("input").first
    field.focus()
    if question.question_type == "fill_blank":
        field.press_sequentially("water")
        field.press("Enter")
    else:
        field.press("Space")


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until the store has it, 20 seconds at most: what a browser shows may not be saved yet."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It was not saved.")


def test_flags_and_answers_survive_a_refresh_and_lead_back_before_handing_in(page: Page, server: Server) -> None:
    session_id = to_quiz(page, server.url, "15 min")
    expect(page.locator(".st-key-quiz-clock")).to_contain_text("15 minutes left")
    total = len(questions_of(server, session_id))
    # By keyboard alone: Space sets the flag, Enter turns the page.
    page.locator("[class*=st-key-flag-] input").focus()
    page.keyboard.press("Space")
    expect(page.locator("[class*=st-key-flag-] input")).to_be_checked()
    until(page, lambda: any(answer.is_flagged for answer in answers_of(server, session_id)))
    # Of how sure one is the arrows move between the buttons, and Space says it.
    sure = page.get_by_role("radiogroup", name=say.SURE).get_by_role("radio")
    sure.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    until(page, lambda: any(answer.sureness == "think_so" for answer in answers_of(server, session_id)))
    page.reload()
    expect(page.locator(".st-key-question-1")).to_be_visible()
    expect(page.locator("[class*=st-key-flag-] input")).to_be_checked()
    expect(sure.nth(1)).to_be_checked()
    for number in range(1, total):
        page.locator(".st-key-quiz-next button").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f".st-key-question-{number + 1}")).to_be_visible()
        still(page)
    last = questions_of(server, session_id)[-1]
    by_key(page.locator(f".st-key-question-{total}"), last)
    until(
        page,
        lambda: any(answer.question_id == last.id and not answer.is_blank for answer in answers_of(server, session_id)),
    )
    expect(page.get_by_role("heading", name="Before you hand in")).to_be_visible()
    expect(page.locator(".st-key-quiz-to-1")).to_contain_text("1 open, come back")
    expect(page.locator(f".st-key-quiz-to-{total}")).to_contain_text(f"{total} answered")
    page.locator(".st-key-quiz-to-1 button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-question-1")).to_be_visible()
    page.locator(f".st-key-quiz-to-{total}").wait_for(state="detached")
    page.reload()
    # The answer and the flag are there; what is open comes first.
    expect(page.locator(".st-key-question-1")).to_be_visible()
    expect(page.locator("[class*=st-key-flag-] input")).to_be_checked()
    expect(page.get_by_text("· 1 answered")).to_be_visible()
    for number in range(1, total):
        page.locator(".st-key-quiz-next button").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f".st-key-question-{number + 1}")).to_be_visible()
        still(page)
    page.locator(".st-key-action-submit_answers button").focus()
    page.keyboard.press("Enter")
    at_phase(page, "Results")


def test_all_at_once_is_handed_in_and_a_second_try_is_kept(page: Page, server: Server) -> None:
    session_id = to_quiz(page, server.url)
    page.locator(".st-key-quiz-all label").click()
    questions = questions_of(server, session_id)
    expect(page.locator(f".st-key-question-{len(questions)}")).to_be_visible()
    place = next(number for number, question in enumerate(questions, 1) if question.question_type == "multiple_choice")
    wrong = next(index for index in range(4) if index not in questions[place - 1].key)
    page.locator(f".st-key-question-{place} [role=radiogroup] label").nth(wrong).click()
    expect(page.get_by_text(re.compile(r"questions · 1 answered"))).to_be_visible()
    press(page, "action-submit_answers")
    at_phase(page, "Results")
    at_rest(page)
    again = page.locator("[class*=st-key-why-]").first
    again.locator("summary").first.click()
    if again.locator("[role=radiogroup] label").count():
        again.locator("[role=radiogroup] label").first.click()
        expect(again.locator("[role=radiogroup] input").first).to_be_checked()
    elif again.locator("[data-testid=stCheckbox] label").count():
        again.locator("[data-testid=stCheckbox] label").first.click()
    else:
        again.locator("input").first.fill("water")
    send = again.locator("[class*=st-key-again-send-] button")
    still(page)
    send.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("You answered “"))).to_be_visible()
    page.reload()
    at_rest(page)
    again.locator("summary").first.click()
    expect(page.get_by_text(re.compile("You answered “"))).to_be_visible()
