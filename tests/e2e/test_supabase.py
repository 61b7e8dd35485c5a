"""The journey on Supabase in a real browser: sign-up, study while the database is away, two processes, sign-out."""

from __future__ import annotations

import re
import signal
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from core.domain.assessment.grading import grade
from core.stores.supabase.admin import set_role
from pages._ui.messages import STEPS
from tests.e2e.accounts import PASSWORD, quiz_of, sign_up, stored
from tests.e2e.layout import at_rest
from tests.e2e.steps import answer, at_phase, name_exam, press, session_of, to_quiz, unfold, upload
from tests.server import PATIENCE_MS, Server, serving
from tests.stack import Stack
from tests.textbook import textbook_pdf

BACK_S = 45_000


pytestmark = pytest.mark.usefixtures("on_supabase")


def wait_until_sent(page: Page) -> None:
    """The page looks by itself until the database is back and takes the banner away."""
    expect(page.locator(".st-key-away")).to_have_count(0, timeout=BACK_S)


def test_a_journey_with_sign_up_a_second_tab_and_sign_out(page: Page, server: Server, supabase: Stack) -> None:
    page.goto(f"{server.url}/plan?session=abc")
    expect(page).to_have_url(re.compile(r"/signin\?next="))
    email = sign_up(page, server.url)
    session_id = to_quiz(page, server.url)
    questions = quiz_of(supabase, email, session_id).quiz.questions
    answer(page, 1, questions[0])
    page.reload()
    at_phase(page, "Quiz")
    other = page.context.new_page()
    other.goto(page.url)
    at_phase(other, "Quiz")
    expect(other.get_by_text("· 1 answered")).to_be_visible()
    page.bring_to_front()
    assert "token" not in page.url
    storage = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie")
    assert "eyJ" not in storage
    assert "exammentor" not in page.evaluate("document.cookie")
    # The refresh opened at the first question without an answer.
    for number, question in enumerate(questions[1:], 2):
        answer(page, number, question)
        if number < len(questions):
            press(page, "quiz-next")
    press(page, "action-submit_answers")
    at_phase(page, "Results")
    handed_in = quiz_of(supabase, email, session_id)
    assert [mark.question_id for mark in grade(handed_in.quiz, handed_in.answers) if not mark.is_right] == []

    page.goto(f"{server.url}/account")
    expect(page.get_by_text(email)).to_be_visible()
    press(page, "account-sign-out")
    expect(page).to_have_url(re.compile("/signin"))
    # The other tab is out at its next click.
    other.bring_to_front()
    other.locator(".stButton button:visible").first.click()
    expect(other).to_have_url(re.compile("/signin"))
    other.get_by_label("E-mail address").fill(email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    at_phase(other, "Results")


def test_the_database_is_taken_away_in_each_phase(page: Page, server: Server, supabase: Stack, tmp_path: Path) -> None:
    email = sign_up(page, server.url)
    press(page, "home-start")
    at_phase(page, "Set up")
    unfold(page, "about")
    page.locator(".st-key-intake-goal input").fill("Pass")
    page.keyboard.press("Enter")
    session_id = session_of(page)
    at_rest(page)

    supabase.stop()
    name_exam(page, "Biology finals")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-away")).to_be_visible()
    unfold(page, "about")
    page.locator(".st-key-intake-goal input").fill("Pass with 70 %")
    page.locator(".st-key-intake-hours input").fill("3")
    page.locator(".st-key-intake-hours input").press("Enter")
    pdf = tmp_path / "textbook.pdf"
    pdf.write_bytes(textbook_pdf())
    upload(page, pdf)
    expect(page.get_by_text("textbook.pdf ·")).to_be_visible()
    expect(page.locator(".st-key-away")).to_contain_text("changes wait")
    # The app dies too, and comes back before the database does.
    server.restart(signal.SIGKILL)
    page.goto(f"{server.url}/intake?session={session_id}")
    at_phase(page, "Set up")
    expect(page.locator(".st-key-intake-goal input")).to_have_value("Pass with 70 %")
    expect(page.get_by_text("textbook.pdf ·")).to_be_visible()
    supabase.start()
    wait_until_sent(page)
    extra = stored(supabase, email, session_id).context.extra_data
    assert (extra["intake_goal"], extra["intake_exam"], extra["intake_hours"]) == (
        "Pass with 70 %",
        "Biology finals",
        3,
    )

    for here, action, there in [
        ("Set up", "generate_plan", "Plan"),
        ("Plan", "start_topic", "Learn"),
        ("Learn", "take_quiz", "Quiz"),
    ]:
        at_phase(page, here)
        supabase.stop()
        press(page, f"action-{action}")
        at_phase(page, there)
        page.reload()
        at_phase(page, there)
        supabase.start()
        wait_until_sent(page)
        assert STEPS[stored(supabase, email, session_id).phase] == there

    questions = quiz_of(supabase, email, session_id).quiz.questions
    supabase.stop()
    for number, question in enumerate(questions, 1):
        answer(page, number, question)
        if number < len(questions):
            press(page, "quiz-next")
    supabase.start()
    wait_until_sent(page)
    assert len(quiz_of(supabase, email, session_id).answers) == len(questions)
    supabase.stop()
    press(page, "action-submit_answers")
    at_phase(page, "Results")
    supabase.start()
    wait_until_sent(page)
    assert stored(supabase, email, session_id).context.last_quiz_score == 100
    supabase.stop()
    press(page, "action-complete")
    press(page, "complete-yes")
    at_phase(page, "Done")
    supabase.start()
    wait_until_sent(page)
    assert stored(supabase, email, session_id).phase.name == "COMPLETED"


def test_what_another_device_did_meanwhile_is_not_overwritten(page: Page, server: Server, supabase: Stack) -> None:
    email = sign_up(page, server.url)
    session_id = to_quiz(page, server.url)
    questions = quiz_of(supabase, email, session_id).quiz.questions
    seen = stored(supabase, email, session_id)
    # The app alone loses the database: its gateway is gone, and the other device writes past it.
    supabase.away()
    answer(page, 1, questions[0])
    expect(page.locator(".st-key-away")).to_contain_text("1 change waits")
    with psycopg.connect(supabase.database_url) as db:
        db.execute("update study_sessions set version = version + 1 where id = %s", (seen.id,))
    supabase.back()
    wait_until_sent(page)
    expect(page.get_by_text("1 change could not be added")).to_be_visible()
    page.goto(f"{server.url}/account")
    expect(page.get_by_text("Answered a question")).to_be_visible()
    expect(page.get_by_text(questions[0].text)).to_be_visible()
    expect(page.get_by_text(f"Your answer: {questions[0].right_answer}")).to_be_visible()
    press(page, "kept-done-1")
    expect(page.get_by_text("What could not be added")).to_have_count(0)
    assert quiz_of(supabase, email, session_id).answers == ()


def test_two_processes_one_killed_in_mid_quiz(page: Page, server: Server, supabase: Stack, tmp_path: Path) -> None:
    email = sign_up(page, server.url)
    session_id = to_quiz(page, server.url)
    questions = quiz_of(supabase, email, session_id).quiz.questions
    answer(page, 1, questions[0])
    press(page, "quiz-next")
    answer(page, 2, questions[1])
    with serving(tmp_path / "another" / "data") as other:
        server.stop(signal.SIGKILL)
        page.goto(f"{other.url}/quiz?session={session_id}")
        # Another machine does not know the sign-in.
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        at_phase(page, "Quiz")
        expect(page.get_by_text("· 2 answered")).to_be_visible()
        answer(page, 3, questions[2])
        assert len(quiz_of(supabase, email, session_id).answers) == 3


def test_a_session_of_somebody_else_is_not_there_and_an_instructor_follows_it(
    browser: Browser, page: Page, server: Server, supabase: Stack
) -> None:
    learner = sign_up(page, server.url)
    session_id = to_quiz(page, server.url)
    with closing(browser.new_context()) as context:
        context.set_default_timeout(PATIENCE_MS)
        hers = context.new_page()
        instructor = sign_up(hers, server.url, "teacher")
        hers.goto(f"{server.url}/quiz?session={session_id}")
        expect(hers.get_by_text("There is no session under this address")).to_be_visible()
        set_role(supabase.database_url, instructor, "instructor")
        hers.goto(f"{server.url}/account")
        hers.locator(".st-key-class-name input").fill("Botany 2")
        hers.locator(".st-key-class-create button").click()
        line = hers.get_by_text(re.compile(r"Code \w+"))
        expect(line).to_be_visible()
        code = re.search(r"Code (\w+)", line.inner_text())
        assert code
        page.goto(f"{server.url}/account")
        page.locator(".st-key-class-code input").fill(code[1].lower())
        page.locator(".st-key-class-join button").click()
        expect(page.get_by_text("Botany 2")).to_be_visible()
        hers.reload()
        hers.locator("[class*=st-key-class-learners-] summary").click()
        expect(hers.get_by_text(learner)).to_be_visible()
        hers.goto(f"{server.url}/history?session={session_id}")
        expect(hers.locator(".st-key-history-table")).to_be_visible()
        press(hers, "history-replay")
        expect(hers.get_by_text("They give the stored phase and context.")).to_be_visible()
        hers.goto(f"{server.url}/quiz?session={session_id}")
        expect(hers.get_by_text("This session is another learner's")).to_be_visible()
        page.get_by_role("button", name="Leave").click()
        expect(page.get_by_text("You are in no class.")).to_be_visible()
        hers.goto(f"{server.url}/history?session={session_id}")
        expect(hers.get_by_text("There is no session under this address")).to_be_visible()
