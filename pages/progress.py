"""Progress: how ready the learner is for the exam day, and how good such forecasts were."""

import streamlit as st

from core.domain.dashboard import goal_day
from core.domain.mastery import readiness
from core.domain.mastery.memory import end_of
from pages._ui.components.actions import action_buttons
from pages._ui.components.progress.readiness import forecasts, ready_figures, ready_topics
from pages._ui.messages import readiness as say
from pages._ui.session import open_page

desk = open_page("progress")
st.title(say.TITLE, anchor=False)
topics = desk.service.read.topics(desk.study.id)
ability = desk.service.quizzes.ability(desk.study)
goal = goal_day(desk.study.context, topics)
if not ability.topics or goal is None:
    st.markdown(say.EMPTY)
else:
    ready = readiness(ability, topics, end_of(goal.on))
    ready_figures(ready, goal.on, is_exam=goal.is_exam)
    ready_topics(ready)
    forecasts(ability.forecasts)
action_buttons(desk, {})
