"""What is chosen for this device: how the desk looks, and when a day begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from pages._ui.frame.device import Device, this_device
from pages._ui.messages import settings as say


def look() -> None:
    """Draw the choice of a theme, of a size of the text and of the hour at which a day begins; a change loads the page
    again with it."""
    kept = this_device()
    st.header(say.LOOK, anchor=False)
    theme = _choice("theme", say.THEME, say.THEMES, kept.theme)
    text = _choice("text", say.TEXT, say.TEXTS, kept.text)
    st.header(say.DAYS, anchor=False)
    day = st.selectbox(
        say.DAY,
        [*say.DAY_STARTS],
        [*say.DAY_STARTS].index(kept.day or "0"),
        format_func=say.DAY_STARTS.__getitem__,
        key="settings-day",
    )
    st.caption(say.DAY_LEAD)
    st.caption(say.KEPT)
    wanted = replace(kept, theme=theme, text=text, day="" if day == "0" and not kept.day else day)
    if wanted != kept:
        _keep(wanted)


def _choice(name: str, label: str, options: Mapping[str, str], kept: str) -> str:
    return st.segmented_control(
        label, [*options], default=kept, format_func=options.__getitem__, required=True, key=f"settings-{name}"
    )


def _keep(device: Device) -> None:
    script = f"<script>document.cookie = {device.cookie!r}; location.reload()</script>"
    st.html(script, unsafe_allow_javascript=True)
