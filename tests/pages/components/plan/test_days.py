"""The days of a plan, three ways."""

from __future__ import annotations

import pytest

from pages._ui.messages import plan as say
from tests.pages.app import captions, open_at
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


def test_a_free_day_says_what_it_is_for_and_is_counted() -> None:
    service, session = planned()
    plan = service.plans.state(session).accepted
    assert plan
    free = sum(not day.topics for day in plan.plan.schedule)
    app = open_at("plan", session.id)
    (calendar,) = [html.body for html in app.get("html") if "<table" in html.body and "em-cal" in html.body]
    assert free
    assert calendar.count(say.FREE) == free
    assert [told for told in captions(app) if f"{free} free to catch up" in told]


def test_the_timeline_has_the_dates_of_each_topic_and_of_revision_and_the_exam() -> None:
    service, session = planned()
    app = open_at("plan", session.id)
    app.session_state["plan-view"] = "gantt"
    app.run()
    (line,) = [html.body for html in app.get("html") if "em-axis" in html.body and "<ul" in html.body]
    plan = service.plans.state(session).accepted
    assert plan
    for topic in service.read.topics(session.id):
        assert f'{topic.name}</span> <span class="em-when">{say.day_and_month(topic.planned_on)}' in line
    exam = say.day_and_month(plan.plan.filled().exam_on)
    assert f"{say.EXAM} {exam}" in line
    revision = [day.date for day in plan.plan.schedule if day.is_revision]
    assert f'{say.REVISION}</span> <span class="em-when">{say.spans(revision)}' in line
    assert line.count('<i class="em-revise"') == len(revision)
