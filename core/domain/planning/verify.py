"""The verifier: rules that are counted out, not an opinion."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from core.domain.planning.limits import REVISION_EVERY, REVISION_FROM_DAYS, least_quarters, quarters
from core.domain.wording import count, listed
from core.models import DailyPlan, PlannedTopic, PlanVerification, StudyPlan, StudyWindow

ENOUGH_TIME = 0.9
"""Below this share of the hours that topics take, the verdict says that time is short."""
_SLACK = 1e-9


def verify(
    plan: StudyPlan,
    topics: Sequence[PlannedTopic],
    window: StudyWindow,
    *,
    done: Collection[str] = (),
    left_out: Collection[str] = (),
) -> PlanVerification:
    """Check `plan` against what was asked.

    Every topic of `topics` has a place, but for those already `done` and those that the learner has `left_out`;
    prerequisites are finished before what needs them; no day is over its hours; days off are kept; every date is in the
    window; from four study days on the last one is for revision, and at most seven others pass without; revision is of
    what was studied; and no hard topic is begun on the last of several study days.
    """
    study = [day for day in plan.schedule if not day.is_revision]
    sittings: dict[str, list[tuple[int, int]]] = {}
    for day in study:
        for place, topic in enumerate(day.topics):
            sittings.setdefault(topic.name, []).append((day.day, place))
    to_place = [topic for topic in topics if topic.name not in done and topic.name not in left_out]
    missing = tuple(topic.name for topic in to_place if topic.name not in sittings)
    overloaded = tuple(day.day for day in plan.schedule if sum(t.hours for t in day.topics) > window.hours + _SLACK)
    names = {topic.name for topic in topics}
    late = tuple(
        _late(topic.name, needed, is_left_out=needed in left_out)
        for topic in topics
        if topic.name in sittings
        for needed in topic.prerequisites
        if needed in names and needed not in done and needed not in missing
        if needed in left_out or max(sittings[needed]) > min(sittings[topic.name])
    )
    other = (
        *_calendar_issues(plan, window),
        *_revision_issues(plan, window),
        *_content_issues(plan, names, sittings, done),
        *_hard_on_the_last_day(plan, window, sittings),
    )
    is_valid = not (missing or overloaded or late or other)
    verification = PlanVerification(
        is_valid=is_valid,
        coverage=1 - (len(missing) + len(names.intersection(left_out))) / max(1, len(topics)),
        missing_topics=missing,
        overloaded_days=overloaded,
        prerequisite_issues=late,
        other_issues=other,
    )
    critique = (
        _passed(verification, left_out, plan, to_place) if is_valid else _critique(verification, to_place, plan, window)
    )
    return verification.model_copy(update={"critique": critique})


def _late(topic: str, needed: str, *, is_left_out: bool) -> str:
    if is_left_out:
        return f"{topic} needs {needed}, which is left out."
    return f"{topic} comes before {needed} is finished, which it needs."


def _calendar_issues(plan: StudyPlan, window: StudyWindow) -> Iterator[str]:
    if len(plan.schedule) != window.days:
        yield f"The plan has {count(len(plan.schedule), 'day')}, not {window.days}."
    for number, day in enumerate(plan.schedule):
        if day.day != number + 1 or day.date != window.start + timedelta(days=number):
            yield f"Day {day.day} is dated {day.date}, out of line with a start on {window.start}."
        if day.topics and window.is_off(day.date):
            yield f"{_on(day.date)} is a day off, but {listed(t.name for t in day.topics)} stands on it."


def _revision_issues(plan: StudyPlan, window: StudyWindow) -> Iterator[str]:
    days = [day for day in plan.schedule if day.date in window and not window.is_off(day.date)]
    if len(days) < REVISION_FROM_DAYS:
        return
    if not days[-1].is_revision:
        yield f"The last study day, {_on(days[-1].date)}, is not for revision."
    before = -1
    for place, day in enumerate(days):
        if day.is_revision:
            before = place
        elif place - before == REVISION_EVERY + 1:
            yield f"There is no revision in the {count(REVISION_EVERY + 1, 'study day')} up to {_on(day.date)}."
    for first, second in pairwise(days):
        if first.is_revision and second.is_revision:
            yield f"{_on(first.date)} and {_on(second.date)} are both for revision, with nothing in between."


def _content_issues(
    plan: StudyPlan, names: Collection[str], sittings: dict[str, list[tuple[int, int]]], done: Collection[str]
) -> Iterator[str]:
    begins = {name: min(places)[0] for name, places in sittings.items()}
    for day in plan.schedule:
        for topic in day.topics:
            if topic.name not in names:
                yield f"{_on(day.date)} has {topic.name}, which is not in the syllabus."
            elif topic.hours < 0.25 - _SLACK:
                yield f"{_on(day.date)} has less than a quarter of an hour for {topic.name}."
            elif day.is_revision and topic.name not in done and begins.get(topic.name, day.day) >= day.day:
                yield f"{_on(day.date)} revises {topic.name} before it is studied."


def _hard_on_the_last_day(
    plan: StudyPlan, window: StudyWindow, sittings: dict[str, list[tuple[int, int]]]
) -> Iterator[str]:
    last = _last_study_day(plan, window)
    if last is None or last.is_revision:
        return
    for topic in last.topics:
        if topic.difficulty == "hard" and min(sittings[topic.name])[0] == last.day:
            yield f"{topic.name} is hard and begins on the last study day."


def _last_study_day(plan: StudyPlan, window: StudyWindow) -> DailyPlan | None:
    """The last study day of several; None where there is only one, on which a hard topic has to stand."""
    days = [day for day in plan.schedule if not window.is_off(day.date)]
    return days[-1] if len(days) > 1 else None


def _on(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _passed(
    verification: PlanVerification, left_out: Collection[str], plan: StudyPlan, topics: Sequence[PlannedTopic]
) -> str:
    verdict, share = "Every topic has its place and no day is over its hours.", share_of_time(plan, topics)
    if left_out:
        are = "is" if len(left_out) == 1 else "are"
        placed = f"{verification.coverage:.0%} of the topics have a place; {len(left_out)} {are} left out."
        verdict = f"No day is over its hours. {placed}"
    if share < ENOUGH_TIME:
        verdict += f" Time is short: topics get {share:.0%} of the hours that they need."
    return verdict


def share_of_time(plan: StudyPlan, topics: Sequence[PlannedTopic]) -> float:
    """The share of the topics' expected hours that the plan gives them."""
    wanted = {topic.name: topic.hours for topic in topics}
    sittings = (topic for day in plan.schedule if not day.is_revision for topic in day.topics)
    return sum(topic.hours for topic in sittings if topic.name in wanted) / max(1e-9, sum(wanted.values()))


