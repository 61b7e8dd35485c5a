"""Intake: exam, goal, time, and what to study from."""

import streamlit as st

from pages._ui import messages as say
from pages._ui.components.actions import action_buttons
from pages._ui.components.intake import draft, files, given
from pages._ui.session import open_page

desk = open_page("intake", needs_session=False)
if desk.session and not desk.in_turn:
    st.title(say.INTAKE_DONE_TITLE, anchor=False)
    given(desk)
    action_buttons(desk, {})
else:
    st.title(say.INTAKE_TITLE, anchor=False)
    st.markdown(say.INTAKE_LEAD)
    intake = draft(desk)
    files(desk)
    action_buttons(desk, {"generate_plan": lambda session: desk.service.generate_plan(session, intake)})
