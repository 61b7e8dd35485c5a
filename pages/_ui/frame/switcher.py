"""Which exam a page is about, and the way to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pages._ui import messages as say


@dataclass(frozen=True)
class Other:
    """Another exam, by its name, and the address that turns to it."""

    name: str
    address: str


def switcher(name: str, others: Sequence[Other]) -> str:
    """The exam's name as HTML; where there are others, with a list of them under it, which is folded.

    Plain links: to open the list costs the server nothing, and the page is not drawn for it.
    """
    if not others:
        return f'<p class="em-exam">{escape(name)}</p>'
    links = "".join(_link(other.name, other.address) for other in others)
    summary = f'<summary><span class="em-unseen">{escape(say.SWITCH)}</span>{escape(name)}</summary>'
    listed = f"<ul>{links}{_link(say.ALL_EXAMS, './')}</ul>"
    return f'<details class="em-exam st-key-session-switch">{summary}{listed}</details>'


def _link(name: str, address: str) -> str:
    return f'<li><a class="em-link" target="_self" href="{escape(address)}">{escape(name)}</a></li>'
