"""Review: what is due of all exams, one question at a time, each marked at once."""

import streamlit as st

from pages._ui.components.review.asking import ask
from pages._ui.components.review.ending import ending, offer
from pages._ui.components.review.sitting import reviewed
from pages._ui.frame.banners import left_out
from pages._ui.messages import review as say
from pages._ui.session import open_page

desk = open_page("review", needs_session=False)
st.title(say.TITLE, anchor=False)
review = reviewed(desk, st.query_params.get("question", ""))
if review.items:
    ask(desk, review)
else:
    if review.ended:
        ending(review.ended)
    offer(desk, desk.service.reviews.due(desk.zone), has_ended=review.ended is not None)
left_out(desk.service.left_out)
