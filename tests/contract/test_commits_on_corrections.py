"""A learner's commit on a session that an instructor corrected meanwhile: it is taken, what was corrected stays, and
the app works it out anew, on every store and after an absence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import Conflict, StoreUnavailable
from core.models import Answer, HistoryQuery, Session
from core.models.context import replay
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.sender import LAST_PAUSE_S
from core.stores.journal.store import JournaledStudyStore
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.contract.test_answer_log import NOTED, corrected_by, with_quiz
from tests.core.study.test_quizzes import state
from tests.doubles import MIRA, NOON, attempt, changes, context, event, service, topic
from tests.journey import to_quiz
from tests.people import TEACHER, make_cohort, store_of
from tests.stack import Stack

DONE = topic("Leaves", status="done", answered=2, right=1, mastery_score=48.0)
FIXED = DONE.model_copy(update={"answered": 1, "mastery_score": 61.5, "status": "learning"})
LOG = (attempt("q1"), attempt("q2", is_right=False))


def corrected(store: StudyStore) -> None:
    """A session at version 3: begun, a quiz handed in, and corrected, to a score of 100."""
    with_quiz(store, "s1", "quiz-1")
    handed_in = event("s1", context_patch={"set": {"last_quiz_score": 50.0}})
    before = context("s1", last_quiz_score=50.0)
    store.commit("s1", 1, "c2", changes("s1", context=before, events=(handed_in,), topics=(DONE,), attempts=LOG))
    store.correct("s1", 2, "fix", corrected_by("s1", 100.0, topics=(FIXED,)))


def mine(**fields: Any) -> Any:
    """What the learner did on version 2: a score, a topic's figures and a note, as the history has it."""
    patch = {"set": {"last_quiz_score": 20.0, "current_topic": "Leaves"}, "set_extra": {"note": "mine"}}
    after = context("s1", last_quiz_score=20.0, current_topic="Leaves", extra_data={"note": "mine"})
    told = event("s1", NOON + timedelta(hours=1), context_patch=patch)
    own = DONE.model_copy(update={"mastery_score": 5.0, "hours": 9.0})
    parts = {"topics": (own, topic("Roots", 1, status="learning", mastery_score=7.0)), "misconceptions": (NOTED,)}
    return changes("s1", context=after, events=(told,), **parts | fields)


def test_it_is_written_and_what_was_corrected_stays(store: StudyStore) -> None:
    corrected(store)
    assert store.commit("s1", 2, "mine", mine()) == 4
    assert store.commit("s1", 2, "mine", mine()) == 4
    session = store.load("s1")
    assert (session.version, session.is_outdated) == (4, True)
    assert (session.context.last_quiz_score, session.context.current_topic) == (100, "Leaves")
    assert session.context.extra_data == {"note": "mine"}
    leaves, roots = store.topics("s1")
    assert leaves == FIXED.model_copy(update={"hours": 9.0})
    assert (roots.status, roots.mastery_score) == ("learning", 7.0)
    assert store.misconceptions("s1") == (NOTED,)
    # The events give the stored context.
    events = store.history(HistoryQuery(session_id="s1", after=0)).events
    assert replay(MIRA, "s1", events) == (session.phase, session.context)
    assert store.commit("s1", 4, "next", changes("s1", context=session.context)) == 5
    assert store.load("s1").is_outdated
    worked_out = changes("s1", context=session.context, is_worked_out=True)
    assert store.commit("s1", 5, "anew", worked_out) == 6
    assert not store.load("s1").is_outdated


def test_an_analysis_that_was_corrected_stays(store: StudyStore) -> None:
    corrected(store)
    (record,) = store.quizzes("s1")
    store.commit("s1", 2, "mine", mine(quiz=record.model_copy(update={"submitted_at": NOON})))
    (after,) = store.quizzes("s1")
    assert (after.analysis, after.submitted_at) == (record.analysis, NOON)


def test_anything_else_between_is_a_conflict(store: StudyStore) -> None:
    corrected(store)
    for base in (1, 4, 9):
        with pytest.raises(Conflict):
            store.commit("s1", base, f"on {base}", mine())
    store.commit("s1", 3, "elsewhere", changes("s1"))
    before = store.load("s1"), store.topics("s1")
    with pytest.raises(Conflict):
        store.commit("s1", 2, "mine", mine())
    with pytest.raises(Conflict):
        store.correct("s1", 3, "late", corrected_by("s1", 0.0))
    assert (store.load("s1"), store.topics("s1")) == before
    # Several corrections are no more than one.
    store.correct("s1", 4, "again", corrected_by("s1", 0.0))
    store.correct("s1", 5, "and again", corrected_by("s1", 10.0))
    assert store.commit("s1", 4, "late", changes("s1", context=context("s1", last_quiz_score=99.0))) == 7
    assert store.load("s1").context.last_quiz_score == 10


def test_a_correction_whose_event_does_not_tell_what_it_changes_is_refused(store: StudyStore) -> None:
    """The events would not give the context back."""
    with_quiz(store, "s1", "quiz-1")
    silent = corrected_by("s1").model_copy(update={"context": context("s1", last_quiz_score=100.0)})
    before = store.load("s1")
    with pytest.raises(StoreUnavailable):
        store.correct("s1", 1, "fix", silent)
    assert store.load("s1") == before
    assert store.history(HistoryQuery(session_id="s1", agent="instructor")).events == ()


