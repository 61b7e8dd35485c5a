"""A learner's own changes to the plan: each one is checked at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from core.models import PlanEdit, StudyWindow
from core.models.limits import HOURS
from core.models.plan_overview import PlanOverview
from pages._ui.components.plan.versions import tell_change
from pages._ui.desk import Desk, memory
from pages._ui.messages import intake as asked
from pages._ui.messages import plan as say
from pages._ui.session import fill_widgets, take_step


@dataclass
class ChangeForm:
    """The kind of change that was asked for in the form last, and the time that it was filled with."""

    asked: str = ""
    window: StudyWindow | None = None


def form_of(desk: Desk) -> ChangeForm:
    """What this tab remembers of the form while the plan is open."""
    return memory(ChangeForm, page=desk.page)


def change_form(desk: Desk, overview: PlanOverview) -> None:
    """Move, split, leave out, take back or add a topic, or change the time; what verifies holds at once."""
    with st.expander(say.CHANGE, key="plan-change"):
        kind = st.segmented_control(
            say.WHAT,
            list(say.EDITS),
            default="move",
            format_func=say.EDITS.__getitem__,
            required=True,
            key="plan-edit",
        )
        if kind == "time":
            _time(desk, overview.window)
        elif kind == "add":
            _add(desk, overview.window)
        elif kind == "take_back":
            names = [topic.name for topic in overview.topics if topic.status == "left_out"]
            _of_topic(desk, overview, kind, names, say.NOTHING_LEFT_OUT)
        else:
            names = [topic.name for topic in overview.topics if topic.status in ("planned", "learning")]
            _of_topic(desk, overview, kind, names, say.NOTHING_OPEN)


def _of_topic(desk: Desk, overview: PlanOverview, kind: str, names: Sequence[str], nothing: str) -> None:
    if not names:
        st.markdown(nothing)
        return
    topic = st.selectbox(say.EDIT_TOPIC, names, filter_mode="contains", key=f"plan-{kind}-topic")
    from_day: date | None = None
    if kind in ("move", "split"):
        coming = overview.sittings(topic)
        if len(coming) > 1 or (kind == "split" and coming):
            from_day = st.selectbox(say.EDIT_FROM, coming, format_func=say.day, key=f"plan-{kind}-from")
        elif coming:
            from_day = coming[0]
            st.caption(f"{say.EDIT_FROM}: {say.day(from_day)}")
    to_day = None if kind == "leave_out" else _day(overview.window, kind, must=kind in ("move", "split"), but=from_day)
    _apply(desk, PlanEdit.model_validate({"kind": kind, "topic": topic, "from_day": from_day, "to_day": to_day}))


def _add(desk: Desk, window: StudyWindow) -> None:
    name = st.text_input(say.NEW_TOPIC, max_chars=120, key="plan-add-topic")
    left, right = st.columns(2)
    hours = left.number_input(say.NEW_HOURS, *HOURS, value=1.0, step=0.5, format="%g", key="plan-add-hours")
    difficulty = right.selectbox(
        say.DIFFICULTY, list(say.DIFFICULTIES), 1, format_func=say.DIFFICULTIES.__getitem__, key="plan-add-difficulty"
    )
    to_day = _day(window, "add", must=False)
    fields = {"kind": "add", "topic": name, "to_day": to_day, "hours": hours, "difficulty": difficulty}
    _apply(desk, PlanEdit.model_validate(fields))


def _day(window: StudyWindow, kind: str, *, must: bool, but: date | None = None) -> date | None:
    """A day of the window that is not off, nor `but`; None for the first one that has room."""
    options: list[date | None] = [*([] if must else [None]), *(day for day in window.study_dates if day != but)]
    return st.selectbox(
        say.EDIT_TO[kind],
        options,
        format_func=lambda day: say.ANY_DAY if day is None else say.day(day),
        key=f"plan-{kind}-to",
    )


def _apply(desk: Desk, edit: PlanEdit) -> None:
    if not st.button(say.APPLY[edit.kind], key="plan-apply"):
        return
    if take_step(desk, lambda session: desk.service.plans.edit(session, edit)):
        form_of(desk).asked = edit.kind
        holds = desk.service.plans.state(desk.study).refused is None
        tell_change(desk, say.CHANGED if holds else "")
        st.rerun()


def _time(desk: Desk, window: StudyWindow) -> None:
    form = form_of(desk)
    fields = {
        "plan-time-exam": window.exam_on,
        "plan-time-hours": window.hours,
        "plan-time-weekdays": list(window.weekdays_off),
        "plan-time-dates": list(window.dates_off),
    }
    # A plan that was changed, or a change that was turned down, takes the form back to what holds.
    is_fresh = not form.asked and form.window != window
    fill_widgets(fields, anew=fields if is_fresh else ())
    form.window = window
    exam_on = st.date_input(asked.DATE, window.exam_on, format="DD/MM/YYYY", key="plan-time-exam")
    hours = st.number_input(asked.HOURS, *HOURS, window.hours, step=0.5, format="%g", key="plan-time-hours")
    weekdays = st.pills(
        asked.WEEKDAYS_OFF,
        range(7),
        selection_mode="multi",
        default=window.weekdays_off,
        format_func=say.SHORT_WEEKDAYS.__getitem__,
        key="plan-time-weekdays",
    )
    dates = st.multiselect(
        asked.DATES_OFF,
        sorted({*desk.service.catalogue.days(desk.zone, window.start), *window.dates_off}),
        window.dates_off,
        placeholder=asked.DATES_OFF_HOLDER,
        format_func=say.day,
        key="plan-time-dates",
    )
    with st.container(horizontal=True):
        fits = st.button(say.APPLY["time"], key="plan-apply")
        spreads = st.button(say.ANEW, key="plan-anew")
    if not (fits or spreads) or exam_on is None:
        return
    wanted = window.until(exam_on, hours=hours, weekdays_off=weekdays, dates_off=dates)
    if take_step(desk, lambda session: desk.service.plans.replan(session, wanted, anew=spreads)):
        form.asked = "time"
        st.rerun()
