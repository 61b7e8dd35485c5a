"""Learn: the lesson on the current topic."""

import streamlit as st

from core.models import Action
from pages._ui.components.actions import action_buttons, nothing_saved
from pages._ui.components.learn.asking import ask_the_material
from pages._ui.components.learn.lesson import back_to_lesson, named_step, show_lesson, started_topic
from pages._ui.components.learn.notes import StepNotes
from pages._ui.components.learn.source_page import SourcePages
from pages._ui.components.quiz.clock import clock_choice
from pages._ui.frame.text import plain
from pages._ui.messages import learn as say
from pages._ui.session import open_page

desk = open_page("learn", place=named_step())
topic, named = desk.study.context.current_topic or "", st.query_params.get("topic", "")
is_open = desk.in_turn and named in ("", topic)
if not is_open:
    topic = started_topic(desk.service.topics(desk.study), named or topic)
lesson = desk.service.lesson(desk.study, topic)
if lesson is None:
    st.title(say.NONE_TITLE, anchor=False)
    st.markdown(say.NONE)
    nothing_saved(desk)
else:
    st.title(plain(lesson.topic), anchor=False)
    pages = SourcePages(desk)
    pages.note([*lesson.sources, *(definition.source for definition in lesson.definitions)])
    show_lesson(lesson, pages.line, StepNotes(desk, lesson))
    ask_the_material(desk, lesson, pages.line)
if desk.in_turn and not is_open:
    back_to_lesson(desk)
else:
    minutes = clock_choice() if desk.in_turn else None
    action_buttons(desk, {Action.TAKE_QUIZ: lambda session: desk.service.take_quiz(session, minutes=minutes)})
