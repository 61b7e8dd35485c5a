"""The intake form: kept as it is typed, files read as they come."""

from __future__ import annotations

from contextlib import nullcontext

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.courses import course_ids, load_course
from core.errors import Conflict, ExamMentorError, InputError
from core.models import StudyPhase
from core.planning import DAYS, HOURS
from core.records import Intake
from pages._ui import messages as say
from pages._ui.components.text import plain, show_error
from pages._ui.session import Desk, attempt, fill_widgets, widget_value

FILE_TYPES = ["pdf", "docx", "pptx", "html", "htm", "md", "markdown", "txt"]


def draft(desk: Desk) -> Intake:
    """Draw the fields and return what is in them. A change is saved at once; the first one begins the session.

    What another tab changed meanwhile is taken over field by field; what was typed here stays.
    """
    kept = desk.service.intake(desk.session) if desk.session else Intake()
    elsewhere = desk.tab.is_from_elsewhere(_place(desk), kept)
    shown = desk.tab.shown.get(_place(desk), kept) if elsewhere else kept
    stored, before = kept.model_dump(), shown.model_dump()
    moved_on = {name for name in stored if stored[name] != before[name]}
    typed_here = {name for name in moved_on if widget_value(f"intake-{name}") not in (None, before[name])}
    values = {f"intake-{name}": value or None if name == "exam" else value for name, value in stored.items()}
    fill_widgets(values, anew={f"intake-{name}" for name in moved_on - typed_here})
    if moved_on:
        st.warning(say.INTAKE_ELSEWHERE)
    typed = _fields(kept)
    desk.tab.sent[_place(desk)] = typed
    if typed == kept or attempt(desk, lambda session: desk.service.save_intake(session, typed)):
        desk.tab.shown[_place(desk)] = typed
    return typed


def _place(desk: Desk) -> str:
    return f"intake/{desk.session.id if desk.session else ''}"


def _fields(kept: Intake) -> Intake:
    courses = [load_course(course).exam_name for course in course_ids()]
    exam = st.selectbox(
        say.INTAKE_EXAM,
        [*courses, *([kept.exam] if kept.exam and kept.exam not in courses else [])],
        index=None,
        placeholder=say.INTAKE_EXAM_HOLDER,
        accept_new_options=True,
        filter_mode="prefix",
        key="intake-exam",
    )
    goal = st.text_input(say.INTAKE_GOAL, max_chars=300, placeholder=say.INTAKE_GOAL_HOLDER, key="intake-goal")
    left, right = st.columns(2)
    days = left.number_input(say.INTAKE_DAYS, DAYS[0], DAYS[-1], key="intake-days")
    hours = right.number_input(say.INTAKE_HOURS, *HOURS, step=0.5, format="%g", key="intake-hours")
    st.header(say.INTAKE_SOURCE, anchor=False)
    st.markdown(say.INTAKE_SOURCE_LEAD)
    syllabus = st.text_area(
        say.INTAKE_SYLLABUS,
        height=140,
        max_chars=40_000,
        placeholder=say.INTAKE_SYLLABUS_HOLDER,
        key="intake-syllabus",
    )
    return Intake(exam=exam or "", goal=goal or "", days=days, hours=hours, syllabus=syllabus or "")


def files(desk: Desk) -> None:
    """The uploader, and what was read so far."""
    limit, again = desk.service.max_upload_bytes // 2**20, desk.tab.uploaders
    # An uploader is emptied by a new one; the name that others know stays on the container then.
    with st.container(key="intake-files") if again else nullcontext():
        uploaded = st.file_uploader(
            say.INTAKE_FILES,
            FILE_TYPES,
            accept_multiple_files=True,
            max_upload_size=limit,
            help=say.INTAKE_FILES_HELP.format(mb=limit),
            key=f"intake-files-{again}" if again else "intake-files",
        )
    for file in uploaded:
        _read(desk, file)
    if desk.session:
        materials(desk, can_remove=desk.phase is StudyPhase.INTAKE)


def materials(desk: Desk, *, can_remove: bool) -> None:
    """What the session studies from, each with a way to take it out where that is allowed."""
    for known in desk.service.read.materials(desk.study.id):
        with st.container(horizontal=True, vertical_alignment="center", key=f"material-{known.id}"):
            st.markdown(plain(say.material_line(known.name, known.page_count, len(known.section_titles))))
            label = say.INTAKE_REMOVE
            if can_remove and st.button(label, key=f"remove-{known.id}", type="tertiary"):
                _take_out(desk, known.id)


def given(desk: Desk) -> None:
    """What was said at intake, read-only."""
    intake = desk.service.intake(desk.study)
    lines = {
        say.INTAKE_EXAM: desk.study.exam_type,
        say.INTAKE_GOAL: intake.goal,
        say.INTAKE_DAYS: str(intake.days),
        say.INTAKE_HOURS: f"{intake.hours:g}",
    }
    for label, value in lines.items():
        if value:
            st.markdown(f"**{label}:** {plain(value)}")
    if intake.syllabus:
        with st.expander(say.INTAKE_SYLLABUS):
            st.text(intake.syllabus)
    materials(desk, can_remove=False)


def _take_out(desk: Desk, material_id: str) -> None:
    if attempt(desk, lambda session: desk.service.remove_material(session, material_id)):
        desk.tab.uploaders += 1
        st.rerun()


def _read(desk: Desk, file: UploadedFile) -> None:
    """Read an upload once; a file that cannot be read keeps its sentence until it is taken out of the list."""
    if (refused := desk.tab.uploads.get(file.file_id)) is not None:
        if refused:
            st.error(plain(refused))
        return
    name = plain(file.name)
    with st.status(say.INTAKE_READING.format(name=name)) as status:
        bar = st.progress(0.0)

        def progress(share: float) -> None:
            bar.progress(share)

        try:
            desk.act(lambda session: desk.service.add_material(session, file.name, file.getvalue(), progress))
        except Conflict:
            desk.reload(say.CONFLICT)
        except ExamMentorError as error:
            # A file that is bad stays bad; a store that was away is asked again at the next run.
            if isinstance(error, InputError):
                desk.tab.uploads[file.file_id] = str(error)
            status.update(label=say.INTAKE_UNREADABLE.format(name=name), state="error", expanded=True)
            show_error(error)
        else:
            desk.tab.uploads[file.file_id] = ""
            status.update(label=say.INTAKE_READ.format(name=name), state="complete")
