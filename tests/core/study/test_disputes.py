"""“I think I was right”: no mix-up rests on it, it is not asked again, and who decides on the score."""

from __future__ import annotations

import pytest

from core.domain.assessment.answers import retries
from core.errors import InputError
from core.models import Action, HistoryQuery, Question, Session
from core.study.classes import NoPeople
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.core.study.test_quizzes import state
from tests.doubles import EVE, NOOR, SetClock, service
from tests.journey import LONG_COURSE, give, hand_in, once_more, quiz_of, reply, telling_first, to_quiz

STORES = ["memory", "sqlite"]


@pytest.fixture
def in_class(store: StudyStore, clock: SetClock) -> StudyService:
    """A service where others decide on scores."""
    return service(store, clock, people=NoPeople())


def mixed_up(study: StudyService, session: Session) -> set[str]:
    """The questions that open mix-ups rest on."""
    now = study.clock.now()
    return {
        evidence.question_id
        for noted in study.read.misconceptions(session.id)
        if noted.is_open(now)
        for evidence in noted.evidence
    }


def wrong_in(study: StudyService, session: Session) -> Question:
    """A question that was answered wrong and shows a mix-up."""
    shown = mixed_up(study, session)
    return next(question for question in quiz_of(study, session).quiz.questions if question.id in shown)


def test_where_others_decide_the_mix_up_goes_and_the_score_stays(in_class: StudyService) -> None:
    study = in_class
    session = hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=2)
    record, question = quiz_of(study, session), wrong_in(study, session)
    score, topics, before = session.context.last_quiz_score, study.topics(session), state(study, session)
    session = study.disputes.dispute(session, record.id, question.id)
    assert session.context.last_quiz_score == score
    assert study.topics(session) == topics
    assert question.id not in mixed_up(study, session)
    feedback = study.feedback.latest(session)
    assert feedback
    (asked,) = [asked for asked in feedback.questions if asked.question.id == question.id]
    assert (asked.is_disputed, asked.is_void, asked.again, asked.misconceptions) == (True, False, None, ())
    (report,) = study.corrections.reports()
    assert (report.question_id, report.is_dispute, report.is_void) == (question.id, True, False)
    assert study.replay(session.id).is_same
    # The same again is the same; taken back, it is as if it had never been said.
    assert study.disputes.dispute(session, record.id, question.id).version == session.version
    session = study.disputes.take_back(session, record.id, question.id)
    assert state(study, session) == before
    assert study.corrections.reports() == ()
    assert study.replay(session.id).is_same


def test_what_is_disputed_is_not_asked_again_nor_tried_again(in_class: StudyService) -> None:
    study = in_class
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=3)
    question = wrong_in(study, session)
    asked = {question.id for question in quiz_of(study, once_more(study, session)).quiz.questions}
    assert question.id in asked
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=3)
    record, question = quiz_of(study, session), wrong_in(study, session)
    again = retries(record)[question.id]
    session = study.disputes.dispute(session, record.id, question.id)
    with pytest.raises(InputError, match="not in this quiz"):
        study.quizzes.retry(session, reply(again, right=True))
    asked = {question.id for question in quiz_of(study, once_more(study, session)).quiz.questions}
    assert question.id not in asked


def test_a_checked_answer_can_be_disputed_while_its_quiz_is_open(in_class: StudyService) -> None:
    study = in_class
    session = to_quiz(study, LONG_COURSE, count=5)
    record = quiz_of(study, session)
    question = telling_first(record)[0]
    with pytest.raises(InputError, match="not marked yet"):
        study.disputes.dispute(session, record.id, question.id)
    session = study.practice.check(session, record.id, reply(question, right=False))
    session = study.disputes.dispute(session, record.id, question.id)
    assert study.practice.marked(session, quiz_of(study, session))[question.id].is_disputed
    for other in telling_first(record)[1:]:
        session = study.answer(session, record.id, reply(other, right=True))
    session = study.submit_answers(session)
    assert session.context.last_quiz_score == 80
    assert session.context.misconceptions == []
    assert question.id not in mixed_up(study, session)
    # What was noticed is kept, and counts again once the dispute is taken back.
    session = study.disputes.take_back(session, record.id, question.id)
    assert session.context.misconceptions
    assert question.id in mixed_up(study, session)


def test_an_instructor_who_takes_the_question_out_changes_the_score(in_class: StudyService) -> None:
    study = in_class
    session = hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=1)
    question = wrong_in(study, session)
    session = study.disputes.dispute(session, quiz_of(study, session).id, question.id)
    study.corrections.void(question.id, "The learner is right.")
    assert study.open(session.id).context.last_quiz_score == 100
    assert [report.is_void for report in study.corrections.reports()] == [True]


