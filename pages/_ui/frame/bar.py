"""The pages that stand for themselves, at the foot of a phone's screen, where a thumb reaches them.

Streamlit's own navigation hides behind a drawer there.
"""

from __future__ import annotations

from html import escape

from pages._ui import messages as say

GLOBAL = {
    "home": "home",
    "review": "replay",
    "progress": "trending_up",
    "library": "menu_book",
    "settings": "settings",
}
"""The pages in the navigation, each with its sign in the icon font that Streamlit carries."""
HISTORY = {"history": "history"}


def bar(page: str, *, is_reviewer: bool) -> str:
    """The bar as HTML; wide screens do not show it."""
    links = "".join(_link(name, icon, page) for name, icon in (GLOBAL | (HISTORY if is_reviewer else {})).items())
    return f'<nav class="em-bar" aria-label="{escape(say.BAR_LABEL)}">{links}</nav>'


def _link(name: str, icon: str, page: str) -> str:
    here = ' aria-current="page"' if name == page else ""
    address = "./" if name == "home" else f"./{name}"
    sign = f'<span class="em-icon" aria-hidden="true">{icon}</span>'
    return f'<a class="em-link" target="_self" href="{address}"{here}>{sign}{escape(say.PAGES[name])}</a>'
