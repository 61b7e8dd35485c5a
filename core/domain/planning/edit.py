"""A learner's own changes to a plan. What comes out is checked like any other plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from core.domain.planning.days import Frame, Loads, build_plan, loads_of, put
from core.domain.planning.limits import MOST_TOPICS, quarters
from core.domain.planning.syllabus import Syllabus
from core.errors import PlanError
from core.models import LeftOut, PlanEdit, PlannedTopic, StudyPlan, StudyWindow
from core.words import Said

_BY_LEARNER = Said("plan.out_by_learner")
LEFT_OUT_BY_LEARNER = str(_BY_LEARNER)
"""By these words it is known again."""


def edited(
    current: StudyPlan, edit: PlanEdit, syllabus: Syllabus, window: StudyWindow, goal: str = ""
) -> tuple[StudyPlan, Syllabus]:
    """The plan from the window's start on as `edit` leaves it, not yet verified, and the syllabus that it is for.

    Raises `PlanError` where there is no such topic or day, or the name to add is taken.
    """
    loads = {day: load for day, load in loads_of(current).items() if day in window}
    syllabus = _EDITS[edit.kind](loads, edit, syllabus, window)
    return _with_loads(current, loads, syllabus, window, goal), syllabus


def restored(earlier: StudyPlan, syllabus: Syllabus, window: StudyWindow, goal: str = "") -> StudyPlan:
    """An earlier plan from the window's start on, not yet verified: without what was studied since, and with what the
    syllabus leaves out."""
    loads = {day: load for day, load in loads_of(earlier).items() if day in window}
    return _with_loads(earlier, loads, syllabus, window, goal)


def _with_loads(current: StudyPlan, loads: Loads, syllabus: Syllabus, window: StudyWindow, goal: str) -> StudyPlan:
    """The plan with other loads, and of these what is still to be studied."""
    revision = {day.date for day in current.schedule if day.is_revision and day.date in window}
    out = syllabus.done | syllabus.names_left_out
    loads = {day: staying for day, load in loads.items() if (staying := [e for e in load if e[0].name not in out])}
    frame = Frame(
        current.exam_name, syllabus.topics, window, goal, learned=syllabus.learned, left_out=syllabus.left_out
    )
    return build_plan(frame, loads, revision)


def widened(syllabus: Syllabus, edit: PlanEdit) -> Syllabus:
    """The syllabus for a mended plan in which `edit` holds: what needs a topic left out goes too, what one taken back
    needs comes back too, and the topic itself is the last to be left out for want of time."""
    by_name = {topic.name: topic for topic in syllabus.topics}
    name = " ".join(edit.topic.split())
    if edit.kind == "leave_out":
        return without_lacking(syllabus)
    needed = [name]
    for needing in needed:
        needed += [p for p in by_name[needing].prerequisites if p in by_name and p not in needed]
    left_out = tuple(topic for topic in syllabus.left_out if topic.name not in needed)
    return replace(syllabus, left_out=left_out, known=syllabus.known - {name}, weak=syllabus.weak | {name})


def without_lacking(syllabus: Syllabus) -> Syllabus:
    """The syllabus without what needs a topic that is left out."""
    out = list(syllabus.left_out)
    names_out = set(syllabus.names_left_out)
    for topic in syllabus.topics:
        lacking = [needed for needed in topic.prerequisites if needed in names_out and needed not in syllabus.done]
        if lacking and topic.name not in names_out | syllabus.done:
            names_out.add(topic.name)
            out.append(LeftOut.because(topic.name, Said("plan.out_lacking", needed=lacking[0])))
    return replace(syllabus, left_out=tuple(out))


def is_as_asked(plan: StudyPlan, edit: PlanEdit) -> bool:
    """Whether a mended plan has the topic as `edit` asks: on that day, or on any where it names none, or not at all."""
    name = " ".join(edit.topic.split())
    days = {day.date for day in plan.schedule if not day.is_revision and any(t.name == name for t in day.topics)}
    if edit.kind == "leave_out":
        return not days
    return edit.to_day in days if edit.to_day else bool(days)


def _move(loads: Loads, edit: PlanEdit, syllabus: Syllabus, window: StudyWindow) -> Syllabus:
    topic = _open_topic(edit.topic, syllabus)
    if topic.name in syllabus.names_left_out:
        raise PlanError("plan.topic_left_out", topic=topic.name)
    count = _taken(loads, topic, edit.from_day)
    put(loads, _day(edit.to_day, window), topic, count, syllabus.rank)
    return syllabus


def _split(loads: Loads, edit: PlanEdit, syllabus: Syllabus, window: StudyWindow) -> Syllabus:
    topic = _open_topic(edit.topic, syllabus)
    count = _taken(loads, topic, edit.from_day)
    if count < 2:
        raise PlanError("plan.split_short", topic=topic.name)
    there = _day(edit.to_day, window)
    if edit.from_day is None or there == edit.from_day:
        raise PlanError("plan.split_other_day")
    put(loads, edit.from_day, topic, count - count // 2, syllabus.rank)
    put(loads, there, topic, count // 2, syllabus.rank)
    return syllabus


def _leave_out(_: Loads, edit: PlanEdit, syllabus: Syllabus, __: StudyWindow) -> Syllabus:
    topic = _open_topic(edit.topic, syllabus)
    if topic.name in syllabus.names_left_out:
        return syllabus
    left_out = LeftOut.because(topic.name, _BY_LEARNER)
    fewer = replace(syllabus, left_out=(*syllabus.left_out, left_out))
    if not (fewer.to_place or fewer.done):
        raise PlanError("plan.last_topic", topic=topic.name)
    return fewer


def _take_back(loads: Loads, edit: PlanEdit, syllabus: Syllabus, window: StudyWindow) -> Syllabus:
    topic = _open_topic(edit.topic, syllabus)
    if topic.name not in syllabus.names_left_out:
        raise PlanError("plan.topic_there", topic=topic.name)
    if edit.to_day:
        put(loads, _day(edit.to_day, window), topic, quarters(topic.hours), syllabus.rank)
    rest = tuple(other for other in syllabus.left_out if other.name != topic.name)
    return replace(syllabus, left_out=rest)


def _add(loads: Loads, edit: PlanEdit, syllabus: Syllabus, window: StudyWindow) -> Syllabus:
    name = " ".join(edit.topic.split())
    if not name:
        raise PlanError("plan.topic_name_missing")
    if any(topic.name.casefold() == name.casefold() for topic in syllabus.topics):
        raise PlanError("plan.topic_name_taken", topic=name)
    if len(syllabus.topics) >= MOST_TOPICS:
        raise PlanError("plan.full", most=MOST_TOPICS)
    topic = PlannedTopic(name=name, difficulty=edit.difficulty, hours=edit.hours, rationale="You added it.")
    added = replace(syllabus, topics=(*syllabus.topics, topic))
    if edit.to_day:
        put(loads, _day(edit.to_day, window), topic, quarters(topic.hours), added.rank)
    return added


_EDITS: dict[str, Callable[[Loads, PlanEdit, Syllabus, StudyWindow], Syllabus]] = {
    "move": _move,
    "split": _split,
    "leave_out": _leave_out,
    "take_back": _take_back,
    "add": _add,
}


def _open_topic(name: str, syllabus: Syllabus) -> PlannedTopic:
    topic = next((topic for topic in syllabus.topics if topic.name == name), None)
    if topic is None:
        raise PlanError("plan.no_topic", topic=name)
    if name in syllabus.done:
        raise PlanError("plan.topic_done", topic=name)
    return topic


def _taken(loads: Loads, topic: PlannedTopic, day: date | None) -> int:
    """Take a topic's sitting off a day, or the whole topic where no day is named; its quarters of an hour."""
    days = [there for there in loads if there == day or day is None]
    total = sum(count for there in days for entry, count in loads[there] if entry.name == topic.name)
    for there in days:
        loads[there] = [entry for entry in loads[there] if entry[0].name != topic.name]
    if not total and day is not None:
        raise PlanError("plan.not_on_day", topic=topic.name, day=day)
    return total or quarters(topic.hours)


def _day(day: date | None, window: StudyWindow) -> date:
    if day is None or day not in window:
        first, last = window.dates[0], window.dates[-1]
        raise PlanError("plan.day_outside", first=first, last=last)
    return day
