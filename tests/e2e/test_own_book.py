"""An exam with a syllabus and no texts: from home to a topic that is ticked off, and one that gets notes."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, name_exam, press
from tests.journey import NOTES
from tests.server import Server


def test_neet_from_home_to_a_topic_of_ones_own_book_and_one_with_notes(page: Page, server: Server) -> None:
    page.goto(server.url)
    press(page, "home-start")
    name_exam(page, "NEET")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]session="))
    expect(page.get_by_text("NEET comes with its syllabus, not with texts")).to_be_visible()
    at_rest(page)
    page.locator(".st-key-intake-days input").fill("300")
    page.locator(".st-key-intake-days input").press("Enter")
    at_rest(page)
    # The way on is in sight wherever one is on the page.
    expect(page.locator(".st-key-action-generate_plan button")).to_be_in_viewport()
    press(page, "action-generate_plan")
    at_phase(page, "Plan")
    at_rest(page)
    third = page.locator(".st-key-topic-row-3")
    name = third.locator("strong").inner_text()
    page.locator(".st-key-topic-studied-3").get_by_text("Fair").click()
    expect(page.locator("[class*=st-key-topic-row-]", has_text=name)).to_contain_text("Fair, by your own word")
    at_rest(page)
    page.reload()
    expect(page.locator("[class*=st-key-topic-row-]", has_text=name)).to_contain_text("again")
    at_rest(page)
    press(page, "topic-text-1")
    first = page.locator(".st-key-topic-row-1 strong").inner_text()
    page.locator(".st-key-topic-notes-1 textarea").fill(NOTES)
    press(page, "topic-notes-keep-1")
    expect(page.get_by_text(f"{first} can be learned now.")).to_be_visible()
    expect(page.locator(".st-key-topic-text-1")).to_have_count(0)
