"""Misconceptions by the idea that each is: what can be done about it first, what it rests on folded."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.models import Misconception, Stage
from pages._ui.components.ask_now import ask_now
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import misconceptions as say

_ORDER: tuple[Stage, ...] = ("confirmed", "suspected", "expired", "cleared", "withdrawn")


def misconceptions(desk: Desk, misconceptions: Sequence[Misconception]) -> None:
    """The open ones first, each with what speaks against it and a press to be asked about it; then those that are over,
    folded."""
    if not misconceptions:
        st.markdown(say.EMPTY)
        return
    now, zone = desk.service.clock.now(), desk.study.zone
    ranked = sorted(misconceptions, key=lambda misconception: _ORDER.index(misconception.stage(now, zone)))
    still = [misconception for misconception in ranked if misconception.is_open(now, zone)]
    still.sort(key=lambda misconception: not misconception.was_sure)
    over = [misconception for misconception in ranked if not misconception.is_open(now, zone)]
    st.header(say.STILL, anchor=False)
    if not still:
        st.success(say.NONE_OPEN)
    for misconception in still:
        with st.container(border=True, key=f"mixup-{misconception.id}"):
            _mix_up(misconception)
            if not desk.is_finished:
                ask_now(desk, desk.study.id, misconception.id, "secondary")
            with st.expander(say.grounds(misconception.stage(now, zone))):
                _grounds(misconception, misconception.stage(now, zone), zone)
    if over:
        with st.expander(say.OVER):
            for misconception in over:
                with st.container(border=True, key=f"mixup-{misconception.id}"):
                    _mix_up(misconception)
                    _grounds(misconception, misconception.stage(now, zone), zone)


def _mix_up(misconception: Misconception) -> None:
    st.subheader(plain(misconception.idea), anchor=False)
    st.caption(plain(f"{misconception.topic} · {misconception.concept}"))
    if misconception.counter_example:
        st.markdown(f"**{say.COUNTER}:** {plain(misconception.counter_example)}")


def _grounds(misconception: Misconception, stage: Stage, zone: str) -> None:
    """Where it stands, and the answers that it rests on."""
    st.markdown(f"**{say.STAGES[stage]}.** {say.NEXT[stage]}")
    if misconception.evidence:
        st.markdown(f"**{say.EVIDENCE}**")
        st.markdown("\n".join(f"- {plain(say.evidence(evidence, zone))}" for evidence in misconception.evidence))
