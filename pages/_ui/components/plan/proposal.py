"""What has changed since the plan was made, and what is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.domain.planning import ahead, behind, plan_changes
from core.models import LeftOut, PlanVersion, Topic
from core.study.plans import PlanState
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import plan as say
from pages._ui.session import attempt

SHOWN = 8


def standing(desk: Desk, state: PlanState, topics: Sequence[Topic], today: date) -> None:
    """Topics that have lost their day or were done before it, with the way to a plan that fits again; nothing where a
    change is proposed already."""
    if state.accepted is None or state.proposal or desk.service.plans.window(desk.study, state.accepted.plan).days < 1:
        return
    late = behind(state.accepted.plan, topics, today)
    early = ahead(state.accepted.plan, topics, today)
    if late:
        st.warning(plain(say.behind(late)))
    elif early:
        st.info(plain(say.ahead(early)))
    if (late or early) and desk.in_turn:
        label = say.CATCH_UP if late else say.AHEAD_FIT
        if st.button(label, key="plan-fit") and attempt(desk, desk.service.plans.replan):
            st.rerun()


def proposal(desk: Desk, state: PlanState, topics: Sequence[Topic]) -> None:
    """What is proposed, as a difference, and what was asked for and does not hold, with the buttons for an answer."""
    proposed = state.proposal
    if proposed is None and state.refused is None:
        return
    with st.container(border=True, key="plan-proposal"):
        if state.refused:
            _refused(state, state.refused, topics, desk.service.clock.now().date())
        if proposed and state.accepted:
            _difference(state, state.accepted, proposed, topics)
        elif proposed:
            _too_little_time(proposed)
        if desk.in_turn:
            _answer(desk, state)


def _answer(desk: Desk, state: PlanState) -> None:
    with st.container(horizontal=True):
        taken = kept = False
        if state.proposal:
            out = _new_left_out(state.proposal)
            gone = len(state.proposal.plan.left_out) - (len(state.accepted.plan.left_out) if state.accepted else 0)
            label = say.study_without(len(out)) if out else say.leave_these_out(gone) if gone > 0 else say.ACCEPT
            taken = st.button(label, key="plan-accept", type="primary")
        if state.accepted:
            kept = st.button(say.DECLINE, key="plan-decline")
    if taken and attempt(desk, desk.service.plans.accept):
        desk.tab.done = say.TAKEN
    elif kept and attempt(desk, desk.service.plans.decline):
        desk.tab.done = say.KEPT
    if desk.tab.done:
        desk.tab.plan_form = ""
        st.rerun()


def _refused(state: PlanState, refused: PlanVersion, topics: Sequence[Topic], today: date) -> None:
    late = behind(state.accepted.plan, topics, today) if state.accepted else ()
    found = refused.verification
    if (
        found.missing_topics
        and set(found.missing_topics) <= set(late)
        and not (found.overloaded_days or found.prerequisite_issues or found.other_issues)
    ):
        st.info(say.MISSED_TOO)
    else:
        st.warning(f"**{say.REFUSED}.** {plain(found.critique)}")


def _too_little_time(proposed: PlanVersion) -> None:
    st.header(say.DOES_NOT_FIT, anchor=False)
    st.markdown(plain(proposed.verification.critique))
    st.markdown(say.WAYS_OUT)
    _left_out(proposed)


def _difference(state: PlanState, accepted: PlanVersion, proposed: PlanVersion, topics: Sequence[Topic]) -> None:
    st.header(say.PROPOSED, anchor=False)
    if state.refused and proposed.version == state.refused.version + 1:
        st.markdown(f"**{say.MENDED}**")
    st.markdown(plain(proposed.verification.critique))
    done = {topic.name for topic in topics if topic.status == "done"}
    changes = plan_changes(accepted.plan, proposed.plan, since=proposed.plan.schedule[0].date, done=done)
    lines = [plain(say.change(one)) for one in changes]
    st.markdown("\n".join(f"- {line}" for line in lines[:SHOWN]) or say.NO_CHANGE)
    if len(lines) > SHOWN:
        with st.expander(say.more_changes(len(lines) - SHOWN)):
            st.markdown("\n".join(f"- {line}" for line in lines[SHOWN:]))
    _left_out(proposed)


def _left_out(proposed: PlanVersion) -> None:
    out = _new_left_out(proposed)
    if not out:
        return
    with st.expander(f"{say.LEFT_OUT} ({len(out)})", expanded=len(out) <= SHOWN):
        st.markdown("\n".join(f"- **{plain(one.name)}** {plain(one.why)}" for one in out))


def _new_left_out(proposed: PlanVersion) -> list[LeftOut]:
    """What a proposal leaves out that the learner did not leave out before."""
    return [one for one in proposed.plan.left_out if one.name in proposed.verification.missing_topics]
