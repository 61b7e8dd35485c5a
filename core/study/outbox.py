"""The outbox part of the study service: what waits to be sent to the database, and what it rejected."""

from __future__ import annotations

from typing import Protocol

from pydantic import ValidationError

from core.errors import SessionNotFound, StoreUnavailable
from core.models import Action, AgentEvent, Answer, QuizRecord
from core.models.outbox import OutboxEntry, OutboxState, RejectedAction
from core.study.ports import StudyReads


class Queue(Protocol):
    """The commits that wait while the database of a store is away."""

    def state(self) -> OutboxState:
        """What is pending, and what was rejected. Asks the disk, not the network."""

    def send(self) -> bool:
        """Send what is pending, in order, where the database answers. True where it does and nothing is pending.

        What one session has pending stands in a line of its own, which keeps no other from being sent.

        Raises `NotSignedIn` where the learner must sign in again first; what is pending stays.
        """

    def retry(self, session_id: str) -> None:
        """Send once more what was rejected of a session, in order, up to the first that is rejected again.

        Raises what the database says to that one; what was not sent stays.
        """

    def dismiss(self, entry_id: int) -> None:
        """Drop an entry that was rejected."""


class NoQueue:
    """Where study is kept beside the app, nothing ever waits."""

    def state(self) -> OutboxState:
        """Nothing pending, nothing rejected."""
        return OutboxState()

    def send(self) -> bool:
        """True: there is nothing to send."""
        return True

    def retry(self, session_id: str) -> None:
        """Nothing is there to be tried again."""

    def dismiss(self, entry_id: int) -> None:
        """Nothing is there to be dismissed."""


class Outbox:
    """What was done while the database was away."""

    def __init__(self, store: StudyReads, queue: Queue) -> None:
        self._store, self._queue = store, queue

    def state(self) -> OutboxState:
        """Whether the database is away, and what is pending or rejected. Asks the disk, not the network."""
        return self._queue.state()

    def send(self) -> bool:
        """Send what is pending, in order; True where the database answers and nothing is pending any more.

        Raises `NotSignedIn`.
        """
        return self._queue.send()

    def retry(self, session_id: str) -> str:
        """Send what was rejected of a session once more; the session's id. Raises what the database says to it."""
        self._queue.retry(session_id)
        return session_id

    def discard(self, session_id: str) -> None:
        """Drop all that was rejected of a session."""
        for entry in self._queue.state().rejected:
            if entry.session_id == session_id:
                self._queue.dismiss(entry.id)

    def dismiss(self, entry_id: int) -> None:
        """Drop what was rejected; the learner has seen it."""
        self._queue.dismiss(entry_id)

    def rejected(self) -> tuple[RejectedAction, ...]:
        """What was rejected, oldest first, each with what was typed."""
        return tuple(self._told(entry) for entry in self._queue.state().rejected)

    def _told(self, entry: OutboxEntry) -> RejectedAction:
        event = next(iter(entry.changes.events), None) if entry.changes else None
        told = RejectedAction(
            id=entry.id,
            session_id=entry.session_id,
            action=event.action if event else entry.commit_id if entry.changes else "",
            at=entry.changes.at if entry.changes else None,
            problem=entry.problem,
        )
        if event is None:
            return told
        typed = event.metadata | event.context_patch.set | event.context_patch.set_extra
        words = self._answered(entry.session_id, event) if event.action == Action.ANSWER_QUESTION else {}
        return told.model_copy(update={"typed": typed, **words})

    def _answered(self, session_id: str, event: AgentEvent) -> dict[str, str]:
        """The question and the answer in words. Where the session never came to the database, the answer as it was
        recorded."""
        try:
            quizzes = self._store.quizzes(session_id)
            answer = Answer.model_validate(
                {name: event.metadata[name] for name in Answer.model_fields if name in event.metadata}
            )
        except (SessionNotFound, StoreUnavailable, ValidationError):
            return {"answer": str(event.metadata.get("text") or event.metadata.get("chosen"))}
        return _in_words(quizzes, answer)


def _in_words(quizzes: tuple[QuizRecord, ...], answer: Answer) -> dict[str, str]:
    for record in quizzes:
        for question in record.quiz.questions:
            if question.id == answer.question_id:
                return {"question": question.text, "answer": question.words_of(answer)}
    return {}
