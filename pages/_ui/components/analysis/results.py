"""What a quiz showed: the score, what to do, and the concepts."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from core.models import PerformanceAnalysis, QuizRecord
from core.models.feedback import TopicStanding
from pages._ui.frame.text import plain
from pages._ui.messages import analysis as say


def headline(record: QuizRecord, analysis: PerformanceAnalysis) -> None:
    """The score first, then what it says."""
    left, middle = st.columns(2)
    left.metric(say.SCORE, say.score(analysis.overall_score))
    middle.metric(say.RIGHT_ANSWERS, say.right_of(analysis.right, analysis.asked))
    st.markdown(plain(say.shown(analysis)))
    if expected := say.expected(record):
        st.caption(expected)


def standing(standing: TopicStanding) -> None:
    """How the topic stands after the quiz, and what it still takes."""
    is_open = not standing.topic.is_studied
    st.badge(
        say.STANDING[standing.topic.status],
        icon=":material/hourglass_empty:" if is_open else ":material/check:",
        color="orange" if is_open else "green",
    )
    st.markdown(plain(say.standing(standing)))


def recommendations(analysis: PerformanceAnalysis) -> None:
    """What to do now."""
    if analysis.recommendations:
        st.header(say.NEXT, anchor=False)
        st.markdown("\n".join(f"- {plain(line)}" for line in say.advice(analysis)))


def concepts(analysis: PerformanceAnalysis) -> None:
    """The share of right answers by concept, as a chart and as a table."""
    column = say.CONCEPT_COLUMNS
    table = pd.DataFrame(
        {
            column["concept"]: [concept.concept for concept in analysis.concepts],
            column["right"]: [concept.right for concept in analysis.concepts],
            column["asked"]: [concept.asked for concept in analysis.concepts],
            column["share"]: [concept.share for concept in analysis.concepts],
        }
    )
    st.header(say.CONCEPTS, anchor=False)
    base = alt.Chart(table).encode(
        y=alt.Y(f"{column['concept']}:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)),
        x=alt.X(
            f"{column['share']}:Q", title=column["share"], axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])
        ),
        tooltip=[column["concept"], column["right"], column["asked"]],
    )
    st.altair_chart(base.mark_bar().properties(height=alt.Step(30)), alt=say.CHART)
    with st.expander(say.TABLE):
        st.dataframe(
            table,
            hide_index=True,
            column_config={column["share"]: st.column_config.NumberColumn(format="percent")},
            alt=say.CHART,
        )
