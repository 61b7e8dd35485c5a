"""How sure the learner was of an answer, on every store: kept with it, in the log, in what it shows, in the files."""

from __future__ import annotations

import csv
import io

from core.domain.assessment.answers import GUESSED
from core.models import Session
from core.stores.memory.store import MemoryStudyStore
from core.study.backup.backup import Backup
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.along import brought, taken
from tests.doubles import MIRA, SetClock, service
from tests.journey import LONG_COURSE, answers_of, quiz_of, reply, telling_first, to_quiz

SAID = ("sure", "sure", "guess", "guess", None)
RIGHT = (False, True, True, False, True)


def told(study: StudyService) -> Session:
    """A quiz of ten, answered as `SAID` and `RIGHT` say, twice over: the telling questions first."""
    session = to_quiz(study, LONG_COURSE)
    record = quiz_of(study, session)
    for number, question in enumerate(telling_first(record)):
        answer = reply(question, right=RIGHT[number % 5])
        session = study.answer(session, record.id, answer)
        if sureness := SAID[number % 5]:
            session = study.answer(session, record.id, answer.model_copy(update={"sureness": sureness}), answer)
    return session


def test_how_sure_the_learner_was_is_kept_counts_and_is_taken_along(store: StudyStore) -> None:
    study = service(store)
    session = told(study)
    order = telling_first(quiz_of(study, session))
    expected = {question.id: SAID[number % 5] for number, question in enumerate(order)}
    assert {name: answer.sureness for name, answer in answers_of(study, session).items()} == expected

    session = study.submit_answers(session)
    log = {attempt.question_id: attempt for attempt in store.attempts(session.id)}
    assert {name: attempt.sureness for name, attempt in log.items()} == expected
    assert all(log[question.id].concept == question.concept_tested for question in order)
    lucky = {name for name, attempt in log.items() if attempt.chance == GUESSED}
    assert lucky == {question.id for number, question in enumerate(order) if number % 5 == 2}
    # One of the two that were sure and wrong is the first of what went wrong, and is asked about first.
    sure_and_wrong = [order[0].id, order[5].id]
    record = quiz_of(study, session)
    assert record.analysis
    assert {wrong.question_id for wrong in record.analysis.misconceptions[:2]} == set(sure_and_wrong)
    noted = {misconception.question_id: misconception.was_sure for misconception in store.misconceptions(session.id)}
    assert noted
    assert noted == {name: name in sure_and_wrong for name in noted}

    rows = list(csv.DictReader(io.StringIO(study.exports.answers(session).decode("utf-8-sig"))))
    assert sorted(row["sureness"] for row in rows) == sorted(sureness or "" for sureness in expected.values())
    elsewhere = MemoryStudyStore()
    brought(Backup(elsewhere, SetClock(), MIRA), taken(Backup(store, SetClock(), MIRA)))
    (summary,) = elsewhere.sessions(MIRA)
    assert elsewhere.attempts(summary.id) == store.attempts(session.id)
    assert {answer.question_id: answer.sureness for answer in elsewhere.quizzes(summary.id)[0].answers} == expected
