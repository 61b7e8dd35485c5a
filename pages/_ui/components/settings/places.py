"""What lies behind the settings, each with what it is for."""

from __future__ import annotations

import streamlit as st

from pages._ui.desk import Desk
from pages._ui.messages import settings as say


def places(desk: Desk) -> None:
    """The way to one's data, the account where there is one, and the history."""
    st.header(say.MORE, anchor=False)
    for page, (name, purpose) in say.PLACES.items():
        if page == "account" and desk.seat is None:
            continue
        with st.container(key=f"settings-{page}", gap=None):
            st.page_link(f"pages/{page}.py", label=f"**{name}**", icon=":material/arrow_forward:")
            st.caption(purpose)
    st.link_button(say.PRIVACY, "/privacy", type="tertiary", key="settings-privacy")
