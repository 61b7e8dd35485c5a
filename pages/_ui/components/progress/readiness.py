"""Readiness for the exam day, and how good the forecasts were."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from core.models.days import day_of
from core.models.readiness import Progress, Readiness, SurenessRecord
from pages._ui.messages import day
from pages._ui.messages import readiness as say

# A grey that stands out on paper and in the dark; what is not tested is dashed.
_INTERVAL = "#8a857c"
_DASHES = alt.Scale(domain=[say.TESTED, say.UNTESTED], range=[[1, 0], [5, 4]])


def ready_figures(progress: Progress) -> None:
    """All topics together on the day, with the interval."""
    ready = progress.overall
    if ready is None:
        return
    st.header(say.ON_THE_DAY, anchor=False)
    with st.container(horizontal=True, gap="large"):
        for label, value in (
            (say.READY, f"{ready.score:.0f} %"),
            (say.INTERVAL, say.interval(ready)),
            (say.DAY, say.on(progress.exam_on)),
        ):
            with st.container(width="content"):
                st.metric(label, value)
    st.caption(say.READY_LEAD)


def ready_topics(ready: Sequence[Readiness]) -> None:
    """The topics on the day: the lowest as a chart with intervals, all of them as a table."""
    column = say.COLUMNS
    lowest = sorted(ready, key=lambda topic: topic.score)[: say.SHOWN_TOPICS]
    table = _ready_table(lowest)
    rows = alt.Y(f"{column['topic']}:N", sort=None, title=None, axis=alt.Axis(labelLimit=200))
    scale = alt.Scale(domain=[0, 1])
    bars = (
        alt.Chart(table)
        .mark_rule(strokeWidth=3, color=_INTERVAL)
        .encode(y=rows, x=alt.X(f"{column['low']}:Q", scale=scale, axis=alt.Axis(format="%"), title=column["score"]))
        .encode(x2=f"{column['high']}:Q", strokeDash=alt.StrokeDash(f"{column['basis']}:N", legend=None, scale=_DASHES))
    )
    points = (
        alt.Chart(table)
        .mark_point(filled=True, size=70, opacity=1)
        .encode(y=rows, x=f"{column['score']}:Q", tooltip=[*column.values()])
    )
    st.altair_chart((bars + points).properties(height=alt.Step(28)), alt=say.READY_CHART)
    if len(ready) > len(lowest):
        st.caption(say.shown(len(ready)))
    with st.expander(say.READY_TABLE):
        shares = [column["score"], column["low"], column["high"]]
        percent = {name: st.column_config.NumberColumn(format="percent") for name in shares}
        st.dataframe(_ready_table(ready), hide_index=True, column_config=percent, alt=say.READY_CHART)


def forecasts(progress: Progress, zone: str) -> None:
    """Each quiz's result beside what was foreseen of it, and what that says of the forecasts."""
    past = progress.forecasts
    st.header(say.FORECASTS, anchor=False)
    if not past:
        st.markdown(say.NO_RESULTS)
        return
    st.markdown(say.record(progress.record))
    st.caption(say.FORECASTS_LEAD)
    column = say.FORECAST_COLUMNS
    table = pd.DataFrame(
        {
            column["number"]: range(1, len(past) + 1),
            column["topic"]: [foreseen.topic for foreseen in past],
            column["day"]: [day(day_of(foreseen.at, zone)) for foreseen in past],
            column["expected"]: [foreseen.expected for foreseen in past],
            column["low"]: [foreseen.low for foreseen in past],
            column["high"]: [foreseen.high for foreseen in past],
            column["came"]: [foreseen.came for foreseen in past],
        }
    )
    number = alt.X(f"{column['number']}:O", axis=alt.Axis(labelAngle=0))
    scale = alt.Scale(domain=[0, 1])
    foreseen = (
        alt.Chart(table)
        .mark_rule(strokeWidth=3, color=_INTERVAL)
        .encode(x=number, y=alt.Y(f"{column['low']}:Q", scale=scale, axis=alt.Axis(format="%"), title=column["came"]))
        .encode(y2=f"{column['high']}:Q")
    )
    came = (
        alt.Chart(table)
        .mark_point(filled=True, size=90, opacity=1, shape="diamond")
        .encode(x=number, y=f"{column['came']}:Q", tooltip=[*column.values()])
    )
    st.altair_chart((foreseen + came).properties(height=240), alt=say.FORECAST_CHART)
    with st.expander(say.FORECAST_TABLE):
        shares = [column[name] for name in ("expected", "low", "high", "came")]
        percent = {name: st.column_config.NumberColumn(format="percent") for name in shares}
        st.dataframe(table, hide_index=True, column_config=percent, alt=say.FORECAST_CHART)


def sureness(records: Sequence[SurenessRecord]) -> None:
    """How right the learner was by how sure; nothing where there is too little to say."""
    if records:
        st.header(say.SURENESS, anchor=False)
        st.markdown("\n".join([f"{say.SURENESS_LEAD}\n", *(f"- {say.called(record)}" for record in records)]))


def _ready_table(ready: Sequence[Readiness]) -> pd.DataFrame:
    column = say.COLUMNS
    return pd.DataFrame(
        {
            column["topic"]: [topic.topic for topic in ready],
            column["score"]: [topic.score / 100 for topic in ready],
            column["low"]: [topic.low / 100 for topic in ready],
            column["high"]: [topic.high / 100 for topic in ready],
            column["basis"]: [say.TESTED if topic.is_tested else say.UNTESTED for topic in ready],
        }
    )
