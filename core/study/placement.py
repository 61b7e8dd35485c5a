"""The placement part of the study service: a short quiz that is offered at intake, and can be left at any time."""

from __future__ import annotations

from core.domain.assessment.answers import attempts, check_answer
from core.domain.assessment.grading import mark
from core.domain.assessment.placement import findings, next_question
from core.domain.extra_data import read_intake, with_extra, with_intake
from core.domain.phases import require
from core.errors import Conflict
from core.models import Action, Answer, GivenAnswer, Intake, Parts, QuizKind, QuizRecord, Session, StudyPhase
from core.models.placement import Findings, PlacementState
from core.models.quiz import PLACEMENT
from core.study.inputs import FindingsInputs
from core.study.lookups import quiz_of, texts
from core.study.plan_requests import request_for
from core.study.ports import Clock, Decision, StudyAgents, StudyStore
from core.study.recorder import Note, Recorder
from core.words import Said, in_turn

KEY = "placement"


class Placements:
    """What a learner can do with a placement quiz, at INTAKE only. Each action is one commit on the version seen.

    Raises `ActionNotAllowed` in any other phase, and `Conflict` where the session or the placement has moved on.
    """

    def __init__(self, store: StudyStore, agents: StudyAgents, recorder: Recorder, clock: Clock) -> None:
        self._store, self._agents, self._recorder, self._clock = store, agents, recorder, clock

    def state(self, session: Session) -> PlacementState | None:
        """The placement that is open, or was finished last; None where there is none."""
        entry = session.context.extra_data.get(KEY)
        if not isinstance(entry, dict):
            return None
        record = quiz_of(self._store, session.id, str(entry.get("quiz_id")), PLACEMENT)
        if record is None:
            return None
        return PlacementState(
            record=record,
            next=next_question(record.quiz.covers, record.quiz.questions, record.answers),
            findings=_findings(record),
            is_open=entry.get("is_open") is True and session.phase is StudyPhase.INTAKE,
        )

    def begin(self, session: Session, intake: Intake) -> Session:
        """Draw the questions for what was typed and added, and keep the intake with them.

        Raises `NothingToStudy` where there is no text to ask about, and `Conflict` where a placement is open.
        """
        require(session, Action.BEGIN_PLACEMENT)
        state = self.state(session)
        if state and state.is_open:
            raise Conflict("quiz.placement_open")
        now, began = self._clock.now(), self._clock.monotonic()
        seed = self._recorder.seed(session, Action.BEGIN_PLACEMENT)
        request = request_for(intake, texts(self._store, session.id), session.day_of(now))
        decision = self._agents.placement(request, seed=seed)
        quiz_id = self._recorder.commit_id(session, KEY)[:32]
        context = with_intake(session.context, intake)
        return self._recorder.save(
            session,
            self._recorder.decided(Action.BEGIN_PLACEMENT, decision, seed, began),
            payload=intake.model_dump_json(),
            context=with_extra(context, {KEY: {"quiz_id": quiz_id, "is_open": True}}),
            exam_type=intake.exam,
            parts=Parts(
                quiz=QuizRecord(id=quiz_id, quiz=decision.value, seed=seed, created_at=now, kind=QuizKind.PLACEMENT)
            ),
        )

    def answer(self, session: Session, answer: Answer) -> Session:
        """Keep the answer to the question that is next; a blank one counts as wrong. The same again changes nothing.

        Raises `InputError` where it does not fit the question, and `Conflict` where the question was answered
        otherwise before (each question is picked by the answers before it, so none changes) or is not the next one.
        """
        state = self._open(session)
        check_answer(state.record.quiz.questions, answer)
        stored = next((old for old in state.record.answers if old.question_id == answer.question_id), None)
        if stored and stored.says(answer):
            return self._store.load(session.id)
        if stored:
            raise Conflict("quiz.placement_answered")
        if state.next is None or state.next.id != answer.question_id:
            raise Conflict("quiz.placement_not_next")
        note = Note(Action.ANSWER_QUESTION, metadata={"quiz_id": state.record.id, **answer.model_dump(mode="json")})
        parts = Parts(answer=GivenAnswer(quiz_id=state.record.id, answer=answer))
        return self._recorder.save(session, note, payload=answer.model_dump_json(), parts=parts)

    def stop(self, session: Session) -> Session:
        """End the placement, finished or not; the topics found known are added to those the learner named at intake.

        What was answered joins the answer log; what was not asked does not.
        """
        state = self._open(session)
        record, now = state.record, self._clock.now()
        began, intake, shown = self._clock.monotonic(), read_intake(session.context), state.findings
        inputs = FindingsInputs(quiz_id=record.id, answers=record.answers)
        decision = Decision("quiz", shown, _reasoning(shown), inputs)
        known = tuple(dict.fromkeys((*intake.known, *shown.known)))
        context = with_intake(session.context, intake.model_copy(update={"known": known}))
        answers = {answer.question_id: answer for answer in record.answers}
        marks = [mark(question, answers[question.id]) for question in record.quiz.questions if question.id in answers]
        void = {item.question_id for item in self._store.item_evidence([*answers]) if item.is_void}
        return self._recorder.save(
            session,
            self._recorder.decided(Action.PLACE, decision, 0, began),
            context=with_extra(context, {KEY: {"quiz_id": record.id, "is_open": False}}),
            parts=Parts(
                quiz=record.model_copy(update={"submitted_at": now}), attempts=attempts(record, marks, now, void)
            ),
        )

    def discard(self, session: Session) -> Session:
        """Leave the placement without taking anything from it."""
        state = self._open(session)
        reasoning = Said("decision.placement_left")
        note = Note(Action.DISCARD_PLACEMENT, reasoning=reasoning, metadata={"quiz_id": state.record.id})
        extra = {key: value for key, value in session.context.extra_data.items() if key != KEY}
        return self._recorder.save(session, note, context=session.context.model_copy(update={"extra_data": extra}))

    def _open(self, session: Session) -> PlacementState:
        require(session, Action.PLACE)
        state = self.state(session)
        if state is None or not state.is_open:
            raise Conflict("quiz.placement_closed")
        return state


def _findings(record: QuizRecord) -> Findings:
    return findings(record.quiz.covers, record.quiz.questions, record.answers)


def _reasoning(shown: Findings) -> Said:
    if not shown.asked:
        return Said("decision.placement_unanswered")
    return in_turn(
        Said("decision.placement_right", right=shown.right, asked=shown.asked),
        Said("decision.placement_known", topics=shown.known) if shown.known else None,
        Said("decision.placement_implied", topics=shown.implied) if shown.implied else None,
        Said("decision.placement_open", topics=shown.open) if shown.open else None,
    )
