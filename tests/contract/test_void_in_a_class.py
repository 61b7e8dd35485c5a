"""On Supabase: an instructor takes a question out, for the own class and nobody else."""

from __future__ import annotations

from contextlib import ExitStack, closing

import psycopg
import pytest

from core.errors import AccountError, InputError
from core.models import Answer, Intake, Session
from core.study.service import StudyService
from tests.core.study.test_quizzes import state
from tests.doubles import EVE, MIRA, NOOR, service
from tests.people import TEACHER, make_cohort, store_of
from tests.stack import Stack


def quizzed(study: StudyService) -> Session:
    """A quiz on the course, handed in with every answer wrong or blank."""
    session = study.start_topic(study.generate_plan(study.start(), Intake(exam="Cell biology", days=20, hours=2.0)))
    session = study.take_quiz(session)
    record = study.quiz(session)
    assert record
    for question in record.quiz.questions:
        wrong = [index for index in range(len(question.options)) if index not in question.key]
        answer = Answer(question_id=question.id, chosen=tuple(wrong[:1]), text="" if question.options else "zzz")
        session = study.answer(session, record.id, answer)
    return study.submit_answers(session)


def test_the_class_sees_new_scores_and_others_keep_theirs(supabase: Stack) -> None:
    make_cohort(supabase, TEACHER, MIRA, NOOR)
    with ExitStack() as closed:
        studies = {
            who: service(closed.enter_context(closing(store_of(supabase, who))), user_id=who)
            for who in (MIRA, NOOR, EVE, TEACHER)
        }
        sessions = {who: quizzed(studies[who]) for who in (MIRA, NOOR, EVE)}
        asked = [{attempt.question_id for attempt in studies[who].read.attempts(sessions[who].id)} for who in sessions]
        name = min(set.intersection(*asked))
        studies[MIRA].quizzes.report(
            sessions[MIRA], str(sessions[MIRA].context.extra_data["quiz_id"]), name, "Wrong key"
        )
        (told,) = studies[TEACHER].corrections.reports()
        assert (told.question_id, told.is_void) == (name, False)
        outside = studies[EVE].read.topics(sessions[EVE].id)
        before = {who: state(studies[who], sessions[who]) for who in (MIRA, NOOR)}
        with pytest.raises(InputError, match="Nobody has answered"):
            studies[TEACHER].corrections.void("never asked", "x")

        report = studies[TEACHER].corrections.void(name, "The key was wrong.")

        assert set(report.corrected) == {sessions[MIRA].id, sessions[NOOR].id}
        assert studies[EVE].read.topics(sessions[EVE].id) == outside
        assert studies[EVE].open(sessions[EVE].id).version == sessions[EVE].version
        for who in (MIRA, NOOR):
            study, session_id = studies[who], sessions[who].id
            topic = study.topic(sessions[who], sessions[who].context.current_topic or "")
            assert topic.answered == 9
            assert study.replay(session_id).is_same
            feedback = study.feedback.latest(study.open(session_id))
            assert feedback
            assert [correction.reason for correction in feedback.corrections] == ["The key was wrong."]
            assert [item.question.id for item in feedback.questions if item.is_void] == [name]
        assert studies[MIRA].read.item_evidence([name])[0].is_void
        assert studies[EVE].read.item_evidence([name]) == ()
        studies[TEACHER].corrections.unvoid(name, "It was right.")
        for who in (MIRA, NOOR):
            assert state(studies[who], sessions[who]) == before[who]
            assert studies[who].replay(sessions[who].id).is_same


def test_one_session_that_cannot_be_read_stops_nobody_elses(supabase: Stack) -> None:
    make_cohort(supabase, TEACHER, MIRA, NOOR)
    with ExitStack() as closed:
        mira, noor, teacher = (
            service(closed.enter_context(closing(store_of(supabase, who))), user_id=who)
            for who in (MIRA, NOOR, TEACHER)
        )
        hers, his = quizzed(mira), quizzed(noor)
        asked = [{line.question_id for line in mira.read.attempts(hers.id)}]
        asked += [{line.question_id for line in noor.read.attempts(his.id)}]
        with psycopg.connect(supabase.database_url, autocommit=True) as db:
            db.execute("update quizzes set body = '{}' where session_id = %s", (his.id,))
        done = teacher.corrections.void(min(set.intersection(*asked)), "The key was wrong.")
        assert (done.corrected, done.unreadable) == ((hers.id,), (his.id,))


def test_a_learner_takes_nothing_out(supabase: Stack) -> None:
    make_cohort(supabase, TEACHER, MIRA)
    with closing(store_of(supabase, MIRA)) as store:
        study = service(store)
        session = quizzed(study)
        name = study.read.attempts(session.id)[0].question_id
        before = study.read.topics(session.id)
        with pytest.raises(AccountError):
            study.corrections.void(name, "I got it wrong.")
        assert study.read.topics(session.id) == before
