"""A question reported."""

from __future__ import annotations

from core.models import HistoryQuery
from core.study.service import StudyService
from pages._ui.messages import quiz as say
from tests.journey import quiz_of, to_quiz
from tests.pages.app import open_at


def test_a_question_is_reported_and_the_learner_is_thanked(service: StudyService) -> None:
    session = to_quiz(service)
    record = quiz_of(service, session)
    question = record.quiz.questions[0]
    app = open_at("quiz", session.id)
    app.button(key=f"report-open-{question.id}").click().run()
    app.button(key=f"report-send-{question.id}").click().run()
    assert "Say in a few words" in " ".join(error.value for error in app.error)
    app.text_input(key=f"report-{question.id}").input("Two are right")
    app.button(key=f"report-send-{question.id}").click().run()
    assert say.REPORTED in [caption.value for caption in app.caption]
    (event,) = service.read.history(HistoryQuery(session_id=session.id, action="report_question")).events
    assert (event.reasoning, event.metadata["question_id"]) == ("Two are right", question.id)
