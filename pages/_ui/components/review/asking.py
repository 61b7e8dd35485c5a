"""A review as it is gone through: one question, its mark with the reasons, and the next."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.models import Answer
from core.models.feedback import MarkedAnswer
from core.models.review import Review, ReviewItem
from pages._ui.components.learn.source_page import SourcePages
from pages._ui.components.quiz.dispute import dispute
from pages._ui.components.quiz.marked import marked_answer, marked_options
from pages._ui.components.quiz.question import (
    hint_button,
    is_hint_open,
    question_text,
    question_widget,
    sureness_widget,
    typed,
)
from pages._ui.components.quiz.report import report_button, report_form
from pages._ui.components.quiz.watch import Watch
from pages._ui.components.quiz.way import keys
from pages._ui.components.review.sitting import check, finish, sitting_of
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain, worded
from pages._ui.messages import review as say
from pages._ui.messages.quiz import CHECK, HINT, NEXT, head
from pages._ui.session import attempt, widget_value


def ask(desk: Desk, review: Review) -> None:
    """Draw the question that is next; a press marks it, or goes on."""
    sitting = sitting_of(desk)
    place = _first_open(review, 0) if sitting.place is None else sitting.place
    # Known before the buttons are drawn again, so the page is drawn once and not twice.
    if widget_value("review-next") and sitting.place is not None:
        place = _first_open(review, place + 1)
    elif widget_value("review-check") and place < len(review.items):
        item = review.items[place]
        check(desk, item, _given(item))
        review = sitting.review or review
    sitting.place = place
    if place == len(review.items):
        _hand_in(desk)
        return
    item = review.items[place]
    memory(Watch, of=item.quiz_id, page=desk.page).turn_to(item.question)
    st.html(head(place + 1, len(review.items), len(review.items) - review.left))
    with st.container():
        # The browser fills a container in its old place bit by bit; in a new one no old option is left to press.
        if place % 2:
            st.empty()
        with st.container(border=True, key=f"card-{place + 1}"):
            st.caption(plain(say.whose(item.exam, item.question.topic)))
            if item.marked is None:
                _open(item, place + 1)
            else:
                _marked(desk, item, item.marked, place + 1)
    is_last = _first_open(review, place + 1) == len(review.items)
    with st.container(horizontal=True, key="review-bar"):
        is_stopped = st.button(say.STOP, key="review-stop")
        if item.marked is None:
            st.button(CHECK, key="review-check", type="primary")
            st.button(say.SKIP, key="review-next")
        else:
            st.button(say.LAST if is_last else NEXT, key="review-next", type="primary")
    st.caption(say.STOP_LEAD)
    keys()
    if is_stopped:
        _hand_in(desk)


def _open(item: ReviewItem, number: int) -> None:
    question, watch = item.question, memory(Watch, of=item.quiz_id, page="review")
    # What is chosen is the widgets' own default too, so that a run that is cut off leaves it as it is.
    given = typed(question) or Answer(question_id=question.id)
    with st.container(key=f"question-{number}"):
        question_widget(question, given, anew=False, has_hint=False)
    watch.look(question, given)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"tools-{number}"):
        sureness_widget(question, given.sureness, anew=False)
        if question.hint and question.id not in watch.hints:
            hint_button(question)
    if question.hint and question.id in watch.hints:
        st.markdown(f"**{HINT}:** {worded(question.hint, has_math=question.has_math)}")


def _marked(desk: Desk, item: ReviewItem, marked: MarkedAnswer, number: int) -> None:
    """The mark with its reasons; the session that the question is from has the pages that it quotes."""
    question = item.question
    with st.container(key=f"question-{number}"):
        question_text(question)
        marked_options(marked)
    session = attempt(desk, lambda: desk.service.open(item.session_id))
    if session is None:
        return
    there = replace(desk, session=session, base_version=session.version)
    marked = desk.service.reviews.disputed(session, marked)
    # The options show the right one already.
    marked_answer(marked, SourcePages(there).line)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"tools-{number}"):
        report_button(question)
        if not marked.is_right and not marked.is_disputed:
            dispute(there, item.quiz_id, question, is_disputed=False)
    if marked.is_disputed:
        dispute(there, item.quiz_id, question, is_disputed=True)
    report_form(there, item.quiz_id, question)


def _hand_in(desk: Desk) -> None:
    with st.spinner(say.HANDING_IN):
        is_done = finish(desk)
    if is_done:
        st.rerun()
    st.button(say.LAST, key="review-finish", type="primary")


def _given(item: ReviewItem) -> Answer:
    """What the question's widgets have in this run, with how it came about."""
    question = item.question
    watch = memory(Watch, of=item.quiz_id, page="review")
    watch.look(question, Answer(question_id=question.id, hint_opened=is_hint_open(question)))
    return watch.told(typed(question) or Answer(question_id=question.id))


def _first_open(review: Review, since: int) -> int:
    """The place of the next question without an answer; their number where there is none."""
    places = range(since, len(review.items))
    return next((place for place in places if review.items[place].marked is None), len(review.items))
