"""The pages and their addresses."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages._ui import messages as say


def navigation() -> StreamlitPage:
    """Declare the pages and return the one that the URL names."""
    return st.navigation(
        [st.Page(f"pages/{name}.py", title=title, default=name == "home") for name, title in say.PAGES.items()],
        position="top",
    )
