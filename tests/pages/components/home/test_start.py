"""The ways into a new session."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core import ROOT
from core.errors import StoreAway
from core.models import Intake, StudyPhase
from core.stores.sqlite.store import SqliteStudyStore
from core.study.service import StudyService
from pages._ui.messages import plan as common
from tests.pages.app import Away, current_step, errors, open_at, words


def test_a_session_of_ones_own_begins_at_its_first_input(service: StudyService) -> None:
    app = open_at("home")
    app.button(key="home-start").click().run()
    assert current_step(app) == "Set up"
    assert service.read.sessions() == ()
    app.text_input(key="intake-goal").input("Pass").run()
    (summary,) = service.read.sessions()
    assert app.query_params["session"] == summary.id
    assert "new" not in app.query_params
    assert service.intake(service.open(summary.id)) == Intake(goal="Pass")


def test_the_form_of_a_new_session_is_not_that_of_the_last_one(service: StudyService) -> None:
    earlier = service.save_intake(service.start(), Intake(exam="Botany", goal="Pass"))
    app = open_at("intake", earlier.id)
    app.switch_page("pages/home.py").run()
    app.button(key="home-start").click().run()
    assert (app.selectbox(key="intake-exam").value, app.text_input(key="intake-goal").value) == (None, "")
    # AppTest does not follow a page that a script switches to.
    app.switch_page("pages/intake.py").run()
    app.text_input(key="intake-goal").input("Enjoy it").run()
    assert service.open(earlier.id) == earlier
    assert len(service.read.sessions()) == 2


def test_an_address_of_a_new_session_is_new_until_an_input_and_then_that_session(service: StudyService) -> None:
    earlier = service.save_intake(service.start(), Intake(exam="Botany"))
    first = open_new("abc")
    assert first.selectbox(key="intake-exam").value is None
    first.text_input(key="intake-goal").input("Pass").run()
    assert {summary.id for summary in service.read.sessions()} == {earlier.id, "abc"}
    # Back in the browser's history, and a second tab of the same address.
    assert open_new("abc").text_input(key="intake-goal").value == "Pass"


def test_a_new_session_can_be_begun_while_the_database_is_away(
    service: StudyService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object) -> object:
        raise StoreAway("The study database cannot be reached just now, and this session was not opened here before.")

    real = SqliteStudyStore.load
    monkeypatch.setattr(SqliteStudyStore, "load", unreachable)
    app = open_new("abc")
    monkeypatch.setattr(SqliteStudyStore, "load", real)
    assert app.text_input(key="intake-goal").value == ""


def test_a_course_opens_its_first_lesson_at_one_press(service: StudyService) -> None:
    app = open_at("home")
    assert [button.key for button in app.button if button.proto.type == "primary"] == ["home-course-cell_biology"]
    app.button(key="home-course-cell_biology").click().run()
    assert current_step(app) == "Learn"
    assert [title.value for title in app.title] == ["The cell membrane and transport"]
    (summary,) = service.read.sessions()
    assert (summary.exam_type, app.query_params["session"]) == ("Cell biology", summary.id)
    app = open_at("plan", summary.id)
    assert not app.warning, "nothing to worry about"
    assert "orange" not in words(app)
    assert common.VERIFIED in words(app)


def test_a_course_that_is_cut_off_between_two_steps_goes_on_at_the_next_press(
    service: StudyService, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_at("home")
    away = Away(monkeypatch, "topics")
    app.button(key="home-course-cell_biology").click().run()
    assert ["away" in error for error in errors(app)] == [True]
    (begun,) = service.read.sessions()
    assert begun.phase is StudyPhase.PLANNING
    away.is_away = False
    app.button(key="home-course-cell_biology").click().run()
    (now,) = service.read.sessions()
    assert (now.id, now.phase) == (begun.id, StudyPhase.LEARNING)


def test_while_the_store_is_away_nothing_is_begun_and_what_was_typed_stays(
    service: StudyService, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_at("home")
    away = Away(monkeypatch, "commit")
    app.button(key="home-course-cell_biology").click().run()
    assert ["away" in error for error in errors(app)] == [True]
    app.button(key="home-start").click().run()
    app.text_input(key="intake-goal").input("Pass").run()
    assert ["away" in error for error in errors(app)] == [True]
    assert service.read.sessions() == ()
    away.is_away = False
    app.run()
    (summary,) = service.read.sessions()
    assert service.intake(service.open(summary.id)) == Intake(goal="Pass")


def open_new(session_id: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["new"] = session_id
    app.switch_page("pages/intake.py").run()
    assert not app.exception, app.exception
    return app
