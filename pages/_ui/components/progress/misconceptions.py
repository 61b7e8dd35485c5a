"""Misconceptions with their evidence: open ones first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from core.models import Misconception, Stage
from pages._ui.frame.text import plain
from pages._ui.messages import misconceptions as say

_ORDER: tuple[Stage, ...] = ("confirmed", "suspected", "expired", "cleared", "withdrawn")


def mixups(noted: Sequence[Misconception], now: datetime) -> None:
    """Each with its topic, what speaks against it, where it stands, and the answers that it rests on."""
    if not noted:
        st.markdown(say.EMPTY)
        return
    ranked = sorted(noted, key=lambda one: _ORDER.index(one.stage(now)))
    still = [one for one in ranked if one.is_open(now)]
    over = [one for one in ranked if not one.is_open(now)]
    if not still:
        st.success(say.NONE_OPEN)
    for one in still:
        _card(one, now)
    if over:
        with st.expander(say.OVER):
            for one in over:
                _card(one, now)


def _card(one: Misconception, now: datetime) -> None:
    stage = one.stage(now)
    with st.container(border=True, key=f"mixup-{one.id}"):
        st.caption(plain(f"{one.topic} · {one.concept}"))
        st.markdown(f"**{plain(one.confusion)}**")
        st.markdown(f"**{say.STAGES[stage]}.** {say.NEXT[stage]}")
        if one.counter_example:
            st.markdown(f"**{say.COUNTER}:** {plain(one.counter_example)}")
        if one.evidence:
            st.markdown(f"**{say.EVIDENCE}**")
            st.markdown("\n".join(f"- {plain(say.evidence(each))}" for each in one.evidence))
