"""Your data: what leaves the app as files, and comes back."""

import streamlit as st

from pages._ui.components.account.erasing import erase_everything, erase_session
from pages._ui.components.account.your_data import all_of_it, bring_in, of_session
from pages._ui.components.actions import action_buttons
from pages._ui.messages import data as say
from pages._ui.session import open_page

desk = open_page("data", needs_session=False)
st.title(say.TITLE, anchor=False)
of_session(desk)
all_of_it()
bring_in()
erase_session(desk)
if desk.seat is None:
    erase_everything(desk)
if desk.session:
    action_buttons(desk, {})
