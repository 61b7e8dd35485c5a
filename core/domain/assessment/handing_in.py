"""What handing a quiz in comes to, and what a question that is void changes: marked once, the rest worked out of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from pydantic import JsonValue

from core.domain.assessment.answers import again_id, attempts, noticed
from core.domain.assessment.grading import Mark, grade, score
from core.domain.mastery import rescored
from core.domain.mastery.scores import score_changes
from core.models import Attempt, Misconception, Quiz, QuizKind, QuizRecord, Topic, Value
from core.models.misconception import open_misconceptions, voided, with_evidence


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
    def score(self) -> float:
        """The share of right answers, from 0 to 100."""
        return round(score(self.marks), 1)


class Outcome(Value):
    """What the marks change: lines of the answer log, topics, and misconceptions, each as it is then.

    `scores` holds each topic's score and review date before and after, for the history. `open_misconceptions` are all
    that are open then, in words.
    """

    attempts: tuple[Attempt, ...]
    topics: tuple[Topic, ...]
    scores: dict[str, JsonValue]
    misconceptions: tuple[Misconception, ...]
    open_misconceptions: tuple[str, ...]


class HandedIn(Outcome):
    """What handing in a quiz comes to; `noticed` says what it shows of misconceptions."""

    marked: MarkedQuiz
    noticed: str


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
) -> HandedIn:
    """Mark a quiz as it was answered, and work out what that changes.

    A question without an answer is wrong; one that is `void` counts for nothing. Only a quiz makes its topic done.
    """
    marks = grade(record.quiz, record.answers)
    log = attempts(record, marks, at, void)
    noted = with_evidence(results.misconceptions, noticed(session_id, results.misconceptions, record, marks, at))
    # What a void answer shows is kept, marked as such: it counts again if the question does.
    changed = {misconception.id: misconception for misconception in (*noted, *voided(noted, void, is_void=True))}
    done = record.quiz.topic if record.kind is QuizKind.QUIZ else ""
    outcome = _outcome(results, log, tuple(changed.values()), at, done=done)
    return HandedIn(
        **dict(outcome),
        marked=_counting(record, marks, void),
        noticed=" ".join(
            f"{misconception.confusion} ({misconception.stage(at)})" for misconception in outcome.misconceptions
        ),
    )


def answers_to(log: Sequence[Attempt], question_id: str, *, is_void: bool) -> tuple[Attempt, ...]:
    """The lines of an answer log that change where a question becomes void, or no longer is, as they are then."""
    return tuple(
        attempt.model_copy(update={"is_void": is_void})
        for attempt in log
        if attempt.question_id == question_id and attempt.is_void != is_void
    )


def corrected(
    question_id: str, changed: Sequence[Attempt], records: Sequence[QuizRecord], results: Results, at: datetime
) -> Corrected:
    """What it changes that a question is void, or no longer: `changed` are its answers as they are then (there are
    some), and `records` the quizzes that they are in."""
    is_void = changed[0].is_void
    outcome = _outcome(
        results,
        tuple(changed),
        voided(results.misconceptions, (question_id, again_id(question_id)), is_void=is_void),
        at,
    )
    void = {(attempt.quiz_id, attempt.question_id) for attempt in _after(results.log, changed) if attempt.is_void}
    marked = {
        record.id: _counting(
            record, grade(record.quiz, record.answers), {name for quiz_id, name in void if quiz_id == record.id}
        )
        for record in records
    }
    return Corrected(**dict(outcome), marked=marked)


def _outcome(
    results: Results,
    changed: tuple[Attempt, ...],
    misconceptions: tuple[Misconception, ...],
    at: datetime,
    done: str = "",
) -> Outcome:
    topics = rescored(_after(results.log, changed), results.topics, done=done)
    return Outcome(
        attempts=changed,
        topics=topics,
        scores=score_changes(results.topics, topics),
        misconceptions=misconceptions,
        open_misconceptions=tuple(open_misconceptions((*results.misconceptions, *misconceptions), at)),
    )


def _after(log: Sequence[Attempt], changed: Sequence[Attempt]) -> tuple[Attempt, ...]:
    """The answer log with what is new or changed in it."""
    return tuple({(attempt.quiz_id, attempt.question_id): attempt for attempt in (*log, *changed)}.values())


def _counting(record: QuizRecord, marks: Sequence[Mark], void: Collection[str]) -> MarkedQuiz:
    return MarkedQuiz(
        quiz=record.quiz.without(void), marks=tuple(mark for mark in marks if mark.question_id not in void)
    )
