"""Random syllabi and windows, and the rules of a plan written down a second time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from core.models import DailyPlan, PlannedTopic, StudyPlan, StudyWindow

START = date(2026, 3, 2)


@st.composite
def syllabi(draw: st.DrawFn, most: int = 60) -> list[PlannedTopic]:
    """Topics in any order, each needing up to two others, without a circle."""
    count = draw(st.integers(1, most))
    planned = []
    for number in range(count):
        needs = draw(st.lists(st.integers(0, number - 1), max_size=2, unique=True)) if number else []
        planned.append(
            PlannedTopic(
                name=f"T{number}",
                hours=draw(st.integers(1, 16)) / 4,
                difficulty=draw(st.sampled_from(["easy", "medium", "hard"])),
                prerequisites=tuple(f"T{need}" for need in needs),
            )
        )
    return draw(st.permutations(planned))


@st.composite
def windows(draw: st.DrawFn, most: int = 80) -> StudyWindow:
    """A window with at least one study day."""
    days = draw(st.integers(1, most))
    weekdays = draw(st.sets(st.integers(0, 6), max_size=5))
    dates = draw(st.sets(st.integers(0, days - 1), max_size=4))
    window = StudyWindow(
        start=START + timedelta(days=draw(st.integers(0, 6))),
        days=days,
        hours=draw(st.integers(1, 40)) / 4,
        weekdays_off=tuple(sorted(weekdays)),
    )
    window = window.model_copy(update={"dates_off": tuple(sorted(window.dates[n] for n in dates))})
    return window if window.study_dates else window.model_copy(update={"weekdays_off": (), "dates_off": ()})


def broken_rules(
    plan: StudyPlan,
    topics: Sequence[PlannedTopic],
    window: StudyWindow,
    *,
    done: Collection[str] = (),
    left_out: Collection[str] = (),
) -> list[str]:
    """The rules that a plan breaks, found without the verifier."""
    names = {topic.name for topic in topics}
    studied = [topic.name for day in plan.schedule if not day.is_revision for topic in day.topics]
    study = [day for day in plan.schedule if day.date in window and not window.is_off(day.date)]
    rules = {
        "dates": [day.date for day in plan.schedule] == [window.start + timedelta(days=n) for n in range(window.days)],
        "days off": not any(day.topics and window.is_off(day.date) for day in plan.schedule),
        "hours": all(sum(topic.hours for topic in day.topics) <= window.hours + 1e-9 for day in plan.schedule),
        "a time for each": all(topic.hours >= 0.25 for day in plan.schedule for topic in day.topics),
        "no strangers": {topic.name for day in plan.schedule for topic in day.topics} <= names,
        "coverage": names <= {*done, *left_out, *studied},
        "order": all(
            _comes_before(needed, topic.name, studied)
            for topic in topics
            for needed in topic.prerequisites
            if topic.name in studied and needed in names and needed not in done
        ),
        "revision": len(study) < 4 or _is_spaced(study),
        "revised after": _revises_what_was_seen(plan, done),
        "not hard at the end": len(study) < 2 or study[-1].is_revision or not _begins_hard(study[-1], study[:-1]),
    }
    return [rule for rule, holds in rules.items() if not holds]


def _comes_before(needed: str, name: str, studied: list[str]) -> bool:
    return needed in studied and len(studied) - 1 - studied[::-1].index(needed) < studied.index(name)


def _is_spaced(study: Sequence[DailyPlan]) -> bool:
    marks = "".join("R" if day.is_revision else "-" for day in study)
    return marks.endswith("R") and "RR" not in marks and "-" * 8 not in marks


def _revises_what_was_seen(plan: StudyPlan, done: Collection[str]) -> bool:
    seen = set(done)
    for day in plan.schedule:
        names = {topic.name for topic in day.topics}
        if day.is_revision and names - seen:
            return False
        seen |= names
    return True


def _begins_hard(last: DailyPlan, before: Sequence[DailyPlan]) -> bool:
    begun = {topic.name for day in before if not day.is_revision for topic in day.topics}
    return any(topic.difficulty == "hard" and topic.name not in begun for topic in last.topics)
