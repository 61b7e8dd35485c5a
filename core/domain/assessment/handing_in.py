"""What handing a quiz in comes to, and what a question that is void changes: marked once, the rest worked out of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from pydantic import JsonValue

from core.domain.assessment.answers import attempts, noticed
from core.domain.assessment.grading import Mark, grade, score
from core.domain.mastery import rescored
from core.domain.mastery.scores import score_changes
from core.models import Attempt, Misconception, Quiz, QuizKind, QuizRecord, Topic, Value
from core.models.attempt import item_of
from core.models.days import NO_ZONE
from core.models.misconception import disputed_by, judged, open_misconceptions, with_evidence
from core.words import Said, in_turn


class Results(NamedTuple):
    """What a session has shown up to now."""

    topics: tuple[Topic, ...]
    log: tuple[Attempt, ...]
    misconceptions: tuple[Misconception, ...]


class MarkedQuiz(Value):
    """A quiz with a mark for each of its questions: those that count, so none that is void."""

    quiz: Quiz
    marks: tuple[Mark, ...]

    @property
    def score(self) -> float | None:
        """The share of right answers, from 0 to 100; None where nothing counts."""
        return round(score(self.marks), 1) if self.marks else None


class Outcome(Value):
    """What the marks change: topics, each as it is then.

    `scores` holds each topic's score and review date before and after, for the history. `open_misconceptions` are all
    that are open then, in words.
    """

    topics: tuple[Topic, ...]
    scores: dict[str, JsonValue]
    open_misconceptions: tuple[str, ...]


class HandedIn(Outcome):
    """What handing in a quiz comes to: also lines of the answer log, and misconceptions, each as it is then; `noticed`
    says what it shows of these."""

    attempts: tuple[Attempt, ...]
    misconceptions: tuple[Misconception, ...]
    marked: MarkedQuiz
    noticed: Said


class Corrected(Outcome):
    """What a question that is void, or no longer, changes: the quizzes that asked it, by their ids."""

    marked: dict[str, MarkedQuiz]


def handed_in(
    session_id: str,
    record: QuizRecord,
    results: Results,
    at: datetime,
    *,
    void: Collection[str] = (),
    disputed: Collection[str] = (),
    exam_on: date | None = None,
    zone: str = NO_ZONE,
) -> HandedIn:
    """Mark a quiz as it was answered, and work out what that changes.

    A question without an answer is wrong; one that is `void` counts for nothing. No mix-up rests on the answer to
    an item that is `disputed`. On the last days before `exam_on` a topic is done without a right answer on a later day.
    Days begin at midnight in `zone`.
    """
    marks = grade(record.quiz, record.answers)
    log = attempts(record, marks, at, void)
    names = {topic.name for topic in results.topics}
    shown = noticed(session_id, results.misconceptions, record, marks, at, names)
    noted = with_evidence(results.misconceptions, shown)
    # What a void answer shows is kept, marked as such: it counts again if the question does.
    changed = disputed_by(judged(noted, {*_out(results), *map(item_of, void)}), disputed)
    then = Results(results.topics, (*results.log, *log), (*results.misconceptions, *changed))
    outcome = _outcome(then, (record,), at, exam_on, zone)
    return HandedIn(
        **dict(outcome),
        attempts=log,
        misconceptions=changed,
        marked=_counting(record, marks, void),
        noticed=in_turn(*(_noticed(misconception, at, zone) for misconception in changed)),
    )


def _noticed(misconception: Misconception, at: datetime, zone: str) -> Said:
    stage = Said(f"stage.{misconception.stage(at, zone)}")
    return Said("decision.noticed", confusion=misconception.confusion, stage=stage)


def corrected(
    records: Sequence[QuizRecord],
    results: Results,
    at: datetime,
    exam_on: date | None = None,
    zone: str = NO_ZONE,
) -> Corrected:
    """What the answers come to: `records` are the quizzes in which one is void, or no longer.

    An answer keeps the mark that it got when its quiz was handed in, by whatever rules held then.
    """
    void = {(attempt.quiz_id, attempt.question_id) for attempt in results.log if attempt.is_void}
    given = {(attempt.quiz_id, attempt.question_id): attempt.is_right for attempt in results.log}

    def marks(record: QuizRecord) -> tuple[Mark, ...]:
        return tuple(
            mark.model_copy(update={"is_right": given.get((record.id, mark.question_id), mark.is_right)})
            for mark in grade(record.quiz, record.answers)
        )

    return Corrected(
        **dict(_outcome(results, records, at, exam_on, zone)),
        marked={
            record.id: _counting(record, marks(record), {name for quiz_id, name in void if quiz_id == record.id})
            for record in records
        },
    )


def _outcome(results: Results, records: Sequence[QuizRecord], at: datetime, exam_on: date | None, zone: str) -> Outcome:
    """What the log comes to, where the answers to these quizzes are new or count otherwise than before."""
    quiz_ids = {record.id for record in records}
    counting = {attempt.quiz_id for attempt in results.log if attempt.counts}
    topics = rescored(
        results.log,
        results.topics,
        exam_on,
        judged={attempt.topic for attempt in results.log if attempt.quiz_id in quiz_ids},
        quizzed={
            record.quiz.topic: any(other.id in counting for other in records if other.quiz.topic == record.quiz.topic)
            for record in records
            if record.kind is QuizKind.QUIZ
        },
        zone=zone,
    )
    return Outcome(
        topics=topics,
        scores=score_changes(results.topics, topics),
        open_misconceptions=tuple(open_misconceptions(results.misconceptions, at, zone)),
    )


def _out(results: Results) -> set[str]:
    """The items that what was noticed before says are out."""
    return {
        item_of(evidence.question_id)
        for misconception in results.misconceptions
        for evidence in misconception.evidence
        if evidence.is_void
    }


def _counting(record: QuizRecord, marks: Sequence[Mark], void: Collection[str]) -> MarkedQuiz:
    return MarkedQuiz(
        quiz=record.quiz.without(void), marks=tuple(mark for mark in marks if mark.question_id not in void)
    )
