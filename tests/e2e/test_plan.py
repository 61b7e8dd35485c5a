"""A plan of 60 topics in a real browser: made, looked at, changed, taken along, and still there after a refresh."""

from __future__ import annotations

import re
from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from core.bootstrap import build_service
from core.models import Intake
from core.stores.sqlite.store import SqliteStudyStore
from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, name_exam, press, session_of, still, unfold
from tests.server import PATIENCE_MS, Server

SIXTY = "\n".join(
    f"Unit {unit}: " + ", ".join(f"Topic {unit}.{number}" for number in range(1, 11)) for unit in range(1, 7)
)


def plan_of_sixty(page: Page, server: Server, days: str = "45", hours: str = "3") -> str:
    page.goto(f"{server.url}/intake")
    name_exam(page, "Botany finals")
    page.keyboard.press("Enter")
    page.locator(".st-key-intake-days input").fill(days)
    page.locator(".st-key-intake-days input").press("Enter")
    page.locator(".st-key-intake-hours input").fill(hours)
    page.locator(".st-key-intake-hours input").press("Enter")
    unfold(page, "off")
    page.locator(".st-key-intake-weekdays_off").get_by_text("Sun").click()
    page.locator(".st-key-intake-syllabus textarea").fill(SIXTY)
    page.locator(".st-key-intake-syllabus textarea").press("Control+Enter")
    expect(page.locator(".st-key-intake-known")).to_be_attached()
    press(page, "action-generate_plan")
    at_phase(page, "Plan")
    return session_of(page)


def pick(page: Page, key: str, text: str) -> None:
    """Choose in a select box by typing."""
    at_rest(page)
    box = page.locator(f".st-key-{key} input")
    box.click()
    box.fill(text)
    expect(page.get_by_role("option")).to_have_text([text])
    box.press("Enter")
    expect(box).to_have_attribute("aria-expanded", "false")
    still(page)


def test_a_plan_of_sixty_topics_is_looked_at_changed_and_taken_along(
    page: Page, server: Server, tmp_path: Path
) -> None:
    session_id = plan_of_sixty(page, server)
    expect(page.get_by_text("Every topic has a day")).to_be_visible()
    calendar = page.locator("table.em-cal")
    expect(calendar).to_contain_text("Topic 1.1")
    expect(calendar.locator("[aria-current=date]")).to_have_count(1)
    page.get_by_text("Timeline", exact=True).click()
    timeline = page.locator(".st-key-plan-timeline .em-line")
    expect(timeline).to_contain_text("Revision")
    expect(timeline.locator(".em-axis .em-ends")).to_be_in_viewport()
    page.get_by_text("Calendar", exact=True).click()

    page.locator(".st-key-plan-change summary").click()
    pick(page, "plan-move-topic", "Topic 1.2")
    press(page, "plan-apply")
    expect(page.get_by_text("Your plan was checked and works")).to_be_visible()
    page.locator(".st-key-plan-edit").get_by_text("Leave out").click()
    pick(page, "plan-leave_out-topic", "Topic 6.10")
    press(page, "plan-apply")
    expect(page.get_by_text("Every topic you kept has a day")).to_be_visible()

    page.locator(".st-key-plan-edit").get_by_text("Date and hours").click()
    page.locator(".st-key-plan-time-hours input").fill("1")
    page.locator(".st-key-plan-time-hours input").press("Enter")
    press(page, "plan-apply")
    expect(page.locator(".st-key-plan-proposal")).to_contain_text("becomes")
    page.reload()
    expect(page.locator(".st-key-plan-proposal")).to_contain_text("becomes")
    press(page, "plan-accept")
    expect(page.locator(".st-key-plan-proposal")).to_have_count(0)
    expect(page.get_by_text("at most 1 h each")).to_be_visible()

    page.locator(".st-key-plan-take summary").click()
    with page.expect_download() as downloading:
        press(page, "plan-ics")
    downloading.value.save_as(tmp_path / "plan.ics")
    events = Calendar.from_ical((tmp_path / "plan.ics").read_bytes()).walk("VEVENT")
    studied = {str(event["SUMMARY"]) for event in events}
    assert {f"Topic {unit}.{number}" for unit in range(1, 6) for number in range(1, 11)} <= studied
    with page.context.expect_page() as opening:
        page.locator(".st-key-plan-print a").click()
    expect(opening.value.get_by_role("heading", level=1)).to_contain_text("Botany finals")
    expect(opening.value.get_by_text("Topic 6.10").first).to_be_visible()
    opening.value.close()

    page.locator(".st-key-plan-versions label").click()
    expect(page.get_by_text(re.compile(r"Version \d+, .*: accepted"))).not_to_have_count(0)
    expect(page.get_by_text(re.compile(r"Version \d+, .*: your plan now"))).to_have_count(1)
    store = SqliteStudyStore(server.data / "exammentor.sqlite3")
    rows = {topic.name: topic for topic in store.topics(session_id)}
    versions = store.plans(session_id)
    store.close()
    assert rows["Topic 6.10"].status == "left_out"
    assert sum(version.was_accepted for version in versions) >= 4
    assert all(version.verification.critique for version in versions)


