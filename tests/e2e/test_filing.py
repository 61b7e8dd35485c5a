"""An exam begun, renamed, put away and brought back by keyboard alone, through refreshes, on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, press, still, unfold
from tests.server import Server

TARGET_PX = 44


def choose(page: Page, option: str) -> None:
    """Choose from the menu of the only card."""
    at_rest(page)
    page.locator("[class*=st-key-session-menu-] button").press("Enter")
    item = page.get_by_role("menuitem", name=option)
    expect(item).to_be_visible()
    box = item.bounding_box()
    assert box
    assert box["height"] >= TARGET_PX
    while not item.evaluate("item => item === document.activeElement"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_an_exam_is_begun_by_its_first_input_named_put_away_and_brought_back(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/")
    press(page, "home-start")
    at_phase(page, "Set up")
    expect(page).to_have_url(re.compile(r"/intake\?new="))
    page.reload()
    at_phase(page, "Set up")
    page.goto(f"{server.url}/")
    expect(page.locator("[class*=st-key-session-head-]")).to_have_count(0)
    page.go_back()
    at_phase(page, "Set up")
    at_rest(page)
    unfold(page, "about")
    page.locator(".st-key-intake-goal input").fill("Pass")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/intake\?session="))
    still(page)

    page.goto(f"{server.url}/")
    choose(page, "Rename")
    name = page.locator("[class*=st-key-session-name-] input")
    name.fill("Cells, the second try")
    name.press("Enter")
    expect(page.get_by_role("heading", name="Cells, the second try")).to_be_visible()
    choose(page, "Archive")
    expect(page.get_by_role("heading", name="Cells, the second try")).to_have_count(0)
    page.reload()
    at_rest(page)
    page.locator(".st-key-home-archive summary").press("Enter")
    page.locator("[class*=st-key-session-restore-] button").press("Enter")
    expect(page.get_by_role("heading", name="Cells, the second try")).to_be_visible()
    choose(page, "Delete")
    expect(page.locator(".st-key-home-bin")).to_be_visible()
    page.reload()
    at_rest(page)
    page.locator(".st-key-home-bin summary").press("Enter")
    put_back = page.locator("[class*=st-key-session-restore-] button")
    box = put_back.bounding_box()
    assert box
    assert box["height"] >= TARGET_PX
    put_back.press("Enter")
    expect(page.get_by_role("heading", name="Cells, the second try")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
