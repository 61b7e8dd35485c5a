"""A review on every store: kept beside everything else, in the log, taken along; also while the database is away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import Conflict
from core.models import Action, HistoryQuery, QuizKind, Session
from core.stores.memory.store import MemoryStudyStore
from core.study.backup.backup import Backup
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.along import brought, taken
from tests.doubles import MIRA, SetClock, service
from tests.journaled import Desk, Remote
from tests.journey import LONG_COURSE, hand_in, quiz_of, right_to, to_quiz, wrong_to

ZONE = "Europe/Berlin"


def studied(study: StudyService, clock: SetClock) -> Session:
    """A session whose first topic is due for review, with a mix-up; and a quiz that is open."""
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=1)
    session = study.start_topic(study.next_topic(session))
    clock.at += timedelta(days=30)
    return study.take_quiz(session)


def test_a_review_lies_beside_an_open_quiz_is_exact_and_taken_along(store: StudyStore) -> None:
    clock = SetClock()
    study = service(store, clock)
    session = studied(study, clock)
    open_quiz = quiz_of(study, session)
    review = study.reviews.begin(ZONE)
    (part,) = store.quizzes(session.id, kind=QuizKind.REVIEW)
    assert {item.question.id for item in review.items} == {question.id for question in part.quiz.questions}
    for item in review.items[1:]:
        study.reviews.answer(item, right_to(item.question), ZONE)
    with pytest.raises(Conflict):
        study.reviews.answer(review.items[1], wrong_to(review.items[1].question), ZONE)
    ended = study.reviews.finish(ZONE).ended
    assert ended
    assert (ended.right, ended.asked) == (len(review.items) - 1, len(review.items) - 1)

    after = study.open(session.id)
    assert (after.phase, after.context.last_quiz_score) == (session.phase, session.context.last_quiz_score)
    assert quiz_of(study, after) == open_quiz
    log = [attempt for attempt in store.attempts(session.id) if attempt.quiz_id == part.id]
    assert {attempt.question_id for attempt in log} == {item.question.id for item in review.items[1:]}
    assert study.replay(session.id).is_same
    (begun,) = store.history(HistoryQuery(session_id=session.id, action=Action.BEGIN_REVIEW)).events
    assert study.run_again(begun)

    topics, noted = store.topics(session.id), store.misconceptions(session.id)
    # An instructor corrects where the database is, and not in a learner's copy.
    instructor = service(getattr(store, "_remote", store), clock)
    instructor.corrections.void(review.items[1].question.id, "The key is wrong.")
    study.open(session.id)
    assert store.topics(session.id) != topics
    instructor.corrections.unvoid(review.items[1].question.id, "It was right.")
    study.open(session.id)
    assert (store.topics(session.id), store.misconceptions(session.id)) == (topics, noted)

    rows = csv.DictReader(io.StringIO(study.exports.answers(after).decode("utf-8-sig")))
    assert len([*rows]) == len(store.attempts(session.id))
    elsewhere = MemoryStudyStore()
    brought(Backup(elsewhere, clock, MIRA), taken(Backup(store, clock, MIRA)))
    (summary,) = elsewhere.sessions(MIRA)
    assert elsewhere.attempts(summary.id) == store.attempts(session.id)
    assert elsewhere.quizzes(summary.id, kind=QuizKind.REVIEW) == store.quizzes(session.id, kind=QuizKind.REVIEW)
    assert service(elsewhere, clock).reviews.look(ZONE).ended == ended


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    yield desk
    desk.copy.close()


def test_a_review_is_begun_answered_and_handed_in_while_the_database_is_away(desk: Desk) -> None:
    clock = SetClock()
    study = service(desk.store, clock)
    session = studied(study, clock)
    desk.away()
    review = study.reviews.begin(ZONE)
    assert review.items
    for item in review.items:
        study.reviews.answer(item, right_to(item.question), ZONE)
    assert study.reviews.look(ZONE).left == 0
    ended = study.reviews.finish(ZONE).ended
    assert ended
    assert ended.right == len(review.items)
    desk.back()
    study.open(session.id)
    there = service(desk.remote, clock)
    assert desk.store.state().pending == 0
    assert desk.store.state().rejected == ()
    assert there.reviews.look(ZONE).ended == ended
    assert len(desk.remote.quizzes(session.id, kind=QuizKind.REVIEW)) == 1
    assert there.replay(session.id).is_same


def test_what_was_answered_on_another_device_is_seen_and_gone_on_with(desk: Desk) -> None:
    clock = SetClock()
    here, there = service(desk.store, clock), service(desk.remote, clock)
    studied(here, clock)
    review = here.reviews.begin(ZONE)
    for item in review.items[:2]:
        there.reviews.answer(item, right_to(item.question), ZONE)
    seen = here.reviews.look(ZONE)
    assert [item.question.id for item in seen.items] == [item.question.id for item in review.items]
    assert seen.left == len(review.items) - 2
    for item in seen.items[2:]:
        here.reviews.answer(item, right_to(item.question), ZONE)
    assert here.reviews.finish(ZONE).ended == there.reviews.look(ZONE).ended
