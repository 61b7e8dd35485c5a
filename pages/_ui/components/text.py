"""Text that is not ours, as text: what a document or a learner wrote must not act as Markdown."""

from __future__ import annotations

import re

import streamlit as st

from core.errors import ExamMentorError

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|$~:<>&^=])")


def plain(text: str) -> str:
    """The text with every character that Markdown or Streamlit would act on escaped; white space folded."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def show_error(error: ExamMentorError) -> None:
    """Draw an error's sentence; it may quote a file name or a title, so it is drawn as text."""
    st.error(plain(str(error)))
