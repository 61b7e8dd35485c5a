"""The tutor part of the study service: a question beside the lesson, and what the material says to it."""

from __future__ import annotations

import unicodedata

from core.errors import ActionNotAllowed, InputError
from core.models import ChatMessage, Session, StudyPhase, Topic, TutorAnswer
from core.models.limits import LONGEST_QUESTION
from core.study.lookups import texts
from core.study.ports import Clock, StudyAgents, StudyStore
from core.study.recorder import Recorder


class Tutoring:
    """What a learner can ask while a lesson is open. Each question and its answer are one commit."""

    def __init__(self, store: StudyStore, agents: StudyAgents, recorder: Recorder, clock: Clock) -> None:
        self._store, self._agents, self._recorder, self._clock = store, agents, recorder, clock

    def chat(self, session: Session, topic: str) -> tuple[ChatMessage, ...]:
        """What was asked about a topic and answered, oldest first."""
        return self._store.chat(session.id, topic)

    def ask(self, session: Session, question: str, topic: str = "") -> Session:
        """See `told`; the answer is kept in the conversation."""
        return self.told(session, question, topic)[0]

    def told(self, session: Session, question: str, topic: str = "") -> tuple[Session, TutorAnswer]:
        """Ask what the material says, about the current topic by default, and what it says. Only at LEARNING.

        A question is added to whatever else has changed meanwhile. Raises `InputError` where it is empty or too long,
        and `NothingToStudy` where there is no text to look in.
        """
        _require_learning(session)
        text = checked_question(question)
        about = self._topic(session, topic or session.context.current_topic or "")
        began, seed = self._clock.monotonic(), self._recorder.seed(session, "ask")
        decision = self._agents.ask(text, about, texts(self._store, session.id), seed=seed)
        note, at = self._recorder.decided("ask", decision, seed, began), self._clock.now()
        said = decision.value
        chat = (
            ChatMessage(role="learner", text=text, topic=about.name, at=at),
            ChatMessage(role="tutor", text=said.text, sources=said.passages, topic=about.name, at=at),
        )
        payload = f"{about.name}\n{text}"
        return self._recorder.add(session, note, check=_require_learning, payload=payload, chat=chat), said

    def _topic(self, session: Session, name: str) -> Topic:
        found = next((topic for topic in self._store.topics(session.id) if topic.name == name), None)
        if found is None:
            raise InputError(f"This plan has no topic “{name}”. Ask about one that it has.")
        return found


def checked_question(question: str) -> str:
    """The question on one line, without characters that are no text. Raises `InputError`."""
    folded = " ".join(question.split())
    text = "".join(one for one in folded if unicodedata.category(one) not in ("Cc", "Cs"))
    if not text:
        raise InputError("Type a question first.")
    if len(text) > LONGEST_QUESTION:
        raise InputError(f"That question is longer than {LONGEST_QUESTION} characters. Ask one thing at a time.")
    return text


def _require_learning(session: Session) -> None:
    if session.phase is not StudyPhase.LEARNING:
        here = session.phase.name.title()
        raise ActionNotAllowed(f"Questions are answered while a lesson is open: the session is at {here}.")
