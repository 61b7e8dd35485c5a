"""The days of a plan, three ways."""

from __future__ import annotations

import pytest

from pages._ui.messages import plan as say
from tests.pages.app import open_at
from tests.pages.plans import BOTANY, planned


@pytest.mark.parametrize("view", list(say.VIEWS))
def test_the_days_are_shown_three_ways(view: str) -> None:
    _, session = planned()
    app = open_at("plan", session.id)
    app.session_state["plan-view"] = view
    app.run()
    assert not app.exception
    calendars = [element.body for element in app.get("html") if "em-cal" in element.body and "<table" in element.body]
    assert bool(calendars) == (view == "calendar")
    if calendars:
        assert 'aria-current="date"' in calendars[0]
        assert "Topic 1" in calendars[0]
        assert say.EXAM in calendars[0]


def test_markup_in_a_topic_is_shown_as_it_was_typed() -> None:
    _, session = planned(BOTANY.model_copy(update={"syllabus": "<img src=x onerror=alert(1)>\nRoots & **stems**"}))
    app = open_at("plan", session.id)
    page = " ".join(element.body for element in app.get("html"))
    assert "<img" not in page
    assert "&lt;img" in page
