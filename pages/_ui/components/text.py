"""Text that is not ours, as text: what a document or a learner wrote must not act as Markdown."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|$~:<>&^=])")


def plain(text: str) -> str:
    """The text with every character that Markdown or Streamlit would act on escaped; white space folded."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
