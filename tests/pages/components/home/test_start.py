"""The ways into a new session."""

from __future__ import annotations

import pytest

from core.models import Intake
from core.study.service import StudyService
from tests.pages.app import Away, current_step, errors, open_at


def test_a_session_of_ones_own_begins_at_intake(service: StudyService) -> None:
    app = open_at("home")
    app.button(key="home-start").click().run()
    (summary,) = service.read.sessions()
    assert current_step(app) == "Set up"
    assert app.query_params["session"] == summary.id
    assert service.intake(service.open(summary.id)) == Intake()


def test_a_course_begins_with_its_exam_filled_in(service: StudyService) -> None:
    app = open_at("home")
    app.button(key="home-course-cell_biology").click().run()
    assert app.selectbox(key="intake-exam").value == "Cell biology"
    assert [summary.exam_type for summary in service.read.sessions()] == ["Cell biology"]


def test_while_the_store_is_away_nothing_is_begun_and_the_page_stays(
    service: StudyService, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_at("home")
    Away(monkeypatch, "commit")
    app.button(key="home-start").click().run()
    assert ["away" in error for error in errors(app)] == [True]
    assert "home-start" in {button.key for button in app.button}
    assert service.read.sessions() == ()
