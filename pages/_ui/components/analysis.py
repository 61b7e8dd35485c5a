"""What a quiz showed: the score, the concepts, and each wrong answer with what may lie behind it."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from core.grading import grade
from core.models import MisconceptionAnalysis, PerformanceAnalysis
from core.records import QuizRecord
from pages._ui import messages as say
from pages._ui.components.lesson import SourceLine
from pages._ui.components.quiz import answer_text
from pages._ui.components.text import plain


def headline(analysis: PerformanceAnalysis) -> None:
    """The score first, then what it says."""
    right = sum(concept.right for concept in analysis.concepts)
    asked = sum(concept.asked for concept in analysis.concepts)
    left, middle = st.columns(2)
    left.metric(say.ANALYSIS_SCORE, f"{analysis.overall_score:.0f} %")
    middle.metric(say.ANALYSIS_RIGHT, say.right_of(right, asked))
    st.markdown(plain(f"{analysis.summary} {analysis.encouragement}"))


def recommendations(analysis: PerformanceAnalysis) -> None:
    """What to do now."""
    if analysis.recommendations:
        st.header(say.ANALYSIS_NEXT, anchor=False)
        st.markdown("\n".join(f"- {plain(line)}" for line in analysis.recommendations))


def concepts(analysis: PerformanceAnalysis) -> None:
    """The share of right answers by concept, as a chart and as a table."""
    column = say.CONCEPT_COLUMNS
    table = pd.DataFrame(
        {
            column["concept"]: [concept.concept for concept in analysis.concepts],
            column["right"]: [concept.right for concept in analysis.concepts],
            column["asked"]: [concept.asked for concept in analysis.concepts],
            column["share"]: [concept.right / concept.asked for concept in analysis.concepts],
        }
    )
    st.header(say.ANALYSIS_CONCEPTS, anchor=False)
    base = alt.Chart(table).encode(
        y=alt.Y(f"{column['concept']}:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)),
        x=alt.X(
            f"{column['share']}:Q", title=column["share"], axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])
        ),
        tooltip=[column["concept"], column["right"], column["asked"]],
    )
    st.altair_chart(base.mark_bar().properties(height=alt.Step(30)), alt=say.ANALYSIS_CHART)
    with st.expander(say.ANALYSIS_TABLE):
        st.dataframe(
            table,
            hide_index=True,
            column_config={column["share"]: st.column_config.NumberColumn(format="percent")},
            alt=say.ANALYSIS_CHART,
        )


def wrong_answers(record: QuizRecord, line: SourceLine) -> None:
    """Each wrong answer: what was chosen, what is right and why, and the confusion that it may show.

    `line` draws where the answer stands.
    """
    st.header(say.ANALYSIS_WRONG, anchor=False)
    found: dict[str, list[MisconceptionAnalysis]] = {}
    for noted in record.analysis.misconceptions if record.analysis else ():
        found.setdefault(noted.question_id, []).append(noted)
    marks = {mark.question_id: mark for mark in grade(record.quiz, record.answers)}
    wrong = [question for question in record.quiz.questions if not marks[question.id].is_right]
    if not wrong:
        st.success(say.ANALYSIS_ALL_RIGHT)
    answers = {answer.question_id: answer for answer in record.answers}
    for question in wrong:
        with st.container(border=True):
            st.markdown(f"**{plain(question.text)}**")
            st.markdown(f"{say.ANALYSIS_YOURS}: {plain(answer_text(question, answers.get(question.id)))}")
            st.markdown(f"{say.ANALYSIS_KEY}: **{plain(question.right_answer)}**")
            st.markdown(plain(question.explanation))
            for noted in found.get(question.id, []):
                st.markdown(f"**{say.ANALYSIS_MIXUP}:** {plain(noted.inferred_confusion)}")
                if noted.counter_example:
                    st.markdown(f"**{say.ANALYSIS_COUNTER}:** {plain(noted.counter_example)}")
            for number, source in enumerate(question.sources, 1):
                line(source, f"answer-{question.id}-{number}")
