"""One question: its text, picture and hint, and the widgets that take its answer."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from core.models import Answer, Question, Sureness
from core.models.limits import LONGEST_ANSWER
from pages._ui.frame.text import plain, worded
from pages._ui.messages import quiz as say
from pages._ui.messages.analysis import BLANK
from pages._ui.session import fill_widgets, widget_value

LabelVisibility = Literal["visible", "hidden", "collapsed"]


def question_text(question: Question, number: str = "") -> None:
    """The question in words, with the picture that it is about."""
    st.markdown(f"**{number}{worded(question.text, has_math=question.has_math)}**")
    if question.figure:
        st.image(question.figure.svg, alt=question.figure.alt, width="stretch")


def question_widget(
    question: Question,
    stored: Answer,
    *,
    anew: bool,
    number: str = "",
    has_label: bool = True,
    has_hint: bool = True,
) -> Answer:
    """Draw a question with `stored` as its answer (again, with `anew`) and return the answer that it has now.

    `has_label` says that how to answer is seen, and not only read out; `has_hint` that its hint can be opened here.
    """
    question_text(question, number)
    options = [worded(option, has_math=question.has_math) for option in question.options]
    key, label = f"answer-{question.id}", say.QUESTION_TYPES[question.question_type]
    seen: LabelVisibility = "visible" if has_label else "collapsed"
    if question.question_type == "fill_blank":
        fill_widgets({key: stored.text}, anew={key} if anew else ())
        text = st.text_input(label, stored.text, max_chars=LONGEST_ANSWER, key=key, label_visibility=seen) or ""
        given = Answer(question_id=question.id, text=text)
    elif question.question_type == "multi_select":
        if has_label:
            st.caption(label)
        ticks = {f"{key}-{index}": index in stored.chosen for index in range(len(options))}
        fill_widgets(ticks, anew=ticks if anew else ())
        ticked = [
            index
            for index, option in enumerate(options)
            if st.checkbox(option, index in stored.chosen, key=f"{key}-{index}", width="stretch", wrap=True)
        ]
        given = Answer(question_id=question.id, chosen=tuple(ticked))
    else:
        chosen = stored.chosen[0] if stored.chosen else None
        fill_widgets({key: chosen}, anew={key} if anew else ())
        picked = st.radio(
            label,
            range(len(options)),
            chosen,
            format_func=options.__getitem__,
            key=key,
            label_visibility=seen,
            width="stretch",
        )
        given = Answer(question_id=question.id, chosen=() if picked is None else (picked,))
    if question.hint and has_hint:
        # Told as it is opened: an answer with a hint is another one than an answer without.
        with st.expander(say.HINT, key=_hint(question), on_change="rerun"):
            st.markdown(worded(question.hint, has_math=question.has_math))
    return given


def hint_button(question: Question) -> None:
    """Draw what opens the hint of a question; `is_hint_open` says whether it was pressed."""
    st.button(say.HINT, key=_hint(question), type="tertiary")


def flag_widget(question: Question, stored: Answer, *, anew: bool) -> bool:
    """Draw the mark to come back to a question, and say whether it is set."""
    flag = _flag(question)
    fill_widgets({flag: stored.is_flagged}, anew={flag} if anew else ())
    return st.checkbox(say.FLAG, stored.is_flagged, key=flag)


def sureness_widget(question: Question, sureness: Sureness | None, *, anew: bool) -> Sureness | None:
    """Draw how sure the learner is of an answer, with `sureness` as it is stored, and return what they say now."""
    key = _sure(question)
    fill_widgets({key: sureness}, anew={key} if anew else ())
    return st.segmented_control(
        say.SURE, [*say.SURENESS], format_func=say.SURENESS.__getitem__, default=sureness, key=key
    )


def picked_sureness(question: Question) -> Sureness | None:
    """How sure the learner says to be in this run, read without drawing it."""
    picked = widget_value(_sure(question))
    return next((sureness for sureness in say.SURENESS if sureness == picked), None)


def typed(question: Question) -> Answer | None:
    """What a question's widgets have in this run, read without drawing them; None where they were not drawn before."""
    key = f"answer-{question.id}"
    blank = Answer(
        question_id=question.id, is_flagged=bool(widget_value(_flag(question))), sureness=picked_sureness(question)
    )
    if question.question_type == "multi_select":
        ticks = [widget_value(f"{key}-{index}") for index in range(len(question.options))]
        chosen = tuple(index for index, tick in enumerate(ticks) if tick)
        return None if None in ticks else blank.model_copy(update={"chosen": chosen})
    value = widget_value(key)
    if isinstance(value, str):
        return blank.model_copy(update={"text": value})
    return blank.model_copy(update={"chosen": (value,)}) if isinstance(value, int) else None


def is_hint_open(question: Question) -> bool:
    """Whether the hint of a question is open in this run."""
    return bool(widget_value(_hint(question)))


def answer_text(question: Question, answer: Answer | None) -> str:
    """An answer in words, ready to be drawn."""
    if answer is None or answer.is_blank:
        return plain(BLANK)
    if answer.text:
        return plain(answer.text)
    return "; ".join(worded(question.options[index], has_math=question.has_math) for index in answer.chosen)


def key_text(question: Question) -> str:
    """The right answer in words, ready to be drawn; typed answers with every form that is taken."""
    if question.question_type == "fill_blank":
        return plain(" / ".join(question.accepted_answers))
    return "; ".join(worded(question.options[index], has_math=question.has_math) for index in question.key)


def _flag(question: Question) -> str:
    return f"flag-{question.id}"


def _sure(question: Question) -> str:
    return f"sure-{question.id}"


def _hint(question: Question) -> str:
    return f"hint-{question.id}"
