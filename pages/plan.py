"""Plan: today's work, the next topic, and the days up to the exam."""

import streamlit as st

from core.domain.actions import Action
from pages._ui.components.actions import action_buttons
from pages._ui.components.intake.files import files
from pages._ui.components.plan.days import days
from pages._ui.components.plan.downloads import take_along
from pages._ui.components.plan.edit import change_form
from pages._ui.components.plan.overview import overview, today_list, topic_picker, topics_table
from pages._ui.components.plan.proposal import proposal, standing
from pages._ui.components.plan.versions import just_drafted, versions
from pages._ui.messages import CONFLICT
from pages._ui.messages import plan as say
from pages._ui.session import open_page

desk = open_page("plan")
st.title(say.TITLE, anchor=False)
state = desk.service.plans.state(desk.study)
shown = state.shown

if shown is None:
    st.markdown(say.NONE)
    action_buttons(desk, {})
else:
    is_stale = desk.base_version != desk.study.version
    if is_stale:
        st.warning(CONFLICT)
    today = desk.service.clock.now().date()
    topics = desk.service.read.topics(desk.study.id)
    window = desk.service.plans.window(desk.study, shown.plan)
    overview(shown, topics, window, today)
    just_drafted(desk)
    if not desk.tab.plan_form:
        proposal(desk, state, topics)
    standing(desk, state, topics, today)
    if state.accepted:
        today_list(state.accepted, topics, window, today)
    if not desk.in_turn or state.accepted is None:
        action_buttons(desk, {}, disabled=True, quiet=True)
    else:
        picked = topic_picker(desk, topics, today)
        steps = {Action.START_TOPIC: lambda session: desk.service.start_topic(session, picked)}
        action_buttons(desk, steps, quiet=state.proposal is not None)
    days(shown.plan, window, topics, today)
    if desk.in_turn:
        change_form(desk, shown.plan, topics, window)
    if desk.tab.plan_form:
        # Beside the form where it was asked for.
        proposal(desk, state, topics)
    topics_table(topics, shown)
    if state.accepted:
        take_along(desk, state.accepted)
    if desk.in_turn:
        with st.expander(say.ADD):
            files(desk)
    versions(desk)
    if is_stale:
        # Not before: a button pressed for what stood here is refused.
        desk.keep(desk.study)
