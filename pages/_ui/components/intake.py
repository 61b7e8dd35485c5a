"""The intake form: kept as it is typed, files read as they come."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.courses import course_ids, load_course
from core.errors import ExamMentorError
from core.planning import DAYS, HOURS
from core.records import Intake
from pages._ui import messages as say
from pages._ui.components.text import plain
from pages._ui.session import Desk, attempt, fill_widgets

FILE_TYPES = ["pdf", "docx", "pptx", "html", "htm", "md", "markdown", "txt"]


def draft(desk: Desk) -> Intake:
    """Draw the fields and return what is in them. A change is saved at once; the first one begins the session."""
    kept = desk.service.intake(desk.session) if desk.session else Intake()
    place = f"intake/{desk.session.id if desk.session else ''}"
    moved_on = desk.tab.shown.get(place, kept) != kept
    fill_widgets(
        {
            "intake-exam": kept.exam or None,
            "intake-goal": kept.goal,
            "intake-days": kept.days,
            "intake-hours": kept.hours,
            "intake-syllabus": kept.syllabus,
        },
        anew=moved_on,
    )
    typed = _fields(kept)
    if moved_on:
        st.warning(say.CONFLICT)
    elif typed != kept:
        attempt(desk, lambda session: desk.service.save_intake(session, typed))
    desk.tab.shown[f"intake/{desk.session.id if desk.session else ''}"] = typed
    return typed


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
    limit = desk.service.max_upload_bytes // 2**20
    uploaded = st.file_uploader(
        say.INTAKE_FILES,
        FILE_TYPES,
        accept_multiple_files=True,
        max_upload_size=limit,
        help=say.INTAKE_FILES_HELP.format(mb=limit),
        key="intake-files",
    )
    for file in uploaded:
        _read(desk, file)
    if desk.session:
        materials(desk, can_remove=True)


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
    materials(desk, can_remove=False)


def _take_out(desk: Desk, material_id: str) -> None:
    if attempt(desk, lambda session: desk.service.remove_material(session, material_id)):
        st.rerun()


def _read(desk: Desk, file: UploadedFile) -> None:
    """Read an upload once; a file that cannot be read keeps its sentence until it is taken out of the list."""
    if (refused := desk.tab.uploads.get(file.file_id)) is not None:
        if refused:
            st.error(refused)
        return
    name = plain(file.name)
    with st.status(say.INTAKE_READING.format(name=name)) as status:
        bar = st.progress(0.0)

        def progress(share: float) -> None:
            bar.progress(share)

        try:
            desk.act(lambda session: desk.service.add_material(session, file.name, file.getvalue(), progress))
        except ExamMentorError as error:
            desk.tab.uploads[file.file_id] = str(error)
            status.update(label=say.INTAKE_UNREADABLE.format(name=name), state="error", expanded=True)
            st.error(str(error))
        else:
            desk.tab.uploads[file.file_id] = ""
            status.update(label=say.INTAKE_READ.format(name=name), state="complete")
