"""Misconceptions with their evidence: open ones first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from core.models import Misconception, Stage
from pages._ui.frame.text import plain
from pages._ui.messages import misconceptions as say

_ORDER: tuple[Stage, ...] = ("confirmed", "suspected", "expired", "cleared", "withdrawn")


def misconceptions(misconceptions: Sequence[Misconception], now: datetime, zone: str) -> None:
    """Each with its topic, what speaks against it, where it stands, and the answers that it rests on."""
    if not misconceptions:
        st.markdown(say.EMPTY)
        return
    ranked = sorted(misconceptions, key=lambda misconception: _ORDER.index(misconception.stage(now, zone)))
    still = [misconception for misconception in ranked if misconception.is_open(now, zone)]
    still.sort(key=lambda misconception: not misconception.was_sure)
    over = [misconception for misconception in ranked if not misconception.is_open(now, zone)]
    if not still:
        st.success(say.NONE_OPEN)
    for misconception in still:
        _card(misconception, now, zone)
    if over:
        with st.expander(say.OVER):
            for misconception in over:
                _card(misconception, now, zone)


def _card(misconception: Misconception, now: datetime, zone: str) -> None:
    stage = misconception.stage(now, zone)
    with st.container(border=True, key=f"mixup-{misconception.id}"):
        st.caption(plain(f"{misconception.topic} · {misconception.concept}"))
        st.markdown(f"**{plain(misconception.confusion)}**")
        st.markdown(f"**{say.STAGES[stage]}.** {say.NEXT[stage]}")
        if misconception.counter_example:
            st.markdown(f"**{say.COUNTER}:** {plain(misconception.counter_example)}")
        if misconception.evidence:
            st.markdown(f"**{say.EVIDENCE}**")
            st.markdown("\n".join(f"- {plain(say.evidence(evidence, zone))}" for evidence in misconception.evidence))
