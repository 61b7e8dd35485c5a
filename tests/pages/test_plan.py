"""The plan page: out of turn, an error on it, and the learner's own word on a topic."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import Intake, PlanEdit, StudyPhase
from pages._ui.messages import intake as asked
from tests.pages.app import open_at


def test_an_error_that_quotes_a_title_is_drawn_as_text() -> None:
    service = build_service()
    evil = "![x](https://evil.example/t.png)"
    session = service.generate_plan(service.start(), Intake(exam="X", days=2, hours=2, syllabus=f"{evil}\nRoots"))
    app = open_at("plan", session.id)
    app.button(key="action-start_topic").click().run()
    (error,) = app.error
    assert evil not in error.value
    assert "evil" in error.value


def test_out_of_turn_the_plan_is_shown_and_cannot_be_changed() -> None:
    service = build_service()
    session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=7, hours=3))
    session = service.plans.edit(session, PlanEdit(kind="leave_out", topic=service.topics(session)[-1].name))
    session = service.start_topic(session)
    assert session.phase is StudyPhase.LEARNING
    app = open_at("plan", session.id)
    app.toggle(key="plan-versions").set_value(True).run()
    changing = {"plan-apply", "plan-fit", "plan-accept", "plan-undo", "plan-restore-1"}
    assert not changing & {button.key for button in app.button}
    assert "go-on" in {button.key for button in app.button}
    assert asked.EXAM


def test_a_topic_with_nothing_to_read_is_marked_by_the_learner_and_the_next_one_is_picked() -> None:
    service = build_service()
    planned = service.generate_plan(service.start(), Intake(exam="Botany", days=9, hours=2, syllabus="Roots\nLeaves"))
    app = open_at("plan", planned.id)
    app.button(key="topic-studied-0-shaky").click().run()
    assert [topic.own_word for topic in service.topics(planned)] == ["shaky", None]
    assert app.selectbox(key="plan-topic").value == "Leaves"
    app.selectbox(key="plan-topic").set_value("Roots").run()
    assert app.button(key="topic-studied-0-shaky").disabled
    app.button(key="topic-studied-0-firm").click().run()
    # It stands apart, and what the learner calls firm the app does not.
    assert "Well known, by your own word" in " ".join(html.body for html in app.get("html"))
    app.selectbox(key="plan-topic").set_value("Roots").run()
    app.button(key="topic-studied-0-not").click().run()
    assert [(topic.status, topic.own_word) for topic in service.topics(planned)] == [("planned", None)] * 2


def test_a_topic_with_something_to_read_is_not_for_the_learner_to_mark() -> None:
    service = build_service()
    session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=7, hours=3))
    app = open_at("plan", session.id)
    assert not [button.key for button in app.button if str(button.key).startswith("topic-studied-")]
