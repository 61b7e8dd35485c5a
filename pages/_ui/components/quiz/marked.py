"""An answer that was marked: right or not, why, where it stands, and what speaks against what was chosen."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.models import Source
from core.models.feedback import MarkedAnswer
from core.models.misconception import idea_of
from pages._ui.components.quiz.question import key_text
from pages._ui.frame.text import plain, worded
from pages._ui.messages import marked as say


def marked_options(marked: MarkedAnswer) -> None:
    """The options with the right ones and the chosen ones marked; what was typed where there are none."""
    question, answer = marked.question, marked.answer
    if question.question_type == "fill_blank":
        lines = [_line(plain(answer.text), say.CHOSEN, is_right=marked.is_right)]
    else:
        lines = [
            _line(
                worded(option, has_math=question.has_math),
                say.option(is_key=index in question.key, is_chosen=index in answer.chosen),
                is_right=index in question.key if index in (*question.key, *answer.chosen) else None,
            )
            for index, option in enumerate(question.options)
        ]
    with st.container(key=f"options-{question.id}"):
        st.markdown("\n".join(f"- {line}" for line in lines))


def marked_answer(marked: MarkedAnswer, line: Callable[[Source | None, str], None]) -> None:
    """The mark in a word, and why, under `marked_options`; `line` draws where it stands, in the place of that name."""
    question = marked.question
    parts = [f":green[**{say.RIGHT}**]" if marked.is_right else f":red[**{say.WRONG}**]"]
    if marked.is_near_miss:
        parts.append(say.NEAR_MISS)
    # The options show the right one already.
    if question.question_type == "fill_blank" and (not marked.is_right or marked.is_near_miss):
        parts.append(f"{say.KEY}: **{key_text(question)}**")
    parts.append(worded(question.explanation, has_math=question.has_math))
    if not marked.is_disputed:
        for note in marked.notes:
            parts.append(f"**{say.BEHIND}:** {worded(idea_of(note.misconception), has_math=question.has_math)}")
            if note.counter_example:
                parts.append(f"**{say.AGAINST}:** {worded(note.counter_example, has_math=question.has_math)}")
    with st.container(key=f"marked-{question.id}", gap="xsmall"):
        st.markdown("\n\n".join(parts))
        for number, source in enumerate(question.sources, 1):
            line(source, f"marked-{question.id}-{number}")


def _line(text: str, word: str, *, is_right: bool | None) -> str:
    if is_right is None:
        return text
    return f":green[**✓**] **{text}** :green[{word}]" if is_right else f":red[**✗**] {text} :red[{word}]"
