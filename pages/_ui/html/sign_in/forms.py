"""A form on a page of its own: no script, and the same desk in light and dark."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pages._ui import messages as say
from pages._ui.messages.erasing import PRIVACY
from pages._ui.messages.sign_in import OTHER_WAYS

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
    """An input of a form. `complete` is what a password manager fills in. One of the kind `file` takes a file."""

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
    ways: str = OTHER_WAYS
    """What the links are, for who cannot see them."""
    consent: str = ""
    """What is agreed to with a tick, where the form asks for that."""
    carried: dict[str, str] = field(default_factory=dict)
    """What goes along unseen."""
    typed: dict[str, str] = field(default_factory=dict)
    """What was typed before; never a password."""
    error: str = ""
    notice: str = ""

    @property
    def has_file(self) -> bool:
        """Whether a file is sent with it."""
        return any(field.kind == "file" for field in self.fields)


class NotTaken(Exception):
    """A form that is answered without a step taken: the sentence for it, and the HTTP status."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


def draw(form: Form, status: int = 200) -> HTMLResponse:
    """The form as a page."""
    body = _pages.get_template("form.html").render(form=form, app=say.APP, privacy=PRIVACY)
    return HTMLResponse(body, status, headers=HEADERS)


def own_address(request: Request) -> str:
    """The address that the app is called by."""
    return f"{request.url.scheme}://{request.url.netloc}"


def is_from_here(request: Request) -> bool:
    """Whether a form of ours was sent. A browser says where one was sent from; what does not is no browser."""
    return request.headers.get("origin", "") == own_address(request)
