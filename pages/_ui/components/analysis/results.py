"""What a quiz showed: the score and what it means, what to do, and the concepts."""

from __future__ import annotations

from html import escape

import altair as alt
import pandas as pd
import streamlit as st

from core.models import PerformanceAnalysis
from core.models.feedback import QuizFeedback
from pages._ui import ASSETS
from pages._ui.frame.text import plain
from pages._ui.messages import analysis as say
from pages._ui.messages import told

_STYLE = ASSETS / "results.css"
_STAR = '<span class="em-star" aria-hidden="true"></span>'


def headline(feedback: QuizFeedback, *, is_finished: bool) -> None:
    """The score first, then what it means for the topic, what to do unless the course is over, and what it has
    earned."""
    analysis, quiz = feedback.analysis, feedback.record.quiz
    answered = {answer.question_id for answer in feedback.record.answers if not answer.is_blank}
    blank = sum(asked.question.id not in answered and not asked.is_void for asked in feedback.questions)
    right, wrong = say.counts(analysis, blank)
    counts = " ".join(
        f'<span class="{kind}">{count}</span>' for count, kind in ((right, "em-good"), (wrong, "em-bad")) if count
    )
    sentences = [say.means(feedback), "" if is_finished else say.advice(feedback)]
    percent = "em-percent" if analysis.asked else "em-percent em-none"
    st.html(_STYLE)
    st.html(
        f'<div class="em-score"><p class="em-of">{escape(quiz.topic)}</p>'
        f'<p class="{percent}">{escape(say.score(analysis.overall_score))}</p>'
        f'<p class="em-counts">{counts}</p>'
        f'<p class="em-means">{escape(" ".join(filter(None, sentences)))}</p></div>'
    )
    earned = [say.MILESTONES[milestone] for milestone in feedback.milestones]
    if lines := [line for line in (*earned, say.praise(feedback)) if line]:
        items = "".join(f"<li>{_STAR}<span>{escape(line)}</span></li>" for line in lines)
        st.html(f'<ul class="em-milestones">{items}</ul>')


def standing(feedback: QuizFeedback) -> None:
    """What the topic still takes, or when it comes up again."""
    if feedback.standing:
        st.markdown(plain(say.standing(feedback.standing)))


def recommendations(analysis: PerformanceAnalysis) -> None:
    """What to do now."""
    if analysis.recommendations:
        st.header(say.NEXT, anchor=False)
        st.markdown("\n".join(f"- {plain(told(line))}" for line in analysis.what_to_do))


def concepts(analysis: PerformanceAnalysis) -> None:
    """The share of right answers by concept, as a chart and as a table."""
    column = say.CONCEPT_COLUMNS
    table = pd.DataFrame(
        {
            column["concept"]: [concept.concept for concept in analysis.concepts],
            column["right"]: [say.right_of(concept.right, concept.asked) for concept in analysis.concepts],
            column["share"]: [round(concept.share, 2) for concept in analysis.concepts],
        }
    )
    st.header(say.CONCEPTS, anchor=False)
    base = alt.Chart(table).encode(
        y=alt.Y(f"{column['concept']}:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)),
        x=alt.X(
            f"{column['share']}:Q",
            title=column["share"],
            axis=alt.Axis(format="%", tickCount=4),
            scale=alt.Scale(domain=[0, 1]),
        ),
        tooltip=[column["concept"], column["right"]],
    )
    st.altair_chart(base.mark_bar().properties(height=alt.Step(30), padding={"right": 12}), alt=say.CHART)
    with st.expander(say.TABLE):
        st.dataframe(
            table,
            hide_index=True,
            column_config={
                column["concept"]: st.column_config.TextColumn(width=150),
                column["right"]: st.column_config.TextColumn(width=75),
                column["share"]: st.column_config.NumberColumn(format="percent", width=75),
            },
            alt=say.CHART,
        )


def forecast(feedback: QuizFeedback) -> None:
    """What was foreseen of the quiz, where that is not praise."""
    expected = say.expected(feedback)
    if expected and not feedback.is_better_than_expected:
        st.caption(expected)
