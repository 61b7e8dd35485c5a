"""The tutor part of the study service: a question beside the lesson, and what the material says to it."""

from __future__ import annotations

import unicodedata

from core.domain.phases import require
from core.errors import InputError
from core.models import Action, ChatMessage, Parts, Session, TutorAnswer
from core.models.limits import LONGEST_QUESTION
from core.study.lookups import texts, topic_named
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
        require(session, Action.ASK)
        text = checked_question(question)
        about = topic_named(self._store, session.id, topic or session.context.current_topic or "")
        began, seed = self._clock.monotonic(), self._recorder.seed(session, Action.ASK)
        decision = self._agents.ask(text, about, texts(self._store, session.id), seed=seed)
        note, at = self._recorder.decided(Action.ASK, decision, seed, began), self._clock.now()
        answer = decision.value
        chat = (
            ChatMessage(role="learner", text=text, topic=about.name, at=at),
            ChatMessage(role="tutor", text=answer.text, sources=answer.passages, topic=about.name, at=at),
        )
        payload = f"{about.name}\n{text}"
        return self._recorder.add(session, note, parts=Parts(chat=chat), payload=payload), answer


def checked_question(question: str) -> str:
    """The question on one line, without characters that are no text. Raises `InputError`."""
    folded = " ".join(question.split())
    text = "".join(letter for letter in folded if unicodedata.category(letter) not in ("Cc", "Cs"))
    if not text:
        raise InputError("tutor.no_question")
    if len(text) > LONGEST_QUESTION:
        raise InputError("tutor.long_question", most=LONGEST_QUESTION)
    return text
