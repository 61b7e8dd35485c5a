"""The plan page: out of turn, and an error on it."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import Intake, StudyPhase
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
    session = service.start_topic(session)
    assert session.phase is StudyPhase.LEARNING
    app = open_at("plan", session.id)
    assert not {"plan-apply", "plan-fit", "plan-accept"} & {button.key for button in app.button}
    assert "go-on" in {button.key for button in app.button}
    assert asked.EXAM
