"""The questions that a review draws from one session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from core.domain.assessment.selection import fitted, forecasts
from core.domain.mastery import Ability
from core.models import ItemEvidence, Misconception, Question, Quiz, QuizRecord
from core.models.attempt import item_of
from core.models.review import REVIEW, minutes_for


def pooled(quizzes: Iterable[Quiz]) -> Quiz:
    """The questions of several topics as one pool, each with its topic. What a topic borrowed says nothing of it."""
    questions = {
        question.id: question.model_copy(update={"topic": quiz.topic})
        for quiz in quizzes
        for question in quiz.questions
        if question.id not in quiz.borrowed
    }
    return _quiz((*questions.values(),))


def shown_by(misconceptions: Iterable[Misconception], records: Iterable[QuizRecord]) -> tuple[Question, ...]:
    """The questions that showed these misconceptions, each under the misconception's topic; of those that are kept."""
    kept = {question.id: question for record in records for question in (*record.quiz.spare, *record.quiz.questions)}
    found = [(kept.get(item_of(noted.question_id)), noted.topic) for noted in misconceptions]
    return tuple(question.model_copy(update={"topic": topic}) for question, topic in found if question)


def drawn(
    pool: Quiz,
    first: Sequence[Question],
    counts: Mapping[str, int],
    ability: Ability,
    evidence: Collection[ItemEvidence],
    at: datetime,
    *,
    out: Collection[str],
    seen: Collection[str],
) -> Quiz:
    """The quiz with the questions that come `first`, and of the pool as many on each topic as `counts` says: those that
    fit the learner. What is `out` is not asked; what was `seen` only where there is nothing else."""
    everything = {question.id: question for question in (*pool.questions, *first)}
    predictions = {item.question_id: item for item in forecasts(ability, REVIEW, (*everything.values(),), evidence, at)}
    expected = {name: item.forecast for name, item in predictions.items()}
    asked = {question.id: question for question in first if question.id not in out}
    for topic, count in counts.items():
        on_topic = [
            question
            for question in pool.questions
            if question.topic == topic and question.id not in out and question.id not in asked
        ]
        asked |= {question.id: question for question in fitted(on_topic, expected, count, seen=seen)}
    quiz = _quiz((*asked.values(),))
    return quiz.model_copy(update={"forecasts": tuple(predictions[name] for name in asked)})


def _quiz(questions: tuple[Question, ...]) -> Quiz:
    return Quiz(topic=REVIEW, questions=questions, time_estimate_minutes=minutes_for(len(questions)))
