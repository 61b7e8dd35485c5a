"""A quiz looked at again: what was right, what a wrong answer may show, a second try, and what is void."""

from __future__ import annotations

import pytest

from core.errors import StoreAway
from core.models import Answer, HistoryPage, HistoryQuery, Material, PerformanceAnalysis, Section
from core.models.document import Block
from core.stores.memory.store import MemoryStudyStore
from core.study.service import StudyService
from tests.doubles import NOON, begin, question, quiz_record, service
from tests.journey import hand_in, once_more, quiz_of, right_to, to_quiz


def test_before_a_quiz_is_handed_in_there_is_none(study: StudyService) -> None:
    assert study.feedback.latest(to_quiz(study)) is None


def test_each_question_stands_with_its_answer_and_what_it_may_show(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study), wrong=2)
    feedback = study.feedback.latest(session)
    assert feedback
    record = quiz_of(study, session)
    assert feedback.record == record
    assert [item.question for item in feedback.questions] == list(record.quiz.questions)
    wrong = [item for item in feedback.questions if not item.is_right]
    assert len(wrong) == 2
    assert all(item.misconceptions and item.again for item in wrong)
    assert all(item.misconceptions == () and item.again is None for item in feedback.questions if item.is_right)
    assert not any(item.is_void or item.answered_again for item in feedback.questions)
    assert feedback.corrections == ()


def test_one_typed_word_shows_no_mix_up(study: StudyService) -> None:
    session = to_quiz(study)
    record = quiz_of(study, session)
    typed = next(question for question in record.quiz.questions if question.question_type == "fill_blank")
    session = study.answer(session, record.id, Answer(question_id=typed.id, text="zzz"))
    feedback = study.feedback.latest(study.submit_answers(session))
    assert feedback
    (item,) = (item for item in feedback.questions if item.question == typed)
    assert (item.is_right, item.misconceptions) == (False, ())
    assert item.again


def test_a_second_try_stands_beside_the_question_that_it_is_for(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study), wrong=2)
    feedback = study.feedback.latest(session)
    assert feedback
    first, second = (item for item in feedback.questions if item.again)
    assert first.again
    session, is_right = study.quizzes.retry(session, right_to(first.again))
    assert is_right
    after = study.feedback.latest(session)
    assert after
    tried = {item.question.id: item.answered_again for item in after.questions if item.answered_again}
    assert list(tried) == [first.question.id]
    assert tried[first.question.id].is_right  # type: ignore[union-attr]
    assert second.question.id not in tried


def test_a_void_question_comes_back_when_it_is_in_again(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study), wrong=2)
    feedback = study.feedback.latest(session)
    assert feedback
    name = next(item.question.id for item in feedback.questions if not item.is_right)
    study.corrections.void(name, "Two are right.")
    void = study.feedback.latest(study.open(session.id))
    assert void
    assert [item.question.id for item in void.questions if item.is_void] == [name]
    (correction,) = void.corrections
    assert (correction.reason, correction.is_void, correction.before) == ("Two are right.", True, 80)
    assert correction.after
    assert correction.after > 80
    study.corrections.unvoid(name, "It was right.")
    back = study.feedback.latest(study.open(session.id))
    assert back
    assert not any(item.is_void for item in back.questions)
    assert [told.is_void for told in back.corrections] == [True, False]
    # The next quiz has none of it.
    later = hand_in(study, once_more(study, study.open(session.id)))
    newest = study.feedback.latest(later)
    assert newest
    assert newest.corrections == ()


def test_while_the_history_is_away_the_quiz_is_shown_all_the_same() -> None:
    class Without(MemoryStudyStore):
        def history(self, query: HistoryQuery) -> HistoryPage:
            raise StoreAway("Away.")

    study = service(Without())
    session = hand_in(study, to_quiz(study), wrong=1)
    feedback = study.feedback.latest(session)
    assert feedback
    assert feedback.corrections == ()
    with pytest.raises(StoreAway):
        study.history.page(HistoryQuery())


@pytest.mark.parametrize(
    ("text", "is_right"),
    [("A membrane holds the cell.", True), ("A membrane is one thing, a membrana another.", False), ("", False)],
)
def test_a_typed_item_of_before_takes_its_rivals_from_the_materials(text: str, is_right: bool) -> None:
    store = MemoryStudyStore()
    typed = question(question_type="fill_blank", options=(), correct_option_index=None, accepted_answers=("membrane",))
    record = quiz_record("quiz-1", typed, answers=(Answer(question_id="q1", text="membrani"),))
    analysis = PerformanceAnalysis(overall_score=0, summary="So.", topic_mastery={})
    section = Section(title="Cells", blocks=(Block(kind="paragraph", text=text),))
    material = Material(id="m", name="cells.md", kind="markdown", page_count=None, digest="d", sections=(section,))
    begin(
        store,
        "s1",
        quiz=record.model_copy(update={"submitted_at": NOON, "analysis": analysis}),
        **({"material": material} if text else {}),
    )
    study = service(store)
    feedback = study.feedback.latest(study.open("s1"))
    assert feedback
    (answered,) = feedback.questions
    assert (answered.is_right, answered.is_near_miss) == (is_right, True)


def test_what_a_topic_still_takes_follows_its_answers(study: StudyService) -> None:
    session = hand_in(study, to_quiz(study), wrong=8)
    first = study.feedback.latest(session)
    assert first
    assert first.standing
    proof = first.standing.proof
    assert (first.standing.topic.status, proof.right_lacking, proof.score_lacks) == ("learning", 4, True)
    session = hand_in(study, once_more(study, session), wrong=0)
    then = study.feedback.latest(session)
    assert then
    assert then.standing
    assert then.standing.topic == study.topic(session, then.record.quiz.topic)
    assert then.standing.proof.right_lacking == 0
