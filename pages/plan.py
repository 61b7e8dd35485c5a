"""Plan: today's work, the next topic, and the days up to the exam."""

import streamlit as st

from pages._ui import messages as say
from pages._ui.components.actions import action_buttons
from pages._ui.components.intake import files
from pages._ui.components.plan import days, overview, topic_picker, topics_table, versions
from pages._ui.session import open_page

desk = open_page("plan")
st.title(say.PLAN_TITLE, anchor=False)
plans = desk.service.read.plans(desk.study.id)
topics = desk.service.read.topics(desk.study.id)

if not plans:
    st.markdown(say.PLAN_NONE)
    action_buttons(desk, {})
else:
    today = desk.service.clock.now().date()
    overview(plans[-1])
    if desk.in_turn:
        has_material = bool(desk.service.read.materials(desk.study.id))
        picked = topic_picker(topics, desk.study.context.current_topic, today, has_material=has_material)
        action_buttons(desk, {"start_topic": lambda session: desk.service.start_topic(session, picked)})
    else:
        action_buttons(desk, {})
    days(plans[-1].plan, today)
    topics_table(topics)
    if desk.in_turn:
        with st.expander(say.PLAN_ADD):
            files(desk)
    versions(plans)
