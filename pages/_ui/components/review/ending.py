"""What a review came to, what is due now, and when the next one is."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.models.review import ReviewDue, ReviewEnd, TopicReviewed
from pages._ui.components.review.sitting import begin
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import review as say


def ending(ended: ReviewEnd) -> None:
    """How many were right, what went well, what was cleared, and the day on which each topic comes back."""
    if not ended.asked:
        st.markdown(say.ENDED_NOTHING)
        return
    with st.container(key="review-ended", gap="small"):
        st.header(say.score(ended), anchor=False)
        if praise := say.praise(ended):
            st.success(praise)
        else:
            st.markdown(say.SOONER)
        for idea in ended.cleared:
            st.markdown(f"**{say.CLEARED}:** {plain(idea)}")
        st.subheader(say.BACK, anchor=False)
        st.html(f'<ul class="em-topics">{"".join(map(_line, ended.topics))}</ul>')


def _line(topic: TopicReviewed) -> str:
    parts = {
        "em-name": say.whose(topic.exam, topic.topic),
        "em-level": say.right_of(topic.right, topic.asked),
        "em-when": say.returning(topic),
    }
    spans = "".join(f'<span class="{name}">{escape(text)}</span>' for name, text in parts.items())
    return f"<li>{spans}</li>"


def offer(desk: Desk, due: ReviewDue, *, has_ended: bool) -> None:
    """What is due now with a press to begin it; else when the next review is, and what that is."""
    if due.left:
        if has_ended:
            st.header(say.MORE, anchor=False)
        with st.container(border=True, key="review-due"):
            st.markdown(f"**{say.about(due)}** {say.LEAD}")
            is_begun = st.button(say.BEGIN, key="review-begin", type="secondary" if has_ended else "primary")
        if is_begun:
            with st.spinner(say.WORKING):
                has_begun = begin(desk)
            if has_begun:
                st.rerun()
    else:
        if not has_ended:
            st.header(say.NOTHING_DUE, anchor=False)
        st.markdown(say.coming(due.next_on))
        if not has_ended and due.next_on is None:
            st.markdown(say.NOTHING_YET)
    st.page_link("pages/home.py", label=f"**{say.HOME}**", icon=":material/arrow_forward:")
