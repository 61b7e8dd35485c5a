"""How the desk looks on this device: a cookie keeps it, which no server needs to know."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from pages._ui.messages import settings as say

COOKIE = "look"
_YEAR_S = 365 * 24 * 3600


def look() -> None:
    """Draw the choice of a theme and of a size of the text; a change loads the page again, in that look."""
    st.header(say.LOOK, anchor=False)
    kept = kept_look(st.context.cookies.get(COOKIE, ""))
    theme = _choice("theme", say.THEME, say.THEMES, kept)
    text = _choice("text", say.TEXT, say.TEXTS, kept)
    st.caption(say.LOOK_SAVED)
    if (theme, text) != (kept.get("theme", "system"), kept.get("text", "normal")):
        cookie = f"{COOKIE}=theme-{theme}.text-{text}; path=/; max-age={_YEAR_S}; samesite=lax"
        st.html(
            f"<script>document.cookie = {cookie!r}; location.reload()</script>",
            unsafe_allow_javascript=True,
        )


def _choice(name: str, label: str, options: dict[str, str], kept: dict[str, str]) -> str:
    first = next(iter(options))
    return st.segmented_control(
        label,
        [*options],
        default=kept.get(name, first),
        format_func=options.__getitem__,
        required=True,
        key=f"settings-{name}",
    )


def kept_look(cookie: str) -> dict[str, str]:
    """What the cookie says: `theme-dark.text-large`. Anything else in it says nothing."""
    known: dict[str, Collection[str]] = {"theme": say.THEMES, "text": say.TEXTS}
    parts = (part.partition("-") for part in cookie.split("."))
    return {name: value for name, _, value in parts if value in known.get(name, ())}
