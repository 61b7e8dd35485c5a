"""Where a quotation stands: the line under it, and the page of the PDF opened beside the text."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from core.errors import ExamMentorError, NotSignedIn
from core.models import PageImage, Source
from pages._ui import ASSETS
from pages._ui import messages as common
from pages._ui.desk import Desk, OpenSource
from pages._ui.frame.text import plain, show_error
from pages._ui.messages import source_page as say
from pages._ui.session import to_sign_in

_STYLE = ASSETS / "source_page.css"
_KEPT_IMAGES = 24
# The page is as wide as its place and may be longer: what is marked on it is brought into sight.
_SHOW_MARK = """<script>
const view = document.querySelector(".st-key-source-page-view")
const show = (tries) => {
    const picture = view?.querySelector("img")
    if (!picture?.complete || !picture.height) { if (tries) setTimeout(show, 50, tries - 1); return }
    view.scrollTop = MARK * picture.height - 120
}
setTimeout(show, 50, 60)
</script>"""
# The button that closed the page is gone, and the focus with it: it goes back to where the page was opened.
_FOCUS_OPENER = """<script>
setTimeout(() => {
    const opener = document.querySelector(".st-key-open-PLACE button")
    if (opener && document.activeElement === document.body) opener.focus({preventScroll: true})
}, 150)
</script>"""


class SourcePages:
    """The sources of one run of a page; at most one of them has its page open."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        materials = [one for one in desk.service.read.materials(desk.study.id) if one.kind == "pdf"]
        self._kept = {one.name for one in materials if one.has_file}
        self._not_kept = {one.name for one in materials} - self._kept

    def note(self, sources: Iterable[Source | None]) -> None:
        """Say so where pages cannot be opened because the file was not kept."""
        named = (source.document for source in sources if source and source.page)
        if missing := tuple(dict.fromkeys(name for name in named if name in self._not_kept)):
            st.caption(plain(say.not_kept(missing)))

    def line(self, source: Source | None, place: str) -> None:
        """Where the words stand, and a way to open that page; where it is open, the page. `place` is the line's own."""
        if source is None:
            return
        if source.page is None or source.document not in self._kept:
            st.caption(plain(common.source(source.document, source.page)))
            return
        tab = self._desk.tab
        is_open = tab.opened is not None and tab.opened.place == place and tab.opened.source == source
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"source-{place}"):
            st.caption(plain(common.source(source.document, source.page)), width="content")
            label = say.opener(source.page, is_open=is_open)
            if st.button(label, key=f"open-{place}", type="tertiary", icon=":material/menu_book:"):
                tab.opened = None if is_open else OpenSource(place=place, source=source)
                st.rerun()
        if tab.opened and is_open:
            self._panel(tab.opened)
        elif tab.closed == place:
            tab.closed = ""
            st.html(_FOCUS_OPENER.replace("PLACE", place), unsafe_allow_javascript=True)

    def _panel(self, opened: OpenSource) -> None:
        tab = self._desk.tab
        st.html(_STYLE)
        with st.container(key="source-page", border=True):
            try:
                first = self._image(opened.source, None)
                shown = first if opened.page in (None, first.page) else self._image(opened.source, opened.page)
            except NotSignedIn:
                to_sign_in()
            except ExamMentorError as error:
                show_error(error)
                self._close_button(opened)
                return
            self._steps(opened, shown)
            is_quoted = shown is first
            st.markdown(f"**{plain(say.title(shown))}**")
            st.caption(plain(say.found(shown, opened.source, is_quoted=is_quoted)))
            with st.container(key="source-page-view"):
                st.image(shown.image, alt=say.picture(shown, is_quoted=is_quoted), width="stretch")
                if tab.shown_page != (opened, shown.page):
                    tab.shown_page = (opened, shown.page)
                    st.html(_SHOW_MARK.replace("MARK", str(shown.mark_at)), unsafe_allow_javascript=True)

    def _steps(self, opened: OpenSource, shown: PageImage) -> None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="source-page-steps"):
            for key, label, page, icon in (
                ("page-before", say.BEFORE, shown.page - 1, ":material/chevron_left:"),
                ("page-after", say.AFTER, shown.page + 1, ":material/chevron_right:"),
            ):
                is_there = 1 <= page <= shown.page_count
                if st.button(label, key=key, icon=icon, type="tertiary", disabled=not is_there):
                    self._desk.tab.opened = opened.model_copy(update={"page": page})
                    st.rerun()
            self._close_button(opened)

    def _close_button(self, opened: OpenSource) -> None:
        if st.button(say.CLOSE, key="page-close", icon=":material/close:", type="tertiary"):
            self._desk.tab.opened, self._desk.tab.closed = None, opened.place
            st.rerun()

    def _image(self, source: Source, page: int | None) -> PageImage:
        """The picture, drawn once for this tab and kept while there are not too many after it."""
        desk, images = self._desk, self._desk.tab.images
        key = (desk.study.id, source, page)
        if key not in images:
            with st.spinner(say.OPENING):
                images[key] = desk.service.materials.page(desk.study.id, source, page)
            for oldest in list(images)[:-_KEPT_IMAGES]:
                del images[oldest]
        return images[key]
