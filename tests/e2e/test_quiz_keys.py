"""The keys of a quiz in a browser, and a script from outside that knows nothing of checks."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from core.models import Action, HistoryQuery, Question
from core.stores.sqlite.store import SqliteStudyStore
from pages._ui.messages import marked as told
from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, press, questions_of, still, to_quiz
from tests.e2e.test_quiz import answers_of, until
from tests.server import Server

CHOICE = ("multiple_choice", "true_false")


def place_of(page: Page) -> int:
    name = page.locator("[class*=st-key-question-]").get_attribute("class") or ""
    return int(name.split("st-key-question-")[1].split()[0])


def turn_to(page: Page, questions: list[Question], wanted: tuple[str, ...], *, after: int = 0) -> int:
    """Turn to a question of one of these types with a hint where there is one, by the buttons; its place."""
    place = next(n for n, question in enumerate(questions, 1) if question.question_type in wanted and n > after)
    while place_of(page) < place:
        number = place_of(page)
        press(page, "quiz-next")
        page.locator(f".st-key-question-{number + 1}").wait_for()
        at_rest(page)
    return place


def checks(server: Server, session_id: str) -> int:
    store = SqliteStudyStore(server.data / "exammentor.sqlite3")
    try:
        return len(store.history(HistoryQuery(session_id=session_id, action=Action.CHECK_ANSWER)).events)
    finally:
        store.close()


def test_keys_choose_check_go_on_flag_and_open_the_hint(page: Page, server: Server) -> None:
    session_id = to_quiz(page, server.url)
    questions = questions_of(server, session_id)
    at_rest(page)
    expect(page.locator(".em-keys")).to_be_visible()
    place = turn_to(page, questions, CHOICE)
    question = questions[place - 1]
    page.keyboard.press("2")
    until(page, lambda: any(answer.chosen == (1,) for answer in answers_of(server, session_id)))
    page.keyboard.press("f")
    until(page, lambda: any(answer.is_flagged for answer in answers_of(server, session_id)))
    at_rest(page)
    if question.hint:
        page.keyboard.press("h")
        expect(page.locator(f".st-key-hint-{question.id}")).to_have_count(0)
    at_rest(page)
    # With another key held down it is the browser's.
    page.keyboard.press("Control+1")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(f"{told.RIGHT}|{told.WRONG}"))).to_be_visible()
    at_rest(page)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(f".st-key-question-{place + 1}")).to_be_visible()
    stored = next(answer for answer in answers_of(server, session_id) if answer.question_id == question.id)
    assert stored.chosen == (1,)
    assert checks(server, session_id) == 1
    # In exam mode Enter goes on, and nothing is checked.
    page.locator(".st-key-quiz-mode").get_by_text("Exam").click()
    expect(page.locator(".st-key-quiz-check")).to_have_count(0)
    still(page)
    page.locator("h1").click()
    page.keyboard.press("Enter")
    expect(page.locator(f".st-key-question-{place + 2}")).to_be_visible()
    # Which is remembered when the page is loaded anew.
    page.reload()
    page.locator("[class*=st-key-question-]").wait_for()
    at_rest(page)
    expect(page.locator(".st-key-quiz-check")).to_have_count(0)
    assert checks(server, session_id) == 1


def test_what_is_typed_is_never_taken_and_the_switch_turns_the_keys_off(page: Page, server: Server) -> None:
    session_id = to_quiz(page, server.url)
    questions = questions_of(server, session_id)
    at_rest(page)
    # The line that tells of them goes for good.
    page.locator(".em-keys button").click()
    expect(page.locator(".em-keys")).to_be_hidden()
    page.reload()
    page.locator("[class*=st-key-question-]").wait_for()
    at_rest(page)
    expect(page.locator(".em-keys")).to_be_hidden()
    place = turn_to(page, questions, ("fill_blank",))
    field = page.locator(f".st-key-question-{place} input")
    field.focus()
    page.keyboard.type("fh 123 cr")
    expect(field).to_have_value("fh 123 cr")
    expect(page.locator("[class*=st-key-flag-] input")).not_to_be_checked()
    page.keyboard.press("Enter")
    until(page, lambda: any(answer.text == "fh 123 cr" for answer in answers_of(server, session_id)))
    still(page)
    assert place_of(page) == place
    assert checks(server, session_id) == 0
    page.locator(".st-key-quiz-keys label").click()
    expect(page.locator(".st-key-quiz-keys input")).not_to_be_checked()
    still(page)
    page.locator("h1").click()
    page.keyboard.press("f")
    page.keyboard.press("Enter")
    at_rest(page)
    expect(page.locator("[class*=st-key-flag-] input")).not_to_be_checked()
    assert place_of(page) == place
    page.locator(".st-key-quiz-keys label").click()
    expect(page.locator(".st-key-quiz-keys input")).to_be_checked()
    still(page)
    page.locator("h1").click()
    page.keyboard.press("f")
    expect(page.locator("[class*=st-key-flag-] input")).to_be_checked()
    # On another page they are gone, and one listener is there when the quiz is come back to.
    page.locator("a", has_text="Progress").first.click()
    expect(page.locator(".st-key-quiz-bar")).to_have_count(0)
    page.keyboard.press("f")
    assert page.evaluate("window.emKeys") is None
    page.goto(f"{server.url}/quiz?session={session_id}")
    page.locator("[class*=st-key-question-]").wait_for()
    at_rest(page)
    assert page.evaluate("window.emKeys") is True


def test_the_bar_stands_still_and_a_script_from_outside_goes_through_without_a_check(
    page: Page, server: Server
) -> None:
    session_id = to_quiz(page, server.url)
    questions = questions_of(server, session_id)
    stands = set()
    for number, question in enumerate(questions, 1):
        card = page.locator(f".st-key-question-{number}")
        card.wait_for()
        at_rest(page)
        # The container of the question holds the question, and nothing that one can do about it.
        assert not card.locator("button, [class*=st-key-flag-], [class*=st-key-report-], [class*=st-key-sure-]").count()
        if question.question_type == "fill_blank":
            card.locator("input").fill(question.accepted_answers[0])
            card.locator("input").press("Enter")
        elif question.question_type == "multi_select":
            for index in question.correct_indexes:
                page.locator(f".st-key-answer-{question.id}-{index} label").click()
                still(page)
        else:
            page.locator(f".st-key-answer-{question.id} [role=radiogroup] label").nth(question.key[0]).click()
        until(
            page,
            lambda name=question.id: any(  # type: ignore[misc]
                answer.question_id == name and not answer.is_blank for answer in answers_of(server, session_id)
            ),
        )
        still(page)
        if number < len(questions):
            box = page.locator(".st-key-quiz-next button").bounding_box()
            assert box
            assert box["height"] >= 44
            stands.add((round(box["x"]), round(box["y"])))
            press(page, "quiz-next")
    assert len(stands) == 1
    press(page, "action-submit_answers")
    at_phase(page, "Results")
    assert checks(server, session_id) == 0
