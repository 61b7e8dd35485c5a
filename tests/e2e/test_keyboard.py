"""Keyboard only: where the Tab key goes on a page, that one sees where one is, and what the keys do in a quiz."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, TypedDict

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import END_TRANSITIONS
from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, press, questions_of, session_of, still, tab_to, to_quiz, to_set_up
from tests.server import PATIENCE_MS, Server


class Focus(TypedDict):
    html: str
    name: str
    top: float
    bottom: float
    left: float
    is_inside: bool
    ring: float
    draws_itself: bool


# What has the focus: its place on the page, and the contrast of what shows it (an outline, else the border that a field
# draws around itself) to the paper behind. A table draws its focus inside its canvas.
FOCUS = """() => {
    const light = text => {
        const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(Number).map(byte => byte / 255)
            .map(share => share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const contrast = (a, b) => {
        const [low, high] = [light(a), light(b)].sort((first, second) => first - second)
        return (high + 0.05) / (low + 0.05)
    }
    const paper = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor
    const scroller = document.querySelector('[data-testid=stMain]')
    const focused = document.activeElement
    const place = (focused.closest('label') ?? focused).getBoundingClientRect()
    const rings = []
    for (let element = focused, steps = 0; element && steps < 4; element = element.parentElement, steps++) {
        const style = getComputedStyle(element)
        if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
            rings.push(contrast(style.outlineColor, paper))
        if (focused.matches('input:not([type=radio], [type=checkbox]), textarea') && parseFloat(style.borderWidth) > 0)
            rings.push(contrast(style.borderColor, paper))
    }
    return {
        html: focused.outerHTML.slice(0, 300),
        name: focused.ariaLabel || focused.innerText || focused.closest('label')?.innerText || focused.tagName,
        top: place.top + scroller.scrollTop, bottom: place.bottom + scroller.scrollTop, left: place.left,
        is_inside: focused !== scroller && scroller.contains(focused),
        ring: Math.max(0, ...rings),
        draws_itself: focused.closest('[data-testid=stDataFrame]') !== null,
    }
}"""


def focused_in_order(page: Page) -> list[Focus]:
    """Press Tab from the top of the page until the focus has left its main part again."""
    still(page)
    page.locator("a").first.focus()
    seen: list[Focus] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        # A field's border takes its colour step by step.
        page.evaluate(END_TRANSITIONS)
        now: Focus = page.evaluate(FOCUS)
        if now["is_inside"]:
            seen.append(now)
        elif seen:
            return seen
    raise AssertionError("the Tab key does not come out of the page again")


def check(page: Page) -> None:
    """The focus goes down the page, and each place shows that it has it."""
    order = focused_in_order(page)
    assert len(order) >= 3
    for before, now in pairwise(order):
        is_beside = now["left"] >= before["left"] and now["bottom"] > before["top"]
        assert is_beside or now["top"] >= before["top"] - 1, (before["name"], now["name"])
    assert [
        (element["html"], round(element["ring"], 1))
        for element in order
        if element["ring"] < 3 and not element["draws_itself"]
    ] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_focus_goes_down_the_page_and_is_seen(
    browser: Browser, server: Server, theme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": 1100, "height": 900}, color_scheme=theme)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    try:
        to_set_up(page, server.url)
        for phase, action in [("Set up", "generate_plan"), ("Plan", "start_topic"), ("Learn", "take_quiz")]:
            at_phase(page, phase)
            expect(page.locator(f".st-key-action-{action} button")).to_be_visible()
            check(page)
            press(page, f"action-{action}")
        at_phase(page, "Quiz")
        for number in range(1, len(questions_of(server, session_of(page))) + 1):
            expect(page.locator(f".st-key-question-{number}")).to_be_visible()
            check(page)
            if page.locator(".st-key-quiz-next").count():
                press(page, "quiz-next")
    finally:
        context.close()


def test_arrows_choose_space_ticks_and_enter_goes_on(page: Page, server: Server) -> None:
    to_quiz(page, server.url)
    tried = set()
    for number, question in enumerate(questions_of(server, session_of(page)), 1):
        card = page.locator(f".st-key-question-{number}")
        expect(card).to_be_visible()
        # The question is drawn before the button that goes on to the next.
        at_rest(page)
        if question.question_type in ("multiple_choice", "true_false"):
            tab_to(page, f"question-{number}")
            page.keyboard.press("Space")
            expect(card.locator("input").nth(0)).to_be_checked()
            page.keyboard.press("ArrowDown")
            expect(card.locator("input").nth(1)).to_be_checked()
            expect(card.locator("input").nth(1)).to_be_focused()
        elif question.question_type == "multi_select":
            tab_to(page, f"question-{number}")
            page.keyboard.press("Space")
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
            expect(card.locator("input:checked")).to_have_count(2)
            page.keyboard.press("Space")
            expect(card.locator("input:checked")).to_have_count(1)
        tried.add(question.question_type)
        if page.locator(".st-key-quiz-next").count():
            tab_to(page, "quiz-next")
            page.keyboard.press("Enter")
    assert {"multiple_choice", "multi_select"} <= tried
