"""The pictures of every page in the README and the docs, taken anew by `make pictures`: one walk over the bundled
course and the day after it, at 1280 px and in light.

The session has the same id each time, so that seeds and questions are the same too: only dates and times differ.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from core import ROOT
from core.models import Question
from tests.e2e.accounts import sign_up
from tests.e2e.steps import answer, press, questions_of, still
from tests.server import Server, chromium, serving
from tests.stack import Stack

PICTURES = ROOT / "docs" / "pictures"
VIEW = {"width": 1280, "height": 900}
MOVED_CLOCK = ROOT / "tests" / "e2e" / "moved_clock"
DAYS = "16"
SHOWN, MISSED = 2, range(3, 8)
"""The number of the question that is pictured with its answer checked, and of those that are answered wrongly."""

AT_REST = """async () => {
    document.activeElement.blur();
    document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
    await document.fonts.ready;
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""


def main() -> None:
    """Walk from the set-up to the results, look at everything else the day after, and at an account on Supabase."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        context = browser.new_context(viewport=VIEW, color_scheme="light", reduced_motion="reduce", locale="en-GB")
        context.set_default_timeout(20_000)
        clock = Path(folder) / "ahead"
        clock.write_text("0")
        settings = {"MOVED_CLOCK": str(clock), "PYTHONPATH": f"{MOVED_CLOCK}:{ROOT}"}
        with serving(Path(folder) / "data", settings=settings) as server:
            session_id = walk(context.new_page(), server)
            clock.write_text("1")
            look_round(context.new_page(), server, session_id)
        stack = Stack(Path(folder) / "stack")
        stack.start()
        try:
            supabase = {"SUPABASE_URL": stack.url, "SUPABASE_KEY": stack.publishable_key}
            with serving(Path(folder) / "accounts", settings=supabase) as server:
                page = context.new_page()
                sign_up(page, server.url)
                page.goto(f"{server.url}/account")
                take(page, "account")
        finally:
            stack.stop()
        context.close()


def walk(page: Page, server: Server) -> str:
    """Study one topic of the course and take each picture on the way; the id of the session."""
    page.goto(f"{server.url}/")
    take(page, "welcome")
    begun = page.request.post(
        f"{server.url}/api/session/start",
        data={"exam_type": "Cell biology"},
        headers={"idempotency-key": "pictures"},
    )
    session_id = str(begun.json()["session_id"])
    page.goto(f"{server.url}/intake?session={session_id}")
    page.locator(".st-key-intake-days input").fill(DAYS)
    page.locator(".st-key-intake-days input").press("Enter")
    take(page, "set-up")
    step(page, "generate_plan", "plan")
    # Opened anew it shows the plan alone, and not how it has just been made.
    page.goto(f"{server.url}/plan?session={session_id}")
    take(page, "plan")
    step(page, "start_topic", "learn")
    press(page, "note-open-1")
    page.locator(".st-key-note-mark-1-1 label").click()
    page.locator(".st-key-note-text-1 textarea").fill("The tails hide from the water, so a double layer forms.")
    press(page, "note-keep-1")
    expect(page.locator(".st-key-note-1")).to_be_visible()
    page.goto(f"{server.url}/learn?session={session_id}")
    take(page, "learn")
    step(page, "take_quiz", "quiz")
    questions = questions_of(server, session_id)
    for number, question in enumerate(questions, 1):
        expect(page.locator(f".st-key-question-{number}")).to_be_visible()
        answer(page, number, wrongly(question) if number in MISSED else question)
        if number == SHOWN:
            press(page, "quiz-check")
            still(page)
            take(page, "quiz")
        if number < len(questions):
            press(page, "quiz-next")
    step(page, "submit_answers", "analysis")
    take(page, "results")
    return session_id


def look_round(page: Page, server: Server, session_id: str) -> None:
    """The pages that are no step of the course, and the review that is due."""
    page.goto(f"{server.url}/")
    take(page, "home")
    for name, path in (
        ("progress", "progress"),
        ("mix-ups", "misconceptions"),
        ("library", "library"),
        ("settings", "settings"),
        ("data", "data"),
        ("history", "history"),
    ):
        page.goto(f"{server.url}/{path}?session={session_id}")
        take(page, name)
    page.goto(f"{server.url}/")
    press(page, "home-review")
    page.locator(".st-key-review-bar").wait_for()
    take(page, "review")


def step(page: Page, action: str, leads_to: str) -> None:
    """Press an action's button and wait for the page that it leads to."""
    press(page, f"action-{action}")
    page.wait_for_url(f"**/{leads_to}?*")


def wrongly(question: Question) -> Question:
    """The question with another of its options, or another word, as the answer."""
    if question.correct_option_index is None:
        return question.model_copy(update={"accepted_answers": ("something else",), "correct_indexes": (0,)})
    other = (question.correct_option_index + 1) % len(question.options)
    return question.model_copy(update={"correct_option_index": other})


def take(page: Page, name: str) -> None:
    """Save the page under that name once it is drawn to the end."""
    page.locator("h1").wait_for()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true], [data-testid=stSkeleton]")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, VIEW["height"] - 1)
    page.evaluate(AT_REST)
    page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    main()
