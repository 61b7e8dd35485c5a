"""Account: who is signed in, classes, what could not be added, and the way out."""

import streamlit as st

from pages._ui.components.account.account import classes, rejected, way_out
from pages._ui.components.account.erasing import erase_everything
from pages._ui.messages import account as say
from pages._ui.session import open_page

desk = open_page("account", needs_session=False)
st.title(say.TITLE, anchor=False)
if desk.seat is None:
    st.markdown(say.EMBEDDED)
else:
    st.text(desk.seat.email)
    rejected(desk)
    classes(desk)
    way_out(desk)
    erase_everything(desk)
