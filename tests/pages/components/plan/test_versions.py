"""How a plan came to be: each version with what it changed, read only when asked for."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.models import PlanEdit
from pages._ui.messages import plan as say
from tests.pages.app import open_at, words
from tests.pages.plans import planned


def test_every_version_is_told_with_what_it_changed() -> None:
    service, session = planned()
    session = service.plans.edit(service.open(session.id), PlanEdit(kind="leave_out", topic="Topic 12"))
    session = service.plans.edit(session, PlanEdit(kind="add", topic="Whole day", hours=2.5))
    app = open_at("plan", session.id)
    assert "Version 1" not in words(app)
    app.toggle(key="plan-versions").set_value(True).run()
    text = words(app).replace("\\", "")
    steps = service.overview.plan_steps(session)
    assert [step.version.version for step in steps] == list(range(1, len(steps) + 1))
    assert text.index("Version 3") < text.index("Version 2") < text.index("Version 1")
    assert ": accepted." in text
    assert text.count(": your plan now.") == 1
    assert "- Topic 12: left out" in text
    assert text.count(": proposed.") == sum(step.is_proposed for step in steps) == 1


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button if str(button.key).startswith("plan-")}


def leave_out(app: AppTest, topic: str) -> None:
    app.segmented_control(key="plan-edit").set_value("leave_out").run()
    app.selectbox(key="plan-leave_out-topic").set_value(topic).run()
    app.button(key="plan-apply").click().run()


def note(app: AppTest) -> str:
    return " ".join(html.body for html in app.get("html") if 'role="alert"' in html.body)


def test_a_change_is_undone_with_one_press_in_the_note_of_it() -> None:
    service, session = planned()
    before = service.read.topics(session.id)
    app = open_at("plan", session.id)
    assert "plan-undo" not in keys(app)
    leave_out(app, "Topic 12")
    assert say.CHANGED in note(app)
    app.button(key="plan-undo").click().run()
    assert not app.exception
    assert service.read.topics(session.id) == before
    assert say.UNDONE in note(app)
    assert "plan-undo" not in keys(app), "the second half of a double click finds nothing to press"
    assert service.replay(session.id).is_same


def test_a_proposal_that_was_taken_is_undone_too() -> None:
    _, session = planned(days_ago=3)
    app = open_at("plan", session.id)
    app.button(key="plan-fit").click().run()
    app.button(key="plan-accept").click().run()
    assert say.TAKEN in note(app)
    app.button(key="plan-undo").click().run()
    # The days that it had are over: what it takes today is proposed, and nothing is done unasked.
    assert say.PROPOSED in words(app)
    assert "plan-accept" in keys(app)


def test_the_last_change_is_undone_and_any_version_restored_from_the_list() -> None:
    service, session = planned()
    for topic in ("Topic 12", "Topic 11"):
        session = service.plans.edit(service.open(session.id), PlanEdit(kind="leave_out", topic=topic))
    app = open_at("plan", session.id)
    app.toggle(key="plan-versions").set_value(True).run()
    assert {key for key in keys(app) if "restore" in key} == {"plan-restore-1", "plan-restore-2"}
    app.button(key="plan-undo").click().run()
    assert [row.name for row in service.read.topics(session.id) if row.status == "left_out"] == ["Topic 12"]
    app.button(key="plan-restore-1").click().run()
    assert say.RESTORED.format(version=1) in note(app)
    assert not [row for row in service.read.topics(session.id) if row.status == "left_out"]
    app.button(key="plan-restore-3").click().run()
    assert sum(row.status == "left_out" for row in service.read.topics(session.id)) == 2
