"""The topics of a plan, one under the other."""

from __future__ import annotations

import re

from core.study.service import StudyService
from pages._ui.messages import plan as say
from tests.pages.app import open_at
from tests.pages.plans import BOTANY, planned

LINE = re.compile(
    '<li><span class="em-name">(.*?)</span><span class="em-what">(.*?)</span><span class="em-when">(.*?)</span></li>'
)


def lines(app: object) -> dict[str, tuple[str, str]]:
    """What the list says of each topic: how it stands, and its day."""
    (body,) = [html.body for html in app.get("html") if "em-list" in html.body and "<li" in html.body]  # type: ignore[attr-defined]
    return {name: (state, when) for name, state, when in LINE.findall(body)}


def test_each_topic_is_there_with_its_state_in_words_and_its_day(service: StudyService) -> None:
    _, session = planned()
    listed = lines(open_at("plan", session.id))
    rows = service.read.topics(session.id)
    assert listed == {row.name: (say.TOPIC_STATUS["planned"], say.day(row.planned_on)) for row in rows}


def test_a_topic_that_was_left_out_has_no_day(service: StudyService) -> None:
    _, session = planned(BOTANY.model_copy(update={"days": 2, "hours": 0.5}))
    out = service.plans.state(session).proposal
    assert out
    assert out.plan.left_out
    listed = lines(open_at("plan", session.id))
    assert {name for name, (_, when) in listed.items() if when == say.NO_DAY} == {
        topic.name for topic in out.plan.left_out
    }
