"""What leaves the app as files, made when it is asked for, and what comes back."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from core.errors import ExamMentorError
from core.study.export import answers_csv
from pages._ui.desk import Desk
from pages._ui.frame.text import show_error
from pages._ui.messages import data as say

MOST = 1000


def of_session(desk: Desk) -> None:
    """The deck, the answers and the report of the session that is open."""
    st.header(say.SESSION_HEAD, anchor=False)
    if desk.session is None:
        st.markdown(say.NO_SESSION)
        return
    session, read = desk.session, desk.service.read

    def deck() -> bytes:
        from core.study.export.anki import deck_apkg

        void = {one.question_id for one in read.attempts(session.id) if one.is_void}
        return deck_apkg(session.exam_type, read.quizzes(session.id, limit=MOST), void)

    def answers() -> bytes:
        table = answers_csv(session.exam_type, read.quizzes(session.id, limit=MOST), read.attempts(session.id))
        return table.encode("utf-8-sig")

    st.caption(say.SESSION_LEAD)
    has_quiz = any(record.submitted_at for record in read.quizzes(session.id, limit=2))
    with st.container(horizontal=True, key="data-session"):
        st.download_button(
            say.DECK,
            deck,
            f"{say.FILE}.apkg",
            "application/octet-stream",
            key="data-deck",
            on_click="ignore",
            disabled=not has_quiz,
        )
        st.download_button(
            say.ANSWERS, answers, f"{say.FILE}-answers.csv", "text/csv", key="data-csv", on_click="ignore"
        )
        st.link_button(say.REPORT, f"/print/report?session={quote(session.id)}", key="data-report")
    st.caption(say.DECK_LEAD)


def all_of_it(desk: Desk) -> None:
    """Everything of the learner's as one file."""
    st.header(say.ALL_HEAD, anchor=False)
    st.markdown(say.ALL_LEAD)
    st.download_button(
        say.ALL,
        desk.service.backup.everything,
        f"{say.FILE}.json",
        "application/json",
        key="data-all",
        on_click="ignore",
    )


def bring_in(desk: Desk) -> None:
    """A file that was taken out before, brought in again."""
    st.header(say.IN_HEAD, anchor=False)
    st.markdown(say.IN_LEAD)
    file = st.file_uploader(say.IN_FILE, type="json", key="data-file")
    if not st.button(say.IN_SEND, key="data-in"):
        return
    if file is None:
        st.error(say.IN_NONE)
        return
    try:
        brought = desk.service.backup.bring_in(file.getvalue())
    except ExamMentorError as error:
        show_error(error)
        return
    st.success(say.brought(len(brought)))
