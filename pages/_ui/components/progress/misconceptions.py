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
    ranked = sorted(noted, key=lambda mixup: _ORDER.index(mixup.stage(now)))
    still = [mixup for mixup in ranked if mixup.is_open(now)]
    over = [mixup for mixup in ranked if not mixup.is_open(now)]
    if not still:
        st.success(say.NONE_OPEN)
    for mixup in still:
        _card(mixup, now)
    if over:
        with st.expander(say.OVER):
            for mixup in over:
                _card(mixup, now)


def _card(mixup: Misconception, now: datetime) -> None:
    stage = mixup.stage(now)
    with st.container(border=True, key=f"mixup-{mixup.id}"):
        st.caption(plain(f"{mixup.topic} · {mixup.concept}"))
        st.markdown(f"**{plain(mixup.confusion)}**")
        st.markdown(f"**{say.STAGES[stage]}.** {say.NEXT[stage]}")
        if mixup.counter_example:
            st.markdown(f"**{say.COUNTER}:** {plain(mixup.counter_example)}")
        if mixup.evidence:
            st.markdown(f"**{say.EVIDENCE}**")
            st.markdown("\n".join(f"- {plain(say.evidence(evidence))}" for evidence in mixup.evidence))
