"""What has changed since the plan was made, and what is proposed."""

from __future__ import annotations

import streamlit as st

from core.models.plan_overview import PlanOverview, Proposal
from pages._ui.components.plan.choice import more_time
from pages._ui.components.plan.edit import form_of
from pages._ui.components.plan.versions import tell_change
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import plan as say
from pages._ui.messages import told as words
from pages._ui.session import take_step

SHOWN = 8
OPEN = 3


def behind_or_ahead(desk: Desk, plan: PlanOverview) -> None:
    """Topics that have lost their day or were done before it, with the way to a plan that fits again; nothing where a
    change is proposed already."""
    if plan.accepted is None or plan.proposal or plan.is_over:
        return
    if plan.behind:
        st.warning(plain(say.behind(plan.behind)))
    elif plan.ahead:
        st.info(plain(say.ahead(plan.ahead)))
    if (plan.behind or plan.ahead) and desk.in_turn:
        label = say.CATCH_UP if plan.behind else say.AHEAD_FIT
        if st.button(label, key="plan-fit") and take_step(desk, desk.service.plans.replan):
            st.rerun()


def proposal(desk: Desk, plan: PlanOverview) -> None:
    """What is proposed, as a difference, and what was asked for and does not hold, with the buttons for an answer."""
    if plan.proposal is None and plan.refused is None:
        return
    with st.container(border=True, key="plan-proposal"):
        if plan.was_missed:
            st.info(say.MISSED_TOO)
        elif plan.refused:
            st.warning(plain(say.REFUSED.format(why=words(plan.refused.verification.verdict))))
        if plan.proposal and plan.accepted:
            _difference(plan.proposal)
        elif plan.proposal:
            _too_little_time(plan.proposal)
        if desk.in_turn:
            _answer(desk, plan)


def _answer(desk: Desk, plan: PlanOverview) -> None:
    with st.container(horizontal=True):
        taken = declined = False
        if plan.proposal:
            taken = st.button(_accept_label(plan.proposal), key="plan-accept", type="primary")
        if plan.accepted:
            declined = st.button(say.DECLINE, key="plan-decline")
        else:
            more_time(desk, plan)
    if taken and take_step(desk, desk.service.plans.accept):
        form_of(desk).asked = ""
        tell_change(desk, say.TAKEN)
        st.rerun()
    if declined and take_step(desk, desk.service.plans.decline):
        form_of(desk).asked = ""
        desk.redraw(say.KEPT)


def _accept_label(proposed: Proposal) -> str:
    if proposed.left_out:
        return say.study_without(len(proposed.left_out))
    return say.leave_these_out(proposed.fewer) if proposed.fewer > 0 else say.ACCEPT


def _too_little_time(proposed: Proposal) -> None:
    does_fit = proposed.version.verification.is_valid
    st.header(say.FITS if does_fit else say.DOES_NOT_FIT, anchor=False)
    st.markdown(plain(words(proposed.version.verification.verdict)))
    if not does_fit:
        st.markdown(say.WAYS_OUT)
    _left_out(proposed)


def _difference(proposed: Proposal) -> None:
    st.header(say.PROPOSED, anchor=False)
    if proposed.is_mended:
        st.markdown(f"**{say.MENDED}**")
    st.markdown(plain(words(proposed.version.verification.verdict)))
    lines = [plain(say.change(change)) for change in proposed.changes]
    st.markdown("\n".join(f"- {line}" for line in lines[:SHOWN]) or say.NO_CHANGE)
    if len(lines) > SHOWN:
        with st.expander(say.more_changes(len(lines) - SHOWN)):
            st.markdown("\n".join(f"- {line}" for line in lines[SHOWN:]))
    _left_out(proposed)


def _left_out(proposed: Proposal) -> None:
    out = proposed.left_out
    if not out:
        return
    with st.expander(f"{say.LEFT_OUT} ({len(out)})", expanded=len(out) <= OPEN):
        st.markdown("\n".join(f"- **{plain(topic.name)}** {plain(say.why_out(topic))}" for topic in out))
