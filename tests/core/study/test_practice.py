"""An answer that is checked: marked once, locked from then on, and what the score counts."""

from __future__ import annotations

import pytest

from core.domain.extra_data import checked
from core.errors import ActionNotAllowed, Conflict, InputError
from core.models import Action, Answer, HistoryQuery, StudyPhase
from core.study.service import StudyService
from tests.journey import answers_of, at_phase, give, quiz_of, reply, to_quiz

STORES = ["memory", "sqlite"]


def checks_of(study: StudyService, session_id: str) -> list[bool]:
    """What each check came to, newest first."""
    events = study.read.history(HistoryQuery(session_id=session_id, action=Action.CHECK_ANSWER)).events
    return [bool(event.metadata["is_right"]) for event in events]


def test_a_checked_answer_is_marked_with_its_reasons_and_stays(study: StudyService) -> None:
    session = to_quiz(study)
    record = quiz_of(study, session)
    question = next(question for question in record.quiz.questions if question.option_notes)
    wrong, right = reply(question, right=False), reply(question, right=True)
    session = study.practice.check(session, record.id, wrong)
    marked = study.practice.marked(session, quiz_of(study, session))[question.id]
    assert (marked.is_right, marked.answer) == (False, wrong)
    assert [note.option_index for note in marked.notes] == [*wrong.chosen]
    for later in (right, wrong.model_copy(update={"sureness": "sure"}), Answer(question_id=question.id)):
        with pytest.raises(Conflict, match="was checked, so it stays"):
            study.answer(session, record.id, later, wrong)
    with pytest.raises(Conflict, match="was checked, so it stays"):
        study.practice.check(session, record.id, right)
    session = study.answer(session, record.id, wrong.model_copy(update={"is_flagged": True}), wrong)
    assert answers_of(study, session)[question.id] == wrong.model_copy(update={"is_flagged": True})


def test_a_tab_that_saw_the_session_before_the_check_cannot_change_the_answer_after_it(study: StudyService) -> None:
    before = to_quiz(study)
    record = quiz_of(study, before)
    question = record.quiz.questions[0]
    wrong = reply(question, right=False)
    before = study.answer(before, record.id, wrong)
    study.practice.check(before, record.id, wrong)
    with pytest.raises(Conflict, match="was checked, so it stays"):
        study.answer(before, record.id, reply(question, right=True), wrong)
    assert answers_of(study, before)[question.id] == wrong


def test_a_check_is_made_exactly_once_from_however_many_tabs(study: StudyService) -> None:
    session = to_quiz(study)
    record = quiz_of(study, session)
    answer = reply(record.quiz.questions[0], right=True)
    first = study.practice.check(session, record.id, answer)
    # The same click sent again, another tab's, and one more later.
    again = [study.practice.check(seen, record.id, answer) for seen in (session, first, study.open(session.id))]
    assert {now.version for now in again} == {first.version}
    assert checks_of(study, session.id) == [True]
    assert checked(first.context, record.id) == (answer.question_id,)


def test_an_answer_given_before_is_checked_as_it_was_given_and_another_one_is_not(study: StudyService) -> None:
    session = to_quiz(study)
    record = quiz_of(study, session)
    question = record.quiz.questions[0]
    given = reply(question, right=True).model_copy(update={"seconds": 4.0, "sureness": "sure", "is_flagged": True})
    session = study.answer(session, record.id, given)
    with pytest.raises(Conflict, match="answered in another tab"):
        study.practice.check(session, record.id, reply(question, right=False))
    session = study.practice.check(session, record.id, reply(question, right=True))
    assert answers_of(study, session)[question.id] == given


def test_what_is_blank_unknown_or_handed_in_is_not_checked(study: StudyService) -> None:
    session = to_quiz(study)
    record = quiz_of(study, session)
    question = record.quiz.questions[0]
    with pytest.raises(InputError, match="Choose or type an answer first"):
        study.practice.check(session, record.id, Answer(question_id=question.id))
    with pytest.raises(InputError, match="not in this quiz"):
        study.practice.check(session, record.id, Answer(question_id="another", chosen=(0,)))
    with pytest.raises(Conflict, match="no longer open"):
        study.practice.check(session, "another", reply(question, right=True))
    session = study.submit_answers(session)
    with pytest.raises(ActionNotAllowed):
        study.practice.check(session, record.id, reply(question, right=True))
    with pytest.raises(ActionNotAllowed):
        study.practice.check(at_phase(study, StudyPhase.LEARNING), record.id, reply(question, right=True))


def test_the_score_counts_what_was_checked_and_what_was_only_answered_and_the_session_replays(
    study: StudyService,
) -> None:
    session = to_quiz(study, count=5)
    record = quiz_of(study, session)
    first, second, *rest = record.quiz.questions
    session = study.practice.check(session, record.id, reply(first, right=True))
    session = study.practice.check(session, record.id, reply(second, right=False))
    for question in rest:
        session = study.answer(session, record.id, reply(question, right=True))
    assert study.replay(session.id).is_same
    session = study.submit_answers(session)
    assert session.context.last_quiz_score == 80
    assert checked(session.context, record.id) == ()
    assert study.replay(session.id).is_same
    (event,) = study.read.history(HistoryQuery(session_id=session.id, action=Action.SUBMIT_ANSWERS)).events
    assert study.run_again(event)


def test_a_quiz_in_which_nothing_was_checked_leaves_no_word_of_checks(study: StudyService) -> None:
    session = study.submit_answers(give(study, to_quiz(study)))
    assert "checked" not in session.context.extra_data
