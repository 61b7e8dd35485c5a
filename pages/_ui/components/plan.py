"""A plan: what is next, what the days hold, and how it came to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd
import streamlit as st

from core.mastery import next_topic
from core.models import PlanVersion, StudyPlan
from core.records import Topic
from pages._ui import messages as say
from pages._ui.components.text import plain


def overview(accepted: PlanVersion) -> None:
    """The plan in a sentence, and that it was checked."""
    st.markdown(f"**{plain(accepted.plan.exam_name)}** · {plain(accepted.plan.overview)}")
    if accepted.verification.is_valid:
        st.badge(say.PLAN_VERIFIED, icon=":material/check:", color="green")


def topic_picker(topics: Sequence[Topic], current: str | None, today: date, *, has_material: bool) -> str | None:
    """The topic to start: the suggested one with the reason, or another that the learner picks."""
    suggestion = next_topic(topics, today)
    names = [topic.name for topic in topics]
    if suggestion:
        topic, why = suggestion
        st.header(say.PLAN_NEXT, anchor=False)
        st.markdown(f"**{plain(topic.name)}**  \n{plain(why)}")
    wanted = suggestion[0].name if suggestion else current
    picked = st.selectbox(
        say.PLAN_PICK,
        names,
        index=names.index(wanted) if wanted in names else 0,
        filter_mode="contains",
        key="plan-topic",
    )
    if not has_material and any(topic.name == picked and not topic.material_id for topic in topics):
        st.warning(say.PLAN_NO_TEXT)
    return picked


def days(plan: StudyPlan, today: date) -> None:
    """Hours on each day as a chart, and the days as a table."""
    st.header(say.PLAN_DAYS, anchor=False)
    for entry in plan.schedule:
        if entry.date == today:
            st.markdown(f"**{say.PLAN_TODAY}:** {plain(entry.theme)}")
    column = say.PLAN_COLUMNS
    table = pd.DataFrame(
        {
            column["day"]: [entry.day for entry in plan.schedule],
            column["date"]: [pd.Timestamp(entry.date) for entry in plan.schedule],
            column["theme"]: [entry.theme for entry in plan.schedule],
            column["hours"]: [entry.estimated_hours for entry in plan.schedule],
            column["kind"]: [say.PLAN_REVISION if entry.is_revision else say.PLAN_STUDY for entry in plan.schedule],
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
    st.altair_chart(chart, alt=say.PLAN_CHART)
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            column["day"]: st.column_config.NumberColumn(width=50),
            column["date"]: st.column_config.DateColumn(format="ddd D MMM", width=100),
            column["theme"]: st.column_config.TextColumn(width="large"),
            column["hours"]: st.column_config.NumberColumn(format="%.2f", width="small"),
        },
        alt=say.PLAN_DAYS,
    )


def topics_table(topics: Sequence[Topic]) -> None:
    """Each topic and how it stands."""
    st.header(say.PLAN_TOPICS, anchor=False)
    column = say.TOPIC_COLUMNS
    table = pd.DataFrame(
        {
            column["name"]: [topic.name for topic in topics],
            column["planned"]: [topic.planned_on for topic in topics],
            column["status"]: [say.TOPIC_STATUS[topic.status] for topic in topics],
            column["score"]: [topic.mastery_score for topic in topics],
            column["again"]: [topic.review_on for topic in topics],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            column["name"]: st.column_config.TextColumn(width="large"),
            column["planned"]: st.column_config.DateColumn(format="ddd D MMM"),
            column["score"]: st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100),
            column["again"]: st.column_config.DateColumn(format="ddd D MMM"),
        },
        alt=say.PLAN_TOPICS,
    )


def versions(plans: Sequence[PlanVersion]) -> None:
    """Every draft with what the verifier said of it."""
    with st.expander(say.PLAN_VERSIONS):
        for version in plans:
            head = say.draft(version.version, accepted=version.was_accepted)
            st.markdown(f"**{head}** {plain(say.coverage(version.verification))}")
