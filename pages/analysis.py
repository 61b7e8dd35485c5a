"""Results: what the quiz showed, and what to do now."""

import streamlit as st

from core.models import StudyPhase
from pages._ui import messages as common
from pages._ui.components.actions import action_buttons, nothing_saved
from pages._ui.components.analysis.again import missed_round
from pages._ui.components.analysis.ending import came_to, end_course
from pages._ui.components.analysis.feedback import corrections, right_answers, wrong_answers
from pages._ui.components.analysis.results import concepts, forecast, headline, recommendations, standing
from pages._ui.components.analysis.ways import carry_on, ways_on
from pages._ui.components.home.study_on import study_on
from pages._ui.components.learn.source_page import SourcePages
from pages._ui.components.plan.topics import topic_list
from pages._ui.frame.banners import left_out
from pages._ui.messages import analysis as say
from pages._ui.session import open_page

desk = open_page("analysis")
carry_on(desk)
feedback = desk.service.feedback.latest(desk.study)
st.title(common.STEPS[StudyPhase.COMPLETED] if desk.is_finished else say.TITLE, anchor=False)
if desk.is_finished:
    came_to(desk)
    with st.container(horizontal=True, vertical_alignment="center", key="finished-ways"):
        study_on(desk, desk.study.id)
        st.page_link("pages/home.py", label=common.GO_HOME, icon=":material/arrow_forward:")
if feedback is None:
    st.markdown(say.NONE)
    nothing_saved(desk)
else:
    headline(feedback, is_finished=desk.is_finished)
    corrections(desk, feedback)
is_asking = feedback is not None and missed_round(desk, feedback)
if desk.in_turn:
    left_out(desk.service.left_out)
    ways_on(desk, feedback, is_asking=is_asking)
else:
    action_buttons(desk, {})
if feedback is not None:
    line = SourcePages(desk).line
    if not desk.is_finished:
        standing(feedback)
        recommendations(feedback.analysis)
    wrong_answers(desk, feedback, line, is_asking=is_asking)
    right_answers(feedback, line)
    concepts(feedback.analysis)
    forecast(feedback)
if desk.is_finished:
    topics = desk.service.topics(desk.study)
    topic_list(desk, topics, {topic.name: topic.planned_on for topic in topics if topic.status != "left_out"})
if desk.in_turn:
    end_course(desk)
