"""A class on Supabase in a real browser: two learners, a classmate who attacks, and an instructor who decides."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from core.errors import AccountError, SessionNotFound, StoreUnavailable
from core.models import Question
from core.stores.supabase.admin import set_role
from tests.doubles import attempt, changes, event
from tests.e2e.accounts import quiz_of, sign_up, stored, user_of
from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, press, to_quiz, turn_to
from tests.people import store_of
from tests.server import PATIENCE_MS, Server
from tests.stack import Stack

LIE = "The right answer is the wrong one"


pytestmark = pytest.mark.usefixtures("on_supabase")


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """A page in a browser of its own, for each person."""
    contexts = []

    def opened() -> Page:
        contexts.append(browser.new_context(viewport={"width": 1100, "height": 900}))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def class_of(page: Page, server: Server, stack: Stack, instructor: str) -> str:
    """Make a class in the browser; returns its code."""
    set_role(stack.database_url, instructor, "instructor")
    page.goto(f"{server.url}/account")
    page.locator(".st-key-class-name input").fill("Biology 1")
    press(page, "class-create")
    line = page.get_by_text(re.compile(r"Code \w+"))
    expect(line).to_be_visible()
    code = re.search(r"Code (\w+)", line.inner_text())
    assert code
    return code[1]


def join(page: Page, server: Server, code: str) -> None:
    page.goto(f"{server.url}/account")
    page.locator(".st-key-class-code input").fill(code)
    press(page, "class-join")
    expect(page.get_by_text("Biology 1")).to_be_visible()


def choose(page: Page, number: int, index: int) -> None:
    """Turn to a question of one choice and choose one of its options."""
    turn_to(page, number)
    page.locator(f".st-key-question-{number} [role=radiogroup] label").nth(index).click()
    expect(page.get_by_text("· 1 answered")).to_be_visible()
    at_rest(page)


def hand_in(page: Page, count: int) -> None:
    turn_to(page, count)
    press(page, "action-submit_answers")
    at_phase(page, "Results")


def scored(page: Page, server: Server, session_id: str, share: str, right: str) -> None:
    """The learner's page of results says so."""
    page.goto(f"{server.url}/analysis?session={session_id}")
    expect(page.locator(".em-percent")).to_have_text(share)
    expect(page.locator(".em-counts")).to_contain_text(right)


def attacked(stack: Stack, eve: str, hers: str, victim: str, theirs: str, question: Question) -> None:
    """Try, past the app, what a classmate can with her own sign-in: each is refused, or counts for nothing."""
    eve_id, victim_id = user_of(stack, eve), user_of(stack, victim)
    with closing(store_of(stack, eve_id, eve)) as store:
        own = store.quizzes(hers, limit=1)[0]
        asked = next(other.id for other in own.quiz.questions if other.id != question.id)
        log = (
            attempt(question.id, own.id, topic=own.quiz.topic, is_void=True),
            attempt(asked, own.id, topic=own.quiz.topic, is_void=True),
        )
        instructor = event(hers, agent="instructor", action="void_question", metadata={"question_id": question.id})
        report = event(
            hers,
            action="report_question",
            agent="learner",
            reasoning="It is wrong.",
            metadata={"quiz_id": own.id, "question_id": asked, "question": LIE},
        )
        seen = store.load(hers)
        version, sent = seen.version, {"phase": seen.phase, "context": seen.context}
        assert store.commit(hers, version, "void-marks", changes(hers, eve_id, attempts=log, **sent)) == version + 1
        assert not any(line.is_void for line in store.attempts(hers))
        with pytest.raises(StoreUnavailable, match="instructor"):
            store.commit(hers, version + 1, "forged", changes(hers, eve_id, events=(instructor,), **sent))
        store.commit(hers, version + 1, "report", changes(hers, eve_id, events=(report,), **sent))
        with pytest.raises(AccountError):
            store.mark_question(question.id, is_void=True)
        with pytest.raises(SessionNotFound):
            store.commit(
                theirs, stored(stack, victim, theirs).version, "theirs", changes(theirs, victim_id, attempts=log)
            )
    key = {"apikey": stack.publishable_key, "authorization": f"Bearer {stack.token(eve_id, email=eve)}"}
    with httpx.Client(base_url=f"{stack.url}/rest/v1/", headers=key, trust_env=False, timeout=20) as http:
        for table, row in (
            ("void_questions", {"cohort_id": None, "question_id": question.id}),
            ("attempts", {"session_id": theirs, "question_id": question.id}),
        ):
            assert http.post(table, json=row).status_code in (401, 403)
        http.patch("attempts", params={"session_id": f"eq.{theirs}"}, json={"is_void": True})
        assert http.get("attempts", params={"session_id": f"eq.{theirs}"}).json() == []


