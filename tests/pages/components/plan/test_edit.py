"""A learner's own changes to the plan."""

from __future__ import annotations

from core.models import PlanEdit
from pages._ui.messages import plan as say
from tests.pages.app import open_at, words
from tests.pages.plans import planned


def test_an_edit_that_holds_is_made_and_one_that_does_not_is_kept_with_its_reason() -> None:
    service, session = planned()
    app = open_at("plan", session.id)
    app.selectbox(key="plan-move-topic").set_value("Topic 1").run()
    free = app.selectbox(key="plan-move-to").options[-2]
    app.selectbox(key="plan-move-to").select(free).run()
    app.button(key="plan-apply").click().run()
    assert not app.exception
    assert not [button for button in app.button if button.key == "plan-accept"]
    moved = next(topic for topic in service.read.topics(session.id) if topic.name == "Topic 1")
    assert free.startswith(f"{moved.planned_on:%a} {moved.planned_on.day}")
    whole = service.plans.edit(service.open(session.id), PlanEdit(kind="add", topic="Whole day", hours=2.5))
    assert service.plans.state(whole).proposal
    app = open_at("plan", session.id)
    assert say.PROPOSED in words(app)
    assert "That would not work" in words(app)
    app.button(key="plan-decline").click().run()
    assert say.PROPOSED not in words(app)
