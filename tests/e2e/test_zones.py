"""A learner's day in a real browser, which says where it is: on both sides of the date line."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect

from core.stores.sqlite.store import SqliteStudyStore
from tests.e2e.layout import at_rest
from tests.e2e.steps import at_phase, press, session_of, to_set_up
from tests.server import PATIENCE_MS, Server

# 25 hours apart: wherever the server is, it is another day in one of them.
EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"


def a_page(browser: Browser, zone: str) -> Page:
    context = browser.new_context(viewport={"width": 1100, "height": 900}, timezone_id=zone)
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def test_the_plan_goes_by_the_learners_day_and_follows_on_a_journey(browser: Browser, server: Server) -> None:
    page = a_page(browser, EAST)
    to_set_up(page, server.url)
    expect(page).to_have_url(f"{server.url}/intake?session={session_of(page)}")
    at_rest(page)
    press(page, "action-generate_plan")
    at_phase(page, "Plan")
    session_id, today = session_of(page), datetime.now(ZoneInfo(EAST))
    begins = page.locator("table.em-cal [aria-current=date]")
    expect(begins).to_contain_text(f"{today.day} {today:%b}")
    with closing(SqliteStudyStore(server.data / "exammentor.sqlite3")) as store:
        assert (store.load(session_id).zone, store.topics(session_id)[0].planned_on) == (EAST, today.date())
        page.context.close()
        # In the west that day has not come yet.
        page = a_page(browser, WEST)
        page.goto(f"{server.url}/plan?session={session_id}")
        expect(page.get_by_text(f"The plan begins on {today:%a} {today.day} {today:%b}.")).to_be_visible()
        at_rest(page)
        assert store.load(session_id).zone == EAST
        press(page, "action-start_topic")
        at_phase(page, "Learn")
        assert store.load(session_id).zone == WEST
    page.context.close()
