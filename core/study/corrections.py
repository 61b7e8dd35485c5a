"""The instructor's part of the study service: a question that is wrong is taken out, and what it touched set right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pydantic import JsonValue

from core.domain.assessment.answers import again_id
from core.domain.mastery import standing
from core.domain.mastery.scores import score_changes
from core.errors import InputError
from core.models import Action, Attempt, CorrectedQuiz, HistoryQuery, QuizRecord, Session, StudentContext
from core.models.correction import Correction, Report
from core.models.limits import LONGEST_REASON
from core.models.misconception import open_confusions, voided
from core.study.lookups import MOST_QUIZZES
from core.study.ports import Clock, StudyAgents, StudyStore
from core.study.recorder import Note, Recorder, retried


class Reviewing:
    """What an instructor can do about a question. Each session that it touched is corrected in one commit."""

    def __init__(self, store: StudyStore, agents: StudyAgents, recorder: Recorder, clock: Clock) -> None:
        self._store, self._agents, self._recorder, self._clock = store, agents, recorder, clock

    def reports(self, limit: int = 50) -> tuple[Report, ...]:
        """What learners reported, newest first."""
        events = self._store.history(HistoryQuery(action=Action.REPORT_QUESTION, limit=limit)).events
        named = [str(event.metadata.get("question_id", "")) for event in events]
        void = {one.question_id for one in self._store.item_evidence(named) if one.is_void}
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
        said = " ".join(reason.split())
        if not said:
            raise InputError("Give the reason: the learners whose scores change will read it.")
        if len(said) > LONGEST_REASON:
            raise InputError(f"That is longer than {LONGEST_REASON} characters. Give the reason in a sentence or two.")
        sessions = self._store.sessions_asking(question_id)
        if not sessions:
            raise InputError("Nobody has answered this question yet, so there is nothing to correct.")
        done = {name: self._correct(name, question_id, said, is_void) for name in sessions}
        return Correction(
            corrected=tuple(name for name, changed in done.items() if changed),
            unchanged=tuple(name for name, changed in done.items() if not changed),
        )

    def _correct(self, session_id: str, question_id: str, reason: str, is_void: bool) -> bool:
        def prepared(now: Session) -> Callable[[], bool]:
            log = self._store.attempts(session_id)
            marked = tuple(
                attempt.model_copy(update={"is_void": is_void})
                for attempt in log
                if attempt.question_id == question_id and attempt.is_void != is_void
            )
            if not marked:
                return lambda: False
            return partial(self._write, now, log, marked, question_id, reason, is_void)

        # The learner may study on meanwhile; then it is worked out anew on what there is now.
        return retried(self._store, self._store.load(session_id), prepared)

    def _write(
        self,
        session: Session,
        log: tuple[Attempt, ...],
        marked: tuple[Attempt, ...],
        question_id: str,
        reason: str,
        is_void: bool,
    ) -> bool:
        after = {(one.quiz_id, one.question_id): one for one in (*log, *marked)}
        out = {(one.quiz_id, one.question_id) for one in after.values() if one.is_void}
        before = self._store.topics(session.id)
        topics = standing(tuple(after.values()), before)
        touched = {one.quiz_id for one in marked}
        records = [one for one in self._store.quizzes(session.id, limit=MOST_QUIZZES) if one.id in touched]
        corrected = tuple(self._corrected(record, out) for record in records)
        now = self._clock.now()
        known = self._store.misconceptions(session.id)
        changed = voided(known, (question_id, again_id(question_id)), is_void=is_void)
        action = Action.VOID_QUESTION if is_void else Action.UNVOID_QUESTION
        metadata: dict[str, JsonValue] = {
            "question_id": question_id,
            "question": next((q.text for one in records for q in one.quiz.questions if q.id == question_id), ""),
            "scores": score_changes(before, topics),
            "quizzes": {
                record.id: [record.analysis.overall_score if record.analysis else None, new.analysis.overall_score]
                for record, new in zip(records, corrected, strict=True)
            },
        }
        self._recorder.save(
            session,
            Note(action, "instructor", reason, metadata),
            payload=f"{question_id}\n{reason}",
            phase=session.phase,
            context=self._context(session, corrected, open_confusions((*known, *changed), now)),
            is_correction=True,
            topics=topics,
            corrected=corrected,
            misconceptions=changed,
            attempts=marked,
        )
        return True

    def _corrected(self, record: QuizRecord, out: set[tuple[str, str]]) -> CorrectedQuiz:
        quiz = record.quiz.without([question_id for quiz_id, question_id in out if quiz_id == record.id])
        return CorrectedQuiz(id=record.id, analysis=self._agents.analyse(quiz, record.answers).value)

    @staticmethod
    def _context(session: Session, corrected: tuple[CorrectedQuiz, ...], said: list[str]) -> StudentContext:
        kept = session.context
        last = next((one for one in corrected if one.id == kept.extra_data.get("quiz_id")), None)
        score = last.analysis.overall_score if last else kept.last_quiz_score
        return kept.model_copy(update={"last_quiz_score": score, "misconceptions": said})
