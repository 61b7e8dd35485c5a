"""What stands in the library: files, lessons and notes."""

from __future__ import annotations

import streamlit as st

from pages._ui import messages as common
from pages._ui.components.account.your_data import deck
from pages._ui.components.library.search import lesson_link
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import notes as say

SHOWN = 8


def notes(desk: Desk) -> None:
    """The learner's notes, each with what was marked, what was written, and the way to its step; and the deck."""
    st.header(say.NOTES, anchor=False)
    kept = desk.service.library.notes(desk.study)
    if not kept:
        st.markdown(say.NO_NOTES)
    for place, note in enumerate(kept):
        with st.container(key=f"library-note-{place}", gap="xsmall"):
            lesson_link(desk, note.topic, note.step, f"**{plain(say.heading(note))}**")
            for sentence in note.highlights:
                st.markdown(f"> {plain(sentence)}")
            for paragraph in note.text.split("\n"):
                st.markdown(plain(paragraph))
    deck(desk, say.DECK, "library-deck")


def lessons(desk: Desk) -> None:
    """The lessons that were given, in the plan's order; the rest of a long list behind a line."""
    st.header(say.LESSONS, anchor=False)
    topics = [lesson.topic for lesson in desk.service.library.lessons(desk.study)]
    if not topics:
        st.markdown(say.NO_LESSONS)
    for topic in topics[:SHOWN]:
        lesson_link(desk, topic, 0, plain(topic))
    if len(topics) > SHOWN:
        with st.expander(common.more(len(topics) - SHOWN)):
            for topic in topics[SHOWN:]:
                lesson_link(desk, topic, 0, plain(topic))


def files(desk: Desk) -> None:
    """The files that the session studies from."""
    st.header(say.FILES, anchor=False)
    materials = desk.service.materials.summaries(desk.study)
    if not materials:
        st.markdown(say.NO_FILES)
    lines = [
        f"- {plain(common.material_line(material.name, material.page_count, len(material.section_titles)))}"
        for material in materials
    ]
    st.markdown("\n".join(lines))