def test_alone_the_score_is_worked_out_anew_at_once_and_comes_back(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=1)
    record, question, before = quiz_of(study, session), wrong_in(study, session), state(study, session)
    session = study.disputes.dispute(session, record.id, question.id)
    assert session.context.last_quiz_score == 100
    assert session.version == study.open(session.id).version
    assert question.id not in mixed_up(study, session)
    assert study.replay(session.id).is_same
    session = study.disputes.take_back(session, record.id, question.id)
    assert state(study, session) == before
    assert study.replay(session.id).is_same


def test_alone_a_question_of_an_open_quiz_counts_for_nothing_once_it_is_disputed(study: StudyService) -> None:
    session = to_quiz(study, LONG_COURSE, count=5)
    record = quiz_of(study, session)
    question = telling_first(record)[0]
    session = study.practice.check(session, record.id, reply(question, right=False))
    undone = study.disputes.take_back(study.disputes.dispute(session, record.id, question.id), record.id, question.id)
    assert not study.read.item_evidence([question.id])
    session = study.disputes.dispute(undone, record.id, question.id)
    for other in telling_first(record)[1:]:
        session = study.answer(session, record.id, reply(other, right=True))
    session = study.submit_answers(session)
    assert session.context.last_quiz_score == 100


def test_what_one_learner_disputes_counts_for_nobody_else(store: StudyStore, clock: SetClock) -> None:
    ours, theirs = (service(store, clock, people=NoPeople(), user_id=name) for name in (NOOR, EVE))
    other = hand_in(theirs, to_quiz(theirs, LONG_COURSE, count=5), wrong=2)
    before, evidence = state(theirs, other), theirs.read.item_evidence([wrong_in(theirs, other).id])
    session = hand_in(ours, to_quiz(ours, LONG_COURSE, count=5), wrong=2)
    for name in [question.id for question in quiz_of(ours, session).quiz.questions]:
        session = ours.disputes.dispute(session, quiz_of(ours, session).id, name)
    assert state(theirs, other) == before
    assert theirs.read.item_evidence([wrong_in(theirs, other).id]) == evidence


def test_a_dispute_is_an_event_with_its_reason(in_class: StudyService) -> None:
    study = in_class
    session = hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=1)
    record, question = quiz_of(study, session), wrong_in(study, session)
    session = study.disputes.take_back(study.disputes.dispute(session, record.id, question.id), record.id, question.id)
    for action in (Action.DISPUTE_MARK, Action.ACCEPT_MARK):
        (event,) = study.read.history(HistoryQuery(session_id=session.id, action=action)).events
        assert (event.agent, event.metadata["question_id"]) == ("learner", question.id)
    assert give(study, to_quiz(study)).phase.name == "QUIZZING"


def test_taken_back_the_mix_up_is_open_again_at_once(study: StudyService) -> None:
    session = to_quiz(study)
    record = quiz_of(study, session)
    wrong = next(question for question in record.quiz.questions if question.option_notes)
    session = study.practice.check(session, record.id, reply(wrong, right=False))
    study.disputes.dispute(session, record.id, wrong.id)
    session = study.submit_answers(study.open(session.id))
    left = session.context.misconceptions
    session = study.disputes.take_back(session, record.id, wrong.id)
    assert len(session.context.misconceptions) == len(left) + 1


def test_an_item_that_two_sessions_dispute_stays_out_until_both_take_it_back(study: StudyService) -> None:
    sessions = [hand_in(study, to_quiz(study, LONG_COURSE), wrong=10) for _ in range(2)]
    asked = [{question.id for question in quiz_of(study, session).quiz.questions} for session in sessions]
    item = next(iter(asked[0] & asked[1]))
    scores = [session.context.last_quiz_score for session in sessions]
    for session in sessions:
        study.disputes.dispute(study.open(session.id), quiz_of(study, session).id, item)

    def void() -> list[bool]:
        logs = (study.read.attempts(session.id) for session in sessions)
        return [attempt.is_void for log in logs for attempt in log if attempt.question_id == item]

    assert void() == [True, True]
    for session, left in zip(sessions, (True, False), strict=True):
        study.disputes.take_back(study.open(session.id), quiz_of(study, session).id, item)
        assert void() == [left, left]
    assert [study.open(session.id).context.last_quiz_score for session in sessions] == scores
