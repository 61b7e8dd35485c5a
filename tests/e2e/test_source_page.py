"""The page of a PDF beside the lesson, in a real browser: on a desk and on a phone, by mouse and by key."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.layout import box, scroll_to_top
from tests.e2e.steps import at_phase, name_exam, press, upload
from tests.server import PATIENCE_MS, Server
from tests.textbook import textbook_pdf

PANEL = ".st-key-source-page"


def at_a_lesson(page: Page, server: Server, tmp_path: Path) -> None:
    pdf = tmp_path / "textbook.pdf"
    pdf.write_bytes(textbook_pdf())
    page.goto(f"{server.url}/")
    press(page, "home-start")
    at_phase(page, "Set up")
    name_exam(page, "Biology finals")
    page.keyboard.press("Enter")
    upload(page, pdf)
    expect(page.get_by_text("textbook.pdf ·")).to_be_visible()
    press(page, "action-generate_plan")
    at_phase(page, "Plan")
    press(page, "action-start_topic")
    at_phase(page, "Learn")


def loaded(page: Page) -> Locator:
    """The picture of the open page, once the browser has drawn it."""
    picture = page.locator(f"{PANEL} img")
    expect(picture).to_be_visible()
    page.wait_for_function(f"document.querySelector('{PANEL} img').naturalWidth > 500")
    return picture


def test_a_quoted_page_opens_beside_the_lesson_stays_in_sight_and_closes(
    page: Page, server: Server, tmp_path: Path
) -> None:
    at_a_lesson(page, server, tmp_path)
    paragraph = page.locator(".stMarkdown p").first
    # A new page may keep the scroll position of the one before, and its button was scrolled to.
    scroll_to_top(page)
    before = box(paragraph)
    opener = page.locator("[class*='st-key-open-'] button").first
    expect(opener).to_have_text(re.compile(r"Open page \d+"))
    number = opener.inner_text().split()[-1]
    opener.focus()
    page.keyboard.press("Enter")
    picture = loaded(page)
    expect(picture).to_have_attribute(
        "alt", f"Page {number} of textbook.pdf, as a picture. The quoted words are marked."
    )
    expect(page.locator(PANEL).get_by_text(f"textbook.pdf, page {number} of")).to_be_visible()
    expect(opener).to_be_focused()
    expect(opener).to_have_text(re.compile(f"Close page {number}"))

    step = page.get_by_role("heading", level=3).first
    assert box(page.locator(PANEL))["x"] > box(step)["x"] + box(step)["width"] * 0.9
    place = box(page.locator(PANEL))
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    assert box(page.locator(PANEL)) == place

    press(page, "page-after")
    expect(picture).to_have_attribute("alt", f"Page {int(number) + 1} of textbook.pdf, as a picture.")
    # By key from the close button: the focus goes back to where the page was opened.
    page.locator(".st-key-page-close button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(PANEL)).to_have_count(0)
    expect(opener).to_be_focused()
    scroll_to_top(page)
    assert box(paragraph) == before


def test_on_a_phone_the_page_opens_under_what_was_tapped(browser: Browser, server: Server, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    at_a_lesson(page, server, tmp_path)
    opener = page.locator("[class*='st-key-open-'] button").first
    assert box(opener)["height"] >= 44
    opener.tap()
    picture = loaded(page)
    panel = box(page.locator(PANEL))
    assert 0 <= panel["y"] - box(opener)["y"] - box(opener)["height"] < 60
    assert box(picture)["width"] > 300
    for button in page.locator(f"{PANEL} .stButton button").all():
        assert box(button)["height"] >= 44
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    context.close()
