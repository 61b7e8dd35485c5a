"""Readiness for the exam day."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import StudyPhase
from pages._ui.messages import readiness
from tests.journey import LONG_COURSE, at_phase, hand_in, to_quiz
from tests.pages.app import open_at, words


def test_progress_is_empty_before_a_quiz_and_then_has_a_forecast_with_an_interval() -> None:
    service = build_service()
    early = at_phase(service, StudyPhase.LEARNING)
    assert readiness.EMPTY in words(open_at("progress", early.id))
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=1)
    app = open_at("progress", session.id)
    assert not app.exception
    labels = {metric.label: metric.value for metric in app.metric}
    assert readiness.READY in labels
    assert " to " in labels[readiness.INTERVAL]
    assert "These are too few to judge by." in words(app)
