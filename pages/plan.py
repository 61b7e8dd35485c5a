"""Plan: today's work, the next topic, and the days up to the exam."""

import streamlit as st

from core.models import Action
from pages._ui.components.actions import action_buttons, nothing_saved
from pages._ui.components.intake.files import files
from pages._ui.components.plan.choice import choice
from pages._ui.components.plan.days import days
from pages._ui.components.plan.downloads import take_along
from pages._ui.components.plan.edit import change_form, form_of
from pages._ui.components.plan.overview import next_up, overview, today_list, topic_picker
from pages._ui.components.plan.proposal import behind_or_ahead, proposal
from pages._ui.components.plan.topics import topic_list
from pages._ui.components.plan.versions import change_note, versions
from pages._ui.messages import CONFLICT
from pages._ui.messages import plan as say
from pages._ui.session import open_page

desk = open_page("plan", wide=True)
st.title(say.TITLE, anchor=False)
plan = desk.service.overview.plan(desk.study)

if plan is None:
    st.markdown(say.NONE)
    nothing_saved(desk)
    action_buttons(desk, {Action.START_TOPIC: desk.service.start_topic}, quiet=True)
else:
    is_stale = desk.base_version != desk.study.version
    if is_stale:
        st.warning(CONFLICT)
    overview(plan)
    was_asked_in_form = bool(form_of(desk).asked)
    if not was_asked_in_form:
        proposal(desk, plan)
    choice(desk, plan)
    behind_or_ahead(desk, plan)
    with st.container(key="plan-today"):
        left, right = st.columns(2, gap="medium")
        is_startable = desk.in_turn and plan.accepted is not None
        with left:
            if plan.accepted:
                today_list(plan)
        with right:
            # The button stands above the picker that it depends on.
            start = st.container()
            picked = topic_picker(desk, plan) if is_startable else None
        with start:
            next_up(plan, picked)
            steps = {Action.START_TOPIC: lambda session: desk.service.start_topic(session, picked)}
            action_buttons(desk, steps, disabled=not is_startable, quiet=not is_startable or plan.proposal is not None)
    with st.container(key="plan-board"):
        days(plan)
    topic_list(desk, plan.topics, plan.days())
    if desk.in_turn:
        change_form(desk, plan)
    if was_asked_in_form:
        # Beside the form where it was asked for.
        proposal(desk, plan)
    if desk.in_turn:
        with st.expander(say.ADD):
            files(desk)
    if plan.accepted:
        take_along(desk)
    versions(desk, plan)
    change_note(desk, plan)
    if is_stale:
        # Not before: a button pressed for what stood here is refused.
        desk.keep(desk.study)
