"""A plan of 60 topics in a real browser: made, looked at, changed, taken along, and still there after a refresh."""

from __future__ import annotations

import re
from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from core.stores.sqlite.store import SqliteStudyStore
from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, name_exam, press, session_of, still
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
    page.locator(".st-key-intake-weekdays_off").get_by_text("Sun").click()
    page.locator(".st-key-intake-syllabus textarea").fill(SIXTY)
    page.locator(".st-key-intake-syllabus textarea").press("Control+Enter")
    expect(page.locator(".st-key-intake-known")).to_be_visible()
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
    expect(page.get_by_text("Checked: every topic has a day")).to_be_visible()
    calendar = page.locator("table.em-cal")
    expect(calendar).to_contain_text("Topic 1.1")
    expect(calendar.locator("[aria-current=date]")).to_have_count(1)
    page.get_by_text("Timeline", exact=True).click()
    expect(page.locator(".st-key-plan-timeline canvas, .st-key-plan-timeline svg").first).to_be_visible()
    page.get_by_text("Calendar", exact=True).click()

    page.locator(".st-key-plan-change summary").click()
    pick(page, "plan-move-topic", "Topic 1.2")
    press(page, "plan-apply")
    expect(page.get_by_text("The plan was checked and holds")).to_be_visible()
    page.locator(".st-key-plan-edit").get_by_text("Leave out").click()
    pick(page, "plan-leave_out-topic", "Topic 6.10")
    press(page, "plan-apply")
    expect(page.get_by_text("Checked: every topic you kept has a day")).to_be_visible()

    page.locator(".st-key-plan-edit").get_by_text("Date and hours").click()
    page.locator(".st-key-plan-time-hours input").fill("1")
    page.locator(".st-key-plan-time-hours input").press("Enter")
    press(page, "plan-apply")
    expect(page.locator(".st-key-plan-proposal")).to_contain_text("becomes")
    page.reload()
    expect(page.locator(".st-key-plan-proposal")).to_contain_text("becomes")
    press(page, "plan-accept")
    expect(page.locator(".st-key-plan-proposal")).to_have_count(0)
    expect(page.get_by_text("at most 1 h a day")).to_be_visible()

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
        expect(page.get_by_text("Checked: every topic you kept has a day")).to_be_visible()
    finally:
        context.close()
