"""Home: today's work, how well it goes, the sessions to resume, and a new start."""

import streamlit as st

from pages._ui.components.home.dashboard import figures, mastery, misconceptions, todays_work
from pages._ui.components.home.sessions import listed, older_sessions, session_cards
from pages._ui.components.home.start import start
from pages._ui.frame.banners import left_out
from pages._ui.messages import home as say
from pages._ui.session import open_page

desk = open_page("home", needs_session=False)
st.title(say.TITLE, anchor=False)
home = desk.service.overview.home(listed(), desk.zone)
is_away = desk.service.outbox.state().is_away
if is_away:
    st.markdown(say.AWAY)
if home.sessions:
    figures(home.dashboard, has_times=not is_away)
    todays_work(home.dashboard.work, home.today)
elif not is_away:
    st.markdown(say.EMPTY)
start(desk)
mastery(home.mastery)
misconceptions(home.dashboard)
if home.sessions:
    session_cards(home.sessions, desk.zone)
left_out(desk.service.left_out)
if home.has_older:
    older_sessions()
