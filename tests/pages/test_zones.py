"""The pages go by the browser's time zone, and a step keeps it with the session."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import streamlit as st

from core.bootstrap import build_service
from core.models import StudyPhase
from pages._ui import messages as common
from pages._ui.messages import history as told
from tests.journey import COURSE, at_phase
from tests.pages.app import captions, open_at


def sit_in(monkeypatch: pytest.MonkeyPatch, zone: str | None) -> None:
    """The browser says that it is there."""
    monkeypatch.setattr(type(st.context), "timezone", property(lambda _: zone))


def test_a_look_writes_nothing_and_a_step_keeps_where_the_learner_is(monkeypatch: pytest.MonkeyPatch) -> None:
    service = build_service()
    session = service.generate_plan(service.start(zone="Asia/Tokyo"), COURSE)
    sit_in(monkeypatch, "Pacific/Kiritimati")
    app = open_at("plan", session.id)
    assert service.open(session.id) == session
    app.button(key="action-start_topic").click().run()
    then = service.open(session.id)
    assert (then.phase, then.zone) == (StudyPhase.LEARNING, "Pacific/Kiritimati")


def test_a_new_session_begins_where_the_learner_is(monkeypatch: pytest.MonkeyPatch) -> None:
    sit_in(monkeypatch, "Asia/Kolkata")
    app = open_at("home")
    app.button(key="home-start").click().run()
    app.text_input(key="intake-goal").input("Pass").run()
    service = build_service()
    (begun,) = service.read.sessions()
    assert service.open(begun.id).zone == "Asia/Kolkata"


@pytest.mark.parametrize("said", [None, "", "Mars/Olympus", "../../etc/passwd"])
def test_a_browser_that_says_no_zone_that_is_known_leaves_the_sessions(
    monkeypatch: pytest.MonkeyPatch, said: str | None
) -> None:
    service = build_service()
    session = service.generate_plan(service.start(zone="Asia/Tokyo"), COURSE)
    sit_in(monkeypatch, said)
    open_at("plan", session.id).button(key="action-start_topic").click().run()
    assert service.open(session.id).zone == "Asia/Tokyo"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_days_on_the_pages_are_the_readers(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    session = at_phase(build_service(), StudyPhase.PLANNING)
    sit_in(monkeypatch, zone)
    # One of the two is never on the day of UTC.
    today = common.day(datetime.now(ZoneInfo(zone)).date())
    assert any(caption.endswith(today) for caption in captions(open_at("home")))
    assert told.times_in(zone) in captions(open_at("history", session.id))
