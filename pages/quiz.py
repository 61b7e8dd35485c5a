"""Quiz: one question at a time or all at once, each answer saved as it is given."""

import streamlit as st

from core.models import Action
from pages._ui.components.actions import action_buttons, nothing_saved
from pages._ui.components.quiz.clock import clock
from pages._ui.components.quiz.quiz import ask, review
from pages._ui.frame.text import plain
from pages._ui.messages import quiz as say
from pages._ui.session import open_page

desk = open_page("quiz")
record = desk.service.quiz(desk.study)
if record is None:
    st.title(say.NONE_TITLE, anchor=False)
    st.markdown(say.NONE)
    nothing_saved(desk)
    action_buttons(desk, {Action.SUBMIT_ANSWERS: desk.service.submit_answers}, quiet=True)
elif not desk.in_turn:
    st.title(plain(record.quiz.topic), anchor=False)
    st.markdown(say.SUBMITTED)
    action_buttons(desk, {})
    review(record)
else:
    st.title(plain(record.quiz.topic), anchor=False)
    if notes := say.notes(record.quiz):
        st.info("\n\n".join(map(plain, notes)))
    if record.quiz.minutes_allowed:
        clock(desk, record)
    at_end = ask(desk, record)
    action_buttons(desk, {Action.SUBMIT_ANSWERS: desk.service.submit_answers}, disabled=not at_end, quiet=not at_end)
