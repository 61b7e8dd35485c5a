"""Text that is not ours, as text: what a document or a learner wrote must not act as Markdown."""

from __future__ import annotations

import logging
import re

import streamlit as st

from core.errors import ExamMentorError, StoreError, new_error_id
from pages._ui import messages as say

_log = logging.getLogger(__name__)
_MATH = re.compile(r"(\$[^$\n]+\$)")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|$~:<>&^=])")


def plain(text: str) -> str:
    """The text with every character that Markdown or Streamlit would act on escaped; white space folded."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def worded(text: str, *, has_math: bool) -> str:
    """A question's text: as `plain`, but with `has_math` what stands between dollar signs is LaTeX."""
    if not has_math:
        return plain(text)
    parts = _MATH.split(text)
    # A split on one group gives what lies between and what was found by turns.
    return "".join(part if place % 2 else _kept_spaces(part) for place, part in enumerate(parts))


def _kept_spaces(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))


def told(error: ExamMentorError) -> str:
    """An error's sentence; it may quote a file name or a title, so it is escaped. A store's failure is logged, under
    an id that the sentence names."""
    if not isinstance(error, StoreError):
        return plain(say.told(error.said))
    error_id = new_error_id()
    _log.warning("Error %s: %s: %s", error_id, type(error).__name__, error)
    return f"{plain(say.told(error.said))} {say.ERROR_ID.format(id=error_id)}"


def show_error(error: ExamMentorError) -> None:
    """Draw an error's sentence."""
    st.error(told(error))


def show_unexpected(error: Exception) -> None:
    """Say that something went wrong, under an id that the error's traceback in the log ends with.

    The traceback says where and what kind, and not the error's own words: they may be what a learner wrote.
    """
    error_id = new_error_id()
    _take_words_out(error)
    error.add_note(f"Error {error_id}")
    st.error(f"{say.UNEXPECTED} {say.ERROR_ID.format(id=error_id)}")
    # Streamlit draws a box of its own below, which names no id and speaks of its cloud.
    st.html("<style>.stException { display: none; }</style>")


def _take_words_out(error: BaseException | None) -> None:
    """Leave of an error, and of those behind it, their kind and their place."""
    while error is not None:
        error.args = ()
        error = error.__cause__ or error.__context__
