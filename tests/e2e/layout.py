"""Where things stand on a page, once it has come to rest."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

# Asked at each animation frame. A run that goes on, a style or font that loads and an element that moves each begin the
# count anew.
AT_REST = """() => {
    const elements = document.querySelectorAll("[data-testid=stMain] *");
    const boxes = JSON.stringify(Array.from(elements, element => element.getBoundingClientRect()));
    const app = document.querySelector("[data-testid=stApp]");
    const runs = app.dataset.testScriptState !== "notRunning";
    const loads = document.fonts.status !== "loaded" || !getComputedStyle(app).getPropertyValue("--em-soft");
    const moves = runs || loads || boxes !== window.boxesBefore;
    window.boxesBefore = boxes;
    window.framesAtRest = moves ? 0 : window.framesAtRest + 1;
    return window.framesAtRest >= 10;
}"""


def at_rest(page: Page) -> None:
    """Wait until the script has run, style and fonts are there, and nothing has moved for ten frames."""
    page.evaluate("window.framesAtRest = 0")
    page.wait_for_function(AT_REST)


def box(element: Locator) -> dict[str, float]:
    """The element's box on a page at rest."""
    at_rest(element.page)
    box = element.bounding_box()
    assert box
    return dict(box)


def scroll_to_top(page: Page) -> None:
    at_rest(page)
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
