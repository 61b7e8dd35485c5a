"""Where a quotation stands: the line under it, and the page of the PDF opened beside the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st

from core.models import PageImage, Source, Value
from pages._ui import ASSETS
from pages._ui import messages as common
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import source_page as say
from pages._ui.session import attempt

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


class OpenSource(Value):
    """The source whose page is open: in which place of the text, and which other page of its file was turned to."""

    place: str
    source: Source
    page: int | None = None


@dataclass
class Opened:
    """The source that is open, the place where one was closed just now, and the page that was brought into sight."""

    source: OpenSource | None = None
    closed: str = ""
    in_sight: tuple[OpenSource, int] | None = None


@dataclass
class Images:
    """The pictures that were drawn last, by session, source and page."""

    drawn: dict[tuple[str, Source, int | None], PageImage] = field(default_factory=dict)


class SourcePages:
    """The sources of one run of a page; at most one of them has its page open."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._opened = memory(Opened, page=desk.page)
        materials = [material for material in desk.service.materials.summaries(desk.study) if material.kind == "pdf"]
        self._kept = {material.name for material in materials if material.has_file}
        self._not_kept = {material.name for material in materials} - self._kept

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
        shown = self._opened.source
        is_open = shown is not None and shown.place == place and shown.source == source
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"source-{place}"):
            st.caption(plain(common.source(source.document, source.page)), width="content")
            label = say.opener(source.page, is_open=is_open)
            if st.button(label, key=f"open-{place}", type="tertiary", icon=":material/menu_book:"):
                self._opened.source = None if is_open else OpenSource(place=place, source=source)
                st.rerun()
        if shown and is_open:
            self._panel(shown)
        elif self._opened.closed == place:
            self._opened.closed = ""
            st.html(_FOCUS_OPENER.replace("PLACE", place), unsafe_allow_javascript=True)

    def _panel(self, opened: OpenSource) -> None:
        st.html(_STYLE)
        with st.container(key="source-page", border=True):
            first = self._image(opened.source, None)
            is_quoted = first is not None and opened.page in (None, first.page)
            shown = first if is_quoted or first is None else self._image(opened.source, opened.page)
            if shown is None:
                self._close_button(opened)
                return
            self._steps(opened, shown)
            st.markdown(f"**{plain(say.title(shown))}**")
            st.caption(plain(say.marked(shown, opened.source, is_quoted=is_quoted)))
            with st.container(key="source-page-view"):
                st.image(shown.image, alt=say.picture(shown, is_quoted=is_quoted), width="stretch")
                if self._opened.in_sight != (opened, shown.page):
                    self._opened.in_sight = (opened, shown.page)
                    st.html(_SHOW_MARK.replace("MARK", str(shown.mark_at)), unsafe_allow_javascript=True)

    def _steps(self, opened: OpenSource, shown: PageImage) -> None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="source-page-steps"):
            for key, label, page, icon in (
                ("page-before", say.BEFORE, shown.page - 1, ":material/chevron_left:"),
                ("page-after", say.AFTER, shown.page + 1, ":material/chevron_right:"),
            ):
                is_there = 1 <= page <= shown.page_count
                if st.button(label, key=key, icon=icon, type="tertiary", disabled=not is_there):
                    self._opened.source = opened.model_copy(update={"page": page})
                    st.rerun()
            self._close_button(opened)

    def _close_button(self, opened: OpenSource) -> None:
        if st.button(say.CLOSE, key="page-close", icon=":material/close:", type="tertiary"):
            self._opened.source, self._opened.closed = None, opened.place
            st.rerun()

    def _image(self, source: Source, page: int | None) -> PageImage | None:
        """The picture, drawn once for this tab and kept while there are not too many after it; None where it cannot be
        drawn, which is said."""
        desk, images = self._desk, memory(Images).drawn
        key = (desk.study.id, source, page)
        if key not in images:
            with st.spinner(say.OPENING):
                image = attempt(desk, lambda: desk.service.materials.page(desk.study.id, source, page))
            if image is None:
                return None
            images[key] = image
            for oldest in list(images)[:-_KEPT_IMAGES]:
                del images[oldest]
        return images[key]
