"""How far behind or ahead of the plan the learner is, and the topics as a plan places them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.models import StudyPlan, Topic


def behind(plan: StudyPlan, topics: Sequence[Topic], today: date) -> tuple[str, ...]:
    """The topics that are still to be studied and have no day from `today` on, in the plan's order."""
    open_topics = {topic.name for topic in topics if not topic.is_studied and topic.status != "left_out"}
    upcoming = {t.name for day in plan.schedule if day.date >= today and not day.is_revision for t in day.topics}
    past = [t.name for day in plan.schedule if day.date < today and not day.is_revision for t in day.topics]
    return tuple(dict.fromkeys(name for name in past if name in open_topics and name not in upcoming))


def ahead(plan: StudyPlan, topics: Sequence[Topic], today: date) -> tuple[str, ...]:
    """The topics that are studied and still have a day after `today`, in the plan's order."""
    studied = {topic.name for topic in topics if topic.is_studied}
    later = [t.name for day in plan.schedule if day.date > today and not day.is_revision for t in day.topics]
    return tuple(dict.fromkeys(name for name in later if name in studied))


def time_given(plan: StudyPlan, topics: Sequence[Topic]) -> float:
    """The share of its hours that the plan gives to the topics that are not begun; 1 where there are none."""
    wanted = {topic.name: topic.hours for topic in topics if topic.status == "planned"}
    sittings = (topic for day in plan.schedule if not day.is_revision for topic in day.topics)
    total = sum(wanted.values())
    return sum(topic.hours for topic in sittings if topic.name in wanted) / total if total else 1.0


def placed_topics(topics: Sequence[Topic], plan: StudyPlan, *, leave_out: bool = True) -> tuple[Topic, ...]:
    """The topics with the day and the place that `plan` gives them: those studied first, then in the plan's order.

    With `leave_out` those that the plan does without are marked so; one that it has again is planned again.
    """
    first: dict[str, tuple[int, date]] = {}
    for day in plan.schedule:
        if not day.is_revision:
            for topic in day.topics:
                first.setdefault(topic.name, (len(first), day.date))
    left_out = {topic.name for topic in plan.left_out} if leave_out else set()
    last = plan.schedule[-1].date

    def place(topic: Topic) -> tuple[int, int, int]:
        group = 0 if topic.is_studied else 2 if topic.name in left_out else 1
        return group, first.get(topic.name, (len(first), last))[0] if group else 0, topic.position

    return tuple(
        topic.model_copy(update={"position": position} | _of(topic, first.get(topic.name, (0, last))[1], left_out))
        for position, topic in enumerate(sorted(topics, key=place))
    )


def _of(topic: Topic, planned_on: date, left_out: set[str]) -> dict[str, object]:
    if topic.is_studied:
        return {}
    status = "left_out" if topic.name in left_out else "planned" if topic.status == "left_out" else topic.status
    return {"planned_on": planned_on, "status": status}
