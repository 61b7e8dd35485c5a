"""History: what the agents did, and why, for who reviews them."""

import streamlit as st

from pages._ui.components.history.corrections import may_review, reported_questions
from pages._ui.components.history.events import download, event_detail, events_table, filters, older, replay
from pages._ui.messages import history as told
from pages._ui.session import open_page

desk = open_page("history", needs_session=False, wide=True)
st.title(told.TITLE, anchor=False)
st.markdown(told.LEAD)
query = filters(desk)
page = desk.service.read.history(query)
with st.container(key="history-table"):
    chosen = events_table(page, query)
older(desk, page)
if chosen:
    event_detail(desk, chosen)
download(desk, query)
if query.session_id:
    replay(desk, query.session_id)
if may_review(desk):
    reported_questions(desk)
