"""What is chosen for a device."""

from __future__ import annotations

import pytest

from pages._ui.frame.device import Device, chosen
from tests.pages.app import open_at


@pytest.mark.parametrize(
    ("cookie", "device"),
    [
        ("theme-dark.text-large.day-4", Device("dark", "large", "4")),
        ("theme-dark", Device("dark")),
        ("theme-<script>.text-.colour-red.day-7", Device()),
        ("", Device()),
    ],
)
def test_a_cookie_says_what_can_be_chosen_and_nothing_else(cookie: str, device: Device) -> None:
    assert chosen(cookie) == device
    assert chosen(device.cookie.partition("=")[2].partition(";")[0]) == device


def test_a_choice_is_kept_and_the_page_loads_again_with_it() -> None:
    app = open_at("settings")
    assert not any("document.cookie" in html.body for html in app.get("html"))
    app.segmented_control(key="settings-theme").set_value("dark").run()
    (script,) = [html.body for html in app.get("html") if "document.cookie" in html.body]
    assert "desk=theme-dark;" in script
    app.selectbox(key="settings-day").set_value("4").run()
    (script,) = [html.body for html in app.get("html") if "document.cookie" in html.body]
    assert "desk=theme-dark.day-4;" in script


@pytest.mark.parametrize(
    ("day", "browsers", "sessions", "zone"),
    [
        ("", "Europe/Berlin", "Asia/Kolkata", "Europe/Berlin"),
        ("", "Europe/Berlin", "Asia/Kolkata/04", "Europe/Berlin/04"),
        ("", "", "Asia/Kolkata/04", "Asia/Kolkata/04"),
        ("3", "", "Asia/Kolkata/04", "Asia/Kolkata/03"),
        ("0", "Europe/Berlin", "Asia/Kolkata/04", "Europe/Berlin"),
    ],
)
def test_the_zone_is_where_the_browser_is_and_its_days_begin_as_was_chosen_here_or_else_with_the_session(
    day: str, browsers: str, sessions: str, zone: str
) -> None:
    assert Device(day=day).zone(browsers, sessions) == zone
