"""The fields of the set-up page: what is asked first stands open, the rest is folded and says what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.models import Intake
from core.models.limits import DAYS, HOURS
from pages._ui.components.intake.topics import topics_found
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import SHORT_WEEKDAYS
from pages._ui.messages import intake as say
from pages._ui.session import fill_widgets, widget_value

UNTIL = ("days", "date")


@dataclass
class Draft:
    """The form as it is drawn: what is in it, where files go, and the place under each field for what it lacks."""

    intake: Intake
    files: DeltaGenerator
    marks: dict[str, DeltaGenerator]


def fields(desk: Desk, intake: Intake, shown: Intake) -> Draft:
    """Draw the fields over what is kept; `shown` is what this tab has shown of it last."""
    marks: dict[str, DeltaGenerator] = {}
    place_for_files = st.container()
    syllabus = st.text_area(
        say.SYLLABUS,
        intake.syllabus,
        height=80,
        max_chars=40_000,
        placeholder=say.SYLLABUS_HOLDER,
        key="intake-syllabus",
    )
    marks["syllabus"] = st.empty()
    exam = _exam(desk, intake, marks)
    days, exam_date, by_days, hours = _time(intake, marks)
    scope = _scope(desk, exam, intake)
    weekdays_off, dates_off = _days_off(desk, intake, marks)
    typed = intake.model_copy(
        update={
            "exam": exam,
            "scope": scope,
            "days": days,
            "exam_date": exam_date,
            "by_days": by_days,
            "hours": hours,
            "weekdays_off": weekdays_off,
            "dates_off": dates_off,
            "syllabus": syllabus or "",
        }
    )
    typed = topics_found(desk, typed, intake, shown)
    marks["topics"] = st.empty()
    return Draft(_about_you(desk, typed), place_for_files, marks)


def until_kept(intake: Intake) -> str:
    """Whether the days or the date count."""
    return UNTIL[0] if intake.by_days or (intake.by_days is None and not intake.exam_date) else UNTIL[1]


def _exam(desk: Desk, intake: Intake, marks: dict[str, DeltaGenerator]) -> str:
    names = desk.service.catalogue.exam_names()
    exam = st.selectbox(
        say.EXAM,
        [*names, *([intake.exam] if intake.exam and intake.exam not in names else [])],
        index=None,
        placeholder=say.EXAM_HOLDER,
        accept_new_options=True,
        filter_mode="prefix",
        key="intake-exam",
    )
    marks["exam"] = st.empty()
    if (offer := desk.service.catalogue.exam(exam or "")) and not desk.service.catalogue.has_text(desk.session, intake):
        st.info(plain(say.without_text(offer.name)))
    return exam or ""


def _time(intake: Intake, marks: dict[str, DeltaGenerator]) -> tuple[int, date | None, bool | None, float]:
    """The days, the date, which of them counts, and the hours a day; of days and date the other is kept for who changes
    back."""
    until = st.segmented_control(
        say.UNTIL,
        UNTIL,
        default=until_kept(intake),
        format_func=say.UNTIL_BY.__getitem__,
        required=True,
        key="intake-until",
    )
    left, right = st.columns(2, gap="small")
    days, exam_date, by_days = intake.days, intake.exam_date, intake.by_days
    with left:
        if until == UNTIL[1]:
            exam_date = st.date_input(say.DATE, None, format="DD/MM/YYYY", key="intake-exam_date")
            marks["exam_date"] = st.empty()
            by_days = False
        else:
            days = st.number_input(say.DAYS, DAYS[0], DAYS[-1], intake.days, key="intake-days")
            is_untouched = intake.by_days is None and intake.exam_date is None
            by_days = None if is_untouched else True
    with right:
        hours = st.number_input(say.HOURS, *HOURS, intake.hours, step=0.5, format="%g", key="intake-hours")
        marks["hours"] = st.empty()
    return days, exam_date, by_days, hours


def _scope(desk: Desk, name: str, intake: Intake) -> tuple[str, ...]:
    exam = desk.service.catalogue.exam(name)
    if exam is None:
        return ()
    options = [*exam.scopes, *(name for name in intake.scope if name in exam.topics)]
    chosen = widget_value("intake-scope")
    if isinstance(chosen, list) and not set(chosen) <= set(options):
        # Another exam was picked: what it does not have goes.
        chosen = [name for name in chosen if name in options]
        fill_widgets({"intake-scope": chosen}, anew={"intake-scope"})
    before = [name for name in intake.scope if name in options]
    with st.expander(say.scope_chosen(chosen if isinstance(chosen, list) else before), key="intake-fold-scope"):
        scope = tuple(st.multiselect(say.SCOPE, options, before, placeholder=say.SCOPE_HOLDER, key="intake-scope"))
        st.caption(plain(say.follows(exam.syllabus)))
    return scope


def _days_off(desk: Desk, intake: Intake, marks: dict[str, DeltaGenerator]) -> tuple[tuple[int, ...], tuple[date, ...]]:
    chosen = say.days_off_chosen(_held("intake-weekdays_off"), _held("intake-dates_off"))
    with st.expander(chosen, key="intake-fold-off"):
        weekdays = st.pills(
            say.WEEKDAYS_OFF,
            range(7),
            selection_mode="multi",
            default=intake.weekdays_off,
            format_func=SHORT_WEEKDAYS.__getitem__,
            key="intake-weekdays_off",
        )
        dates = st.multiselect(
            say.DATES_OFF,
            sorted({*desk.service.catalogue.days(desk.zone), *intake.dates_off}),
            intake.dates_off,
            placeholder=say.DATES_OFF_HOLDER,
            format_func=say.day,
            key="intake-dates_off",
        )
    # Not in the fold: what is missing stands open.
    marks["weekdays_off"] = st.empty()
    return tuple(sorted(weekdays)), tuple(sorted(dates))


def _about_you(desk: Desk, typed: Intake) -> Intake:
    """What the learner wants and knows already."""
    names = desk.service.catalogue.topic_names(desk.session, typed)
    known, goal = typed.known, widget_value("intake-goal")
    with st.expander(say.about_you(str(goal or ""), len(_held("intake-known"))), key="intake-fold-about"):
        wanted = st.text_input(say.GOAL, typed.goal, max_chars=300, placeholder=say.GOAL_HOLDER, key="intake-goal")
        if names:
            options = [*names, *(name for name in known if name not in names)]
            known = tuple(st.multiselect(say.KNOWN, options, known, placeholder=say.KNOWN_HOLDER, key="intake-known"))
    return typed.model_copy(update={"goal": wanted or "", "known": known})


def _held(key: str) -> list[object]:
    """What a field with several choices has in this run."""
    held = widget_value(key)
    return [*held] if isinstance(held, list | tuple) else []
