"""A session's part of a review: a quiz of the kind `review`, and in the context which review that is of."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from pydantic import JsonValue

from core.domain.assessment.answers import check_answer
from core.domain.assessment.handing_in import handed_in
from core.domain.assessment.marking import marked
from core.domain.assessment.review_draw import drawn, pooled, shown_by
from core.domain.extra_data import (
    disputed,
    is_disputed,
    review_part,
    with_checked,
    with_review_part,
    without_checked,
)
from core.domain.mastery import rate
from core.domain.phases import require
from core.errors import Conflict, InputError, NothingToStudy
from core.models import Action, Answer, GivenAnswer, Parts, Question, Quiz, QuizKind, QuizRecord, Session
from core.models.feedback import MarkedAnswer
from core.models.review import ReviewItem, ReviewPart, ReviewQueue
from core.study.inputs import QuizInputs, ReviewInputs
from core.study.lookups import results, rivalled, seen_questions, texts
from core.study.plan_state import named_exam_on
from core.study.ports import Clock, Decision, StudyAgents, StudyStore
from core.study.recorder import Note, Recorder, retried
from core.words import Said, in_turn

POOL = 2
"""How many times as many questions are drawn as are asked."""


@dataclass(frozen=True)
class Wanted:
    """What a session is to be asked: so many questions on topics, misconceptions, and questions left of before."""

    topics: dict[str, int]
    mix_ups: tuple[str, ...]
    left: tuple[Question, ...] = ()

    @classmethod
    def of(cls, queue: ReviewQueue, session_id: str) -> Wanted:
        """What the queue wants of a session."""
        return cls(
            {ask.topic: ask.questions for ask in queue.topics if ask.session_id == session_id},
            tuple(ask.misconception_id for ask in queue.mix_ups if ask.session_id == session_id),
        )


class ReviewParts:
    """What is done with one session's part. Each action is one commit; where the session moved on, it is made anew."""

    def __init__(self, store: StudyStore, agents: StudyAgents, recorder: Recorder, clock: Clock) -> None:
        self._store, self._agents, self._recorder, self._clock = store, agents, recorder, clock

    def open_quiz(self, session: Session) -> QuizRecord | None:
        """The quiz of the session's open part; None where there is none, as where its file was erased."""
        part = review_part(session.context)
        if part is None or not part.is_open:
            return None
        records = self._store.quizzes(session.id, kind=QuizKind.REVIEW)
        record = next((record for record in records if record.id == part.quiz_id), None)
        return rivalled(self._store, session.id, record) if record else None

    def items(self, session: Session) -> tuple[ReviewItem, ...]:
        """The questions of the session's open part, with the answers so far."""
        record = self.open_quiz(session)
        if record is None:
            return ()
        answers = {answer.question_id: answer for answer in record.answers}
        return tuple(
            ReviewItem(
                session_id=session.id,
                exam=session.called,
                quiz_id=record.id,
                place=place,
                question=question,
                marked=_marked(session, question, answers[question.id]) if question.id in answers else None,
            )
            for place, question in enumerate(record.quiz.questions)
        )

    def set(self, session: Session, name: str, wanted: Wanted, taken: Collection[str], zone: str) -> frozenset[str]:
        """Set the session's part of the review of that `name`, but for questions that are `taken`; the ids of its
        questions, empty where it has none. One that another tab has set meanwhile stays."""

        def prepared(now: Session) -> Callable[[], frozenset[str]]:
            require(now, Action.BEGIN_REVIEW)
            if record := self.open_quiz(now):
                names = _ids(record.quiz)
                return lambda: names
            began, seed = self._clock.monotonic(), self._recorder.seed(now, Action.BEGIN_REVIEW)
            decision, quiz = self._drawn(now, wanted, taken, seed)
            if not quiz.questions:
                return frozenset
            at, quiz_id = self._clock.now(), self._recorder.commit_id(now, "review")[:32]
            part = ReviewPart(id=name, quiz_id=quiz_id, asked=len(quiz.questions), at=at)
            picked: list[JsonValue] = [question.id for question in quiz.questions]
            note = self._recorder.decided(Action.BEGIN_REVIEW, decision, seed, began, picked=picked)
            record = QuizRecord(id=quiz_id, quiz=quiz, seed=seed, created_at=at, kind=QuizKind.REVIEW)
            return partial(self._write, _in_zone(now, zone), note, part, record)

        return retried(self._store, session, prepared)

    def answer(self, item: ReviewItem, answer: Answer, zone: str) -> MarkedAnswer:
        """Keep an answer, and mark it. The same again changes nothing.

        Raises `InputError` for a blank one, and `Conflict` where the question was answered otherwise, or the review is
        over.
        """

        def prepared(now: Session) -> Callable[[], MarkedAnswer]:
            part, record = review_part(now.context), self.open_quiz(now)
            if part is None or record is None or record.id != item.quiz_id:
                raise Conflict("quiz.review_over")
            question = check_answer(record.quiz.questions, answer)
            if answer.is_blank:
                raise InputError("quiz.no_answer")
            stored = next((stored for stored in record.answers if stored.question_id == answer.question_id), None)
            if stored and not stored.says(answer):
                raise Conflict("quiz.answer_locked")
            if stored:
                return partial(_marked, now, question, stored)
            return partial(self._keep, _in_zone(now, zone), part, question, answer)

        return retried(self._store, self._store.load(item.session_id), prepared)

    def hand_in(self, session: Session, zone: str, at: datetime | None = None) -> Session:
        """The session with its open part handed in `at` a moment, or now: what was answered joins the answer log, and
        what was not counts for nothing. One that has none as it is."""

        def prepared(now: Session) -> Callable[[], Session]:
            part, record = review_part(now.context), self.open_quiz(now)
            if part is None or record is None:
                return lambda: now
            return partial(self._hand_in, _in_zone(now, zone), part, record, at or self._clock.now())

        return retried(self._store, session, prepared)

    def _drawn(
        self, session: Session, wanted: Wanted, taken: Collection[str], seed: int
    ) -> tuple[Decision[Quiz], Quiz]:
        """The pool that the session's topics give, as a decision that can be run again, and what is asked of it."""
        materials = texts(self._store, session.id) if wanted.topics else ()
        draws, seen = list[Decision[Quiz]](), list[str]()
        for topic in self._store.topics(session.id):
            if topic.name in wanted.topics:
                avoid = seen_questions(self._store, session.id, topic.name)
                seen += avoid
                count = POOL * wanted.topics[topic.name]
                try:
                    draws.append(self._agents.quiz(topic, materials, count=count, seed=seed, avoid=avoid))
                except NothingToStudy:
                    # Its text was taken out: the others are asked.
                    continue
        mix_ups = [noted for noted in self._store.misconceptions(session.id) if noted.id in wanted.mix_ups]
        first = (*shown_by(mix_ups, self._store.quizzes(session.id, limit=None)), *wanted.left)
        pool = pooled(draw.value for draw in draws)
        names = {*_ids(pool), *(question.id for question in first)}
        evidence = self._store.item_evidence(names)
        out = {item.question_id for item in evidence if item.is_void} | {*taken}
        out |= {name for name in names if is_disputed(session.context, name)}
        ability = rate(self._store.attempts(session.id))
        quiz = drawn(pool, first, wanted.topics, ability, evidence, self._clock.now(), out=out, seen=seen)
        again = len({question.id for question in first} & _ids(quiz))
        due = Said("decision.due", topics=wanted.topics) if wanted.topics else Said("decision.nothing_due")
        reasoning = in_turn(due, Said("decision.review_questions", questions=len(quiz.questions), again=again))
        inputs = ReviewInputs(draws=tuple(QuizInputs.model_validate(draw.inputs.model_dump()) for draw in draws))
        return Decision("quiz", pool, reasoning, inputs), quiz

    def _write(self, session: Session, note: Note, part: ReviewPart, record: QuizRecord) -> frozenset[str]:
        context = with_review_part(session.context, part)
        self._recorder.save(session, note, payload=part.id, context=context, parts=Parts(quiz=record))
        return _ids(record.quiz)

    def _keep(self, session: Session, part: ReviewPart, question: Question, answer: Answer) -> MarkedAnswer:
        note = Note(Action.ANSWER_QUESTION, metadata={"quiz_id": part.quiz_id, **answer.model_dump(mode="json")})
        context = with_checked(session.context, part.quiz_id, answer.question_id)
        self._recorder.save(
            session,
            note,
            payload=answer.model_dump_json(),
            context=with_review_part(context, part.model_copy(update={"at": self._clock.now()})),
            parts=Parts(answer=GivenAnswer(quiz_id=part.quiz_id, answer=answer)),
        )
        return _marked(session, question, answer)

    def _hand_in(self, session: Session, part: ReviewPart, record: QuizRecord, at: datetime) -> Session:
        left = {question.id for question in unanswered(record)}
        asked = record.model_copy(update={"quiz": record.quiz.without(left)})
        evidence = self._store.item_evidence(_ids(asked.quiz))
        outcome = handed_in(
            session.id,
            asked,
            results(self._store, session.id),
            at,
            void={item.question_id for item in evidence if item.is_void},
            disputed=disputed(session.context),
            exam_on=named_exam_on(self._store, session),
            zone=session.zone,
        )
        marks = outcome.marked.marks
        about: dict[str, JsonValue] = {"quiz_id": record.id}
        right = sum(mark.is_right for mark in marks)
        why = Said("decision.reviewed", right=right, asked=len(marks), left=len(left))
        notes = [Note(Action.HAND_IN_REVIEW, reasoning=why, metadata={**about, "scores": outcome.scores})]
        if outcome.misconceptions:
            notes.append(Note(Action.NOTE_MISCONCEPTIONS, "misconception", outcome.noticed, about))
        closed = part.model_copy(update={"is_open": False, "at": at})
        context = with_review_part(without_checked(session.context, record.id), closed)
        return self._recorder.save(
            session,
            *notes,
            payload=record.id,
            context=context.model_copy(update={"misconceptions": [*outcome.open_misconceptions]}),
            parts=Parts(
                quiz=record.model_copy(update={"submitted_at": at}),
                topics=outcome.topics,
                misconceptions=outcome.misconceptions,
                attempts=outcome.attempts,
            ),
        )


def unanswered(record: QuizRecord) -> tuple[Question, ...]:
    """The questions of a quiz that have no answer."""
    answered = {answer.question_id for answer in record.answers}
    return tuple(question for question in record.quiz.questions if question.id not in answered)


def _marked(session: Session, question: Question, answer: Answer) -> MarkedAnswer:
    return marked(question, answer, is_disputed=is_disputed(session.context, question.id))


def _ids(quiz: Quiz) -> frozenset[str]:
    return frozenset(question.id for question in quiz.questions)


def _in_zone(session: Session, zone: str) -> Session:
    return session.model_copy(update={"zone": zone})
