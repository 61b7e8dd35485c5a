"""The app in AppTest: opened as a deep link opens it, and read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core import ROOT
from core.errors import StoreUnavailable
from core.stores.sqlite.store import SqliteStudyStore


def open_at(page: str, session_id: str = "") -> AppTest:
    """The app as a deep link opens it: a first run, nothing in memory."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if session_id:
        app.query_params["session"] = session_id
    if page != "home":
        app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception, app.exception
    return app


def action_keys(app: AppTest) -> set[str]:
    """The actions that the page has buttons for."""
    return {str(button.key).removeprefix("action-") for button in app.button if str(button.key).startswith("action-")}


def words(app: AppTest) -> str:
    """What the page says, captions and errors aside."""
    return " ".join(str(element.value) for element in [*app.title, *app.header, *app.markdown, *app.info, *app.warning])


def html(app: AppTest) -> str:
    """What the page draws as HTML of its own."""
    return " ".join(str(element.body) for element in app.get("html"))


def captions(app: AppTest) -> list[str]:
    """The captions of the page."""
    return [caption.value for caption in app.caption]


def facts(app: AppTest) -> list[str]:
    """The small facts at the top of the home page."""
    bodies = [html.body for html in app.get("html") if 'class="em-facts"' in html.body]
    return [re.sub(r"<[^>]+>", "", item) for body in bodies for item in re.findall(r"<li>(.*?)</li>", body)]


def errors(app: AppTest) -> list[str]:
    """The errors on the page."""
    return [error.value for error in app.error]


def downloads(app: AppTest) -> dict[str, bool]:
    """The files that the page offers, by their labels, and whether each can be had."""
    return {button.proto.label: not button.proto.disabled for button in app.get("download_button")}


def current_step(app: AppTest) -> str:
    """The step that is marked as the session's; empty where there are no steps."""
    steps = [html.body for html in app.get("html") if 'class="em-steps"><li' in html.body]
    marked = [re.sub(r"<[^>]*>", "", step.split("</li>")[0]) for body in steps for step in body.split('"step">')[1:]]
    return marked[0] if marked else ""


def step_links(app: AppTest) -> dict[str, str]:
    """Where the steps of the session lead, by their names."""
    bodies = [html.body for html in app.get("html") if 'class="em-steps"><li' in html.body]
    bodies = [body.split('class="em-steps">')[1].split("</ol>")[0] for body in bodies]
    return {name: address for body in bodies for address, name in re.findall(r'href="([^"]*)">([^<]*?) ?<', body)}


class Away:
    """A store that cannot be reached, at will, for the calls named."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
        self.is_away = True
        for name in names:
            real = getattr(SqliteStudyStore, name)
            monkeypatch.setattr(SqliteStudyStore, name, self._wrapped(real))

    def _wrapped(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            if self.is_away:
                raise StoreUnavailable("The study file is away. Nothing was changed.")
            return real(*args, **kwargs)

        return call
