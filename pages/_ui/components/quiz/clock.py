"""The clock of a quiz: chosen before it, and shown while it is taken."""

from __future__ import annotations

import streamlit as st

from core.models import QuizRecord
from pages._ui.desk import Desk
from pages._ui.messages import quiz as say


def clock_choice() -> int | None:
    """Draw the choice of a clock for the next quiz; the minutes, or None while none is chosen."""
    return st.segmented_control(say.CLOCK, say.MINUTES, format_func=say.minutes, key="quiz-minutes")


@st.fragment(run_every="10s")
def clock(desk: Desk, record: QuizRecord) -> None:
    """How much of the time that the learner chose is left. When it is over it says so, and nothing else happens."""
    allowed = record.quiz.minutes_allowed or 0
    left = desk.service.quizzes.seconds_left(record)
    with st.container(key="quiz-clock"):
        if left > 0:
            st.markdown(say.time_left(left, allowed))
        else:
            st.warning(say.TIME_UP)
