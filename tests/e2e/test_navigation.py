"""Getting about in a real browser: the steps of a course, the bar of a phone, and the look of a device."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from core.bootstrap import build_service
from core.models import StudyPhase
from tests.journey import at_phase
from tests.server import Server


def test_a_step_opens_its_page_without_loading_the_app_again_and_back_leads_back(page: Page, server: Server) -> None:
    session = at_phase(build_service(), StudyPhase.LEARNING)
    page.goto(f"{server.url}/learn?session={session.id}")
    page.evaluate("window.loadedOnce = true")
    page.locator(".em-steps a", has_text="Set up").click()
    expect(page).to_have_url(re.compile(f"/intake\\?session={session.id}"))
    expect(page.locator(".st-key-go-on")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(f"/learn\\?session={session.id}"))
    expect(page.locator(".st-key-action-take_quiz")).to_be_visible()
    assert page.evaluate("window.loadedOnce")


def test_on_a_phone_the_pages_are_at_the_foot_of_the_screen(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server.url}/")
    bar = page.locator(".em-bar")
    expect(bar.locator("[aria-current=page]")).to_have_text(re.compile("Home"))
    for link in bar.locator("a").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= 844
    bar.get_by_text("Settings").click()
    expect(page.locator("h1")).to_have_text("Settings")
    context.close()


def test_a_theme_is_kept_and_is_there_at_the_first_paint(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/settings")
    page.get_by_text("Dark", exact=True).click()
    app = page.locator(".stApp")
    expect(app).to_have_css("background-color", "rgb(27, 29, 28)")
    page.goto(f"{server.url}/progress", wait_until="commit")
    assert page.locator("html").evaluate("root => getComputedStyle(root).backgroundColor") == "rgb(27, 29, 28)"
    expect(app).to_have_css("background-color", "rgb(27, 29, 28)")
