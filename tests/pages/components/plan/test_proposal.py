"""What is proposed in a plan's place, and its answers."""

from __future__ import annotations

from pages._ui.messages import plan as say
from tests.pages.app import action_keys, open_at, words
from tests.pages.plans import BOTANY, planned


def test_too_little_time_is_said_with_the_ways_out() -> None:
    service, session = planned(BOTANY.model_copy(update={"days": 2, "hours": 0.5}))
    app = open_at("plan", session.id)
    assert say.DOES_NOT_FIT in words(app)
    assert action_keys(app) == {"start_topic"}
    assert app.button(key="action-start_topic").disabled
    out = service.plans.state(session).proposal
    assert out
    assert app.button(key="plan-accept").label == say.study_without(len(out.plan.left_out))
    assert not [button for button in app.button if button.key == "plan-decline"]
    assert all(topic.name in words(app) for topic in out.plan.left_out)
    app.button(key="plan-accept").click().run()
    assert not app.button(key="action-start_topic").disabled
    state = service.plans.state(service.open(session.id))
    assert state.accepted
    assert {t.name for t in service.read.topics(session.id) if t.status == "left_out"} == {
        topic.name for topic in state.accepted.plan.left_out
    }


def test_missed_days_are_said_and_mended_as_a_difference_that_is_taken() -> None:
    service, session = planned(days_ago=3)
    app = open_at("plan", session.id)
    assert "lost" in words(app)
    before = {topic.name: topic.planned_on for topic in service.read.topics(session.id)}
    app.button(key="plan-fit").click().run()
    assert say.PROPOSED in words(app)
    assert "from " in words(app)
    app.button(key="plan-decline").click().run()
    assert {topic.name: topic.planned_on for topic in service.read.topics(session.id)} == before
    app.button(key="plan-fit").click().run()
    app.button(key="plan-accept").click().run()
    assert "lost" not in words(app)
    today = service.clock.now().date()
    assert min(topic.planned_on for topic in service.read.topics(session.id)) >= today
    assert not [button for button in app.button if button.key == "plan-fit"]
