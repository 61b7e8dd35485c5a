"""Home: what is due, the sessions to resume, and a new start."""

import streamlit as st

from core.courses import course_ids, load_course
from pages._ui import messages as say
from pages._ui.components.sessions import due_list, session_cards
from pages._ui.session import open_page, start_session

PAGE = 20

desk = open_page("home", needs_session=False)
st.title(say.HOME_TITLE, anchor=False)

today = desk.service.clock.now().date()
sessions = desk.service.read.sessions(desk.service.user_id, limit=desk.tab.session_pages * PAGE + 1)
if sessions:
    due_list(desk.service.read.due(desk.service.user_id, today), today, sessions)
else:
    st.markdown(say.HOME_EMPTY)

with st.container(horizontal=True):
    chosen = [""] if st.button(say.HOME_START, key="home-start", type="primary") else []
    for course in map(load_course, course_ids()):
        if st.button(say.try_course(course.exam_name), key=f"home-course-{course.id}"):
            chosen = [course.exam_name]
if chosen and start_session(desk, chosen[0]):
    desk.go_on()

if sessions:
    session_cards(sessions[: desk.tab.session_pages * PAGE])
if len(sessions) > desk.tab.session_pages * PAGE and st.button(say.OLDER_SESSIONS, key="home-older"):
    desk.tab.session_pages += 1
    st.rerun()