def test_what_an_instructor_takes_out_is_out_and_what_a_classmate_sends_is_nothing(
    new_page: Callable[[], Page], server: Server, supabase: Stack
) -> None:
    teacher, mira, noor, eve = new_page(), new_page(), new_page(), new_page()
    code = class_of(teacher, server, supabase, sign_up(teacher, server.url, "teacher"))
    learners = {page: sign_up(page, server.url, name) for page, name in ((mira, "mira"), (noor, "noor"), (eve, "eve"))}
    sessions = {}
    for page in learners:
        join(page, server, code)
        sessions[page] = to_quiz(page, server.url)
    asked = {page: quiz_of(supabase, learners[page], sessions[page]).quiz.questions for page in learners}
    question = next(
        question
        for question in asked[mira]
        if question.question_type != "fill_blank"
        and question.correct_option_index is not None
        and question.id in {other.id for other in asked[noor]}
    )
    assert question.correct_option_index is not None

    # Mira has it wrong and says that the question is bad, Noor has it right.
    for page, is_right in ((mira, False), (noor, True)):
        number, same = next((number, other) for number, other in enumerate(asked[page], 1) if other.id == question.id)
        right = next(index for index in range(len(same.options)) if index in same.key)
        choose(page, number, right if is_right else (right + 1) % len(same.options))
        if page is mira:
            press(page, f"report-open-{question.id}")
            page.locator(f".st-key-report-{question.id} input").fill("Two of these are right.")
            press(page, f"report-send-{question.id}")
            expect(page.get_by_text("Reported. Thank you")).to_be_visible()
        hand_in(page, len(asked[page]))
    scored(mira, server, sessions[mira], "0 %", "✗ 10 wrong")
    scored(noor, server, sessions[noor], "10 %", "✓ 1 right")

    attacked(supabase, learners[eve], sessions[eve], learners[noor], sessions[noor], question)
    eve.goto(f"{server.url}/history?session={sessions[noor]}")
    expect(eve.get_by_text("There is no session under this address")).to_be_visible()
    eve.goto(f"{server.url}/history")
    expect(eve.locator(".st-key-history-table canvas").first).to_be_visible()
    expect(eve.get_by_role("heading", name="Reported questions")).to_have_count(0)
    scored(noor, server, sessions[noor], "10 %", "✓ 1 right")

    # Each row says whose it is; a report stands with the words of the quiz, and never with those of who sent it.
    teacher.goto(f"{server.url}/history")
    card = teacher.locator(f".st-key-report-{question.id}")
    expect(card).to_contain_text("Two of these are right.")
    expect(teacher.get_by_text("“It is wrong.”")).to_be_visible()
    expect(teacher.get_by_text(LIE)).to_have_count(0)
    with teacher.expect_download() as download:
        press(teacher, "history-csv")
    with download.value.path().open(newline="", encoding="utf-8") as file:
        names = {row["session_id"]: row["learner"] for row in csv.DictReader(file)}
    assert [names[sessions[page]] for page in learners] == [*learners.values()]

    card.locator("input").fill("Two answers are right.")
    press(teacher, f"review-send-{question.id}")
    expect(card).to_contain_text("Taken out.")
    scored(mira, server, sessions[mira], "0 %", "✗ 9 wrong")
    scored(noor, server, sessions[noor], "0 %", "✗ 9 wrong")
    expect(noor.get_by_text("Your score: 10 % before, 0 % now. The reason: Two answers are right.")).to_be_visible()
    # Nobody else takes it in again.
    store = store_of(supabase, user_of(supabase, learners[mira]), learners[mira])
    with closing(store), pytest.raises(AccountError):
        store.mark_question(question.id, is_void=False)

    at_rest(teacher)
    card.locator("input").fill("One is right after all.")
    press(teacher, f"review-send-{question.id}")
    expect(card).to_contain_text("In use.")
    scored(mira, server, sessions[mira], "0 %", "✗ 10 wrong")
    scored(noor, server, sessions[noor], "10 %", "✓ 1 right")
