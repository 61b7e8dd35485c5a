"""The fonts that Streamlit carries, for pages that it does not draw."""

from __future__ import annotations

from pathlib import Path

import streamlit

_MEDIA = Path(streamlit.__file__).parent / "static" / "static" / "media"
# The rest of a file's name changes with Streamlit's version.
_FILES = {"serif": "SourceSerif*Roman*.woff2", "sans": "SourceSans*Upright*.woff2"}


def font_files() -> dict[str, Path | None]:
    """The file of each font; None where this version of Streamlit has none of that name."""
    return {name: next(_MEDIA.glob(pattern), None) for name, pattern in _FILES.items()}
