"""Account: who is signed in, classes, what could not be added, and the way out."""

import streamlit as st

from pages._ui.components.account.account import classes, kept_apart, way_out
from pages._ui.messages import account as say
from pages._ui.session import open_page

desk = open_page("account", needs_session=False)
st.title(say.TITLE, anchor=False)
if desk.seat is None:
    st.markdown(say.EMBEDDED)
else:
    st.text(desk.seat.email)
    kept_apart(desk.seat)
    classes(desk.seat)
    way_out(desk)
