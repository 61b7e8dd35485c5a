"""Analysis: what the quiz showed, and what to do now."""

import streamlit as st

from core.domain.actions import Action
from pages._ui import messages as common
from pages._ui.components.actions import action_buttons
from pages._ui.components.analysis.feedback import choose_next, corrections, wrong_answers
from pages._ui.components.analysis.results import concepts, headline, recommendations
from pages._ui.components.learn.source_page import SourcePages
from pages._ui.components.plan.overview import topics_table
from pages._ui.frame.text import plain
from pages._ui.messages import analysis as say
from pages._ui.session import open_page

desk = open_page("analysis")
record = next((quiz for quiz in desk.service.read.quizzes(desk.study.id) if quiz.analysis), None)
if record is None or record.analysis is None:
    st.title(say.NONE_TITLE, anchor=False)
    st.markdown(say.NONE)
    action_buttons(desk, {})
else:
    st.title(plain(record.quiz.topic), anchor=False)
    headline(record, record.analysis)
    out = corrections(record, desk.service.corrections.of_quiz(desk.study.id, record.id))
    recommendations(record.analysis)
    if desk.is_finished:
        st.success(say.DONE)
        st.page_link("pages/home.py", label=common.GO_HOME, icon=":material/arrow_forward:")
        topics_table(desk.service.read.topics(desk.study.id))
    else:
        chosen = choose_next(desk.service.read.topics(desk.study.id), desk) if desk.in_turn else ""
        action_buttons(
            desk,
            {
                Action.NEXT_TOPIC: lambda session: desk.service.next_topic(session, chosen),
                Action.COMPLETE: desk.service.complete,
            },
        )
    concepts(record.analysis)
    wrong_answers(desk, record, out, SourcePages(desk).line)
