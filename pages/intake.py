"""Intake: exam, goal, time, and what to study from."""

import streamlit as st

from core.models import Action
from pages._ui.components.actions import action_buttons, keep_wish
from pages._ui.components.intake.files import files, materials
from pages._ui.components.intake.form import draft, given, mark_gaps, say_it
from pages._ui.components.intake.placement import placement
from pages._ui.components.intake.turning import turn_to_session
from pages._ui.messages import intake as say
from pages._ui.session import open_page

desk = open_page("intake", needs_session=False)
if desk.session and not desk.in_turn:
    st.title(say.DONE_TITLE, anchor=False)
    given(desk)
    materials(desk, can_remove=False)
    action_buttons(desk, {})
else:
    st.title(say.TITLE, anchor=False)
    st.markdown(say.LEAD)
    keep_wish(desk, Action.GENERATE_PLAN)
    turn_to_session(desk)
    say_it(desk)
    drawn = draft(desk)
    with drawn.files:
        if files(desk):
            # What the fields offer follows from what there is to read.
            st.rerun()
    placement(desk, drawn.intake)
    with st.container(key="intake-go"):
        action_buttons(
            desk,
            {Action.GENERATE_PLAN: lambda session: desk.service.generate_plan(session, drawn.intake)},
            not_yet=mark_gaps(desk, drawn),
        )
