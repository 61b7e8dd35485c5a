"""Progress: the week, what to work on, how well each topic is known, and how ready the learner is for the day."""

import streamlit as st

from pages._ui.components.actions import action_buttons
from pages._ui.components.progress.levels import level_counts, topic_levels
from pages._ui.components.progress.readiness import forecasts, ready_figures, ready_topics, sureness
from pages._ui.components.progress.standing import still_mixed_up
from pages._ui.components.progress.week import goal_setter, week_strip
from pages._ui.messages import levels as level_words
from pages._ui.messages import readiness as say
from pages._ui.session import open_page

desk = open_page("progress")
st.title(say.TITLE, anchor=False)
week_strip(desk.service.overview.week(desk.zone))
if not desk.is_finished:
    goal_setter(desk)
topics = desk.service.topics(desk.study)
if topics:
    level_counts(topics)
    st.caption(level_words.LEAD)
still_mixed_up(desk)
action_buttons(desk, {})
if topics:
    topic_levels(topics, desk.service.overview.today(desk.study))
progress = desk.service.overview.progress(desk.study)
if progress is None:
    st.markdown(say.EMPTY)
else:
    ready_figures(progress)
    ready_topics(progress.topics)
    forecasts(progress, desk.study.zone)
    sureness(progress.sureness)
