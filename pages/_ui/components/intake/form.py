"""The intake form: kept as it is typed, what is missing said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from core.models import Intake, RouteDecision, Session
from core.models.limits import LONGEST_SAID
from pages._ui.components.actions import gaps_of
from pages._ui.components.intake.fields import Draft, fields, until_kept
from pages._ui.desk import Desk, Shown, memory
from pages._ui.frame.text import plain
from pages._ui.messages import SHORT_WEEKDAYS, told
from pages._ui.messages import intake as say
from pages._ui.session import fill_widgets, take_step, widget_value

# A field that has a default cannot be emptied, so these have none.
CLEARABLE = frozenset({"exam", "exam_date"})


@dataclass
class Heard:
    """What the router heard in the learner's sentence."""

    decision: RouteDecision | None = None


@dataclass
class Refill:
    """Whether the fields are to be filled anew, since what is kept was changed from beside the form, and over what.

    An entry cuts off the run that fills them: due until they are all drawn, but for those that no longer have the old.
    """

    is_due: bool = False
    over: dict[str, object] | None = None


@dataclass
class Drawn:
    """The fields without a default that the last whole run drew. The browser may have missed the value of others."""

    fields: frozenset[str] = frozenset()


class ShownIntake(Shown[Intake]):
    """What a session keeps of its intake, as this tab has shown it."""


def say_it(desk: Desk) -> None:
    """The learner's own sentence, read by the router into the fields below; what it has to ask stands beside it."""
    earlier = desk.service.intake(desk.session).said if desk.session else ""
    last = earlier.rpartition("\n")[2]
    fill_widgets({"intake-said": last}, anew={"intake-said"} if memory(Refill).is_due else ())
    with st.form("intake-sentence", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        sentence = st.text_input(say.SAID, last, max_chars=LONGEST_SAID, placeholder=say.SAID_HOLDER, key="intake-said")
        asked = st.form_submit_button(say.FILL_IN, key="intake-route")
    if asked and sentence:
        heard: list[RouteDecision] = []

        def listen(session: Session) -> Session:
            session, decision = desk.service.route(session, sentence)
            heard.append(decision)
            return session

        if take_step(desk, listen):
            memory(Heard, page="intake").decision = heard[0]
            memory(Refill).is_due = True
            st.rerun()
    if decision := memory(Heard, page="intake").decision:
        if decision.needs_clarification or decision.refusal:
            st.warning(plain(say.asks(decision)))
        elif filled_in := say.filled_in(decision):
            st.success(plain(filled_in))
        else:
            st.info(say.NOTHING_FILLED_IN)
        if decision.not_taken:
            st.warning(plain(say.not_taken(decision)))


def draft(desk: Desk) -> Draft:
    """Draw the fields. A change is saved at once; the first one begins the session.

    What another tab changed meanwhile is taken over field by field; what was typed here stays.
    """
    intake = desk.service.intake(desk.session) if desk.session else Intake()
    refill, tab, seen = memory(Refill), _shown(desk), memory(Drawn, page=desk.page)
    is_from_elsewhere = tab.is_from_elsewhere(intake) and not refill.is_due
    shown = tab.shown if is_from_elsewhere and tab.shown else intake
    stored, before = _as_drawn(intake), _as_drawn(shown)
    moved_on = {name for name in stored if stored[name] != before[name]}
    typed_here = {name for name in moved_on if widget_value(f"intake-{name}") not in (None, before[name])}
    anew = _over(refill, stored) if refill.is_due else moved_on - typed_here
    values = {f"intake-{name}": value for name, value in stored.items()}
    again = {f"intake-{name}" for name in CLEARABLE - seen.fields}
    fill_widgets(values, anew={f"intake-{name}" for name in anew}, again=again)
    if moved_on:
        st.warning(say.ELSEWHERE)
    drawn = fields(desk, intake, shown)
    typed = drawn.intake
    if typed != intake:
        tab.send(typed)
    if typed == intake or take_step(desk, lambda session: desk.service.save_intake(session, typed)):
        # The first step begins the session, and with it another memory.
        _shown(desk).show(typed)
    refill.is_due, refill.over = False, None
    seen.fields = CLEARABLE & drawn.marks.keys()
    return drawn


def mark_gaps(desk: Desk, drawn: Draft) -> str:
    """Say under each field what it lacks, once the learner has asked for the plan; a sentence that names them all.

    A date that cannot be is said at once.
    """
    missing, gaps = desk.service.catalogue.gaps(desk.session, drawn.intake, desk.zone), gaps_of(desk)
    for field, what in missing.items():
        if field in drawn.marks and (gaps.are_marked or (field == "exam_date" and drawn.intake.dated)):
            drawn.marks[field].error(told(what))
    gaps.are_marked = gaps.are_marked and bool(missing)
    return say.missing(missing)


def given(desk: Desk) -> None:
    """What was said at intake, read-only, with the day of the exam as it is now."""
    intake, exam_on = desk.service.intake(desk.study), desk.service.overview.exam_on(desk.study)
    weekdays = ", ".join(SHORT_WEEKDAYS[number] for number in intake.weekdays_off)
    lines = {
        say.EXAM: desk.study.exam_type,
        say.SCOPE: ", ".join(intake.scope),
        say.GOAL: intake.goal,
        say.DATE if exam_on else say.DAYS: say.day(exam_on) if exam_on else str(intake.days),
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


def _shown(desk: Desk) -> ShownIntake:
    return memory(ShownIntake, of=desk.session.id if desk.session else "")


def _over(refill: Refill, stored: Mapping[str, object]) -> set[str]:
    """The fields that still have what they had when the refill began."""
    has = {name: widget_value(f"intake-{name}") for name in stored}
    refill.over = refill.over or has
    return {name for name in stored if has[name] == refill.over[name]}


def _as_drawn(intake: Intake) -> dict[str, object]:
    """An intake as the widgets hold it."""
    return {
        "exam": intake.exam or None,
        "scope": list(intake.scope),
        "goal": intake.goal,
        "until": until_kept(intake),
        "days": intake.days,
        "exam_date": intake.exam_date,
        "hours": intake.hours,
        "weekdays_off": list(intake.weekdays_off),
        "dates_off": list(intake.dates_off),
        "known": list(intake.known),
        "syllabus": intake.syllabus,
    }
