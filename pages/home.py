"""Home: where to go on, the rest of today, the exams, and a new start."""

import streamlit as st

from pages._ui.components.home.dashboard import figures, mastery, misconceptions
from pages._ui.components.home.resume import rest_of_today, resume_card
from pages._ui.components.home.review import review_card
from pages._ui.components.home.sessions import listed, older_sessions, session_cards
from pages._ui.components.home.start import first_visit, start
from pages._ui.components.progress.week import week_strip
from pages._ui.frame.banners import left_out
from pages._ui.messages import home as say
from pages._ui.session import open_page

desk = open_page("home", needs_session=False)
home = desk.service.overview.home(listed(), desk.zone)
is_away = desk.service.outbox.state().is_away
is_first_visit = not (home.sessions or is_away or desk.service.left_out)
st.title(say.WELCOME if is_first_visit else say.TITLE, anchor=False)
if is_away:
    st.markdown(say.AWAY)
if is_first_visit:
    st.markdown(say.EMPTY)
    first_visit(desk)
if home.sessions:
    figures(home.dashboard, has_times=not is_away)
    resume_card(desk, home.dashboard)
    review_card(desk, home.review)
    rest_of_today(desk, home.dashboard.rest, home.today)
    if not is_away:
        week_strip(home.dashboard)
    session_cards(home.sessions, desk.zone)
if home.has_older:
    older_sessions()
if not is_first_visit:
    start(desk)
mastery(home.mastery)
misconceptions(home.dashboard)
left_out(desk.service.left_out)
