"""“Ask me now”: a mix-up is asked about at once, as the first question of a review."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from pages._ui.desk import Desk
from pages._ui.messages.review import ASK_NOW, WORKING
from pages._ui.session import attempt


def ask_now(
    desk: Desk, session_id: str, misconception_id: str, look: Literal["primary", "secondary", "tertiary"] = "tertiary"
) -> None:
    """A button that asks about a mix-up of a session; a press leads to its question."""
    if not st.button(ASK_NOW, key=f"ask-now-{misconception_id}", type=look):
        return
    reviews, service = desk.service.reviews, desk.service
    with st.spinner(WORKING):
        asked = attempt(desk, lambda: reviews.ask_now(service.open(session_id), misconception_id))
    if asked:
        st.switch_page("pages/review.py", query_params={"question": asked})
