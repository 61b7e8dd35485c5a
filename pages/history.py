"""History: what the agents did, and why, for who reviews them."""

import streamlit as st

from pages._ui.components.history.corrections import reported_questions
from pages._ui.components.history.events import download, event_detail, events_table, filters, older, replay
from pages._ui.frame.banners import left_out
from pages._ui.messages import history as told
from pages._ui.session import open_page

desk = open_page("history", needs_session=False, wide=True)
st.title(told.TITLE, anchor=False)
st.markdown(told.LEAD)
st.caption(told.times_in(desk.zone))
facets = desk.service.history.facets()
query = filters(desk, facets)
page = desk.service.history.page(query)
with st.container(key="history-table"):
    chosen = events_table(page, query, facets, desk.zone)
left_out(desk.service.left_out)
older(page)
if chosen:
    event_detail(desk, chosen, facets)
download(desk, query)
if query.session_id:
    replay(desk, query.session_id)
if desk.service.classes.may_correct():
    reported_questions(desk)
