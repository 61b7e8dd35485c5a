"""The home page's figures: what to do today first, then how well the topics are known, and what is still mixed up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd
import streamlit as st

from core.models import Topic
from core.models.dashboard import Dashboard, SessionMastery, Work
from pages._ui.desk import PAGE_IN_TURN
from pages._ui.frame.text import plain
from pages._ui.messages import day, more
from pages._ui.messages import home as say

SHOWN = 6


def figures(dashboard: Dashboard, *, has_times: bool = True) -> None:
    """The numbers that a learner acts on, in one row. While the database is away there are no times of study."""
    with st.container(horizontal=True, gap="medium", key="home-figures"):
        if dashboard.next:
            _figure(say.DAYS_TO_EXAM, str(dashboard.next.days), say.until(dashboard.next))
        _figure(say.DUE_TODAY, str(len(dashboard.work)), say.to_do(len(dashboard.work), dashboard.reviews))
        _figure(say.MISCONCEPTIONS, str(len(dashboard.open_misconceptions)), "")
        if has_times:
            _figure(say.STUDIED, say.minutes(dashboard.minutes_today), say.week(dashboard.minutes_week))


def todays_work(work: Sequence[Work], today: date) -> None:
    """What the plan or a review puts on today or before, each with the way to its session."""
    st.header(say.TODAY, anchor=False)
    if not work:
        st.markdown(say.NOTHING_TODAY)
    for due in work[:SHOWN]:
        st.page_link(
            f"pages/{PAGE_IN_TURN[due.phase]}.py",
            label=plain(say.line(due, today)),
            icon=":material/arrow_forward:",
            query_params={"session": due.session_id},
        )
    if len(work) > SHOWN:
        st.caption(more(len(work) - SHOWN))


def mastery(sessions: Sequence[SessionMastery]) -> None:
    """How well the topics of a session are known: the lowest as a chart, all of them as a table."""
    if not sessions:
        return
    st.header(say.MASTERY, anchor=False)
    chosen = sessions[0]
    if len(sessions) > 1:
        names = {session.session_id: session.exam for session in sessions}
        picked = st.selectbox(say.MASTERY_SESSION, names, format_func=lambda name: names[name], key="home-mastery")
        chosen = next(session for session in sessions if session.session_id == picked)
    topics, tested = chosen.topics, chosen.tested
    if not tested:
        st.markdown(say.MASTERY_EMPTY)
        return
    _chart(tested[: say.SHOWN_TOPICS])
    if shown := say.shown(len(tested), len(topics) - len(tested)):
        st.caption(shown)
    with st.expander(say.MASTERY_TABLE):
        st.dataframe(_table(topics), hide_index=True, alt=say.MASTERY_CHART)


def misconceptions(dashboard: Dashboard) -> None:
    """What is still mixed up, in words."""
    if not dashboard.open_misconceptions:
        return
    st.header(say.MISCONCEPTIONS_TITLE, anchor=False)
    st.caption(say.MISCONCEPTIONS_LEAD)
    st.markdown("\n".join(f"- {plain(misconception)}" for misconception in dashboard.open_misconceptions[:SHOWN]))
    if len(dashboard.open_misconceptions) > SHOWN:
        st.caption(more(len(dashboard.open_misconceptions) - SHOWN))


def _figure(label: str, value: str, beside: str) -> None:
    with st.container(width="content"):
        st.metric(label, value)
        if beside:
            st.caption(plain(beside))


def _chart(topics: Sequence[Topic]) -> None:
    name, score = say.COLUMNS["topic"], say.COLUMNS["score"]
    table = pd.DataFrame(
        {name: [topic.name for topic in topics], score: [(topic.mastery_score or 0) / 100 for topic in topics]}
    )
    base = alt.Chart(table).encode(
        y=alt.Y(f"{name}:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)),
        x=alt.X(f"{score}:Q", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
        tooltip=[name, alt.Tooltip(score, format=".0%")],
    )
    st.altair_chart(base.mark_bar().properties(height=alt.Step(30)), alt=say.MASTERY_CHART)


def _table(topics: Sequence[Topic]) -> pd.DataFrame:
    scores = [say.NOT_TESTED if topic.mastery_score is None else f"{topic.mastery_score:.0f} %" for topic in topics]
    return pd.DataFrame(
        {
            say.COLUMNS["topic"]: [topic.name for topic in topics],
            say.COLUMNS["score"]: scores,
            say.COLUMNS["answers"]: [topic.answered for topic in topics],
            say.COLUMNS["review"]: [day(topic.review_on) if topic.review_on else "" for topic in topics],
            say.COLUMNS["planned"]: [day(topic.planned_on) for topic in topics],
        }
    )
