"""Library: what was read and noted for an exam, and words looked up in it."""

import streamlit as st

from pages._ui.components.library.search import search
from pages._ui.components.library.shelf import files, lessons, notes
from pages._ui.frame.banners import left_out
from pages._ui.messages import notes as say
from pages._ui.session import open_page

desk = open_page("library")
st.title(say.TITLE, anchor=False)
search(desk)
notes(desk)
lessons(desk)
files(desk)
left_out(desk.service.left_out)
