"""The look of the desk on a device."""

from __future__ import annotations

import pytest

from pages._ui.components.settings.look import kept_look
from tests.pages.app import open_at


@pytest.mark.parametrize(
    ("cookie", "look"),
    [
        ("theme-dark.text-large", {"theme": "dark", "text": "large"}),
        ("theme-dark", {"theme": "dark"}),
        ("theme-<script>.text-.colour-red", {}),
        ("", {}),
    ],
)
def test_a_cookie_says_what_can_be_chosen_and_nothing_else(cookie: str, look: dict[str, str]) -> None:
    assert kept_look(cookie) == look


def test_a_choice_is_kept_and_the_page_loads_again_in_it() -> None:
    app = open_at("settings")
    assert not any("document.cookie" in html.body for html in app.get("html"))
    app.segmented_control(key="settings-theme").set_value("dark").run()
    (script,) = [html.body for html in app.get("html") if "document.cookie" in html.body]
    assert "look=theme-dark.text-normal" in script
