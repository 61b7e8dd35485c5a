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
from pages._ui.components.quiz.question import is_hint_open, question_text, question_widget, typed
from pages._ui.components.quiz.watch import Watch
from pages._ui.components.review.sitting import check, finish, sitting_of
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import review as say
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
    item, head = review.items[place], st.container()
    memory(Watch, of=item.quiz_id, page=desk.page).turn_to(item.question)
    with st.container():
        # The browser fills a container in its old place bit by bit; in a new one no old option is left to press.
        if place % 2:
            st.empty()
        with st.container():
            _question(desk, item, place + 1)
    answered = len(review.items) - review.left
    with head:
        st.caption(say.place(place + 1, len(review.items), answered))
        st.progress(answered / len(review.items))
    _bar(desk, item, is_last=_first_open(review, place + 1) == len(review.items))


def _question(desk: Desk, item: ReviewItem, number: int) -> None:
    question = item.question
    st.caption(plain(say.whose(item.exam, question.topic)))
    with st.container(border=True, key=f"question-{number}"):
        if item.marked is None:
            question_widget(question, Answer(question_id=question.id), anew=False)
        else:
            question_text(question)
            marked_options(item.marked)
    if item.marked is not None:
        _marked(desk, item, item.marked)


def _marked(desk: Desk, item: ReviewItem, marked: MarkedAnswer) -> None:
    """The mark with its reasons; the session that the question is from has the pages that it quotes."""
    session = attempt(desk, lambda: desk.service.open(item.session_id))
    if session is None:
        return
    there = replace(desk, session=session, base_version=session.version)
    marked = desk.service.reviews.disputed(session, marked)
    marked_answer(marked, SourcePages(there).line)
    if not marked.is_right:
        dispute(there, item.quiz_id, item.question, is_disputed=marked.is_disputed)


def _bar(desk: Desk, item: ReviewItem, *, is_last: bool) -> None:
    is_marked = item.marked is not None
    with st.container(horizontal=True, key="review-bar"):
        if not is_marked:
            st.button(say.CHECK, key="review-check", type="primary")
        label = say.SKIP if not is_marked else say.LAST if is_last else say.NEXT
        st.button(label, key="review-next", type="primary" if is_marked else "secondary")
        is_stopped = st.button(say.STOP, key="review-stop", type="tertiary")
    st.caption(say.STOP_LEAD)
    if is_stopped:
        _hand_in(desk)


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
