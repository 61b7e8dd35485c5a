"""The intake form: kept as it is typed, what is missing said beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.content.courses import course_ids, load_course
from core.content.courses.exams import exams, find_exam
from core.domain.planning import DAYS, HOURS
from core.models import Intake, RouteDecision, Session
from core.study.intake import gaps, topic_names
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import intake as say
from pages._ui.session import attempt, fill_widgets, widget_value

UNTIL = ("days", "date")


def say_it(desk: Desk) -> None:
    """The learner's own sentence, read by the router into the fields below; what it has to ask stands beside it."""
    kept = desk.service.intake(desk.session).said if desk.session else ""
    fill_widgets({"intake-said": kept.rpartition("\n")[2]})
    with st.form("intake-sentence", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        said = st.text_input(say.SAID, max_chars=500, placeholder=say.SAID_HOLDER, key="intake-said")
        asked = st.form_submit_button(say.FILL_IN, key="intake-route")
    if asked and said:
        heard: list[RouteDecision] = []

        def listen(session: Session) -> Session:
            session, decision = desk.service.route(session, said)
            heard.append(decision)
            return session

        if attempt(desk, listen):
            desk.tab.heard, desk.tab.refill = heard[0], True
            st.rerun()
    if decision := desk.tab.heard:
        if decision.needs_clarification or decision.refusal:
            st.warning(plain(decision.refusal or decision.clarifying_question))
        elif filled_in := say.filled_in(decision):
            st.success(plain(filled_in))
        else:
            st.info(say.NOTHING_FILLED_IN)
        if decision.not_taken:
            st.warning(plain(" ".join(decision.not_taken)))


@dataclass
class Draft:
    """The form as it is drawn: what is in it, where files go, and the place under each field for what it lacks."""

    intake: Intake
    files: DeltaGenerator
    marks: dict[str, DeltaGenerator]


def draft(desk: Desk) -> Draft:
    """Draw the fields. A change is saved at once; the first one begins the session.

    What another tab changed meanwhile is taken over field by field; what was typed here stays.
    """
    kept = desk.service.intake(desk.session) if desk.session else Intake()
    elsewhere = desk.tab.is_from_elsewhere(_place(desk), kept) and not desk.tab.refill
    known = desk.tab.shown.get(_place(desk))
    shown = known if elsewhere and isinstance(known, Intake) else kept
    stored, before = _as_drawn(kept), _as_drawn(shown)
    moved_on = {name for name in stored if stored[name] != before[name]}
    typed_here = {name for name in moved_on if widget_value(f"intake-{name}") not in (None, before[name])}
    anew = set(stored) if desk.tab.refill else moved_on - typed_here
    desk.tab.refill = False
    values = {f"intake-{name}": value for name, value in stored.items()}
    fill_widgets(values, anew={f"intake-{name}" for name in anew})
    if moved_on:
        st.warning(say.ELSEWHERE)
    drawn = _fields(desk, kept)
    typed = drawn.intake
    desk.tab.sent[_place(desk)] = typed
    if typed == kept or attempt(desk, lambda session: desk.service.save_intake(session, typed)):
        desk.tab.shown[_place(desk)] = typed
    return drawn


def mark_gaps(desk: Desk, drawn: Draft) -> str:
    """Say under each field what it lacks, once the learner has asked for the plan; a sentence that names them all.

    A date that cannot be is said at once.
    """
    today = desk.service.clock.now().date()
    has_material = bool(desk.session and desk.service.read.materials(desk.session.id))
    missing = gaps(drawn.intake, today, has_material=has_material)
    for field, sentence in missing.items():
        if field in drawn.marks and (desk.tab.is_marked or (field == "exam_date" and drawn.intake.dated)):
            drawn.marks[field].error(sentence)
    desk.tab.is_marked = desk.tab.is_marked and bool(missing)
    return say.missing(missing)


def given(desk: Desk) -> None:
    """What was said at intake, read-only."""
    intake = desk.service.intake(desk.study)
    weekdays = ", ".join(say.WEEKDAYS[number] for number in intake.weekdays_off)
    lines = {
        say.EXAM: desk.study.exam_type,
        say.SCOPE: ", ".join(intake.scope),
        say.GOAL: intake.goal,
        say.DATE if intake.dated else say.DAYS: say.day(intake.dated) if intake.dated else str(intake.days),
        say.HOURS: f"{intake.hours:g}",
        say.OFF: ", ".join(part for part in (weekdays, *map(say.day, intake.dates_off)) if part),
        say.KNOWN: ", ".join(intake.known),
    }
    for label, value in lines.items():
        if value:
            st.markdown(f"**{label}:** {plain(value)}")
    if intake.syllabus:
        with st.expander(say.SYLLABUS):
            st.text(intake.syllabus)


def _place(desk: Desk) -> str:
    return f"intake/{desk.session.id if desk.session else ''}"


def _as_drawn(intake: Intake) -> dict[str, object]:
    """An intake as the widgets hold it."""
    return {
        "exam": intake.exam or None,
        "scope": list(intake.scope),
        "goal": intake.goal,
        "until": UNTIL[0] if intake.by_days or (intake.by_days is None and not intake.exam_date) else UNTIL[1],
        "days": intake.days,
        "exam_date": intake.exam_date,
        "hours": intake.hours,
        "weekdays_off": list(intake.weekdays_off),
        "dates_off": list(intake.dates_off),
        "known": list(intake.known),
        "syllabus": intake.syllabus,
    }


def _fields(desk: Desk, kept: Intake) -> Draft:
    marks: dict[str, DeltaGenerator] = {}
    names = [*(load_course(course).exam_name for course in course_ids()), *(exam.name for exam in exams())]
    exam = st.selectbox(
        say.EXAM,
        [*names, *([kept.exam] if kept.exam and kept.exam not in names else [])],
        index=None,
        placeholder=say.EXAM_HOLDER,
        accept_new_options=True,
        filter_mode="prefix",
        key="intake-exam",
    )
    marks["exam"] = st.empty()
    scope = _scope(exam or "", kept)
    days, exam_date, by_days = _until(kept, marks)
    hours = st.number_input(say.HOURS, *HOURS, step=0.5, format="%g", key="intake-hours")
    marks["hours"] = st.empty()
    weekdays_off, dates_off = _days_off(desk, kept, marks)
    st.header(say.SOURCE, anchor=False)
    st.markdown(say.SOURCE_LEAD)
    syllabus = st.text_area(
        say.SYLLABUS, height=140, max_chars=40_000, placeholder=say.SYLLABUS_HOLDER, key="intake-syllabus"
    )
    marks["syllabus"] = st.empty()
    place_for_files = st.container()
    typed = kept.model_copy(
        update={
            "exam": exam or "",
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
    return Draft(_about_you(desk, typed), place_for_files, marks)


def _about_you(desk: Desk, typed: Intake) -> Intake:
    """What the learner wants and knows already."""
    st.header(say.ABOUT, anchor=False)
    goal = st.text_input(say.GOAL, max_chars=300, placeholder=say.GOAL_HOLDER, key="intake-goal")
    names = topic_names(typed, desk.service.read.materials(desk.session.id) if desk.session else ())
    known = typed.known
    if names:
        options = [*names, *(name for name in known if name not in names)]
        known = tuple(st.multiselect(say.KNOWN, options, placeholder=say.KNOWN_HOLDER, key="intake-known"))
    return typed.model_copy(update={"goal": goal or "", "known": known})


def _scope(name: str, kept: Intake) -> tuple[str, ...]:
    exam = find_exam(name)
    if exam is None:
        return ()
    topics = [topic.name for subject in exam.subjects for part in subject.parts for topic in part.topics]
    options = [*exam.scopes, *(one for one in kept.scope if one in topics)]
    chosen = widget_value("intake-scope")
    if isinstance(chosen, list) and not set(chosen) <= set(options):
        # Another exam was picked: what it does not have goes.
        fill_widgets({"intake-scope": [one for one in chosen if one in options]}, anew={"intake-scope"})
    scope = tuple(st.multiselect(say.SCOPE, options, placeholder=say.SCOPE_HOLDER, key="intake-scope"))
    st.caption(plain(say.follows(exam.syllabus)))
    return scope


def _until(kept: Intake, marks: dict[str, DeltaGenerator]) -> tuple[int, date | None, bool | None]:
    """The days, the date, and which of them counts; the other is kept for who changes back."""
    until = st.segmented_control(
        say.UNTIL, UNTIL, format_func=say.UNTIL_BY.__getitem__, required=True, key="intake-until"
    )
    if until == UNTIL[1]:
        exam_date = st.date_input(say.DATE, None, format="DD/MM/YYYY", key="intake-exam_date")
        marks["exam_date"] = st.empty()
        return kept.days, exam_date, False
    days = st.number_input(say.DAYS, DAYS[0], DAYS[-1], key="intake-days")
    is_untouched = kept.by_days is None and kept.exam_date is None
    return days, kept.exam_date, None if is_untouched else True


def _days_off(desk: Desk, kept: Intake, marks: dict[str, DeltaGenerator]) -> tuple[tuple[int, ...], tuple[date, ...]]:
    weekdays = st.pills(
        say.WEEKDAYS_OFF,
        range(7),
        selection_mode="multi",
        format_func=say.WEEKDAYS.__getitem__,
        key="intake-weekdays_off",
    )
    marks["weekdays_off"] = st.empty()
    today = desk.service.clock.now().date()
    coming = [today + timedelta(days=number) for number in range(DAYS[-1])]
    dates = st.multiselect(
        say.DATES_OFF,
        sorted({*coming, *kept.dates_off}),
        placeholder=say.DATES_OFF_HOLDER,
        format_func=say.day,
        key="intake-dates_off",
    )
    return tuple(sorted(weekdays)), tuple(sorted(dates))
