"""Every store keeps quizzes and their answers, whatever it is made of."""

from __future__ import annotations

import pytest

from core.errors import SessionNotFound, StoreUnavailable
from core.models import Answer, GivenAnswer, PerformanceAnalysis, QuizKind
from core.study.ports import StudyStore
from tests.doubles import NOON, NOOR, begin, changes, question, quiz_record

ANALYSED = {
    "submitted_at": NOON,
    "analysis": PerformanceAnalysis(overall_score=0, summary="None.", topic_mastery={"Leaves": 0.0}),
}


def test_answers_are_kept_as_given_and_the_last_counts(store: StudyStore) -> None:
    begin(store, "s1", quiz=quiz_record("quiz-1", question(1), question(2)))
    for version, answer in enumerate(
        [
            Answer(question_id="q2", chosen=(1,)),
            Answer(question_id="q1", text="oxygen"),
            Answer(question_id="q2", chosen=(0, 3)),
        ],
        1,
    ):
        choice = GivenAnswer(quiz_id="quiz-1", answer=answer)
        store.commit("s1", version, f"a{version}", changes("s1", answer=choice))
    (record,) = store.quizzes("s1")
    assert record.answers == (Answer(question_id="q1", text="oxygen"), Answer(question_id="q2", chosen=(0, 3)))
    analysis = PerformanceAnalysis(overall_score=50, summary="Half.", topic_mastery={"Leaves": 50.0})
    handed_in = record.model_copy(update={"submitted_at": NOON, "analysis": analysis})
    store.commit("s1", 4, "submit", changes("s1", quiz=handed_in))
    assert store.quizzes("s1") == (handed_in,)


def test_an_answer_reaches_no_quiz_of_another_session(store: StudyStore) -> None:
    begin(store, "s1", quiz=quiz_record("quiz-1"))
    begin(store, "s2", user_id=NOOR)
    stray = GivenAnswer(quiz_id="quiz-1", answer=Answer(question_id="q1", chosen=(2,)))
    with pytest.raises(StoreUnavailable):
        store.commit("s2", 1, "c2", changes("s2", NOOR, answer=stray))
    assert store.quizzes("s1")[0].answers == ()
    assert store.load("s2").version == 1


def test_quizzes_come_newest_first_and_by_topic(store: StudyStore) -> None:
    begin(store, "s1", quiz=quiz_record("quiz-1"))
    other = quiz_record("quiz-2")
    roots = other.model_copy(update={"quiz": other.quiz.model_copy(update={"topic": "Roots"})})
    store.commit("s1", 1, "c2", changes("s1", quiz=roots))
    store.commit("s1", 2, "c3", changes("s1", quiz=quiz_record("quiz-3")))
    assert [quiz.id for quiz in store.quizzes("s1")] == ["quiz-3", "quiz-2", "quiz-1"]
    assert [quiz.id for quiz in store.quizzes("s1", "Leaves")] == ["quiz-3", "quiz-1"]
    assert [quiz.id for quiz in store.quizzes("s1", limit=1)] == ["quiz-3"]


def test_quizzes_come_by_kind_and_only_a_quiz_is_shown_as_the_analysed_one(store: StudyStore) -> None:
    first = quiz_record("of-quiz").model_copy(update=ANALYSED)
    begin(store, "s1", quiz=first)
    others = [kind for kind in QuizKind if kind is not QuizKind.QUIZ]
    for version, kind in enumerate(others, 1):
        record = quiz_record(f"of-{kind}").model_copy(update={"kind": kind, **ANALYSED})
        store.commit("s1", version, f"c-{kind}", changes("s1", quiz=record))
    for kind in QuizKind:
        assert [(record.id, record.kind) for record in store.quizzes("s1", kind=kind)] == [(f"of-{kind}", kind)]
    assert len(store.quizzes("s1")) == len(QuizKind)
    assert store.latest_analysed("s1") == first


def test_the_newest_analysed_quiz_is_found_past_those_that_are_not(store: StudyStore) -> None:
    begin(store, "s1", quiz=quiz_record("quiz-1", question(1), answers=(Answer(question_id="q1", chosen=(1,)),)))
    assert store.latest_analysed("s1") is None
    (record,) = store.quizzes("s1")
    first = record.model_copy(update=ANALYSED)
    store.commit("s1", 1, "c2", changes("s1", quiz=first))
    store.commit("s1", 2, "c3", changes("s1", quiz=quiz_record("quiz-2")))
    assert store.latest_analysed("s1") == first
    second = quiz_record("quiz-2").model_copy(update=ANALYSED)
    store.commit("s1", 3, "c4", changes("s1", quiz=second))
    store.commit("s1", 4, "c5", changes("s1", quiz=quiz_record("quiz-3")))
    assert store.latest_analysed("s1") == second
    with pytest.raises(SessionNotFound):
        store.latest_analysed("nobody")
