"""Quiz: one question at a time or all at once, each answer saved as it is given."""

import streamlit as st

from core.models import Action
from pages._ui.components.actions import action_buttons, nothing_saved
from pages._ui.components.learn.source_page import SourcePages
from pages._ui.components.quiz.clock import clock
from pages._ui.components.quiz.quiz import ask, review
from pages._ui.components.quiz.way import way
from pages._ui.frame.text import plain
from pages._ui.messages import quiz as say
from pages._ui.session import look_again, open_page

desk = open_page("quiz")
record = desk.service.quiz(desk.study)
if record is None:
    st.title(say.NONE_TITLE, anchor=False)
    st.markdown(say.NONE)
    nothing_saved(desk)
    action_buttons(desk, {Action.SUBMIT_ANSWERS: desk.service.submit_answers}, quiet=True)
elif not desk.in_turn:
    st.title(plain(record.quiz.topic), anchor=False)
    st.markdown(say.SUBMITTED)
    action_buttons(desk, {})
    review(record)
else:
    with st.container(key="quiz-top", gap="small"):
        st.title(plain(record.quiz.topic), anchor=False)
        if notes := say.notes(record.quiz):
            st.info("\n\n".join(map(plain, notes)))
        if record.quiz.minutes_allowed:
            clock(desk, record)
        chosen = way(record)

    @st.fragment
    def taken() -> None:
        """Draw the quiz. A press in it draws nothing else of the page, unless what that says has changed."""
        is_alone = look_again(desk)
        quiz = desk.service.quiz(desk.study) if is_alone else record
        if quiz is None:
            st.rerun()
        reached = ask(desk, quiz, chosen, lambda source, place: SourcePages(desk).line(source, place))
        with reached.place:
            action_buttons(
                desk,
                {Action.SUBMIT_ANSWERS: desk.service.submit_answers},
                disabled=not reached.at_end,
                quiet=not (reached.at_end and reached.is_next),
            )
        if is_alone and desk.service.outbox.state() != desk.outbox:
            st.rerun()

    taken()
