"""Analysis: what the quiz showed, and what to do now."""

import streamlit as st

from core.models import Action
from pages._ui import messages as common
from pages._ui.components.actions import action_buttons, nothing_saved
from pages._ui.components.analysis.feedback import choose_next, corrections, wrong_answers
from pages._ui.components.analysis.results import concepts, headline, recommendations, standing
from pages._ui.components.home.study_on import study_on
from pages._ui.components.learn.source_page import SourcePages
from pages._ui.components.plan.topics import topic_list
from pages._ui.frame.text import plain
from pages._ui.messages import analysis as say
from pages._ui.session import open_page

desk = open_page("analysis")
feedback = desk.service.feedback.latest(desk.study)
if feedback is None:
    st.title(say.NONE_TITLE, anchor=False)
    st.markdown(say.NONE)
    nothing_saved(desk)
    action_buttons(
        desk, {Action.NEXT_TOPIC: desk.service.next_topic, Action.COMPLETE: desk.service.complete}, quiet=True
    )
else:
    st.title(plain(feedback.record.quiz.topic), anchor=False)
    headline(feedback.record, feedback.analysis)
    corrections(feedback)
    if feedback.standing:
        standing(feedback.standing)
    recommendations(feedback.analysis)
    if desk.is_finished:
        st.success(say.DONE)
        study_on(desk, desk.study.id)
        st.page_link("pages/home.py", label=common.GO_HOME, icon=":material/arrow_forward:")
        topics = desk.service.topics(desk.study)
        topic_list(topics, {topic.name: topic.planned_on for topic in topics if topic.status != "left_out"})
    else:
        chosen = choose_next(desk) if desk.in_turn else ""
        action_buttons(
            desk,
            {
                Action.NEXT_TOPIC: lambda session: desk.service.next_topic(session, chosen),
                Action.COMPLETE: desk.service.complete,
            },
        )
    concepts(feedback.analysis)
    wrong_answers(desk, feedback, SourcePages(desk).line)
