"""The feedback part of the study service: a quiz that was handed in, looked at question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import JsonValue

from core.domain.assessment.answers import retries
from core.domain.assessment.grading import grade, is_near_miss
from core.domain.extra_data import answered_again, is_disputed
from core.domain.mastery import topic_proof
from core.domain.milestones import milestones
from core.domain.rereading import passage
from core.errors import StoreAway
from core.models import Action, AgentEvent, Attempt, HistoryQuery, QuizKind, QuizRecord, Session, Topic
from core.models.feedback import Passage, QuestionFeedback, QuizCorrection, QuizFeedback, TopicStanding
from core.models.history import INSTRUCTOR
from core.study.lookups import rivalled
from core.study.plan_state import named_exam_on
from core.study.ports import StudyReads

MOST_CORRECTIONS = 100


class Feedback:
    """What a quiz showed, and what was corrected about it since."""

    def __init__(self, store: StudyReads) -> None:
        self._store = store

    def latest(self, session: Session) -> QuizFeedback | None:
        """The newest quiz that was handed in; None before the first."""
        latest = self._store.latest_analysed(session.id)
        if latest is None or latest.analysis is None:
            return None
        record = rivalled(self._store, session.id, latest)
        events = self._corrections(session.id, record.id)
        log = self._store.attempts(session.id)
        given = {attempt.question_id: attempt for attempt in log if attempt.quiz_id == record.id}
        topics, exam_on = self._store.topics(session.id), named_exam_on(self._store, session)
        return QuizFeedback(
            record=record,
            analysis=latest.analysis,
            corrections=tuple(_correction(event, record.id) for event in events),
            questions=_questions(session, record, given),
            standing=_standing(topics, record.quiz.topic, log, exam_on, session.zone),
            milestones=milestones(
                record.id,
                log,
                topics,
                score=latest.analysis.overall_score,
                is_first=len(self._store.quizzes(session.id, kind=QuizKind.QUIZ, limit=2)) == 1,
                exam_on=exam_on,
                zone=session.zone,
            ),
        )

    def passage(self, session: Session, feedback: QuizFeedback) -> Passage | None:
        """Where to read again what went wrong; None where nothing did, or there is no lesson."""
        lesson = self._store.lesson(session.id, feedback.record.quiz.topic)
        return passage(lesson, feedback.questions) if lesson else None

    def _corrections(self, session_id: str, quiz_id: str) -> tuple[AgentEvent, ...]:
        """What instructors changed about a quiz, oldest first; none while the history is away."""
        query = HistoryQuery(session_id=session_id, agent=INSTRUCTOR, limit=MOST_CORRECTIONS)
        try:
            events = self._store.history(query).events
        except StoreAway:
            return ()
        return tuple(event for event in reversed(events) if quiz_id in _scores(event))


def _standing(
    topics: Sequence[Topic], name: str, log: Sequence[Attempt], exam_on: date | None, zone: str
) -> TopicStanding | None:
    topic = next((topic for topic in topics if topic.name == name), None)
    if topic is None or topic.status == "left_out":
        return None
    answers = [attempt for attempt in log if attempt.topic == name]
    return TopicStanding(topic=topic, proof=topic_proof(answers, topic.mastery_score or 0, exam_on, zone))


def _questions(session: Session, record: QuizRecord, log: Mapping[str, Attempt]) -> tuple[QuestionFeedback, ...]:
    marks = {mark.question_id: mark for mark in grade(record.quiz, record.answers)}
    answers = {answer.question_id: answer for answer in record.answers}
    noted = record.analysis.misconceptions if record.analysis else ()
    again, tried = retries(record), answered_again(session)
    return tuple(
        QuestionFeedback(
            question=question,
            answer=answers.get(question.id),
            # The mark that it got when the quiz was handed in, by whatever rules held then.
            is_right=log[question.id].is_right if question.id in log else marks[question.id].is_right,
            is_near_miss=is_near_miss(question, marks[question.id].answer),
            is_void=question.id in log and log[question.id].is_void,
            is_disputed=in_dispute,
            misconceptions=tuple(
                misconception
                for misconception in noted
                # One typed word does not show where a mix-up lies.
                if misconception.question_id == question.id and question.options and not in_dispute
            ),
            again=None if in_dispute else again.get(question.id),
            answered_again=tried.get(again[question.id].id) if question.id in again and not in_dispute else None,
        )
        for question in record.quiz.questions
        for in_dispute in [is_disputed(session.context, question.id)]
    )


def _correction(event: AgentEvent, quiz_id: str) -> QuizCorrection:
    scores = _scores(event)[quiz_id]
    before, after = scores if isinstance(scores, list) and len(scores) == 2 else (None, None)
    return QuizCorrection(
        reason=event.reasoning,
        is_void=event.action == Action.VOID_QUESTION,
        before=_number(before),
        after=_number(after),
    )


def _scores(event: AgentEvent) -> dict[str, JsonValue]:
    """The scores before and after by quiz, as the correction recorded them."""
    scores = event.metadata.get("quizzes")
    return scores if isinstance(scores, dict) else {}


def _number(value: JsonValue) -> float | None:
    return float(value) if isinstance(value, int | float) else None
