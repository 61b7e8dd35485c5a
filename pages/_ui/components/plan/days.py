"""The days of a plan as a calendar, and as a table; the view that the learner picks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from html import escape

import altair as alt
import pandas as pd
import streamlit as st

from core.models import DailyPlan, StudyPlan, StudyWindow
from core.models.plan_overview import PlanOverview
from pages._ui.components.plan.timeline import timeline
from pages._ui.frame.text import plain
from pages._ui.messages import plan as say

SHOWN_ON_A_DAY = 3
WEEKS_AT_ONCE = 6


def days(overview: PlanOverview) -> None:
    """The view that the learner picks."""
    st.header(say.DAYS, anchor=False)
    view = st.segmented_control(
        say.VIEW,
        list(say.VIEWS),
        default="calendar",
        format_func=say.VIEWS.__getitem__,
        required=True,
        label_visibility="collapsed",
        key="plan-view",
    )
    st.caption(plain(say.in_numbers(overview.shown.plan)))
    plan, window, studied, today = overview.shown.plan, overview.window, overview.studied, overview.today
    if view == "calendar":
        _calendar(plan, window, studied, today)
    elif view == "gantt":
        timeline(plan, studied, today)
    else:
        _table(plan, window)


def _calendar(plan: StudyPlan, window: StudyWindow, studied: Collection[str], today: date) -> None:
    """The weeks of the plan: all of them where they are few, else those of the month that is picked."""
    begins, ends = plan.schedule[0].date, window.exam_on
    weeks = _weeks(begins, ends)
    if len(weeks) > WEEKS_AT_ONCE:
        months = list(dict.fromkeys(day.replace(day=1) for week in weeks for day in week if begins <= day <= ends))
        now = today.replace(day=1)
        picked: date | None = st.selectbox(
            say.MONTH,
            months,
            index=months.index(now) if now in months else 0,
            format_func=say.month_of,
            width=220,
            key="plan-month",
        )
        month = picked or months[0]
        weeks = [week for week in weeks if any(day.replace(day=1) == month for day in week)]
    by_date = {day.date: day for day in plan.schedule}
    rows = "".join(
        f"<tr>{''.join(_cell(day, by_date.get(day), window, studied, today) for day in week)}</tr>" for week in weeks
    )
    heads = "".join(
        f'<th scope="col"><abbr title="{name}">{short}</abbr></th>'
        for name, short in zip(say.WEEKDAYS, say.SHORT_WEEKDAYS, strict=True)
    )
    caption = escape(say.calendar_name(weeks[0][0], weeks[-1][-1]))
    head = f"<caption>{caption}</caption><thead><tr>{heads}</tr></thead>"
    table = f'<table class="em-cal">{head}<tbody>{rows}</tbody></table>'
    st.html(f'<div class="em-weeks" role="region" aria-label="{caption}" tabindex="0">{table}</div>')


def _weeks(begins: date, ends: date) -> list[list[date]]:
    monday = begins - timedelta(days=begins.weekday())
    count = (ends - monday).days // 7 + 1
    return [[monday + timedelta(days=7 * week + day) for day in range(7)] for week in range(count)]


def _cell(
    day: date,
    entry: DailyPlan | None,
    window: StudyWindow,
    studied: Collection[str],
    today: date,
) -> str:
    kind, lines = _of(day, entry, window, studied)
    now = ' aria-current="date"' if day == today else ""
    month = f" {say.short_month(day)}" if day.day == 1 or (entry and entry.day == 1) else ""
    weekday = f'<span class="em-wd">{say.SHORT_WEEKDAYS[day.weekday()]} </span>'
    return f'<td class="em-{kind}"{now}><span class="em-date">{weekday}{day.day}{month}</span>{lines}</td>'


def _of(day: date, entry: DailyPlan | None, window: StudyWindow, studied: Collection[str]) -> tuple[str, str]:
    """What kind of day it is, and its lines."""
    if day == window.exam_on:
        return "exam", f"<strong>{escape(say.EXAM)}</strong>"
    if entry is None:
        return "outside", ""
    if entry.is_revision:
        return "revise", f"<em>{escape(say.REVISE)}</em> <span class='em-h'>{entry.estimated_hours:g} h</span>"
    if not entry.topics:
        kind, told = ("off", say.OFF) if window.is_off(day) else ("free", say.FREE)
        return kind, f"<span class='em-what'>{escape(told)}</span>"
    lines = [
        _topic(topic.name, topic.hours, is_studied=topic.name in studied) for topic in entry.topics[:SHOWN_ON_A_DAY]
    ]
    if more := len(entry.topics) - SHOWN_ON_A_DAY:
        lines += [f"<li>+ {more}</li>"] if more > 0 else []
    return "learn", f"<ul>{''.join(lines)}</ul>"


def _topic(name: str, hours: float, *, is_studied: bool) -> str:
    tick = f'<span role="img" aria-label="{escape(say.STUDIED)}">✓ </span>' if is_studied else ""
    return f"<li>{tick}{escape(name)} <span class='em-h'>{hours:g} h</span></li>"


def _table(plan: StudyPlan, window: StudyWindow) -> None:
    column = say.COLUMNS
    table = pd.DataFrame(
        {
            column["day"]: [entry.day for entry in plan.schedule],
            column["date"]: [pd.Timestamp(entry.date) for entry in plan.schedule],
            column["theme"]: [entry.theme for entry in plan.schedule],
            column["hours"]: [entry.estimated_hours for entry in plan.schedule],
            column["kind"]: [say.describe(entry, is_off=window.is_off(entry.date)) for entry in plan.schedule],
        }
    )
    chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X(f"{column['date']}:T", timeUnit="yearmonthdate", title=None, axis=alt.Axis(format="%-d %b")),
            y=alt.Y(f"{column['hours']}:Q", title=column["hours"]),
            color=alt.Color(f"{column['kind']}:N", title=None, legend=alt.Legend(orient="top")),
            tooltip=[column["date"], column["theme"], column["hours"], column["kind"]],
        )
        .properties(height=180)
    )
    st.altair_chart(chart, alt=say.HOURS_CHART)
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            column["day"]: st.column_config.NumberColumn(width=50),
            column["date"]: st.column_config.DateColumn(format="ddd D MMM", width=100),
            column["theme"]: st.column_config.TextColumn(width="large"),
            column["hours"]: st.column_config.NumberColumn(format="%.2f", width="small"),
        },
        alt=say.DAYS,
    )
