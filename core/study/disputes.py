"""The disputes part of the study service: a learner who thinks that an answer marked wrong was right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pydantic import JsonValue

from core.domain.extra_data import checked, disputed, is_disputed, with_disputed
from core.errors import InputError
from core.models import Action, Parts, Question, Session, StudyPhase
from core.models.attempt import item_of
from core.models.misconception import disputed_by, open_misconceptions
from core.study.corrections import Corrections
from core.study.lookups import quiz_of
from core.study.ports import Clock, StudyStore
from core.study.recorder import Note, Recorder, retried
from core.words import Said

_DISPUTED = Said("decision.disputed")
_ACCEPTED = Said("decision.accepted")


class Disputes:
    """What a learner can say against a mark. It counts for this learner alone: no mix-up rests on the answer, and the
    question is not asked again. The score stays until an instructor decides; who `decides` alone has it changed at
    once, as by an instructor."""

    def __init__(
        self, store: StudyStore, recorder: Recorder, corrections: Corrections, clock: Clock, *, decides: bool
    ) -> None:
        self._store, self._recorder, self._clock = store, recorder, clock
        self._corrections, self.decides = corrections, decides

    def dispute(self, session: Session, quiz_id: str, question_id: str) -> Session:
        """Say that an answer which was marked wrong was right. The same again changes nothing.

        Raises `InputError` where the quiz has no such question, or its answer was not marked yet.
        """
        after = self._say(session, quiz_id, question_id, Action.DISPUTE_MARK, _DISPUTED)
        if not self.decides:
            return after
        self._corrections.void(item_of(question_id), str(_DISPUTED))
        return self._store.load(session.id)

    def take_back(self, session: Session, quiz_id: str, question_id: str) -> Session:
        """Take a dispute back: everything is as if it had never been said. Where the learner disputes the item in
        another session that goes on, it stays out until that is taken back."""
        is_said = is_disputed(self._store.load(session.id).context, question_id)
        if self.decides and is_said and not self._is_said_elsewhere(session, question_id):
            # While the dispute stands, as the question may be known by nothing else.
            self._corrections.unvoid(item_of(question_id), str(_ACCEPTED))
            session = self._store.load(session.id)
        return self._say(session, quiz_id, question_id, Action.ACCEPT_MARK, _ACCEPTED)

    def _say(self, session: Session, quiz_id: str, question_id: str, action: Action, reasoning: Said) -> Session:
        def prepared(now: Session) -> Callable[[], Session]:
            question = self._marked(now, quiz_id, question_id)
            if is_disputed(now.context, question_id) is (action is Action.DISPUTE_MARK):
                return partial(self._store.load, now.id)
            items = disputed(now.context) ^ {item_of(question_id)}
            before = self._store.misconceptions(now.id)
            after = disputed_by(before, items)
            changed = tuple(new for old, new in zip(before, after, strict=True) if new != old)
            metadata: dict[str, JsonValue] = {
                "quiz_id": quiz_id,
                "question_id": question_id,
                "question": question.text,
            }
            context = with_disputed(now.context, items).model_copy(
                update={"misconceptions": open_misconceptions(after, self._clock.now(), now.zone)}
            )
            return partial(
                self._recorder.save,
                now,
                Note(action, reasoning=reasoning, metadata=metadata),
                payload=question_id,
                phase=now.phase,
                context=context,
                parts=Parts(misconceptions=changed),
            )

        return retried(self._store, session, prepared)

    def _is_said_elsewhere(self, session: Session, question_id: str) -> bool:
        names = (name for name in self._store.sessions_asking(item_of(question_id)) if name != session.id)
        going_on = (other for other in map(self._store.load, names) if other.phase is not StudyPhase.COMPLETED)
        return any(is_disputed(other.context, question_id) for other in going_on)

    def _marked(self, session: Session, quiz_id: str, question_id: str) -> Question:
        record = quiz_of(self._store, session.id, quiz_id)
        asked = record.quiz.questions if record else ()
        question = next((question for question in asked if question.id == question_id), None)
        if record is None or question is None:
            raise InputError("quiz.no_question")
        if record.submitted_at is None and question_id not in checked(session.context, quiz_id):
            raise InputError("quiz.not_marked")
        return question
