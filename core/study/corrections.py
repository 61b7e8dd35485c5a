"""The instructor's part of the study service: a question that is wrong is taken out, and what it touched set right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from pydantic import JsonValue

from core.domain.assessment.handing_in import Corrected, answers_to, corrected
from core.errors import InputError
from core.models import Action, CorrectedQuiz, HistoryQuery, Parts, QuizRecord, Session, StudentContext
from core.models.correction import Correction, Report
from core.models.limits import LONGEST_REASON
from core.study.lookups import MOST_QUIZZES, results
from core.study.ports import Clock, StudyAgents, StudyStore
from core.study.recorder import Note, Recorder, retried


class Corrections:
    """What an instructor can do about a question. Each session that it touched is corrected in one commit."""

    def __init__(self, store: StudyStore, agents: StudyAgents, recorder: Recorder, clock: Clock) -> None:
        self._store, self._agents, self._recorder, self._clock = store, agents, recorder, clock

    def reports(self, limit: int = 50) -> tuple[Report, ...]:
        """What learners reported, newest first."""
        events = self._store.history(HistoryQuery(action=Action.REPORT_QUESTION, limit=limit)).events
        named = [str(event.metadata.get("question_id", "")) for event in events]
        void = {item.question_id for item in self._store.item_evidence(named) if item.is_void}
        return tuple(
            Report(
                event=event,
                question_id=name,
                question=str(event.metadata.get("question", "")),
                reason=event.reasoning,
                is_void=name in void,
            )
            for event, name in zip(events, named, strict=True)
        )

    def void(self, question_id: str, reason: str) -> Correction:
        """Take a question out: its answers count for nothing any more, in every session that one may correct.

        Scores, ratings, review dates and misconceptions are worked out anew from the answer log. Said again, it
        corrects what has come since. Raises `InputError` without a reason, and where nobody has answered the question.
        """
        return self._mark(question_id, reason, is_void=True)

    def unvoid(self, question_id: str, reason: str) -> Correction:
        """Take a question in again: everything is as if it had never been void."""
        return self._mark(question_id, reason, is_void=False)

    def _mark(self, question_id: str, reason: str, *, is_void: bool) -> Correction:
        sentence = " ".join(reason.split())
        if not sentence:
            raise InputError("Give the reason: the learners whose scores change will read it.")
        if len(sentence) > LONGEST_REASON:
            raise InputError(f"That is longer than {LONGEST_REASON} characters. Give the reason in a sentence or two.")
        sessions = self._store.sessions_asking(question_id)
        if not sessions:
            raise InputError("Nobody has answered this question yet, so there is nothing to correct.")
        done = {name: self._correct(name, question_id, sentence, is_void) for name in sessions}
        return Correction(
            corrected=tuple(name for name, changed in done.items() if changed),
            unchanged=tuple(name for name, changed in done.items() if not changed),
        )

    def _correct(self, session_id: str, question_id: str, reason: str, is_void: bool) -> bool:
        def prepared(now: Session) -> Callable[[], bool]:
            before = results(self._store, session_id)
            changed = answers_to(before.log, question_id, is_void=is_void)
            if not changed:
                return lambda: False
            touched = {attempt.quiz_id for attempt in changed}
            quizzes = self._store.quizzes(session_id, limit=MOST_QUIZZES)
            records = [record for record in quizzes if record.id in touched]
            # A placement has no analysis to set right.
            analysed = [record for record in records if record.analysis]
            outcome = corrected(question_id, changed, analysed, before, self._clock.now())
            return partial(self._write, now, outcome, records, question_id, reason, is_void)

        # The learner may study on meanwhile; then it is worked out anew on what there is now.
        return retried(self._store, self._store.load(session_id), prepared)

    def _write(
        self,
        session: Session,
        outcome: Corrected,
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
            Note(action, "instructor", reason, metadata),
            payload=f"{question_id}\n{reason}",
            phase=session.phase,
            context=_context(session, outcome),
            is_correction=True,
            parts=Parts(
                topics=outcome.topics,
                corrected=tuple(
                    CorrectedQuiz(id=quiz_id, analysis=self._agents.analyse(marked.quiz, marked.marks).value)
                    for quiz_id, marked in outcome.marked.items()
                ),
                misconceptions=outcome.misconceptions,
                attempts=outcome.attempts,
            ),
        )
        return True


def _context(session: Session, outcome: Corrected) -> StudentContext:
    last = outcome.marked.get(str(session.context.extra_data.get("quiz_id")))
    score = last.score if last else session.context.last_quiz_score
    return session.context.model_copy(
        update={"last_quiz_score": score, "misconceptions": [*outcome.open_misconceptions]}
    )
