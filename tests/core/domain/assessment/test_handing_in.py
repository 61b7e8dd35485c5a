"""Handing in: each answer is marked once, and a question that is void later counts as one that was void before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.assessment import grading
from core.domain.assessment.answers import GUESSED
from core.domain.assessment.handing_in import Corrected, HandedIn, Results, corrected, handed_in
from core.models import Answer, OptionNote, Question, QuizKind, QuizRecord, Sureness
from core.models.attempt import item_of
from core.models.misconception import judged
from core.stores.memory.store import MemoryStudyStore
from tests.core.study.test_quizzes import to_quiz
from tests.doubles import NOON, question, quiz_record, service, topic

QUESTIONS = tuple(
    question(
        number,
        concept_tested=f"c{number}",
        option_notes=(OptionNote(option_index=1, misconception=f"mix-up {number}", counter_example="no"),),
    )
    for number in range(5)
)
NOTHING = Results((topic("Leaves"),), (), ())
LATER = NOON + timedelta(days=1)


def answered(chosen: list[int]) -> QuizRecord:
    """The quiz with an option chosen for each question; -1 leaves it blank."""
    answers = (Answer(question_id=f"q{number}", chosen=(index,)) for number, index in enumerate(chosen) if index >= 0)
    return quiz_record("quiz-1", *QUESTIONS, answers=tuple(answers))


def then(before: Results, outcome: HandedIn | Corrected) -> Results:
    """What is known of a session after an outcome."""
    topics = {known.name: known for known in (*before.topics, *outcome.topics)}
    if isinstance(outcome, Corrected):
        return before._replace(topics=tuple(topics.values()))
    noted = {known.id: known for known in (*before.misconceptions, *outcome.misconceptions)}
    return Results(tuple(topics.values()), (*before.log, *outcome.attempts), tuple(noted.values()))


def judged_by(out: set[str], known: Results) -> Results:
    """What a store knows once it has judged the answers: those to what is out are void."""
    marked = (line.model_copy(update={"is_void": item_of(line.question_id) in out}) for line in known.log)
    return known._replace(log=tuple(marked), misconceptions=judged(known.misconceptions, out))


choices = st.lists(st.integers(-1, 3), min_size=5, max_size=5)


@given(choices, st.integers(0, 4))
def test_void_afterwards_is_void_before_and_back_again(chosen: list[int], place: int) -> None:
    record, void = answered(chosen), f"q{place}"
    plain = handed_in("s", record, NOTHING, NOON)
    at_once = handed_in("s", record, NOTHING, NOON, void=[void])
    after = then(NOTHING, plain)
    counting = [f"q{number}" for number in range(5) if number != place]
    assert [mark.question_id for mark in at_once.marked.marks] == counting
    assert [asked.id for asked in at_once.marked.quiz.questions] == counting

    marked = judged_by({void}, after)
    taken_out = corrected([record], marked, NOON)
    assert then(marked, taken_out) == then(NOTHING, at_once)
    assert taken_out.marked[record.id] == at_once.marked
    assert taken_out.open_misconceptions == at_once.open_misconceptions

    out = judged_by(set(), then(marked, taken_out))
    back = corrected([record], out, NOON)
    assert then(out, back) == after
    assert back.marked[record.id] == plain.marked
    assert back.open_misconceptions == plain.open_misconceptions


def test_a_quiz_of_which_nothing_counts_has_no_score_and_its_topic_is_still_to_be_learned() -> None:
    record, out = answered([0, 1, 2, -1, 0]), {f"q{number}" for number in range(5)}
    after = then(NOTHING, handed_in("s", record, NOTHING, NOON))
    assert [known.mastery_score for known in after.topics] != [None]
    marked = judged_by(out, after)
    nothing = corrected([record], marked, NOON)
    assert nothing.marked[record.id].score is None
    (leaves,) = nothing.topics
    assert (leaves.status, leaves.mastery_score, leaves.planned_on) == ("learning", None, after.topics[0].planned_on)
    assert nothing.open_misconceptions == ()
    at_once = handed_in("s", record, NOTHING, NOON, void=out)
    assert (at_once.marked.score, at_once.open_misconceptions) == (None, ())
    assert then(NOTHING, at_once) == then(marked, nothing)
    back = judged_by(set(), then(marked, nothing))
    assert then(back, corrected([record], back, NOON)) == after
    left_out = marked._replace(topics=(after.topics[0].model_copy(update={"status": "left_out"}),))
    assert [known.status for known in corrected([record], left_out, NOON).topics] == ["left_out"]


@given(choices)
def test_score_log_and_mix_ups_say_the_same(chosen: list[int]) -> None:
    handed = handed_in("s", answered(chosen), NOTHING, NOON)
    right = [index == 0 for index in chosen]
    assert [mark.is_right for mark in handed.marked.marks] == [line.is_right for line in handed.attempts] == right
    assert [line.is_blank for line in handed.attempts] == [index < 0 for index in chosen]
    assert handed.marked.score == 20 * sum(right)
    assert {*handed.open_misconceptions} == {f"mix-up {number}" for number, index in enumerate(chosen) if index == 1}
    assert str(handed.noticed).count("(suspected)") == len(handed.misconceptions) == chosen.count(1)
    (leaves,) = handed.topics
    assert (leaves.status, leaves.answered, leaves.right) == ("learning", 5, sum(right))
    assert list(handed.scores) == ["Leaves"]


def test_handing_in_marks_each_answer_once(monkeypatch: pytest.MonkeyPatch) -> None:
    study = service(MemoryStudyStore())
    session = to_quiz(study)
    record = study.quiz(session)
    assert record
    looked: list[str] = []
    is_right = grading.is_right

    def counted(asked: Question, answer: Answer) -> bool:
        looked.append(asked.id)
        return is_right(asked, answer)

    monkeypatch.setattr(grading, "is_right", counted)
    study.submit_answers(session)
    assert looked == [asked.id for asked in record.quiz.questions]


@pytest.mark.parametrize("kind", QuizKind)
def test_every_kind_feeds_the_log_and_only_a_quiz_is_the_study_of_its_topic(kind: QuizKind) -> None:
    handed = handed_in("s", answered([0, 0, 1, 0, 0]).model_copy(update={"kind": kind}), NOTHING, NOON)
    assert len(handed.attempts) == 5
    (leaves,) = handed.topics
    assert leaves.answered == 5
    assert leaves.status == ("learning" if kind is QuizKind.QUIZ else "planned")


def test_the_log_keeps_what_was_chosen_in_words_and_how_the_answer_came_about() -> None:
    several = question(1, question_type="multi_select", correct_option_index=None, correct_indexes=(0, 2))
    typed = question(
        2, question_type="fill_blank", options=(), correct_option_index=None, accepted_answers=("sodium ion",)
    )
    answers = (
        Answer(question_id="q1", chosen=(3, 1), seconds=8.5),
        Answer(question_id="q2", text="  Na+  IN\tWater ", hint_opened=True),
    )
    record = quiz_record("quiz-1", several, typed, question(3), answers=answers)
    ticked, written, blank = handed_in("s", record, NOTHING, NOON).attempts
    assert (ticked.chosen, ticked.seconds, ticked.hint_opened, ticked.is_helped) == (
        "argon; nitrogen",
        8.5,
        False,
        False,
    )
    assert (written.chosen, written.seconds, written.hint_opened, written.is_helped) == (
        "na+ in water",
        None,
        True,
        True,
    )
    assert (blank.chosen, blank.is_blank, blank.is_skipped) == ("", True, False)
    # The same options ticked in another order, where they stand in another order, are the same words.
    turned = several.model_copy(update={"options": several.options[::-1], "correct_indexes": (1, 3)})
    answers = (Answer(question_id="q1", chosen=(2, 0)),)
    (again,) = handed_in("s", quiz_record("quiz-2", turned, answers=answers), NOTHING, NOON).attempts
    assert again.chosen == ticked.chosen


def test_a_topic_without_questions_of_its_own_is_studied_with_its_quiz() -> None:
    record = answered([0, 0, 0, 0, 0])
    lent = record.model_copy(
        update={"quiz": record.quiz.model_copy(update={"borrowed": {item.id: "Bark" for item in QUESTIONS}})}
    )
    known = Results((topic("Leaves"), topic("Bark", 1)), (), ())
    handed = handed_in("s", lent, known, NOON)
    assert {after.name: after.status for after in handed.topics} == {"Leaves": "studied", "Bark": "planned"}
    after = then(known, handed)
    assert corrected([lent], after, LATER).topics == ()
    out = {item.id for item in QUESTIONS}
    (leaves, _) = then(after, corrected([lent], judged_by(out, after), LATER)).topics
    assert leaves.status == "learning"


@pytest.mark.parametrize(("plan", "noted_on"), [(("Leaves", "Bark"), "Bark"), (("Leaves",), "Leaves")])
def test_a_mix_up_on_a_borrowed_question_stands_under_its_own_topic_where_the_plan_has_it(
    plan: tuple[str, ...], noted_on: str
) -> None:
    record = answered([1, 0, 0, 0, 0])
    lent = record.model_copy(update={"quiz": record.quiz.model_copy(update={"borrowed": {QUESTIONS[0].id: "Bark"}})})
    known = Results(tuple(topic(name, place) for place, name in enumerate(plan)), (), ())
    (noted,) = handed_in("s", lent, known, NOON).misconceptions
    assert noted.topic == noted_on


def test_a_mix_up_that_was_noted_under_the_quizs_topic_before_is_not_noted_twice() -> None:
    record = answered([1, 0, 0, 0, 0])
    lent = record.model_copy(update={"quiz": record.quiz.model_copy(update={"borrowed": {QUESTIONS[0].id: "Bark"}})})
    before = handed_in("s", lent, Results((topic("Leaves"),), (), ()), NOON).misconceptions
    known = Results((topic("Leaves"), topic("Bark", 1)), (), before)
    (noted,) = handed_in("s", lent.model_copy(update={"id": "quiz-2"}), known, LATER).misconceptions
    assert (noted.id, noted.stage(LATER)) == (before[0].id, "confirmed")


@pytest.mark.parametrize("sureness", [None, "sure", "think_so", "guess"])
def test_a_right_guess_hardly_counts_and_a_wrong_one_like_any(sureness: Sureness | None) -> None:
    record = answered([0, 1, -1, -1, -1])
    answers = tuple(answer.model_copy(update={"sureness": sureness}) for answer in record.answers)
    right, wrong, *blank = handed_in("s", record.model_copy(update={"answers": answers}), NOTHING, NOON).attempts
    assert (right.is_right, right.chance) == (True, GUESSED if sureness == "guess" else 0.25)
    assert (wrong.is_right, wrong.chance) == (False, 0.25)
    assert (right.sureness, wrong.sureness, blank[0].sureness) == (sureness, sureness, None)
    assert (right.concept, blank[0].concept) == ("c0", "c2")
    # What was expected of it is what was expected before anybody answered.
    assert (right.forecast, wrong.forecast) == (blank[0].forecast, blank[0].forecast)


@pytest.mark.parametrize("sureness", [None, "sure", "guess"])
def test_a_mix_up_knows_whether_the_learner_was_sure(sureness: Sureness | None) -> None:
    record = answered([1, 0, -1, -1, -1])
    answers = tuple(answer.model_copy(update={"sureness": sureness}) for answer in record.answers)
    (noted,) = handed_in("s", record.model_copy(update={"answers": answers}), NOTHING, NOON).misconceptions
    assert noted.was_sure == (sureness == "sure")
    (void,) = judged([noted], {"q0"})
    assert not void.was_sure
    # Who answers rightly and surely later was not sure of the mix-up.
    again = quiz_record("quiz-2", *QUESTIONS, answers=(Answer(question_id="q0", chosen=(0,), sureness="sure"),))
    (against,) = handed_in("s", again, NOTHING._replace(misconceptions=(noted,)), LATER).misconceptions
    assert [evidence.is_sure for evidence in against.evidence] == [sureness == "sure", False]
