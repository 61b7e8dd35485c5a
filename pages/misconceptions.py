"""Mix-ups: what wrong choices showed, what they rest on, and how they stand."""

import streamlit as st

from pages._ui.components.actions import action_buttons
from pages._ui.components.progress.misconceptions import misconceptions
from pages._ui.messages import misconceptions as say
from pages._ui.session import open_page

desk = open_page("misconceptions")
st.title(say.TITLE, anchor=False)
misconceptions(desk, desk.service.overview.misconceptions(desk.study))
action_buttons(desk, {})