def test_an_answer_that_counts_otherwise_than_was_thought_makes_a_session_outdated(store: StudyStore) -> None:
    """Its question was taken out between the look and the commit."""
    with_quiz(store, "s1", "quiz-1")
    with_quiz(store, "s2", "quiz-2")
    store.commit("s2", 1, "c2", changes("s2", attempts=(attempt("q1", "quiz-2"),)))
    store.mark_question("q1", is_void=True)
    assert store.commit("s1", 1, "c2", changes("s1", attempts=LOG)) == 2
    assert store.load("s1").is_outdated
    assert not store.load("s2").is_outdated
    known = tuple(one.model_copy(update={"is_void": one.question_id == "q1"}) for one in LOG)
    store.commit("s1", 2, "c3", changes("s1", attempts=known, is_worked_out=True))
    assert not store.load("s1").is_outdated


# --- a learner's app, and an instructor's --------------------------------------------------------------------------


class Absent:
    """A learner on Supabase whose network can be cut, and an instructor on the same."""

    def __init__(self, stack: Stack, path: Path, closed: ExitStack) -> None:
        self.stack, self.at = stack, 0.0
        make_cohort(stack, TEACHER, MIRA)
        remote = closed.enter_context(closing(store_of(stack, MIRA)))
        self.copy = closed.enter_context(closing(LocalCopy(path)))
        self.store = JournaledStudyStore(remote, self.copy, MIRA, lambda: self.at, time.time)
        self.study = service(self.store)  # type: ignore[arg-type]
        self.teacher = service(closed.enter_context(closing(store_of(stack, TEACHER))), user_id=TEACHER)

    def away(self) -> None:
        """Cut the learner's own line; the instructor's holds."""
        self.store._went_away()
        self.store._ask_again_at = float("inf")

    def back(self) -> None:
        self.store._ask_again_at = 0.0
        self.at += LAST_PAUSE_S


@pytest.fixture
def absent(supabase: Stack, tmp_path: Path) -> Iterator[Absent]:
    with ExitStack() as closed:
        yield Absent(supabase, tmp_path / "copy.sqlite3", closed)


def wrongly(study: StudyService, session: Session) -> Session:
    """Each question of the open quiz with a wrong answer, and the quiz handed in."""
    record = study.quiz(session)
    assert record
    for asked in record.quiz.questions:
        wrong = tuple(index for index in range(len(asked.options)) if index not in asked.key)[:1]
        session = study.answer(
            session, record.id, Answer(question_id=asked.id, chosen=wrong, text="" if wrong else "zz")
        )
    return study.submit_answers(session)


def test_a_quiz_handed_in_offline_is_not_lost_to_a_correction(absent: Absent) -> None:
    study, teacher = absent.study, absent.teacher
    session = wrongly(study, to_quiz(study))
    (first,) = study.read.quizzes(session.id)
    name = first.quiz.questions[0].id
    session = study.take_quiz(study.start_topic(study.next_topic(session)))
    absent.away()
    session = wrongly(study, session)
    assert absent.store.state().pending > 9
    report = teacher.corrections.void(name, "Two answers are right.")
    assert report.corrected == (session.id,)
    absent.back()

    session = study.open(session.id)
    assert (absent.store.state().pending, absent.store.state().rejected) == (0, ())
    assert not session.is_outdated
    second, first = study.read.quizzes(session.id)
    assert second.analysis
    assert session.context.last_quiz_score == second.analysis.overall_score
    assert study.replay(session.id).is_same
    # It stands as where the question was out before the second quiz was handed in, and can be studied on.
    logged = study.read.attempts(session.id)
    assert [one.question_id for one in logged if one.is_void and one.quiz_id == first.id] == [name]
    assert first.analysis
    assert first.analysis.asked == len(first.quiz.questions) - 1
    assert study.next_topic(session).phase == "PLANNING"
    before = state(study, session)
    teacher.corrections.unvoid(name, "It was right.")
    teacher.corrections.void(name, "It was not.")
    assert state(study, session) == before


def test_a_correction_in_the_moment_of_handing_in_is_worked_out_at_the_next_look(absent: Absent) -> None:
    study, teacher = absent.study, absent.teacher
    session = to_quiz(study)
    record = study.quiz(session)
    assert record
    name = record.quiz.questions[0].id
    study.quizzes.report(session, record.id, name, "Wrong key")
    session = study.open(session.id)
    for asked in record.quiz.questions:
        session = study.answer(session, record.id, Answer(question_id=asked.id, chosen=asked.key[:1]))
    commit = absent.store._remote.commit

    def late(*arguments: Any) -> int:
        teacher.corrections.void(name, "Two answers are right.")
        return commit(*arguments)

    absent.store._remote.commit = late  # type: ignore[method-assign]
    session = study.submit_answers(session)
    absent.store._remote.commit = commit  # type: ignore[method-assign]
    session = study.open(session.id)
    latest = study.read.latest_analysed(session.id)
    assert latest
    assert latest.analysis
    assert latest.analysis.asked == len(record.quiz.questions) - 1
    assert session.context.last_quiz_score == latest.analysis.overall_score
    assert study.replay(session.id).is_same
    told = study.read.history(HistoryQuery(session_id=session.id, action="work_out_anew")).events
    assert len(told) == 1
    study.open(session.id)
    assert len(study.read.history(HistoryQuery(session_id=session.id, action="work_out_anew")).events) == 1
