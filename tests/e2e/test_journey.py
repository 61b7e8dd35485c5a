"""The journey in a real browser: a real PDF, a refresh in every phase, the keyboard, a killed server, two tabs."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.models import StudyPhase
from core.stores.sqlite.store import SqliteStudyStore
from tests.documents import locked_pdf, scanned_pdf
from tests.e2e.layout import at_rest
from tests.e2e.steps import (
    answer,
    at_phase,
    name_exam,
    press,
    questions_of,
    session_of,
    tab_to,
    to_quiz,
    to_set_up,
    unfold,
    upload,
)
from tests.server import PATIENCE_MS, Server
from tests.textbook import textbook_pdf


def test_the_journey_over_a_pdf_with_a_refresh_in_every_phase(page: Page, server: Server, tmp_path: Path) -> None:
    pdf = tmp_path / "textbook.pdf"
    pdf.write_bytes(textbook_pdf())
    page.goto(f"{server.url}/")
    press(page, "home-start")
    at_phase(page, "Set up")
    name_exam(page, "Biology finals")
    page.keyboard.press("Enter")
    unfold(page, "about")
    page.locator(".st-key-intake-goal input").fill("Pass with 70 %")
    page.locator(".st-key-intake-days input").fill("9")
    page.locator(".st-key-intake-hours input").fill("3")
    page.locator(".st-key-intake-hours input").press("Enter")
    upload(page, pdf)
    expect(page.get_by_text("textbook.pdf ·")).to_be_visible()
    session_id = session_of(page)

    page.reload()
    at_phase(page, "Set up")
    expect(page.locator(".st-key-intake-goal input")).to_have_value("Pass with 70 %")
    expect(page.locator(".st-key-intake-days input")).to_have_value("9")
    expect(page.get_by_text("textbook.pdf ·")).to_be_visible()
    press(page, "action-generate_plan")
    at_phase(page, "Plan")
    expect(page.locator("h1")).to_be_focused()

    page.reload()
    at_phase(page, "Plan")
    expect(page.get_by_text("Biology finals").first).to_be_visible()
    press(page, "action-start_topic")
    at_phase(page, "Learn")
    lesson = page.locator("h1").inner_text()

    page.reload()
    at_phase(page, "Learn")
    expect(page.locator("h1")).to_have_text(lesson)
    expect(page.get_by_text(re.compile(r"textbook\.pdf, page \d+")).first).to_be_visible()
    press(page, "action-take_quiz")
    at_phase(page, "Quiz")

    questions = questions_of(server, session_id)
    assert len({question.question_type for question in questions}) >= 3
    for number, question in enumerate(questions, 1):
        answer(page, number, question)
        if number == 2:
            page.reload()
            at_phase(page, "Quiz")
            expect(page.get_by_text("· 2 answered")).to_be_visible()
            # The refresh opens at the first question without an answer.
            expect(page.locator(".st-key-question-3")).to_be_visible()
        elif number < len(questions):
            press(page, "quiz-next")
    press(page, "action-submit_answers")
    at_phase(page, "Results")

    page.reload()
    at_phase(page, "Results")
    expect(page.get_by_text("100 %", exact=True)).to_be_visible()
    press(page, "action-next_topic")
    at_phase(page, "Plan")
    press(page, "action-start_topic")
    at_phase(page, "Learn")
    expect(page.locator("h1")).not_to_have_text(lesson)
    press(page, "action-take_quiz")
    at_phase(page, "Quiz")
    for number in range(1, len(questions_of(server, session_id))):
        expect(page.locator(f".st-key-question-{number}")).to_be_visible()
        press(page, "quiz-next")
    press(page, "action-submit_answers")
    at_phase(page, "Results")
    press(page, "action-complete")
    press(page, "complete-yes")
    at_phase(page, "Done")

    page.reload()
    at_phase(page, "Done")
    assert page.locator("[class*='st-key-action-']").count() == 0

    with sqlite3.connect(server.data / "exammentor.sqlite3") as db:
        rows = db.execute("select phase_after from agent_events where session_id = ?", [session_id]).fetchall()
        state, context = db.execute("select current_state, current_context from study_sessions").fetchone()
    db.close()
    assert {row[0] for row in rows} == {phase.value for phase in StudyPhase}
    assert state == "COMPLETED"
    assert json.loads(context)["last_quiz_score"] == 0


def test_keyboard_only_on_the_bundled_course(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/")
    expect(page.locator(".st-key-home-course-cell_biology")).to_be_visible()
    tab_to(page, "home-course-cell_biology")
    page.keyboard.press("Enter")
    at_phase(page, "Learn")
    expect(page.locator(".st-key-action-take_quiz")).to_be_visible()
    tab_to(page, "action-take_quiz")
    page.keyboard.press("Enter")
    at_phase(page, "Quiz")
    questions = questions_of(server, session_of(page))
    for number, question in enumerate(questions, 1):
        expect(page.locator(f".st-key-question-{number}")).to_be_visible()
        # The last question's run may end once more after this one stands.
        at_rest(page)
        tab_to(page, f"question-{number}")
        if question.question_type == "fill_blank":
            page.keyboard.type(question.accepted_answers[0])
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("Space")
        expect(page.get_by_text(f"· {number} answered")).to_be_visible()
        if number < len(questions):
            tab_to(page, "quiz-next")
            page.keyboard.press("Enter")
    tab_to(page, "action-submit_answers")
    page.keyboard.press("Enter")
    at_phase(page, "Results")


def test_a_server_killed_in_mid_quiz_loses_no_answer(page: Page, server: Server) -> None:
    session_id = to_quiz(page, server.url)
    questions = questions_of(server, session_id)
    answer(page, 1, questions[0])
    press(page, "quiz-next")
    answer(page, 2, questions[1])
    server.restart()
    # A cold server, and a link deep into it.
    page.goto(f"{server.url}/quiz?session={session_id}")
    at_phase(page, "Quiz")
    expect(page.get_by_text("· 2 answered")).to_be_visible()
    expect(page.locator(".st-key-question-3")).to_be_visible()


def test_the_first_click_after_a_restart_counts(page: Page, server: Server) -> None:
    to_set_up(page, server.url)
    expect(page.locator(".st-key-action-generate_plan button")).to_be_enabled()
    server.restart()
    press(page, "action-generate_plan")
    at_phase(page, "Plan")


def test_two_tabs_do_not_overwrite_each_other(browser: Browser, page: Page, server: Server) -> None:
    session_id = to_quiz(page, server.url)
    questions = questions_of(server, session_id)
    other = browser.new_page()
    try:
        other.goto(f"{server.url}/quiz?session={session_id}")
        at_phase(other, "Quiz")
        answer(page, 1, questions[0])
        other.locator(".st-key-quiz-next button").click()
        other.locator(".st-key-question-2").wait_for()
        answer(other, 2, questions[1])
        store = SqliteStudyStore(server.data / "exammentor.sqlite3")
        assert len(store.quizzes(session_id)[0].answers) == 2
        store.close()
    finally:
        other.close()


@pytest.mark.parametrize("name", ["plan", "learn", "quiz", "analysis", "intake", "history"])
def test_a_cold_server_answers_a_deep_link_first(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.url}/{name}?session=no-such-session")
    expect(page.get_by_text("There is no session under this address")).to_be_visible()
    expect(page.locator(".st-key-phase")).to_have_count(0)


def test_a_phone_has_no_sideways_scroll_and_large_targets(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    try:
        session_id = to_quiz(page, server.url)
        for name in ("", "intake", "plan", "learn", "quiz", "analysis", "history"):
            page.goto(f"{server.url}/{name}?session={session_id}")
            page.locator("h1").wait_for()
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, name
            # Only what acts: icons inside charts and tables are Streamlit's own.
            acts = (".stButton button", ".stButtonGroup button")
            buttons = ", ".join(f"[class*='st-key-'] > {kind}:visible" for kind in acts)
            small = page.locator(f"{buttons}, [role=radiogroup] label:visible")
            heights = [box["height"] for box in (small.nth(n).bounding_box() for n in range(small.count())) if box]
            assert all(height >= 44 for height in heights), (name, heights)
    finally:
        context.close()


def test_files_that_cannot_be_read_are_named_and_change_nothing(page: Page, server: Server, tmp_path: Path) -> None:
    files = {
        "locked.pdf": locked_pdf(),
        "scanned.pdf": scanned_pdf(),
        "empty.txt": b"",
        "cut.pdf": textbook_pdf()[:3000],
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    page.goto(f"{server.url}/intake")
    expect(page.locator(".st-key-intake-files")).to_be_visible()
    upload(page, [tmp_path / name for name in files])
    for name, sentence in {
        "locked.pdf": "password",
        "scanned.pdf": "OCR",
        "empty.txt": "empty",
        "cut.pdf": "damaged",
    }.items():
        expect(page.get_by_role("alert").filter(has_text=name).filter(has_text=sentence).first).to_be_visible()
    assert page.locator("[class*='st-key-material-']").count() == 0
    at_phase(page, "Set up")


def test_a_file_that_was_taken_out_can_be_added_again(page: Page, server: Server, tmp_path: Path) -> None:
    pdf = tmp_path / "textbook.pdf"
    pdf.write_bytes(textbook_pdf())
    page.goto(f"{server.url}/intake")
    for _ in range(2):
        expect(page.locator(".st-key-intake-files input[type=file]")).to_be_attached()
        upload(page, pdf)
        expect(page.get_by_text("textbook.pdf ·")).to_be_visible()
        page.get_by_role("button", name="Take out").click()
        expect(page.get_by_text("textbook.pdf ·")).to_have_count(0)
        # The uploader forgets it too, so that the page shows what is studied from and nothing else.
        expect(page.locator(".st-key-intake-files").get_by_text("textbook.pdf")).to_have_count(0)
