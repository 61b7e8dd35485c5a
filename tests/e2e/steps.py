"""What a learner does in a browser, step by step."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from core.models import Question
from core.stores.sqlite.store import SqliteStudyStore
from tests.e2e.layout import at_rest
from tests.server import Server

ROW_PX = 35
FIRST_ROW_PX = 52


def session_of(page: Page) -> str:
    expect(page).to_have_url(re.compile(r"[?&]session="))
    return page.url.split("session=")[1].split("&")[0]


def at_phase(page: Page, name: str) -> None:
    expect(page.locator(".st-key-phase [aria-current=step]")).to_have_text(name)


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").click()


def name_exam(page: Page, name: str) -> None:
    """Type the exam's name into a form that is drawn whole.

    An entry cuts off the run that still draws; what that must not lose is asked in `pages/test_cut_off.py`.
    """
    at_rest(page)
    field = page.locator(".st-key-intake-exam input")
    # Where the focus alone brings the field into sight, its list closes again, and Enter takes nothing.
    field.click()
    field.fill(name)


def unfold(page: Page, name: str) -> None:
    """Open one of the folds of the set-up page: scope, off or about."""
    at_rest(page)
    fold = page.locator(f".st-key-intake-fold-{name}")
    if fold.locator("details[open]").count() == 0:
        fold.locator("summary").click()
    expect(fold.locator("details")).to_have_attribute("open", "")
    at_rest(page)


def to_set_up(page: Page, url: str) -> None:
    """Begin a new exam with the bundled course's name, its form filled in and kept."""
    page.goto(url)
    press(page, "home-start")
    name_exam(page, "Cell biology")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]session="))
    at_phase(page, "Set up")


def upload(page: Page, files: Path | list[Path]) -> None:
    """Choose files to study from, on a page at rest: those given to an uploader that is drawn anew are lost."""
    at_rest(page)
    page.set_input_files(".st-key-intake-files input[type=file]", files)


def questions_of(server: Server, session_id: str) -> list[Question]:
    store = SqliteStudyStore(server.data / "exammentor.sqlite3")
    try:
        return list(store.quizzes(session_id, limit=1)[0].quiz.questions)
    finally:
        store.close()


def answer(page: Page, number: int, question: Question) -> None:
    """Answer question `number` rightly and wait until the app has taken it and is drawn."""
    choose(page, number, question)
    # The run that says so goes on to draw the buttons anew: a press before it has ended is lost with the old button.
    expect(page.get_by_text(f"· {number} answered")).to_be_visible()
    still(page)


def choose(page: Page, number: int, question: Question) -> None:
    """Choose or type the right answer to question `number`."""
    card = page.locator(f".st-key-question-{number}")
    if question.question_type == "fill_blank":
        card.locator("input").fill(question.accepted_answers[0])
        card.locator("input").press("Enter")
    elif question.question_type == "multi_select":
        for index in question.correct_indexes:
            card.locator("[data-testid=stCheckbox] label").nth(index).click()
            expect(card.locator("[data-testid=stCheckbox] input").nth(index)).to_be_checked()
    else:
        assert question.correct_option_index is not None
        card.locator("[role=radiogroup] label").nth(question.correct_option_index).click()


def still(page: Page) -> None:
    """Wait until the page is drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def turn_to(page: Page, wanted: int) -> None:
    """Turn the pages of the quiz until question `wanted` is there."""
    here = page.locator("[class*=st-key-question-]")
    while (number := int((here.get_attribute("class") or "").split("st-key-question-")[1].split()[0])) != wanted:
        press(page, "quiz-next" if number < wanted else "quiz-back")
        page.locator(f".st-key-question-{number + (1 if number < wanted else -1)}").wait_for()
        still(page)


def tab_to(page: Page, key: str) -> None:
    """Move the focus with the Tab key alone until it is inside the widget of that key, once the page is at rest."""
    at_rest(page)
    for _ in range(80):
        if page.evaluate("key => document.activeElement?.closest('.st-key-' + key) !== null", key):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{key} cannot be reached with the Tab key")


def to_quiz(page: Page, url: str, minutes: str = "") -> str:
    """Begin the bundled course and go on to its first quiz, with a clock where `minutes` are named."""
    page.goto(url)
    press(page, "home-course-cell_biology")
    at_phase(page, "Learn")
    if minutes:
        clock = page.locator(".st-key-quiz-minutes")
        clock.get_by_text(minutes).click()
        expect(clock.locator("[aria-pressed=true], [aria-checked=true]")).to_have_text(minutes)
        still(page)
    press(page, "action-take_quiz")
    at_phase(page, "Quiz")
    return session_of(page)


def choose_row(page: Page, number: int) -> None:
    """Tick the box at the left of a row, counted from 0; the table is drawn on a canvas."""
    table = page.locator(".st-key-history-table [data-testid=stDataFrame] canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + 16, box["y"] + FIRST_ROW_PX + ROW_PX * number)
