"""A text for one topic: a file or pasted notes, bound to the topic that they are added at."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from core.errors import ExamMentorError, InputError
from core.models import Session, Topic
from core.models.document import FILE_TYPES
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain, show_error
from pages._ui.messages import intake as files
from pages._ui.messages import plan_topics as say
from pages._ui.session import take_step

LONGEST_NOTES = 40_000


@dataclass
class Adding:
    """Where a text is being added, and the uploads that were refused there."""

    place: str = ""
    refused: dict[str, ExamMentorError] = field(default_factory=dict)


def add_text(desk: Desk, topic: Topic, place: str) -> None:
    """The place for a file or notes on a topic; what is added there makes it one to learn and be asked about."""
    with st.container(border=True, key=f"topic-add-{place}"):
        st.markdown(f"**{plain(say.text_for(topic.name))}**")
        limit = desk.service.max_upload_bytes // 2**20
        file = st.file_uploader(say.TOPIC_FILE, FILE_TYPES, max_upload_size=limit, key=f"topic-file-{place}")
        notes = st.text_area(
            say.TOPIC_NOTES,
            height=120,
            max_chars=LONGEST_NOTES,
            placeholder=say.TOPIC_NOTES_HOLDER,
            key=f"topic-notes-{place}",
        )
        is_asked = st.button(say.KEEP_NOTES, key=f"topic-notes-keep-{place}")
        if file:
            _read(desk, topic, file.file_id, file.name, file.getvalue())
        elif is_asked and not notes.strip():
            st.info(say.NO_NOTES)
        elif is_asked and take_step(desk, lambda session: desk.service.topic_texts.paste(session, topic.name, notes)):
            _done(desk, topic)


def _read(desk: Desk, topic: Topic, file_id: str, name: str, data: bytes) -> None:
    """Read a file once; one that cannot be read keeps its sentence."""
    adding = memory(Adding, page=desk.page)
    if error := adding.refused.get(file_id):
        show_error(error)
        return
    with st.status(files.READING.format(name=plain(name))) as status:
        bar = st.progress(0.0)

        def progress(share: float) -> None:
            bar.progress(share)

        def refuse(error: ExamMentorError) -> None:
            # A file that is bad stays bad; a store that was away is asked again at the next run.
            if isinstance(error, InputError):
                adding.refused[file_id] = error
            status.update(label=files.UNREADABLE.format(name=plain(name)), state="error", expanded=True)
            show_error(error)

        def add(session: Session) -> Session:
            return desk.service.topic_texts.add(session, topic.name, name, data, progress)

        is_read = take_step(desk, add, refused=refuse)
    if is_read:
        _done(desk, topic)


def _done(desk: Desk, topic: Topic) -> None:
    memory(Adding, page=desk.page).place = ""
    desk.redraw(say.text_kept(topic.name))
