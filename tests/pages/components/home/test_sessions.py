"""The sessions to resume."""

from __future__ import annotations

from core.bootstrap import build_service
from tests.pages.app import open_at


def test_home_shows_older_sessions_on_demand() -> None:
    service = build_service()
    for _ in range(25):
        service.start("Botany")
    app = open_at("home")
    assert len(app.subheader) == 20
    app.button(key="home-older").click().run()
    assert len(app.subheader) == 25
