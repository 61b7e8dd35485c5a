"""Two days of a learner's life: a first lesson at one press, a quiz with the first answer marked at once, and tomorrow
what was left off is there again, and the review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core import ROOT
from core.models import Question, QuizKind
from core.stores.sqlite.store import SqliteStudyStore
from tests.e2e.layout import at_rest
from tests.e2e.steps import answer, at_phase, choose, press, questions_of, session_of
from tests.server import PATIENCE_MS, Server, serving


@pytest.fixture(name="clock")
def clock_fixture(tmp_path: Path) -> Path:
    ahead = tmp_path / "ahead"
    ahead.write_text("0")
    return ahead


@pytest.fixture(name="server")
def server_fixture(data_dir: Path, clock: Path) -> Iterator[Server]:
    path = f"{ROOT / 'tests' / 'e2e' / 'moved_clock'}:{ROOT}"
    with serving(data_dir, settings={"MOVED_CLOCK": str(clock), "PYTHONPATH": path}) as running:
        yield running


@pytest.fixture(name="phone")
def phone_fixture(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def wrongly(question: Question) -> Question:
    """The question as somebody sees it who answers it wrongly."""
    if question.question_type == "fill_blank":
        return question.model_copy(update={"accepted_answers": ("zeppelin",)})
    other = next(place for place in range(len(question.options)) if place not in question.key)
    return question.model_copy(update={"correct_option_index": other, "correct_indexes": (other,)})


def review_question(page: Page, server: Server, session_id: str, number: int) -> Question:
    """The question of the review that is on the page."""
    store = SqliteStudyStore(server.data / "exammentor.sqlite3")
    try:
        (record,) = store.quizzes(session_id, kind=QuizKind.REVIEW)
    finally:
        store.close()
    shown = " ".join(page.locator(f".st-key-question-{number}").inner_text().split())
    return next(question for question in record.quiz.questions if " ".join(question.text.split()) in shown)


def test_two_days_from_the_first_press_to_the_review(phone: Page, server: Server, clock: Path) -> None:
    page = phone
    page.goto(f"{server.url}/")
    press(page, "home-course-cell_biology")
    at_phase(page, "Learn")
    expect(page.locator("h1")).to_have_text("The cell membrane and transport")
    session_id = session_of(page)

    press(page, "action-take_quiz")
    at_phase(page, "Quiz")
    questions = questions_of(server, session_id)
    answer(page, 1, wrongly(questions[0]))
    press(page, "quiz-check")
    expect(page.get_by_text("✗").first).to_be_visible()
    for number, question in enumerate(questions[1:], 2):
        press(page, "quiz-next")
        # Most of it wrong, so that the topic is due again tomorrow.
        answer(page, number, question if number > 6 else wrongly(question))
    press(page, "action-submit_answers")
    at_phase(page, "Results")
    press(page, "stop-today")
    expect(page.locator("h1")).to_have_text("Your study desk")

    clock.write_text("1")
    page.goto(f"{server.url}/")
    expect(page.locator(".st-key-home-continue")).to_contain_text("Continue:")
    press(page, "home-review")
    page.locator(".st-key-review-bar").wait_for()
    number = 0
    while page.locator(".st-key-review-bar").count():
        number += 1
        at_rest(page)
        choose(page, number, review_question(page, server, session_id, number))
        press(page, "review-check")
        expect(page.get_by_text("✓").first).to_be_visible()
        press(page, "review-next")
        at_rest(page)
    assert number > 2
    expect(page.locator(".st-key-review-ended")).to_be_visible()
