"""The way to what is due for review, of all exams together."""

from __future__ import annotations

import streamlit as st

from core.models.review import ReviewDue
from pages._ui.desk import Desk
from pages._ui.messages import review as say
from pages._ui.session import attempt


def review_card(desk: Desk, due: ReviewDue) -> None:
    """A button that begins the review, or goes on with the open one; when the next one is, where nothing is due."""
    if not due.questions:
        if due.next_on:
            st.caption(say.coming(due.next_on))
        return
    if st.button(say.offer(due), key="home-review", icon=":material/replay:", width="stretch"):
        with st.spinner(say.WORKING):
            review = attempt(desk, lambda: desk.service.reviews.begin(desk.zone))
        if review:
            st.switch_page("pages/review.py")
