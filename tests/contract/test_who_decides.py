"""Who decides what counts, on every store: the instructor of the class, and never what a learner sends."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from core.errors import StoreUnavailable
from core.models import Attempt, ItemEvidence, NewSession
from core.study.ports import StudyStore
from tests.contract.test_answer_log import NOTED, SECOND, with_quiz
from tests.doubles import MIRA, NOON, NOOR, attempt, changes, event, question, quiz_record, topic

VOID = NOTED.model_copy(update={"evidence": (NOTED.evidence[0].model_copy(update={"is_void": True}),)})


def void(attempt: Attempt) -> Attempt:
    return attempt.model_copy(update={"is_void": True})


def test_what_a_learner_says_is_void_counts_all_the_same(store: StudyStore) -> None:
    with_quiz(store, "s1", "quiz-1")
    with_quiz(store, "s2", "quiz-2", NOOR)
    store.commit("s2", 1, "c2", changes("s2", NOOR, attempts=(attempt("q1", "quiz-2"),)))
    store.commit("s1", 1, "c2", changes("s1", attempts=(void(attempt("q1")),), misconceptions=(VOID,)))
    assert store.attempts("s1") == (attempt("q1"),)
    assert store.misconceptions("s1") == (NOTED,)
    assert not any(item.is_void for item in store.item_evidence(["q1"]))
    # Nor of an answer that is there already.
    store.commit("s1", 2, "c3", changes("s1", attempts=(void(attempt("q1")),), misconceptions=(VOID,)))
    assert store.attempts("s1") == (attempt("q1"),)
    assert store.misconceptions("s1") == (NOTED,)
    assert store.attempts("s2") == (attempt("q1", "quiz-2"),)


def test_what_an_instructor_takes_out_is_void_for_all_and_no_learner_takes_it_in_again(store: StudyStore) -> None:
    with_quiz(store, "s1", "quiz-1")
    with_quiz(store, "s2", "quiz-2", NOOR)
    store.commit("s1", 1, "c2", changes("s1", attempts=(attempt("q1"), attempt("q2")), misconceptions=(NOTED,)))
    assert store.mark_question("q1", is_void=True) == ("s1",)
    mark_seen(store, "s1", 2)
    assert store.attempts("s1") == (void(attempt("q1")), attempt("q2"))
    assert store.misconceptions("s1") == (VOID,)
    assert [item.question_id for item in store.item_evidence(["q1", "q2"]) if item.is_void] == ["q1"]
    # What is answered later is void from the start, also where it is the same question turned.
    later = (attempt("q1", "quiz-2"), attempt("q1-again", "quiz-2"), attempt("q2", "quiz-2"))
    store.commit("s2", 1, "c2", changes("s2", NOOR, attempts=later))
    assert [line.is_void for line in store.attempts("s2")] == [True, True, False]
    assert [item.question_id for item in store.item_evidence(["q1-again"]) if item.is_void] == ["q1-again"]
    store.commit("s1", 3, "c3", changes("s1", attempts=(attempt("q1"),), misconceptions=(NOTED,)))
    assert store.attempts("s1") == (void(attempt("q1")), attempt("q2"))
    assert store.misconceptions("s1") == (VOID,)

    assert store.mark_question("q1-again", is_void=False) == ("s1", "s2")
    mark_seen(store, "s1", 4)
    mark_seen(store, "s2", 2, NOOR)
    assert store.attempts("s1") == (attempt("q1"), attempt("q2"))
    assert store.misconceptions("s1") == (NOTED,)
    assert store.attempts("s2") == later
    assert store.item_evidence(["q1"]) == ()


def mark_seen(store: StudyStore, session_id: str, version: int, user_id: str = MIRA) -> None:
    """What an instructor's marks changed is in a learner's own copy once a correction has moved the session on."""
    correction = event(session_id, agent="instructor", action="void_question", reasoning="Two answers are right.")
    assert (
        store.correct(session_id, version, f"seen-{version}", changes(session_id, user_id, events=(correction,)))
        == version + 1
    )


def test_no_learners_event_says_that_it_is_an_instructors(store: StudyStore) -> None:
    with_quiz(store, "s1", "quiz-1")
    forged = event("s1", agent="instructor", action="void_question", metadata={"question_id": "q1"})
    with pytest.raises(StoreUnavailable, match="instructor"):
        store.commit("s1", 1, "c2", changes("s1", events=(event("s1"), forged)))
    assert store.load("s1").version == 1


def test_a_misconception_is_on_a_topic_of_its_session(store: StudyStore) -> None:
    with_quiz(store, "s1", "quiz-1")
    other = NOTED.model_copy(update={"topic": "Bark"})
    with pytest.raises(StoreUnavailable):
        store.commit("s1", 1, "c2", changes("s1", misconceptions=(NOTED, other)))
    assert store.misconceptions("s1") == ()


def test_an_item_is_measured_by_the_first_answers_of_others_five_at_a_time(store: StudyStore) -> None:
    def evidence() -> tuple[ItemEvidence, ...]:
        return store.item_evidence(["q1", "never asked"])

    def quizzed(session_id: str, quiz_id: str, user_id: str, *log: Attempt) -> None:
        asked = {"quiz": quiz_record(quiz_id, question(1)), "topics": (topic("Leaves"),), "attempts": log}
        begun = changes(session_id, user_id, created=NewSession(user_id=user_id), **asked)
        store.commit(session_id, 0, f"begin-{session_id}", begun)

    def answers(number: int, *log: Attempt) -> None:
        quizzed(f"s{number}", f"quiz-{number}", str(UUID(int=number)), *log)

    for number in range(1, 5):
        at = NOON + timedelta(seconds=number)
        answers(number, attempt("q1", f"quiz-{number}", at=at, forecast=0.6, item_rating=1))
    # Eight more from one who has answered already change nothing.
    for place in range(8):
        flood = attempt("q1", f"quiz-more-{place}", at=SECOND, is_right=False, forecast=1.0, item_rating=9)
        quizzed(f"more-{place}", f"quiz-more-{place}", str(UUID(int=4)), flood)
    assert evidence() == ()
    # The fifth is surer, and farther off, than anybody is held to be.
    answers(5, attempt("q1", "quiz-5", at=SECOND, is_right=False, forecast=0.999, item_rating=9))
    (five,) = evidence()
    assert (five.question_id, five.answered, five.is_void) == ("q1", 5, False)
    assert five.information == pytest.approx(4 * 0.24 + 0.95 * 0.05)
    assert five.weight == pytest.approx(4 * (0.24 + 0.6 - 1) + 0.95 * 0.05 * 3 + 0.95)
    for number in range(6, 10):
        answers(number, attempt("q1", f"quiz-{number}", at=SECOND + timedelta(seconds=number)))
        assert evidence() == (five,)
    answers(10, attempt("q1", "quiz-10", at=SECOND + timedelta(seconds=10)))
    assert evidence()[0].answered == 10