def test_too_little_time_on_a_phone_has_a_way_out(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    try:
        plan_of_sixty(page, server, days="3", hours="1")
        expect(page.get_by_role("heading", name="There is too little time for everything")).to_be_visible()
        expect(page.locator(".st-key-action-start_topic button")).to_be_disabled()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
        press(page, "plan-accept")
        expect(page.locator(".st-key-action-start_topic button")).to_be_enabled()
        page.reload()
        expect(page.get_by_text("Every topic you kept has a day")).to_be_visible()
    finally:
        context.close()


# Words of the calendar that stand on two lines, those with a hyphen of their own aside.
BROKEN_WORDS = """() => {
    const broken = []
    for (const cell of document.querySelectorAll(".em-cal td")) {
        const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
        while (texts.nextNode()) {
            for (const word of texts.currentNode.data.matchAll(/[^\\s-]+/g)) {
                const range = document.createRange()
                range.setStart(texts.currentNode, word.index)
                range.setEnd(texts.currentNode, word.index + word[0].length)
                if ([...range.getClientRects()].filter(box => box.width > 0).length > 1) broken.push(word[0])
            }
        }
    }
    return broken
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG_WORDS = "Thermodynamics of electrochemistry\nElectrophysiological semiconductors\nCounterrevolutionaries"


def planned(name: str, syllabus: str) -> None:
    """A session of that id with a plan of the syllabus, in the server's data."""
    service = build_service()
    session = service.start(session_id=name)
    service.generate_plan(session, Intake(exam="Science", days=20, hours=2, syllabus=syllabus))


def test_the_plan_uses_a_wide_screen_and_breaks_no_word_at_any_width(page: Page, server: Server) -> None:
    planned("wide", LONG_WORDS)
    for width in (1280, 1024, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{server.url}/plan?session=wide")
        expect(page.locator(".em-cal")).to_contain_text("semiconductors")
        at_rest(page)
        assert page.evaluate(BROKEN_WORDS) == [], width
        assert page.evaluate(SIDEWAYS) <= 0, width
        calendar, topics = page.locator(".em-cal").bounding_box(), page.locator(".st-key-plan-topics").bounding_box()
        assert calendar
        assert topics
        assert calendar["y"] + calendar["height"] <= topics["y"], "the list is below the calendar"
        row, choice = (
            page.locator(".st-key-topic-row-1").bounding_box(),
            page.locator(".st-key-topic-studied-1").bounding_box(),
        )
        assert row
        assert choice
        assert (choice["x"] > row["x"] + 200) == (width > 640), "what is said of a topic is beside it"
        page.get_by_text("Timeline", exact=True).click()
        for label in page.locator(".em-axis span").all():
            box, axis = label.bounding_box(), page.locator(".em-axis").bounding_box()
            assert box
            assert axis
            assert axis["x"] <= box["x"]
            assert box["x"] + box["width"] <= axis["x"] + axis["width"] + 1, "no date is cut"


def test_a_change_is_undone_in_its_note_on_a_phone(browser: Browser, server: Server) -> None:
    planned("phone", "Roots\nStems\nLeaves")
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    try:
        page.goto(f"{server.url}/plan?session=phone")
        expect(page.get_by_text("Every topic has a day")).to_be_visible()
        at_rest(page)
        expect(page.locator(".st-key-action-start_topic button")).to_be_in_viewport()
        page.locator(".st-key-plan-change summary").tap()
        page.locator(".st-key-plan-edit").get_by_text("Leave out").tap()
        expect(page.locator(".st-key-plan-leave_out-topic")).to_be_visible()
        at_rest(page)
        page.locator(".st-key-plan-apply button").tap()
        expect(page.get_by_text("Every topic you kept has a day")).to_be_visible()
        undo = page.locator(".st-key-plan-undo button")
        expect(undo).to_be_in_viewport()
        box = undo.bounding_box()
        assert box
        assert box["height"] >= 44
        assert page.evaluate(SIDEWAYS) <= 0
        undo.tap()
        expect(page.locator(".st-key-plan-done")).to_contain_text("Undone")
        expect(page.get_by_text("Every topic has a day")).to_be_visible()
        expect(undo).to_have_count(0)
        page.reload()
        expect(page.get_by_text("Every topic has a day")).to_be_visible()
    finally:
        context.close()
