"""The README's pictures, taken anew by `make pictures`: one walk over the bundled course, at 1280 px and in light.

The session has the same id each time, so that seeds and questions are the same too: only dates and times differ.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from core import ROOT
from core.models import Question
from tests.e2e.test_journey import answer, press, questions_of
from tests.server import Server, chromium, serving

PICTURES = ROOT / "docs" / "pictures"
VIEW = {"width": 1280, "height": 900}
DAYS = "16"
SHOWN, MISSED = 2, 3
"""The number of the question that is pictured with its answer, and of the one that is answered wrongly."""

AT_REST = """async () => {
    document.activeElement.blur();
    document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
    await document.fonts.ready;
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""


def main() -> None:
    """Walk from the plan to the results, and look at progress, history and home afterwards."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data") as server, chromium() as browser:
        context = browser.new_context(viewport=VIEW, color_scheme="light", reduced_motion="reduce", locale="en-GB")
        context.set_default_timeout(20_000)
        walk(context.new_page(), server)
        context.close()


def walk(page: Page, server: Server) -> None:
    """Study one topic of the course and take each picture on the way."""
    begun = page.request.post(
        f"{server.url}/api/session/start",
        data={"exam_type": "Cell biology"},
        headers={"idempotency-key": "pictures"},
    )
    session_id = begun.json()["session_id"]
    page.goto(f"{server.url}/intake?session={session_id}")
    page.locator(".st-key-intake-days input").fill(DAYS)
    page.locator(".st-key-intake-days input").press("Enter")
    step(page, "generate_plan", "plan")
    # Opened anew it shows the plan alone, and not how it has just been made.
    page.goto(f"{server.url}/plan?session={session_id}")
    take(page, "plan")
    step(page, "start_topic", "learn")
    take(page, "learn")
    step(page, "take_quiz", "quiz")
    questions = questions_of(server, session_id)
    for number, question in enumerate(questions, 1):
        expect(page.locator(f".st-key-question-{number}")).to_be_visible()
        answer(page, number, wrongly(question) if number == MISSED else question)
        if number == SHOWN:
            take(page, "quiz")
        if number < len(questions):
            press(page, "quiz-next")
    step(page, "submit_answers", "analysis")
    take(page, "results")
    for name, path in (("progress", "progress"), ("history", "history"), ("home", "")):
        page.goto(f"{server.url}/{path}?session={session_id}")
        take(page, name)


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
