"""What an answer must be, and what a quiz leaves behind when it is handed in. Pure."""

from __future__ import annotations

from datetime import date, datetime

from core.errors import InputError
from core.grading import grade
from core.mastery import mastery_score, review_date
from core.models import Answer, PerformanceAnalysis, Quiz
from core.records import Misconception, QuizRecord, Topic

LONGEST_ANSWER = 500


def topic_after(topic: Topic, record: QuizRecord, today: date) -> Topic:
    """The topic once the quiz is graded: its answers counted, its score over all quizzes, its next review."""
    answered = topic.answered + len(record.quiz.questions)
    right = topic.right + sum(mark.is_right for mark in grade(record.quiz, record.answers))
    score = mastery_score(right, answered)
    return topic.model_copy(
        update={
            "status": "done",
            "answered": answered,
            "right": right,
            "mastery_score": score,
            "review_on": review_date(score, today),
        }
    )


def misconceptions(record: QuizRecord, analysis: PerformanceAnalysis, now: datetime) -> tuple[Misconception, ...]:
    """The confusions that the wrong answers may show, one for each, noticed `now`."""
    concept_of = {question.id: question.concept_tested for question in record.quiz.questions}
    return tuple(
        Misconception(
            id=f"{record.id}-{number}",
            topic=record.quiz.topic,
            concept=concept_of.get(found.question_id, record.quiz.topic),
            confusion=found.inferred_confusion,
            counter_example=found.counter_example,
            question_id=found.question_id,
            noticed_at=now,
        )
        for number, found in enumerate(analysis.misconceptions)
    )


def check_answer(quiz: Quiz, answer: Answer) -> None:
    """Raise `InputError` where an answer does not fit the quiz: an unknown question or option, or a text too long."""
    question = next((question for question in quiz.questions if question.id == answer.question_id), None)
    if question is None:
        raise InputError("That question is not in this quiz.")
    if any(not 0 <= index < len(question.options) for index in answer.chosen):
        raise InputError("That option is not on this question.")
    if len(answer.text) > LONGEST_ANSWER:
        raise InputError(
            f"That answer is longer than {LONGEST_ANSWER} characters. Shorten it to the words that matter."
        )
