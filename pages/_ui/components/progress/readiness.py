"""Readiness for the exam day, and how good the forecasts were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd
import streamlit as st

from core.domain.mastery import QuizForecast, Readiness, forecast_record, overall
from pages._ui.messages import day
from pages._ui.messages import readiness as say

# A grey that stands out on paper and in the dark; what is not tested is dashed.
_INTERVAL = "#8a857c"
_DASHES = alt.Scale(domain=[say.TESTED, say.UNTESTED], range=[[1, 0], [5, 4]])


def ready_figures(ready: Sequence[Readiness], on: date, *, is_exam: bool) -> None:
    """All topics together on the day, with the interval."""
    found = overall(ready)
    if found is None:
        return
    with st.container(horizontal=True, gap="large"):
        for label, value in (
            (say.READY if is_exam else say.READY_END, f"{found.score:.0f} %"),
            (say.INTERVAL, say.interval(found)),
            (say.DAY, say.on(on)),
        ):
            with st.container(width="content"):
                st.metric(label, value)
    st.caption(say.READY_LEAD)


def ready_topics(ready: Sequence[Readiness]) -> None:
    """The topics on the day: the lowest as a chart with intervals, all of them as a table."""
    column = say.COLUMNS
    lowest = sorted(ready, key=lambda one: one.score)[: say.SHOWN_TOPICS]
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


def forecasts(past: Sequence[QuizForecast]) -> None:
    """Each quiz's result beside what was foreseen of it, and what that says of the forecasts."""
    st.header(say.FORECASTS, anchor=False)
    st.markdown(say.record(forecast_record(past)))
    column = say.FORECAST_COLUMNS
    table = pd.DataFrame(
        {
            column["number"]: range(1, len(past) + 1),
            column["topic"]: [one.topic for one in past],
            column["day"]: [day(one.at.astimezone()) for one in past],
            column["expected"]: [one.expected for one in past],
            column["low"]: [one.low for one in past],
            column["high"]: [one.high for one in past],
            column["came"]: [one.came for one in past],
        }
    )
    quiz = alt.X(f"{column['number']}:O", axis=alt.Axis(labelAngle=0))
    scale = alt.Scale(domain=[0, 1])
    foreseen = (
        alt.Chart(table)
        .mark_rule(strokeWidth=3, color=_INTERVAL)
        .encode(x=quiz, y=alt.Y(f"{column['low']}:Q", scale=scale, axis=alt.Axis(format="%"), title=column["came"]))
        .encode(y2=f"{column['high']}:Q")
    )
    came = (
        alt.Chart(table)
        .mark_point(filled=True, size=90, opacity=1, shape="diamond")
        .encode(x=quiz, y=f"{column['came']}:Q", tooltip=[*column.values()])
    )
    st.altair_chart((foreseen + came).properties(height=240), alt=say.FORECAST_CHART)
    with st.expander(say.FORECAST_TABLE):
        shares = [column[name] for name in ("expected", "low", "high", "came")]
        percent = {name: st.column_config.NumberColumn(format="percent") for name in shares}
        st.dataframe(table, hide_index=True, column_config=percent, alt=say.FORECAST_CHART)


def _ready_table(ready: Sequence[Readiness]) -> pd.DataFrame:
    column = say.COLUMNS
    return pd.DataFrame(
        {
            column["topic"]: [one.topic for one in ready],
            column["score"]: [one.score / 100 for one in ready],
            column["low"]: [one.low / 100 for one in ready],
            column["high"]: [one.high / 100 for one in ready],
            column["basis"]: [say.TESTED if one.is_tested else say.UNTESTED for one in ready],
        }
    )
