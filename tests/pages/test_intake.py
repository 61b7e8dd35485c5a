"""The intake page after a refresh."""

from __future__ import annotations

from core.bootstrap import build_service
from tests.pages.app import open_at


def test_what_is_typed_at_intake_is_there_after_a_refresh() -> None:
    app = open_at("intake")
    assert build_service().read.sessions() == (), "an empty form is no session yet"
    app.text_input(key="intake-goal").input("Pass with honours").run()
    (begun,) = build_service().read.sessions()
    assert app.query_params["session"] == begun.id, "a refresh right after the first edit finds it"
    app.text_area(key="intake-syllabus").input("Roots\nLeaves").run()
    app.number_input(key="intake-hours").set_value(3.5).run()
    (summary,) = build_service().read.sessions()
    again = open_at("intake", summary.id)
    assert again.text_input(key="intake-goal").value == "Pass with honours"
    assert again.text_area(key="intake-syllabus").value == "Roots\nLeaves"
    assert again.number_input(key="intake-hours").value == 3.5
