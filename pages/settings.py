"""Settings: how it looks on this device, and the way to one's data and account."""

import streamlit as st

from pages._ui.components.settings.look import look
from pages._ui.components.settings.places import places
from pages._ui.messages import settings as say
from pages._ui.session import open_page

desk = open_page("settings", needs_session=False)
st.title(say.TITLE, anchor=False)
look()
places(desk)
