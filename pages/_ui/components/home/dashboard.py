"""The home page's figures: the days that are left, how well the topics are known, and what is still mixed up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import altair as alt
import pandas as pd
import streamlit as st

from core.models import Topic
from core.models.dashboard import Dashboard, SessionMastery
from pages._ui.components.ask_now import ask_now
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import day, more
from pages._ui.messages import home as say

SHOWN = 6


def figures(dashboard: Dashboard, *, has_times: bool = True) -> None:
    """What is beside the way on: the exam that is nearer than its own, and the time studied. While the database is away
    there are no times of study."""
    facts = say.facts(dashboard, has_times=has_times)
    if not facts:
        return
    items = "".join(f"<li><strong>{escape(number)}</strong> {escape(what)}</li>" for number, what in facts)
    with st.container(key="home-figures"):
        st.html(f'<ul class="em-facts">{items}</ul>')


def mastery(sessions: Sequence[SessionMastery], called: Mapping[str, str]) -> None:
    """How well the topics of a session are known, once one is tested: the lowest as a chart, all of them as a table."""
    sessions = [session for session in sessions if session.tested]
    if not sessions:
        return
    st.header(say.MASTERY, anchor=False)
    chosen = sessions[0]
    if len(sessions) > 1:
        names = {session.session_id: called.get(session.session_id, session.exam) for session in sessions}
        picked = st.selectbox(say.MASTERY_SESSION, names, format_func=lambda name: names[name], key="home-mastery")
        chosen = next(session for session in sessions if session.session_id == picked)
    topics, tested = chosen.topics, chosen.tested
    _chart(tested[: say.SHOWN_TOPICS])
    if shown := say.shown(len(tested), len(topics) - len(tested)):
        st.caption(shown)
    with st.expander(say.MASTERY_TABLE):
        st.dataframe(_table(topics), hide_index=True, alt=say.MASTERY_CHART)


def misconceptions(desk: Desk, dashboard: Dashboard) -> None:
    """What is still mixed up, each by its idea, with a press to be asked about it."""
    if not dashboard.mix_ups:
        return
    st.header(say.MISCONCEPTIONS_TITLE, anchor=False)
    st.caption(say.MISCONCEPTIONS_LEAD)
    with st.container(key="home-mix-ups", gap=None):
        for mix_up in dashboard.mix_ups[:SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center", key=f"mix-up-{mix_up.misconception_id}"):
                st.markdown(plain(mix_up.idea), width="stretch")
                ask_now(desk, mix_up.session_id, mix_up.misconception_id)
    if len(dashboard.mix_ups) > SHOWN:
        st.caption(more(len(dashboard.mix_ups) - SHOWN))


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
