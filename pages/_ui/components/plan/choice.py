"""What to choose first where topics get less than half of the time that they need."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.models.plan_overview import PlanOverview
from pages._ui.components.actions import Step
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import plan as say
from pages._ui.messages import plan_choice as choice_words
from pages._ui.session import take_step


def choice(desk: Desk, plan: PlanOverview) -> None:
    """More hours a day, more days, or fewer topics, on a card of its own before the days."""
    ways = plan.ways_out
    if ways is None or plan.proposal or plan.is_over:
        return
    with st.container(border=True, key="plan-choice"):
        st.header(plain(say.short_of_time(plan.time_given)), anchor=False)
        if not desk.in_turn:
            return
        st.markdown(choice_words.CHOOSE)
        with st.container(horizontal=True):
            more_time(desk, plan)
            if ways.leave_out and st.button(choice_words.fewer_topics(len(ways.leave_out)), key="plan-choice-less"):
                _propose(desk, partial(desk.service.plans.replan, lighter=True))
        if ways.leave_out:
            st.caption(plain(choice_words.would_go(ways.leave_out)))


def more_time(desk: Desk, plan: PlanOverview) -> None:
    """The ways out that give the plan more time: each press proposes the plan that it takes."""
    ways, window = plan.ways_out, plan.window
    if ways is None:
        return
    if ways.hours and st.button(choice_words.more_hours(ways.hours), key="plan-choice-hours"):
        longer = window.model_copy(update={"hours": ways.hours})
        _propose(desk, partial(desk.service.plans.replan, window=longer, anew=True))
    if ways.exam_on and st.button(choice_words.more_days(ways.exam_on), key="plan-choice-days"):
        longer = window.model_copy(update={"days": (ways.exam_on - window.start).days})
        _propose(desk, partial(desk.service.plans.replan, window=longer, anew=True))


def _propose(desk: Desk, step: Step) -> None:
    if take_step(desk, step):
        desk.redraw(choice_words.PROPOSED)
