"""The answer log, what is worked out of it, and what an instructor corrects in it, on every store."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.errors import Conflict, SessionNotFound
from core.models import Changes, CorrectedQuiz, Evidence, Misconception, PerformanceAnalysis
from core.study.ports import StudyStore
from tests.doubles import MIRA, NOON, NOOR, attempt, begin, changes, context, event, question, quiz_record, topic

SECOND = NOON + timedelta(seconds=90)
NOTED = Misconception(
    id="m1",
    topic="Leaves",
    concept="gas",
    confusion="Plants breathe in oxygen only.",
    counter_example="In light they give it off.",
    question_id="q1",
    noticed_at=NOON,
    evidence=(Evidence(at=NOON, question_id="q1", quiz_id="quiz-1", chosen="helium", shows_it=True),),
)


def with_quiz(store: StudyStore, session_id: str, quiz_id: str, user_id: str = MIRA) -> None:
    begin(store, session_id, user_id, quiz=quiz_record(quiz_id, question(1), question(2)), topics=(topic("Leaves"),))


def corrected_by(session_id: str, score: float | None = None, **fields: object) -> Changes:
    """An instructor's correction that gives the session this score."""
    correction = event(
        session_id,
        agent="instructor",
        action="void_question",
        reasoning="Two answers are right.",
        context_patch={"set": {"last_quiz_score": score}},
    )
    return changes(session_id, events=(correction,), context=context(session_id, last_quiz_score=score), **fields)


def test_the_log_comes_back_in_order_and_is_never_written_again(store: StudyStore) -> None:
    with_quiz(store, "s1", "quiz-1")
    late = attempt(
        "q2",
        at=SECOND,
        is_right=False,
        chance=0.25,
        item_rating=-0.8,
        forecast=0.77,
        chosen="na+ · 茎",
        seconds=7.25,
        hint_opened=True,
        is_helped=True,
        is_skipped=True,
        concept="charge · 茎",
        sureness="think_so",
    )
    store.commit("s1", 1, "c2", changes("s1", attempts=(late, attempt("q1"))))
    assert store.attempts("s1") == (attempt("q1"), late)
    other = late.model_copy(
        update={"forecast": 0.1, "is_right": True, "is_void": True, "chosen": "", "seconds": 1, "sureness": None}
    )
    store.commit("s1", 2, "c3", changes("s1", attempts=(other,)))
    assert store.attempts("s1") == (attempt("q1"), late)
    with pytest.raises(SessionNotFound):
        store.attempts("nobody")


def test_misconceptions_keep_their_evidence(store: StudyStore) -> None:
    begin(store, "s1", topics=(topic("Leaves"),), misconceptions=(NOTED,))
    against = Evidence(at=SECOND, question_id="q2", shows_it=False, chosen="oxygen")
    later = NOTED.model_copy(update={"evidence": (*NOTED.evidence, against)})
    early = NOTED.model_copy(update={"id": "m0", "noticed_at": NOON - timedelta(days=1), "evidence": ()})
    store.commit("s1", 1, "c2", changes("s1", misconceptions=(later, early)))
    assert store.misconceptions("s1") == (early, later)


def test_who_asked_which_question(store: StudyStore) -> None:
    with_quiz(store, "s1", "quiz-1")
    with_quiz(store, "s2", "quiz-2", NOOR)
    store.commit("s1", 1, "c2", changes("s1", attempts=(attempt("q1"), attempt("q2", is_right=False))))
    store.commit("s2", 1, "c2", changes("s2", NOOR, attempts=(attempt("q1", "quiz-2"),)))
    assert store.sessions_asking("q1") == ("s1", "s2")
    assert store.sessions_asking("q2") == ("s1",)
    assert store.sessions_asking("q9") == ()


def test_an_instructor_corrects_what_a_void_question_touched(store: StudyStore) -> None:
    with_quiz(store, "s1", "quiz-1")
    done = topic("Leaves", status="done", answered=2, right=1, mastery_score=48.0, review_on=date(2026, 3, 3))
    log = (attempt("q1"), attempt("q2", is_right=False))
    store.commit("s1", 1, "c2", changes("s1", topics=(done,), attempts=log, misconceptions=(NOTED,)))
    after = done.model_copy(
        update={"answered": 1, "mastery_score": 61.5, "review_on": date(2026, 3, 9), "status": "learning"}
    )
    analysis = PerformanceAnalysis(overall_score=None, summary="Nothing counted.", topic_mastery={"Leaves": 100})
    correction = corrected_by(
        "s1",
        100.0,
        topics=(after,),
        corrected=(CorrectedQuiz(id="quiz-1", analysis=analysis),),
    )
    assert store.correct("s1", 2, "fix", correction) == 3
    assert store.correct("s1", 2, "fix", correction) == 3
    assert store.topics("s1") == (after,)
    assert store.attempts("s1") == log
    assert store.misconceptions("s1") == (NOTED,)
    assert store.quizzes("s1")[0].analysis == analysis
    assert store.load("s1").context.last_quiz_score == 100
    with pytest.raises(Conflict):
        store.correct("s1", 2, "late", correction)
    with pytest.raises(SessionNotFound):
        store.correct("nobody", 2, "fix", corrected_by("nobody"))
