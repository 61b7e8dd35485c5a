"""An answer on its way from the page into the store, with what other tabs say of it."""

from __future__ import annotations

import streamlit as st

from core.models import Answer, Question, QuizRecord, Sureness
from pages._ui.components.quiz.watch import Watch
from pages._ui.desk import Desk, Shown, memory
from pages._ui.messages import quiz as say
from pages._ui.session import take_step


class ShownAnswer(Shown[Answer]):
    """The answer to a question of a quiz, as this tab has shown it."""

    def is_from_elsewhere(self, stored: Answer) -> bool:
        """Whether another tab answered; one that said only how sure the learner is did not."""
        shown = self.shown and self.shown.model_copy(update={"sureness": stored.sureness})
        return shown != stored and super().is_from_elsewhere(stored)

    def sureness(self, picked: Sureness | None, stored: Answer) -> Sureness | None:
        """How sure the learner is: as they `picked` here, else as another tab says."""
        known = [answer.sureness for answer in (self.shown, *self.sent) if answer]
        is_picked = self.shown is None or picked != self.shown.sureness
        return picked if is_picked or stored.sureness in known else stored.sureness


def shown_answer(record: QuizRecord, question: Question) -> ShownAnswer:
    """What this tab has shown of the answer to a question."""
    return memory(ShownAnswer, of=f"{record.id}/{question.id}")


def keep(desk: Desk, record: QuizRecord, answers: dict[str, Answer], question: Question, given: Answer | None) -> bool:
    """Save an answer that the learner changed here; one that another tab changed is left and said.

    False where what was typed could not be saved; it stays on the page, with the reason.
    """
    stored = answers.get(question.id)
    current = stored or Answer(question_id=question.id)
    tab, watch = shown_answer(record, question), memory(Watch, of=record.id)
    watch.look(question, current)
    if given:
        given = given.model_copy(update={"sureness": tab.sureness(given.sureness, current)})
    if given and given.says(current):
        given = given.model_copy(update={"seconds": current.seconds, "hint_opened": current.hint_opened})
    elif given:
        given = watch.told(given)
    if tab.is_from_elsewhere(current):
        st.warning(say.ELSEWHERE)
    elif given and given != current:
        sent = tab.send(given)
        if not take_step(desk, lambda session: desk.service.answer(session, record.id, given, stored, sent=sent)):
            return False
        current = answers[question.id] = given
    tab.show(current)
    return True


def check(desk: Desk, record: QuizRecord, answers: dict[str, Answer], question: Question, given: Answer | None) -> bool:
    """Save an answer and check it. False where there is none yet, or it could not be saved."""
    if not keep(desk, record, answers, question, given):
        return False
    answer = answers.get(question.id)
    return (
        answer is not None
        and not answer.is_blank
        and take_step(desk, lambda session: desk.service.practice.check(session, record.id, answer))
    )
