"""A form on a page of its own: no script, and the same desk in light and dark."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from pages._ui import messages as say
from pages._ui.messages.erasing import PRIVACY

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    # A link from a mail has its token in the address, which no other site must be told. Stricter still, and a
    # browser would not say where a form was sent from.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True)
class Field:
    """An input of a form. `complete` is what a password manager fills in."""

    name: str
    label: str
    kind: str
    complete: str
    help: str = ""


@dataclass(frozen=True)
class Form:
    """A page with one form: where it is posted, what it asks, and the ways to the other forms."""

    title: str
    lead: str
    action: str
    button: str
    fields: tuple[Field, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    consent: str = ""
    """What is agreed to with a tick, where the form asks for that."""
    carried: dict[str, str] = field(default_factory=dict)
    """What goes along unseen."""
    typed: dict[str, str] = field(default_factory=dict)
    """What was typed before; never a password."""
    error: str = ""
    notice: str = ""


def draw(form: Form, status: int = 200) -> HTMLResponse:
    """The form as a page."""
    body = _pages.get_template("form.html").render(form=form, app=say.APP, privacy=PRIVACY)
    return HTMLResponse(body, status, headers=HEADERS)
