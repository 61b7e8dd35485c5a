"""The pages and their addresses."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core.bootstrap import is_multi_user, load_settings
from core.errors import ExamMentorError, NotSignedIn
from pages._ui import messages as say
from pages._ui.frame.bar import GLOBAL
from pages._ui.frame.text import show_error, show_unexpected
from pages._ui.session import is_reviewer, to_sign_in


def run() -> None:
    """Draw the page that the URL names. Where the store fails under it, say so in place of the page.

    What nobody foresaw goes on to Streamlit, which logs it; the page says under which id.
    """
    try:
        _navigation().run()
    except NotSignedIn:
        to_sign_in()
    except ExamMentorError as error:
        show_error(error)
        st.button(say.TRY_AGAIN, key="try-again")
    except Exception as error:
        show_unexpected(error)
        raise


def _navigation() -> StreamlitPage:
    """All pages keep their address; those that stand for themselves are in the navigation, the others lie behind them.

    The steps of a course are in its stepper, History where it is for who reviews.
    """
    return st.navigation(
        [
            st.Page(
                f"pages/{name}.py",
                title=title,
                default=name == "home",
                visibility="visible" if name in GLOBAL or (name == "history" and is_reviewer()) else "hidden",
            )
            for name, title in say.PAGES.items()
            if name != "account" or is_multi_user(load_settings())
        ],
        position="top",
    )
