"""The last seven days and the daily goal, drawn as a strip of bars."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.models.dashboard import Dashboard, StudyDay
from core.models.limits import GOAL
from pages._ui.desk import Desk
from pages._ui.messages import week as say
from pages._ui.session import take_step


def week_strip(dashboard: Dashboard) -> None:
    """Each of the last seven days with its minutes, against the goal; the words first, since bars say nothing to who
    does not see them."""
    most = max(dashboard.goal, *(day.minutes for day in dashboard.days), 1)
    today = dashboard.days[-1]
    columns = "".join(_column(day, most, dashboard.goal, is_today=day == today) for day in dashboard.days)
    goal = f"--em-goal:{100 * dashboard.goal / most:.0f}%" if dashboard.goal else "--em-goal:-1%"
    st.html(
        f'<div class="em-week"><p><strong>{escape(say.today(today.minutes, dashboard.goal))}</strong> '
        f"{escape(say.week(dashboard))}</p>"
        f'<ol aria-label="{escape(say.LABEL)}" style="{goal}">{columns}</ol></div>'
    )


def goal_setter(desk: Desk) -> None:
    """The daily goal of the exam that is open, to be changed."""
    kept = desk.service.goals.of(desk.study)
    with st.popover(say.CHANGE, key="goal"), st.form("goal-form", border=False):
        minutes = st.number_input(say.MINUTES, *GOAL, max(kept, GOAL[0]), step=5, key="goal-minutes")
        is_sent = st.form_submit_button(say.SAVE, key="goal-save")
    if is_sent and minutes != kept and take_step(desk, lambda session: desk.service.goals.set(session, minutes)):
        desk.redraw(say.SAVED)


def _column(day: StudyDay, most: int, goal: int, *, is_today: bool) -> str:
    is_reached = bool(goal) and day.minutes >= goal
    classes = " ".join(name for name, is_so in (("em-today", is_today), ("em-reached", is_reached)) if is_so)
    tick = f'<span role="img" aria-label="{escape(say.REACHED)}">✓</span>' if is_reached else ""
    return (
        f'<li class="{classes}"><span class="em-min">{day.minutes or "·"}{tick}</span>'
        f'<span class="em-track"><span style="height:{100 * day.minutes / most:.0f}%"></span></span>'
        f'<abbr title="{escape(say.weekday(day.day))}">{escape(say.short(day.day))}</abbr></li>'
    )
