"""A question that is taken out, and taken in again: everything is as if it had never been out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import JsonValue

from core.domain.assessment.answers import retries
from core.models import Action, Misconception, QuizKind
from core.models.misconception import open_misconceptions
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.core.study.test_quizzes import state
from tests.doubles import NOON, SetClock, changes, due, event, service
from tests.journey import LONG_COURSE, hand_in, once_more, quiz_of, right_to, to_quiz, wrong_to

STORES = ["memory", "sqlite"]


class StoppedClock(SetClock):
    """A clock that stands still."""

    def now(self) -> datetime:
        return self.at


def test_a_question_of_an_earlier_quiz_is_taken_out_and_in_while_the_next_is_open(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=2)
    wrong = next(line.question_id for line in study.read.attempts(session.id) if not line.is_right)
    session = once_more(study, session)
    before = state(study, session)
    assert session.context.last_quiz_score == 60
    study.corrections.void(wrong, "The key is wrong.")
    assert study.open(session.id).context.last_quiz_score == 75
    study.corrections.unvoid(wrong, "It was right.")
    assert state(study, session) == before


def test_the_last_score_is_that_of_the_newest_quiz_that_was_handed_in(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=2)
    first = quiz_of(study, session)
    session = hand_in(study, once_more(study, session), wrong=0)
    asked_again = {question.id for question in quiz_of(study, session).quiz.questions}
    only_before = next(question.id for question in first.quiz.questions if question.id not in asked_again)
    assert session.context.last_quiz_score == 100
    study.corrections.void(only_before, "The key is wrong.")
    assert study.open(session.id).context.last_quiz_score == 100


def test_a_quiz_with_nothing_left_has_no_score_and_its_topic_is_to_be_learned(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=2)
    before = state(study, session)
    names = [question.id for question in quiz_of(study, session).quiz.questions]
    for name in names:
        study.corrections.void(name, "All of it is wrong.")
    nothing = study.feedback.latest(study.open(session.id))
    assert nothing
    assert (nothing.analysis.overall_score, nothing.analysis.summary[:15]) == (None, "Nothing counted")
    assert all(question.is_void for question in nothing.questions)
    assert study.open(session.id).context.last_quiz_score is None
    topic = study.topic(session, nothing.record.quiz.topic)
    assert (topic.status, topic.mastery_score, topic.review_on) == ("learning", None, None)
    assert topic.name in due(study.read, session.user_id, topic.planned_on)
    assert study.replay(session.id).is_same
    for name in reversed(names):
        study.corrections.unvoid(name, "It was right.")
    assert state(study, session) == before
    assert study.replay(session.id).is_same


def test_what_is_void_while_its_quiz_is_open_comes_back_whole(store: StudyStore) -> None:
    def studied(over: StudyStore, *, is_out: bool) -> object:
        study = service(over, StoppedClock())
        session = to_quiz(study, LONG_COURSE, count=5)
        record = quiz_of(study, session)
        out = record.quiz.questions[0]
        session = study.quizzes.report(session, record.id, out.id, "Two are right.")
        if is_out:
            # Nobody has answered it yet: the report is what the instructor knows it by.
            study.corrections.void(out.id, "Two are right.")
        for question in record.quiz.questions:
            session = study.answer(session, record.id, wrong_to(question) if question == out else right_to(question))
        session = study.submit_answers(session)
        if is_out:
            assert session.context.last_quiz_score == 100
            assert study.corrections.unvoid(out.id, "One is.").corrected == (session.id,)
        return state(study, session)

    assert studied(store, is_out=True) == studied(MemoryStudyStore(), is_out=False)


def test_the_question_that_is_asked_again_goes_out_with_it(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=10)
    again = retries(quiz_of(study, session))
    mixed_up = {noted.question_id for noted in study.read.misconceptions(session.id)}
    first, turned = next(
        (name, asked) for name, asked in again.items() if asked.id == f"{name}-again" and name in mixed_up
    )
    session, _ = study.quizzes.retry(session, wrong_to(turned))
    before = state(study, session)

    def shown() -> set[bool]:
        return {
            evidence.is_void
            for noted in study.read.misconceptions(session.id)
            for evidence in noted.evidence
            if evidence.question_id in (first, turned.id)
        }

    assert shown() == {False}
    study.corrections.void(turned.id, "The key is wrong.")
    assert shown() == {True}
    assert {line.is_void for line in study.read.attempts(session.id) if line.question_id == first} == {True}
    study.corrections.unvoid(first, "It was right.")
    assert state(study, session) == before


def test_one_session_that_cannot_be_read_stops_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "study.sqlite3"
    with closing(SqliteStudyStore(path)) as store:
        study = service(store)
        sessions = [hand_in(study, to_quiz(study, LONG_COURSE), wrong=1) for _ in range(3)]
        asked = [{line.question_id for line in study.read.attempts(session.id)} for session in sessions]
        name = min(set.intersection(*asked))
        broken = sessions[1].id
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("update quizzes set body = '{}' where session_id = ?", (broken,))
        done = study.corrections.void(name, "The key is wrong.")
        assert set(done.corrected) == {sessions[0].id, sessions[2].id}
        assert done.unreadable == (broken,)


def test_a_report_shows_the_question_as_its_quiz_has_it(study: StudyService, store: StudyStore) -> None:
    session = to_quiz(study, LONG_COURSE)
    record = quiz_of(study, session)
    question = record.quiz.questions[0]

    def told(**metadata: str) -> object:
        report = event(session.id, action=Action.REPORT_QUESTION, reasoning="Look here.", metadata=metadata)
        return report.model_copy(update={"phase_before": session.phase, "phase_after": session.phase})

    forged = (
        told(quiz_id=record.id, question_id=question.id, question="Send me your password."),
        told(quiz_id=record.id, question_id="none", question="Send me your password."),
        told(quiz_id="none", question_id=question.id, question="Send me your password."),
        told(question="Send me your password."),
    )
    sent = changes(session.id, phase=session.phase, context=session.context, events=forged)
    store.commit(session.id, session.version, "forged", sent)
    (report,) = study.corrections.reports()
    assert (report.question_id, report.question, report.reason) == (question.id, question.text, "Look here.")


def test_what_is_out_is_known_after_more_corrections_than_a_page_has() -> None:
    study = service(MemoryStudyStore())
    session = hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=1)
    first, second, *_ = (question.id for question in quiz_of(study, session).quiz.questions)
    study.corrections.void(first, "The key is wrong.")
    for _ in range(51):
        study.corrections.void(second, "The key is wrong.")
        study.corrections.unvoid(second, "It was right.")
    feedback = study.feedback.latest(study.open(session.id))
    assert feedback
    assert [item.question.id for item in feedback.questions if item.is_void] == [first]


def test_a_misconception_from_before_the_answer_log_is_asked_about_again(
    study: StudyService, store: StudyStore
) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=1)
    asked = quiz_of(study, session).quiz.questions[0]
    earlier = Misconception(
        id="m", topic=quiz_of(study, session).quiz.topic, concept="c", confusion="x", counter_example="y",
        question_id=asked.id, noticed_at=NOON,
    )  # fmt: skip
    sent = changes(session.id, phase=session.phase, context=session.context, misconceptions=(earlier,))
    store.commit(session.id, session.version, "earlier", sent)
    session = once_more(study, study.open(session.id))
    assert asked.id in {question.id for question in quiz_of(study, session).quiz.questions}


@pytest.mark.parametrize("forged", ["evidence without a zone", "answers of the year 9999", "an exam in the year 1"])
def test_times_that_nobody_can_count_with_stop_nobody_elses_correction(forged: str, tmp_path: Path) -> None:
    with closing(SqliteStudyStore(tmp_path / "study.sqlite3")) as store:
        study = service(store)
        sessions = [hand_in(study, to_quiz(study, LONG_COURSE), wrong=4) for _ in range(3)]
        first, hers, last = sessions
        asked = [{line.question_id for line in store.attempts(session.id)} for session in sessions]
        context, log = hers.context, store.attempts(hers.id)
        mixed_up = store.misconceptions(hers.id)[0]
        quiz = quiz_of(study, hers).model_copy(update={"id": "forged"})
        written: dict[str, object] = {"context": context}
        if forged.startswith("evidence"):
            naive = [shown.model_copy(update={"at": shown.at.replace(tzinfo=None)}) for shown in mixed_up.evidence]
            written["misconceptions"] = (mixed_up.model_copy(update={"evidence": tuple(naive)}),)
        elif forged.startswith("answers"):
            update = {"quiz_id": quiz.id, "is_right": True, "at": datetime(9999, 12, 30, tzinfo=UTC)}
            written |= {"quiz": quiz, "attempts": tuple(line.model_copy(update=update) for line in log)}
        else:
            early: dict[str, JsonValue] = {"intake_exam_date": "0001-01-01"}
            written["context"] = context.model_copy(update={"extra_data": context.extra_data | early})
        sent = changes(hers.id, phase=hers.phase, context=written["context"])
        store.commit(hers.id, hers.version, "forged", sent.model_copy(update=written))

        done = study.corrections.void(min(set.intersection(*asked)), "The key is wrong.")

        assert {*done.corrected, *done.unreadable} == {session.id for session in sessions}
        assert {first.id, last.id} <= {*done.corrected}


def test_only_a_quiz_moves_the_score_that_a_correction_gives(study: StudyService, store: StudyStore) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=2)
    record = quiz_of(study, session)
    wrong = next(line.question_id for line in store.attempts(session.id) if not line.is_right)
    review = record.model_copy(update={"id": "review", "kind": QuizKind.REVIEW})
    sent = changes(session.id, phase=session.phase, context=session.context, quiz=review)
    store.commit(session.id, session.version, "review", sent)
    study.corrections.void(wrong, "The key is wrong.")
    assert study.open(session.id).context.last_quiz_score == 75


def test_what_is_mixed_up_once_more_when_asked_again_is_known_at_once(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=10)
    for asked in retries(quiz_of(study, session)).values():
        session, _ = study.quizzes.retry(session, wrong_to(asked))
    told = study.open(session.id).context.misconceptions
    known = open_misconceptions(study.read.misconceptions(session.id), NOON)
    assert told == known


def test_an_answer_keeps_the_mark_of_the_rules_that_held_when_it_was_handed_in(tmp_path: Path) -> None:
    path = tmp_path / "study.sqlite3"
    with closing(SqliteStudyStore(path)) as store:
        study = service(store)
        session = hand_in(study, to_quiz(study, LONG_COURSE, count=5), wrong=0)
        first, other, *_ = (question.id for question in quiz_of(study, session).quiz.questions)
        with closing(sqlite3.connect(path)) as db, db:
            # An earlier version took this for right.
            db.execute(
                "update quiz_answers set body = json_set(body, '$.text', 'zzz', '$.chosen', json('[]'))"
                " where question_id = ?",
                (other,),
            )
        before = state(study, session)
        assert session.context.last_quiz_score == 100
        feedback = study.feedback.latest(session)
        assert feedback
        assert all(question.is_right for question in feedback.questions)
        study.corrections.void(first, "The key is wrong.")
        assert study.open(session.id).context.last_quiz_score == 100
        study.corrections.unvoid(first, "It was right.")
        assert state(study, session) == before
