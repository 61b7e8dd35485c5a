"""Text that is not ours, as text: what a document or a learner wrote must not act as Markdown."""

from __future__ import annotations

import re

import streamlit as st

from core.errors import ExamMentorError

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


def show_error(error: ExamMentorError) -> None:
    """Draw an error's sentence; it may quote a file name or a title, so it is drawn as text."""
    st.error(plain(str(error)))
