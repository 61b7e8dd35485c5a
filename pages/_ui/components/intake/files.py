"""Files to study from: read as they come, listed, taken out again."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import ExamMentorError, InputError
from core.models import Session, StudyPhase
from core.models.document import FILE_TYPES, MOST_FILE_BYTES
from pages._ui import messages as common
from pages._ui.components.actions import drop_wish
from pages._ui.components.intake.form import Refill
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain, show_error
from pages._ui.messages import intake as say
from pages._ui.messages import told
from pages._ui.session import take_step


@dataclass
class Uploads:
    """The uploads that were read in this tab, by id, with the reason where one was refused; and how often the uploader
    was emptied."""

    read: dict[str, str] = field(default_factory=dict)
    emptied: int = 0


def files(desk: Desk) -> bool:
    """The uploader, and what was read so far. Whether a file was read just now."""
    uploads = memory(Uploads)
    limit, again = desk.service.max_upload_bytes // 2**20, uploads.emptied
    # What was read stands in the list below: the uploader names files only where one was refused.
    is_clean = bool(uploads.read) and not any(uploads.read.values())
    # An uploader is emptied by a new one; the name that others know stays on the container then.
    with (
        st.container(key="files-read" if is_clean else "files"),
        st.container(key="intake-files") if again else nullcontext(),
    ):
        uploaded = st.file_uploader(
            say.FILES,
            FILE_TYPES,
            accept_multiple_files=True,
            max_upload_size=limit,
            help=say.FILES_HELP.format(mb=limit),
            key=f"intake-files-{again}" if again else "intake-files",
        )
    has_read = [_read(desk, file) for file in uploaded]
    if desk.session:
        materials(desk, can_remove=desk.phase is StudyPhase.INTAKE)
    return any(has_read)


def materials(desk: Desk, *, can_remove: bool) -> None:
    """What the session studies from, each with a way to take it out where that is allowed."""
    for material in desk.service.materials.summaries(desk.study):
        with st.container(horizontal=True, vertical_alignment="center", key=f"material-{material.id}"):
            st.markdown(plain(common.material_line(material.name, material.page_count, len(material.section_titles))))
            label = say.REMOVE
            if can_remove and st.button(label, key=f"remove-{material.id}", type="tertiary"):
                _take_out(desk, material.id)


def _take_out(desk: Desk, material_id: str) -> None:
    if take_step(desk, lambda session: desk.service.remove_material(session, material_id)):
        memory(Uploads).emptied += 1
        st.rerun()


def _read(desk: Desk, file: UploadedFile) -> bool:
    """Read an upload once, and say whether that was now. A file that cannot be read keeps its sentence in the list."""
    uploads = memory(Uploads)
    if (reason := uploads.read.get(file.file_id)) is not None:
        if reason:
            st.error(plain(reason))
        return False
    name = plain(file.name)
    with st.status(say.READING.format(name=name)) as status:
        bar = st.progress(0.0)

        def progress(share: float) -> None:
            bar.progress(share)

        def refuse(error: ExamMentorError) -> None:
            # A plan was asked for with this file, not without it.
            drop_wish(desk)
            # A file that is bad stays bad; a store that was away is asked again at the next run.
            if isinstance(error, InputError):
                uploads.read[file.file_id] = told(error.said)
            status.update(label=say.UNREADABLE.format(name=name), state="error", expanded=True)
            show_error(error)

        def add(session: Session) -> Session:
            return desk.service.add_material(session, file.name, file.getvalue(), progress)

        named = desk.session.exam_type if desk.session else ""
        is_read = take_step(desk, add, refused=refuse)
        if is_read:
            memory(Refill).is_due = memory(Refill).is_due or desk.study.exam_type != named
            uploads.read[file.file_id] = ""
            done = say.READ if file.size <= MOST_FILE_BYTES else say.READ_TEXT_ONLY
            status.update(label=done.format(name=name, mb=MOST_FILE_BYTES // 2**20), state="complete")
    return is_read
