"""Progress: how ready the learner is for the exam day, and how good such forecasts were."""

import streamlit as st

from pages._ui.components.actions import action_buttons
from pages._ui.components.progress.readiness import forecasts, ready_figures, ready_topics, sureness
from pages._ui.messages import readiness as say
from pages._ui.session import open_page

desk = open_page("progress")
st.title(say.TITLE, anchor=False)
progress = desk.service.overview.progress(desk.study)
if progress is None:
    st.markdown(say.EMPTY)
else:
    ready_figures(progress)
    ready_topics(progress.topics)
    forecasts(progress, desk.study.zone)
    sureness(progress.sureness)
action_buttons(desk, {})
