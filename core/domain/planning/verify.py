"""The verifier: rules that are counted out, not an opinion."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from math import ceil

from core.domain.planning.limits import REVISION_EVERY, REVISION_FROM_DAYS, least_quarters, quarters
from core.models import DailyPlan, PlannedTopic, PlanVerification, StudyPlan, StudyWindow
from core.words import Said, in_turn

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
        prerequisite_issues=tuple(map(str, late)),
        other_issues=tuple(map(str, other)),
    )
    said = (
        _passed(verification, left_out, plan, to_place)
        if is_valid
        else in_turn(*_shortcomings(verification, to_place, plan, window), *late[:3], *other[:3])
    )
    return verification.model_copy(update={"critique": str(said), "said": said})


def _late(topic: str, needed: str, *, is_left_out: bool) -> Said:
    return Said("plan.needs_left_out" if is_left_out else "plan.comes_before", topic=topic, needed=needed)


def _calendar_issues(plan: StudyPlan, window: StudyWindow) -> Iterator[Said]:
    if len(plan.schedule) != window.days:
        yield Said("plan.other_days", days=len(plan.schedule), wanted=window.days)
    for number, day in enumerate(plan.schedule):
        if day.day != number + 1 or day.date != window.start + timedelta(days=number):
            yield Said("plan.out_of_line", number=day.day, on=str(day.date), start=str(window.start))
        if day.topics and window.is_off(day.date):
            yield Said("plan.on_day_off", on=day.date, topics=[topic.name for topic in day.topics])


def _revision_issues(plan: StudyPlan, window: StudyWindow) -> Iterator[Said]:
    days = [day for day in plan.schedule if day.date in window and not window.is_off(day.date)]
    if len(days) < REVISION_FROM_DAYS:
        return
    if not days[-1].is_revision:
        yield Said("plan.last_not_revision", on=days[-1].date)
    before = -1
    for place, day in enumerate(days):
        if day.is_revision:
            before = place
        elif place - before == REVISION_EVERY + 1:
            yield Said("plan.no_revision", days=REVISION_EVERY + 1, on=day.date)
    for first, second in pairwise(days):
        if first.is_revision and second.is_revision:
            yield Said("plan.two_revisions", first=first.date, second=second.date)


def _content_issues(
    plan: StudyPlan, names: Collection[str], sittings: dict[str, list[tuple[int, int]]], done: Collection[str]
) -> Iterator[Said]:
    begins = {name: min(places)[0] for name, places in sittings.items()}
    for day in plan.schedule:
        for topic in day.topics:
            if topic.name not in names:
                yield Said("plan.not_in_syllabus", on=day.date, topic=topic.name)
            elif topic.hours < 0.25 - _SLACK:
                yield Said("plan.too_little", on=day.date, topic=topic.name)
            elif day.is_revision and topic.name not in done and begins.get(topic.name, day.day) >= day.day:
                yield Said("plan.revised_before", on=day.date, topic=topic.name)


def _hard_on_the_last_day(
    plan: StudyPlan, window: StudyWindow, sittings: dict[str, list[tuple[int, int]]]
) -> Iterator[Said]:
    last = _last_study_day(plan, window)
    if last is None or last.is_revision:
        return
    for topic in last.topics:
        if topic.difficulty == "hard" and min(sittings[topic.name])[0] == last.day:
            yield Said("plan.hard_last", topic=topic.name)


def _last_study_day(plan: StudyPlan, window: StudyWindow) -> DailyPlan | None:
    """The last study day of several; None where there is only one, on which a hard topic has to stand."""
    days = [day for day in plan.schedule if not window.is_off(day.date)]
    return days[-1] if len(days) > 1 else None


def _passed(
    verification: PlanVerification, left_out: Collection[str], plan: StudyPlan, topics: Sequence[PlannedTopic]
) -> Said:
    share = share_of_time(plan, topics)
    return in_turn(
        Said("plan.passed_without", share=verification.coverage, topics=len(left_out))
        if left_out
        else Said("plan.passed"),
        Said("plan.time_short", share=share) if share < ENOUGH_TIME else None,
    )


def share_of_time(plan: StudyPlan, topics: Sequence[PlannedTopic]) -> float:
    """The share of the topics' expected hours that the plan gives them."""
    wanted = {topic.name: topic.hours for topic in topics}
    sittings = (topic for day in plan.schedule if not day.is_revision for topic in day.topics)
    return sum(topic.hours for topic in sittings if topic.name in wanted) / max(1e-9, sum(wanted.values()))


def _shortcomings(
    verification: PlanVerification, topics: Sequence[PlannedTopic], plan: StudyPlan, window: StudyWindow
) -> Iterator[Said]:
    if verification.missing_topics:
        missing = {"missing": len(verification.missing_topics), "topics": len(topics)}
        least = sum(least_quarters(quarters(topic.hours)) for topic in topics) / 4
        learn = [day for day in plan.schedule if not day.is_revision and not window.is_off(day.date)]
        have = len(learn) * window.hours
        if least > have:
            room = {"least": least, "days": len(learn), "hours": window.hours, "have": have}
            yield Said("plan.no_room", **missing, **room, way=_way_out(least, len(learn), window))
        else:
            yield Said("plan.no_place", **missing, names=verification.missing_topics)
    if verification.overloaded_days:
        yield Said("plan.over_hours", days=verification.overloaded_days[:5])


def _way_out(least: float, learn: int, window: StudyWindow) -> Said:
    days, hours = ceil(least / window.hours), ceil(4 * least / learn) / 4 if learn else 25
    return Said("plan.more_days_or_hours", days=days, hours=hours) if hours <= 24 else Said("plan.more_days", days=days)
