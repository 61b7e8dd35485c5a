"""What is still mixed up, in a line each, with the way to what lies behind."""

from __future__ import annotations

import streamlit as st

from core.models.misconception import idea_of
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import readiness as say

SHOWN = 3


def still_mixed_up(desk: Desk) -> None:
    """The open misconceptions of the session, the first few in words."""
    study = desk.study
    still = study.context.misconceptions
    if not still:
        return
    st.header(say.MIXED_UP, anchor=False)
    st.markdown("\n".join(f"- {plain(idea_of(confusion))}" for confusion in still[:SHOWN]))
    st.page_link(
        "pages/misconceptions.py",
        label=say.mix_ups(len(still)),
        icon=":material/arrow_forward:",
        query_params={"session": study.id},
    )
