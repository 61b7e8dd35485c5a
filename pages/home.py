"""Home: where to go on, the rest of today, the exams, and a new start."""

import streamlit as st

from pages._ui import messages as common
from pages._ui.components.home.dashboard import figures, mastery, misconceptions
from pages._ui.components.home.put_away import put_away, read_put_away
from pages._ui.components.home.resume import rest_of_today, resume_card
from pages._ui.components.home.review import review_card
from pages._ui.components.home.sessions import listed, older_sessions, session_cards
from pages._ui.components.home.start import how_it_goes, start, ways_to_begin
from pages._ui.components.progress.week import week_strip
from pages._ui.frame.banners import left_out
from pages._ui.messages import home as say
from pages._ui.session import open_page

desk = open_page("home", needs_session=False)
home = desk.service.overview.home(listed(), desk.zone)
names = common.session_labels(home.sessions, desk.zone)
is_away = desk.service.outbox.state().is_away
is_first_visit = not (read_put_away(desk) or home.sessions or is_away or desk.service.left_out)
is_to_begin = home.dashboard.resume is None and not is_away
st.title(say.WELCOME if is_first_visit else say.TITLE, anchor=False)
if is_away:
    st.markdown(say.AWAY)
if is_first_visit:
    st.markdown(say.EMPTY)
elif home.sessions:
    figures(home.dashboard, has_times=not is_away)
if is_to_begin:
    ways_to_begin(desk, leads_with_course=is_first_visit)
if is_first_visit:
    how_it_goes()
if home.sessions:
    resume_card(desk, home.dashboard, home.today, names)
    review_card(desk, home.review)
    rest_of_today(desk, home.dashboard.rest, home.today, names)
    if not is_away:
        week_strip(home.dashboard)
    session_cards(desk, home.sessions, names)
if home.has_older:
    older_sessions()
if not is_to_begin:
    start(desk)
if not is_first_visit:
    put_away(desk)
mastery(home.mastery, names)
misconceptions(desk, home.dashboard)
left_out(desk.service.left_out)
