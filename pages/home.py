"""Home: today's work, how well it goes, the sessions to resume, and a new start."""

from datetime import timedelta

import streamlit as st

from core.content.courses import course_ids, load_course
from core.domain.dashboard import dashboard
from pages._ui.components.home.dashboard import figures, mastery, mixups, todays_work
from pages._ui.components.home.sessions import session_cards
from pages._ui.messages import home as say
from pages._ui.session import open_page, start_session

PAGE = 20

desk = open_page("home", needs_session=False)
st.title(say.TITLE, anchor=False)

now = desk.service.clock.now()
today = now.replace(hour=0, minute=0, second=0, microsecond=0)
sessions = desk.service.read.sessions(desk.service.user_id, limit=desk.tab.session_pages * PAGE + 1)
desks = desk.service.read.dashboard(desk.service.user_id, today, today - timedelta(days=6)) if sessions else ()
found = dashboard(desks, now)
if sessions:
    figures(found)
    todays_work(found.work, now.date())
else:
    st.markdown(say.EMPTY)

with st.container(horizontal=True):
    chosen = [""] if st.button(say.START, key="home-start", type="primary") else []
    for course in map(load_course, course_ids()):
        if st.button(say.try_course(course.exam_name), key=f"home-course-{course.id}"):
            chosen = [course.exam_name]
if chosen and start_session(desk, chosen[0]):
    desk.go_on()

mastery(desks)
mixups(found)
if sessions:
    session_cards(sessions[: desk.tab.session_pages * PAGE])
if len(sessions) > desk.tab.session_pages * PAGE and st.button(say.OLDER_SESSIONS, key="home-older"):
    desk.tab.session_pages += 1
    st.rerun()
