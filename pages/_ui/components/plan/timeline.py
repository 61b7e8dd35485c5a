"""The topics of a plan over its time: a row for each, with its dates, the days for revision and the exam."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from html import escape
from itertools import pairwise

import streamlit as st

from core.models import StudyPlan
from pages._ui.messages import plan as say

LABELS = 4
NEAR_THE_EXAM = 0.38
"""A label nearer to the exam's than this share of the time would run into it."""


def timeline(plan: StudyPlan, studied: Collection[str], today: date) -> None:
    """The dates stay above the rows, and each row says its own in words."""
    scale = Scale(plan)
    sittings: dict[str, list[date]] = {}
    for day in plan.schedule:
        for topic in () if day.is_revision else day.topics:
            sittings.setdefault(topic.name, []).append(day.date)
    revision = [day.date for day in plan.schedule if day.is_revision]
    rows = [_row(say.EXAM, [scale.exam_on], scale, kind="ends")]
    rows += [_row(say.REVISION, revision, scale, kind="revise")] if revision else []
    rows += [_row(name, days, scale, kind=_state(name, days, studied, today)) for name, days in sittings.items()]
    bands = "".join(
        f'<i class="em-{kind}" style="{scale.place(day)}"></i>' for day, kind in _bands(scale, revision, today)
    )
    head = f'<div class="em-axis"><div>{_labels(scale)}</div></div>'
    body = f'<div class="em-rows"><div class="em-bands">{bands}</div><ul>{"".join(rows)}</ul></div>'
    with st.container(key="plan-timeline"):
        st.html(
            f'<div class="em-line" role="region" aria-label="{escape(say.TIMELINE)}" tabindex="0">{head}{body}</div>'
        )


class Scale:
    """Where a day lies between the plan's first day and the end of the day of the exam."""

    def __init__(self, plan: StudyPlan) -> None:
        self.first, self.exam_on = plan.schedule[0].date, plan.filled().exam_on
        self.days = (self.exam_on - self.first).days + 1

    def at(self, day: date) -> float:
        """Where the day begins, as a share of the time."""
        return (day - self.first).days / self.days

    def place(self, day: date, days: int = 1) -> str:
        """Place and width of so many days, as a style."""
        return f"left:{100 * self.at(day):.2f}%;width:{100 * days / self.days:.2f}%"


def _row(name: str, days: Sequence[date], scale: Scale, *, kind: str) -> str:
    bars = "".join(f'<i style="{scale.place(first, count)}"></i>' for first, count in _runs(days))
    state = say.STATES.get(kind, "")
    when = f"{say.spans(days)}{f', {state}' if state else ''}"
    told = f'<span class="em-name">{escape(name)}</span> <span class="em-when">{escape(when)}</span>'
    return f'<li class="em-{kind}"><div>{told}</div><div class="em-bar-track">{bars}</div></li>'


def _state(name: str, days: Sequence[date], studied: Collection[str], today: date) -> str:
    return "studied" if name in studied else "late" if days[-1] < today else "planned"


def _bands(scale: Scale, revision: Sequence[date], today: date) -> list[tuple[date, str]]:
    bands = [(day, "revise") for day in revision] + [(scale.exam_on, "ends")]
    return bands + [(today, "today")] * (scale.first <= today < scale.exam_on)


def _labels(scale: Scale) -> str:
    step = max(1, -(-scale.days // LABELS))
    days = [scale.first + timedelta(days=number) for number in range(0, scale.days - 1, step)]
    labels = [
        f'<span style="left:{100 * scale.at(day):.2f}%">{escape(say.day_and_month(day))}</span>'
        for day in days
        if scale.at(scale.exam_on) - scale.at(day) > NEAR_THE_EXAM
    ]
    exam = f"{say.EXAM} {say.day_and_month(scale.exam_on)}"
    return "".join([*labels, f'<span class="em-ends">{escape(exam)}</span>'])


def _runs(days: Sequence[date]) -> list[tuple[date, int]]:
    """Days in a row as the first of them and their number."""
    if not days:
        return []
    ordered = sorted(days)
    starts = [ordered[0], *(after for before, after in pairwise(ordered) if (after - before).days > 1)]
    return [(first, sum(first <= day < after for day in ordered)) for first, after in pairwise([*starts, date.max])]
