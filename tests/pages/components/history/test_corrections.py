"""Reported questions on the history page: taken out, taken in again, with what that changed."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import Answer, StudyPhase
from pages._ui.messages import corrections as say
from tests.journey import at_phase
from tests.pages.app import open_at, words


def test_nothing_was_reported_is_said() -> None:
    build_service().start()
    assert say.NONE in words(open_at("history"))


def test_a_reported_question_is_taken_out_and_in_again_and_both_sides_see_the_scores() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.QUIZZING)
    record = service.quiz(session)
    assert record
    noted = next(question for question in record.quiz.questions if question.option_notes)
    session = service.answer(
        session, record.id, Answer(question_id=noted.id, chosen=(noted.option_notes[0].option_index,))
    )
    session = service.submit_answers(session)
    session = service.quizzes.report(session, record.id, noted.id, "Two are right")
    app = open_at("history")
    assert "Two are right" in words(app)
    assert f"**{say.IS_IN}**" in words(app)
    app.button(key=f"review-send-{noted.id}").click().run()
    assert "Give the reason" in " ".join(error.value for error in app.error)
    app.text_input(key=f"review-reason-{noted.id}").input("Two options hold")
    app.button(key=f"review-send-{noted.id}").click().run()
    assert not app.exception
    for seen in (app, open_at("history")):
        text = words(seen).replace("\\", "")
        assert f"**{say.IS_OUT}**" in text
        assert "taken out. Two options hold" in text
        assert "Quiz score: 0 % before, 0 % now" in text
        assert f"{record.quiz.topic}, expected score:" in text
    assert [attempt.is_void for attempt in service.read.attempts(session.id)].count(True) == 1
    app.text_input(key=f"review-reason-{noted.id}").input("It was right after all")
    app.button(key=f"review-send-{noted.id}").click().run()
    assert f"**{say.IS_IN}**" in words(app)
    assert not any(attempt.is_void for attempt in service.read.attempts(session.id))


def test_a_disputed_mark_stands_among_the_reports_until_it_is_taken_back() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.QUIZZING)
    record = service.quiz(session)
    assert record
    noted = next(question for question in record.quiz.questions if question.option_notes)
    wrong = Answer(question_id=noted.id, chosen=(noted.option_notes[0].option_index,))
    session = service.disputes.dispute(service.practice.check(session, record.id, wrong), record.id, noted.id)
    assert say.DISPUTED in words(open_at("history")).replace("\\", "")
    service.disputes.take_back(session, record.id, noted.id)
    assert say.NONE in words(open_at("history"))
