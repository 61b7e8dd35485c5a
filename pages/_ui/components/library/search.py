"""Words looked up in what was studied."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.models.note import Hit
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import notes as say

LONGEST = 100


@dataclass
class Lookup:
    """The words that were looked up last in a session, and the places that they were found in."""

    words: str = ""
    hits: tuple[Hit, ...] = ()


def search(desk: Desk) -> None:
    """A field for words, and the places where they stand; they are looked up once, when that is asked for."""
    lookup = memory(Lookup, page=desk.page, of=desk.study.id)
    with st.form("library-search", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(say.SEARCH, max_chars=LONGEST, placeholder=say.SEARCH_HOLDER, key="library-words")
        is_asked = st.form_submit_button(say.FIND, key="library-find")
    if is_asked:
        lookup.words, lookup.hits = words, desk.service.library.search(desk.study, words)
    if not lookup.words:
        return
    if not lookup.hits:
        st.info(say.NOTHING_FOUND)
        return
    st.caption(say.found(len(lookup.hits)))
    for place, hit in enumerate(lookup.hits):
        with st.container(key=f"hit-{place}", gap=None):
            st.caption(plain(say.where(hit)))
            title = f"**{plain(hit.title)}**"
            if hit.kind == "question":
                st.markdown(title)
            else:
                lesson_link(desk, hit.topic, hit.step, title)
            st.markdown(plain(hit.excerpt))


def lesson_link(desk: Desk, topic: str, step: int, label: str) -> None:
    """The way to a step of a lesson."""
    st.page_link(
        "pages/learn.py",
        label=label,
        icon=":material/arrow_forward:",
        query_params={"session": desk.study.id, "topic": topic, **({"step": str(step)} if step else {})},
    )
