"""The plan as files: offered where one holds."""

from __future__ import annotations

from core.study.service import StudyService
from pages._ui.messages import plan_files as say
from tests.pages.app import downloads, open_at
from tests.pages.plans import BOTANY, planned


def links(app: object) -> list[str]:
    return [button.proto.url for button in app.get("link_button")]  # type: ignore[attr-defined]


def test_a_plan_that_holds_can_be_taken_along() -> None:
    _, session = planned()
    app = open_at("plan", session.id)
    assert downloads(app) == {say.ICS: True, say.CSV: True, say.MARKDOWN: True}
    assert f"/print/plan?session={session.id}" in links(app)


def test_a_plan_that_does_not_hold_cannot(service: StudyService) -> None:
    _, session = planned(BOTANY.model_copy(update={"days": 2, "hours": 0.5}))
    app = open_at("plan", session.id)
    assert downloads(app) == {}
    assert links(app) == []
    assert service.overview.plan(session)


def test_the_calendar_is_of_whole_days_until_a_time_is_chosen() -> None:
    _, session = planned()
    app = open_at("plan", session.id)
    assert "plan-ics-alarm" not in {box.key for box in app.selectbox}
    app.selectbox(key="plan-ics-time").set_value("17:00").run()
    app.selectbox(key="plan-ics-alarm").set_value("before").run()
    assert not app.exception
    assert downloads(app)[say.ICS]