def _critique(
    verification: PlanVerification, topics: Sequence[PlannedTopic], plan: StudyPlan, window: StudyWindow
) -> str:
    sentences = []
    if verification.missing_topics:
        least = sum(least_quarters(quarters(topic.hours)) for topic in topics) / 4
        learn = [day for day in plan.schedule if not day.is_revision and not window.is_off(day.date)]
        have = len(learn) * window.hours
        sentences.append(
            f"{len(verification.missing_topics)} of {count(len(topics), 'topic')} found no place"
            + (
                f": in the shortest form they need {least:g} hours together, and {count(len(learn), 'day')} to learn "
                f"of {window.hours:g} h give {have:g}. {_ways_out(least, len(learn), window)}"
                if least > have
                else f": {listed(verification.missing_topics)}."
            )
        )
    if verification.overloaded_days:
        sentences.append(f"Over their hours: day {', '.join(map(str, verification.overloaded_days[:5]))}.")
    return " ".join([*sentences, *verification.prerequisite_issues[:3], *verification.other_issues[:3]])


def _ways_out(least: float, learn: int, window: StudyWindow) -> str:
    by_days = f"It takes {ceil(least / window.hours)} days to learn"
    by_hours = ceil(4 * least / learn) / 4 if learn else 25
    return f"{by_days}, or {by_hours:g} h a day." if by_hours <= 24 else f"{by_days}."
