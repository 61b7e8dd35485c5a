"""The ways on from a quiz's results: read again, try again, the next topic, or enough for today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from core.models import Action, Session
from core.models.feedback import QuizFeedback
from core.models.plan_overview import Suggestion
from pages._ui.components.analysis.again import round_of
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import after_quiz as say
from pages._ui.messages.actions import BUTTONS, WORKING
from pages._ui.session import take_step, widget_value

_PICKED = "next-topic"


@dataclass
class GoingOn:
    """A press on the way into the next topic, which takes two steps: the session that it was made on, and the topic.

    It is kept until both are taken. A step that is taken twice on the same session is one.
    """

    session: Session | None = None
    topic: str = ""

    def forget(self) -> None:
        """Leave nothing to be carried on."""
        self.session = None


def carry_on(desk: Desk) -> None:
    """Take what is left of the steps into the next topic, where that was asked for, and go to its lesson."""
    going = memory(GoingOn, of=desk.study.id)
    seen, topic = going.session, going.topic
    if seen is None:
        return
    steps: tuple[Callable[[Session], Session], ...] = (
        lambda _: desk.service.next_topic(seen, topic),
        desk.service.start_topic,
    )
    with st.status(WORKING[Action.START_TOPIC]) as status:
        for step in steps:
            if not take_step(desk, step, forget=going.forget):
                status.update(state="error", expanded=True)
                return
    going.forget()
    desk.go_on()


def ways_on(desk: Desk, feedback: QuizFeedback | None, *, is_asking: bool = False) -> None:
    """The ways that the phase has, what fits the score filled; all are quiet while the missed ones are asked."""
    if Action.NEXT_TOPIC not in desk.service.get_valid_actions(desk.phase):
        return
    suggestion = desk.service.overview.suggestion(desk.study)
    suggested = suggestion.topic.name if suggestion else ""
    topic = str(widget_value(_PICKED) or suggested)
    is_low = feedback is not None and feedback.is_low
    label = say.start(topic, is_same=feedback is not None and feedback.record.quiz.topic == topic)
    with st.container(horizontal=True, key="ways"):
        # What is filled stands first.
        if feedback and is_low and not is_asking:
            _again(desk, feedback)
        is_next = bool(topic) and st.button(
            plain(label), key="next-start", type="secondary" if is_low or is_asking else "primary"
        )
        is_enough = st.button(say.STOP, key="stop-today")
        if feedback and not is_low and not is_asking:
            _again(desk, feedback)
    if is_enough:
        st.switch_page("pages/home.py")
    if is_next:
        going = memory(GoingOn, of=desk.study.id)
        going.session, going.topic = desk.study.model_copy(update={"version": desk.base_version}), topic
        st.rerun()
    if suggestion:
        _pick(desk, suggestion)
    with st.container(key="actions"):
        is_plan = st.button(BUTTONS[Action.NEXT_TOPIC], key=f"action-{Action.NEXT_TOPIC}", type="tertiary")
    picked = "" if topic == suggested else topic
    if is_plan and take_step(desk, lambda session: desk.service.next_topic(session, picked)):
        desk.go_on()


def _again(desk: Desk, feedback: QuizFeedback) -> None:
    """The ways back into the lesson and into the missed questions, filled where little went right."""
    passage = desk.service.feedback.passage(desk.study, feedback)
    if passage and st.button(
        plain(say.read_again(passage)), key="read-again", type="primary" if feedback.is_low else "secondary"
    ):
        address = {"session": desk.study.id, "topic": passage.topic, "step": str(passage.step)}
        st.switch_page("pages/learn.py", query_params=address)
    if feedback.missed and st.button(
        say.MISSED, key="missed-again", type="primary" if feedback.is_low else "secondary"
    ):
        round_of(feedback).is_open = True
        st.rerun()


def _pick(desk: Desk, suggestion: Suggestion) -> None:
    """Let the learner pick another topic than the suggested one, which comes with its reason."""
    suggested = suggestion.topic.name
    others = (topic.name for topic in desk.service.topics(desk.study) if topic.status != "left_out")
    chosen = st.selectbox(
        say.NEXT_TOPIC,
        [suggested, *(name for name in others if name != suggested)],
        format_func=lambda name: f"{name} ({say.SUGGESTED})" if name == suggested else name,
        key=_PICKED,
    )
    if chosen == suggested:
        st.caption(plain(say.why_next(suggestion.why)))
