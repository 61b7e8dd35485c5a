"""The history page as an instructor uses it: one row in full, run again, and the filtered rows as a file."""

from __future__ import annotations

import csv

from playwright.sync_api import Page, expect

from tests.e2e.steps import choose_row, press, session_of, still, to_quiz, unfold
from tests.server import Server


def test_a_decision_in_full_and_run_again(page: Page, server: Server) -> None:
    session_id = to_quiz(page, server.url)
    page.goto(f"{server.url}/history?session={session_id}")
    expect(page.locator(".st-key-history-table canvas").first).to_be_visible()
    choose_row(page, 0)
    detail = page.locator(".st-key-history-event")
    expect(detail).to_contain_text("quiz · Took a quiz")
    expect(detail).to_contain_text(
        "Questions: 15 of 20 asked for, from the bundled course. The gate passed every one. Picked for the learner: 10"
    )
    expect(detail).to_contain_text("What it changed")
    detail.locator(".st-key-history-rerun button").click()
    expect(page.get_by_text("The same inputs and seed gave the same result.")).to_be_visible()
    page.locator(".st-key-history-replay button").click()
    expect(page.get_by_text("They give the stored phase and context.")).to_be_visible()


def test_the_file_holds_what_is_filtered_and_no_more(page: Page, server: Server) -> None:
    to_quiz(page, server.url)
    page.goto(f"{server.url}/")
    press(page, "home-start")
    unfold(page, "about")
    page.locator(".st-key-intake-goal input").fill("Pass with 70 %")
    page.keyboard.press("Enter")
    session_id = session_of(page)
    still(page)
    page.goto(f"{server.url}/history?session={session_id}")
    with page.expect_download() as download:
        page.locator(".st-key-history-csv button").click()
    with download.value.path().open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["session_id"], row["action"]) for row in rows] == [
        (session_id, "edit_intake"),
        (session_id, "start_session"),
    ]
