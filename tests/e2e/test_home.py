"""Home in a browser: a first lesson at one press, coming back, and the way from one exam to another."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, expect

from core.models import StudyPhase
from core.stores.sqlite.store import SqliteStudyStore
from tests.e2e.layout import at_rest
from tests.e2e.steps import answer, at_phase, press, questions_of, session_of, tab_to, to_quiz, to_set_up
from tests.hostile import long_pdf
from tests.server import Server

FIRST, SECOND = "The cell membrane and transport", "Organelles and energy"


def test_one_press_leads_to_the_first_lesson_and_the_next_visit_to_where_it_was_left(
    page: Page, server: Server
) -> None:
    session_id = to_quiz(page, server.url)
    page.goto(f"{server.url}/plan?session={session_id}")
    page.locator("table.em-cal").wait_for()
    at_rest(page)
    assert page.locator("[data-testid=stAlert]").count() == 0, "a plan that fits has nothing to warn of"
    page.goto(f"{server.url}/quiz?session={session_id}")
    answer(page, 1, questions_of(server, session_id)[0])
    page.goto(server.url)
    way_on = page.locator(".st-key-home-continue button")
    expect(way_on).to_contain_text(f"Continue: {FIRST}")
    expect(page.locator("button[kind=primary]")).to_have_count(1)
    tab_to(page, "home-continue")
    page.keyboard.press("Enter")
    at_phase(page, "Quiz")
    expect(page.get_by_text("· 1 answered")).to_be_visible()


def test_the_list_of_exams_leads_from_one_to_another_and_closes_by_itself(page: Page, server: Server) -> None:
    first = to_quiz(page, server.url)
    to_set_up(page, server.url)
    second = session_of(page)
    page.goto(f"{server.url}/progress")
    here = page.locator("details.em-exam")
    expect(page).to_have_url(re.compile(second))
    at_rest(page)
    summary = here.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(here).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(here).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()
    summary.click()
    page.get_by_role("heading", level=1).click()
    expect(here).not_to_have_attribute("open", "")
    summary.click()
    page.evaluate("window.isTheSame = true")
    here.locator("a").first.click()
    expect(page).to_have_url(f"{server.url}/progress?session={first}")
    assert page.evaluate("window.isTheSame"), "the page was not loaded anew"
    expect(here).not_to_have_attribute("open", "")


def test_a_plan_that_is_asked_for_while_a_file_is_read_is_made(page: Page, server: Server, tmp_path: Path) -> None:
    book = tmp_path / "cell-membranes.pdf"
    book.write_bytes(long_pdf(1_000))
    page.goto(server.url)
    press(page, "home-start")
    button = page.locator(".st-key-action-generate_plan button")
    expect(button).to_be_visible()
    at_rest(page)
    page.set_input_files(".st-key-intake-files input[type=file]", book)
    expect(page.get_by_text("Reading cell-membranes.pdf")).to_be_visible()
    # At once: a click by the mouse waits until nothing moves any more, and the file is read by then.
    button.evaluate("button => button.click()")
    at_phase(page, "Plan")
    with closing(SqliteStudyStore(server.data / "exammentor.sqlite3")) as store:
        (summary,) = store.sessions()
    assert (summary.phase, summary.exam_type) == (StudyPhase.PLANNING, "Cell membranes")
