"""The instructor's part of the study service: a question that is wrong is taken out, and what it touched set right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pydantic import JsonValue

from core.domain.assessment.handing_in import Corrected, corrected
from core.domain.extra_data import is_disputed
from core.errors import Conflict, InputError, SessionNotFound, StoreAway, StoreUnavailable, StudyError, Unreadable
from core.models import (
    Action,
    AgentEvent,
    CorrectedQuiz,
    HistoryQuery,
    Parts,
    Question,
    QuizKind,
    QuizRecord,
    Session,
    StudentContext,
)
from core.models.attempt import item_of
from core.models.correction import Correction, Report
from core.models.history import INSTRUCTOR
from core.models.limits import LONGEST_REASON
from core.study.lookups import results, rivalled
from core.study.plan_state import named_exam_on
from core.study.ports import Clock, StudyAgents, StudyStore
from core.study.recorder import Note, Recorder, retried
from core.words import Said

_WORKED_OUT = Said("decision.worked_out_anew")


class Corrections:
    """What an instructor can do about a question. Each session that it touched is corrected in one commit."""

    def __init__(self, store: StudyStore, agents: StudyAgents, recorder: Recorder, clock: Clock) -> None:
        self._store, self._agents, self._recorder, self._clock = store, agents, recorder, clock

    def reports(self, limit: int = 50) -> tuple[Report, ...]:
        """What learners reported, and the marks that they dispute still, newest first."""
        events = self._reporting(limit)
        questions = zip(events, self._questions(events), strict=True)
        reported = [(event, question) for event, question in questions if question]
        evidence = self._store.item_evidence({question.id for _, question in reported})
        void = {item.question_id for item in evidence if item.is_void}
        return tuple(
            Report(
                event=event,
                question_id=question.id,
                question=question.text,
                reason=event.reasoning,
                is_void=question.id in void,
                is_dispute=event.action == Action.DISPUTE_MARK,
            )
            for event, question in reported
        )

    def _reporting(self, limit: int) -> tuple[AgentEvent, ...]:
        found = (
            self._store.history(HistoryQuery(action=action, limit=limit)).events
            for action in (Action.REPORT_QUESTION, Action.DISPUTE_MARK)
        )
        newest = sorted((event for events in found for event in events), key=lambda event: -event.id)[:limit]
        return tuple(event for event in newest if event.action == Action.REPORT_QUESTION or self._stands(event))

    def _stands(self, event: AgentEvent) -> bool:
        """Whether the learner disputes that mark still."""
        try:
            context = self._store.load(event.session_id).context
        except StoreAway:
            raise
        except (StoreUnavailable, SessionNotFound):
            return False
        return is_disputed(context, str(event.metadata.get("question_id", "")))

    def _questions(self, events: Sequence[AgentEvent]) -> Iterator[Question | None]:
        """The question that each report is about, as its quiz has it: what else a report says of it is the reporter's
        word. None where there is none, or its session cannot be read."""
        asked: dict[str, dict[tuple[str, str], Question]] = {}
        for event in events:
            if event.session_id not in asked:
                asked[event.session_id] = self._asked_in(event.session_id)
            where = str(event.metadata.get("quiz_id", "")), str(event.metadata.get("question_id", ""))
            yield asked[event.session_id].get(where)

    def _asked_in(self, session_id: str) -> dict[tuple[str, str], Question]:
        try:
            records = self._store.quizzes(session_id, limit=None)
        except StoreAway:
            raise
        except (StoreUnavailable, SessionNotFound):
            return {}
        return {(record.id, question.id): question for record in records for question in record.quiz.questions}

    def void(self, question_id: str, reason: str) -> Correction:
        """Take a question out: its answers count for nothing any more, in every session that one may correct.

        Scores, ratings, review dates and misconceptions are worked out anew from the answer log. Said again, it
        corrects what has come since. Raises `InputError` without a reason, and where nobody has answered or reported
        the question.
        """
        return self._mark(question_id, reason, is_void=True)

    def unvoid(self, question_id: str, reason: str) -> Correction:
        """Take a question in again: everything is as if it had never been void."""
        return self._mark(question_id, reason, is_void=False)

    def _mark(self, question_id: str, reason: str, *, is_void: bool) -> Correction:
        sentence = " ".join(reason.split())
        if not sentence:
            raise InputError("quiz.reason_missing")
        if len(sentence) > LONGEST_REASON:
            raise InputError("quiz.reason_long", most=LONGEST_REASON)
        is_known = self._store.sessions_asking(question_id) or any(
            report.question_id == question_id for report in self.reports()
        )
        if not is_known:
            raise InputError("quiz.unanswered")
        sessions = self._store.mark_question(question_id, is_void=is_void)
        done = {name: self._corrected(name, question_id, sentence, is_void) for name in sessions}
        return Correction(
            corrected=tuple(name for name, changed in done.items() if changed),
            unchanged=tuple(name for name, changed in done.items() if changed is False),
            unreadable=tuple(name for name, changed in done.items() if changed is None),
        )

    def _corrected(self, session_id: str, question_id: str, reason: str, is_void: bool) -> bool | None:
        """Whether a session was changed; None where it could not be read or written, which stops nobody else's."""
        try:
            # The learner may study on meanwhile; then it is worked out anew on what there is now.
            return retried(
                self._store,
                self._store.load(session_id),
                partial(self._prepared, question_id=question_id, reason=reason, is_void=is_void),
            )
        except StoreAway:
            raise
        except (StoreUnavailable, StudyError):
            return None

    def worked_out(self, session: Session) -> Session:
        """The learner's own session with scores, topics and analyses as the answer log has them now.

        A question was taken out, or in, while something of the session was on its way. Where the learner went on
        elsewhere meanwhile, the store is away, or something of the session cannot be read, the session as it was: it
        stays outdated until the next look.
        """
        try:
            records, outcome, context = self._anew(session, None)
            return self._recorder.save(
                session,
                Note(Action.WORK_OUT_ANEW, "evaluator", _WORKED_OUT, {"scores": outcome.scores}),
                phase=session.phase,
                context=context,
                parts=self._parts(outcome, records),
                is_worked_out=True,
            )
        except (Conflict, StoreUnavailable):
            return session

    def _anew(self, now: Session, question_id: str | None) -> tuple[list[QuizRecord], Corrected, StudentContext]:
        """The quizzes that asked a question (or all) and were analysed, and what their answers come to."""
        before = results(self._store, now.id)
        quizzes = [
            rivalled(self._store, now.id, record)
            for record in self._store.quizzes(now.id, limit=None)
            # A review has no analysis; how its topics stand is worked out anew all the same.
            if record.analysis or (record.kind is QuizKind.REVIEW and record.submitted_at)
        ]
        if gone := self._store.left_out(now.id):
            # What is worked out of less than all would be wrong for good.
            raise Unreadable(gone[0])
        answered = {
            attempt.quiz_id
            for attempt in before.log
            if question_id is None or item_of(attempt.question_id) == item_of(question_id)
        }
        records = [record for record in quizzes if record.id in answered]
        outcome = corrected(records, before, self._clock.now(), named_exam_on(self._store, now), now.zone)
        newest = next((record for record in quizzes if record.kind is QuizKind.QUIZ), None)
        last = outcome.marked.get(newest.id) if newest else None
        context = now.context.model_copy(
            update={
                "last_quiz_score": last.score if last else now.context.last_quiz_score,
                "misconceptions": [*outcome.open_misconceptions],
            }
        )
        return records, outcome, context

    def _prepared(self, now: Session, *, question_id: str, reason: str, is_void: bool) -> Callable[[], bool]:
        records, outcome, context = self._anew(now, question_id)
        if not outcome.topics and context == now.context and not any(map(partial(_is_other, outcome), records)):
            return lambda: False
        return partial(self._write, now, outcome, context, records, question_id, reason, is_void)

    def _parts(self, outcome: Corrected, records: Sequence[QuizRecord]) -> Parts:
        """The topics as they are then, and the analyses of the quizzes."""
        marked = ((record.id, outcome.marked[record.id]) for record in records if record.analysis)
        return Parts(
            topics=outcome.topics,
            corrected=tuple(
                CorrectedQuiz(id=quiz_id, analysis=self._agents.analyse(quiz.quiz, quiz.marks).value)
                for quiz_id, quiz in marked
            ),
        )

    def _write(
        self,
        session: Session,
        outcome: Corrected,
        context: StudentContext,
        records: Sequence[QuizRecord],
        question_id: str,
        reason: str,
        is_void: bool,
    ) -> bool:
        asked = (question for record in records for question in record.quiz.questions)
        scores: dict[str, JsonValue] = {
            record.id: [record.analysis.overall_score, outcome.marked[record.id].score]
            for record in records
            if record.analysis
        }
        metadata: dict[str, JsonValue] = {
            "question_id": question_id,
            "question": next((question.text for question in asked if question.id == question_id), ""),
            "scores": outcome.scores,
            "quizzes": scores,
        }
        action = Action.VOID_QUESTION if is_void else Action.UNVOID_QUESTION
        self._recorder.save(
            session,
            Note(action, INSTRUCTOR, reason, metadata),
            payload=f"{question_id}\n{reason}",
            phase=session.phase,
            context=context,
            is_correction=True,
            parts=self._parts(outcome, records),
        )
        return True


def _is_other(outcome: Corrected, record: QuizRecord) -> bool:
    """Whether what counts of a quiz is not what its analysis says."""
    analysis, marked = record.analysis, outcome.marked[record.id]
    counted = sum(mark.is_right for mark in marked.marks), len(marked.marks), marked.score
    return analysis is not None and (analysis.right, analysis.asked, analysis.overall_score) != counted
