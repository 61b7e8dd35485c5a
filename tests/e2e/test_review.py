"""A review in a browser: from home to its end on a phone, over a refresh, by keys alone, and what axe-core says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from core.bootstrap import load_settings
from core.models import Question, QuizKind
from core.stores.sqlite.store import SqliteStudyStore
from tests.e2e.axe import DESK, HEIGHT, Walk
from tests.e2e.layout import at_rest
from tests.e2e.steps import choose, press
from tests.reviewed import studied_ago
from tests.server import PATIENCE_MS, Server, serving

SESSION = "studied"


@pytest.fixture(name="server")
def server_fixture(data_dir: Path) -> Iterator[Server]:
    data_dir.mkdir(parents=True, exist_ok=True)
    with closing(SqliteStudyStore(data_dir / "exammentor.sqlite3")) as store:
        studied_ago(store, load_settings().user, wrong=1, name=SESSION)
    with serving(data_dir) as running:
        yield running


def questions(server: Server) -> list[Question]:
    """The questions of the review, in the order in which they are asked: all are on one topic."""
    with closing(SqliteStudyStore(server.data / "exammentor.sqlite3")) as store:
        return [*store.quizzes(SESSION, kind=QuizKind.REVIEW, limit=1)[0].quiz.questions]


def answered(server: Server) -> int:
    with closing(SqliteStudyStore(server.data / "exammentor.sqlite3")) as store:
        return len(store.quizzes(SESSION, kind=QuizKind.REVIEW, limit=1)[0].answers)


def is_asked(page: Page, number: int) -> None:
    page.locator(f".st-key-question-{number}").wait_for()
    expect(page.locator(".st-key-review-check")).to_be_visible()
    at_rest(page)


def test_a_review_from_home_to_its_end_on_a_phone_over_a_refresh(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{server.url}/")
    expect(page.locator(".st-key-home-review button")).to_contain_text("Review: 5 questions, 3 min")
    press(page, "home-review")
    is_asked(page, 1)
    asked = questions(server)
    for number, question in enumerate(asked, 1):
        choose(page, number, question)
        at_rest(page)
        # What acts is on the screen, wherever the question ends.
        expect(page.locator(".st-key-review-check button")).to_be_in_viewport()
        press(page, "review-check")
        expect(page.get_by_text("✓ Right")).to_be_visible()
        at_rest(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if number == 2:
            page.reload()
            is_asked(page, 3)
            assert answered(server) == 2
        elif number < len(asked):
            press(page, "review-next")
            is_asked(page, number + 1)
    press(page, "review-next")
    ended = page.locator(".st-key-review-ended")
    expect(ended).to_contain_text("5 of 5 right")
    expect(ended.get_by_role("listitem")).to_contain_text("The cell membrane and transport")
    page.get_by_role("link", name="Go to the home page").click()
    expect(page.locator("h1")).to_have_text("Your study desk")
    at_rest(page)
    expect(page.locator(".st-key-home-review")).to_have_count(0)
    context.close()


def test_a_review_by_keys_alone(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/review")
    page.locator(".st-key-review-begin").wait_for()
    at_rest(page)
    page.locator(".st-key-review-begin button").press("Enter")
    is_asked(page, 1)
    number = next(place for place, question in enumerate(questions(server), 1) if question.options)
    for skipped in range(1, number):
        page.locator(".st-key-review-next button").press("Enter")
        is_asked(page, skipped + 1)
    page.locator("h1").click()
    page.keyboard.press("1")
    expect(page.locator(f".st-key-question-{number} input").first).to_be_checked()
    at_rest(page)
    page.keyboard.press("Enter")
    page.locator("[class*=st-key-marked-]").wait_for()
    at_rest(page)
    assert answered(server) == 1
    page.keyboard.press("Enter")
    is_asked(page, number + 1)


@pytest.mark.timeout(600)
def test_axe_core_finds_nothing_on_a_review(browser: Browser, server: Server, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": DESK, "height": HEIGHT}, bypass_csp=True)
    context.add_init_script(AXE_SCRIPT)
    context.set_default_timeout(PATIENCE_MS)
    walk = Walk(context.new_page(), server, tmp_path, SESSION)
    page = walk.page
    walk.open("")
    page.locator(".st-key-home-review").wait_for()
    walk.look("home, a review is due")
    walk.open("misconceptions?session={session}")
    page.locator("[class*=st-key-ask-now-]").wait_for()
    walk.look("mix-ups")
    walk.open("review")
    page.locator(".st-key-review-begin").wait_for()
    walk.look("review, due")
    press(page, "review-begin")
    is_asked(page, 1)
    walk.look("review, asked")
    choose(page, 1, questions(server)[0])
    at_rest(page)
    press(page, "review-check")
    page.locator("[class*=st-key-marked-]").wait_for()
    walk.look("review, marked")
    press(page, "review-stop")
    page.locator(".st-key-review-ended").wait_for()
    walk.look("review, ended")
    assert not walk.findings, "\n\n".join(walk.findings)
    context.close()
