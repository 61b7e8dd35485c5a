"""The intake form: what is missing, what a sentence fills in, two tabs, and a store that is away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.bootstrap import build_service
from core.models import Intake
from pages._ui import messages as say
from pages._ui.frame.text import plain
from pages._ui.messages import intake as asked
from tests.pages.app import Away, current_step, errors, open_at, words
from tests.pages.plans import SYLLABUS


def test_a_tab_that_shows_an_old_form_does_not_save_it_over_a_newer_one() -> None:
    service = build_service()
    session = service.save_intake(service.start(), Intake(exam="Botany", goal="first"))
    tab, other = open_at("intake", session.id), open_at("intake", session.id)
    tab.text_input(key="intake-goal").input("second").run()
    other.number_input(key="intake-days").set_value(30).run()
    assert service.intake(service.open(session.id)).goal == "second"
    assert other.text_input(key="intake-goal").value == "second"
    assert say.CONFLICT in [warning.value for warning in other.warning]
    other.number_input(key="intake-days").set_value(30).run()
    assert service.intake(service.open(session.id)) == Intake(exam="Botany", goal="second", days=30)


def test_what_is_typed_while_the_store_is_away_stays_and_is_saved_later(monkeypatch: pytest.MonkeyPatch) -> None:
    service = build_service()
    session = service.save_intake(service.start(), Intake(exam="Botany"))
    app = open_at("intake", session.id)
    away = Away(monkeypatch, "commit")
    app.text_area(key="intake-syllabus").input("Roots").run()
    assert ["away" in error.value for error in app.error] == [True]
    assert app.text_area(key="intake-syllabus").value == "Roots"
    away.is_away = False
    app.run()
    assert service.intake(service.open(session.id)).syllabus == "Roots"


def test_two_tabs_that_edit_different_fields_keep_both() -> None:
    service = build_service()
    session = service.save_intake(service.start(), Intake(exam="Botany"))
    tab, other = open_at("intake", session.id), open_at("intake", session.id)
    tab.text_input(key="intake-goal").input("Pass").run()
    other.text_area(key="intake-syllabus").input("Roots").run()
    other.run()
    intake = service.intake(service.open(session.id))
    assert (intake.goal, intake.syllabus) == ("Pass", "Roots")
    assert other.text_input(key="intake-goal").value == "Pass"


def test_what_is_missing_is_said_beside_the_field_once_a_plan_is_asked_for() -> None:
    app = open_at("intake")
    assert not app.error
    app.button(key="action-generate_plan").click().run()
    assert errors(app)[0] == "Name the exam, or pick one from the list."
    assert errors(app)[-1] == plain("Please name the exam above.")
    service = build_service()
    session = service.save_intake(service.start(), Intake(exam="Botany"))
    app = open_at("intake", session.id)
    app.button(key="action-generate_plan").click().run()
    assert errors(app)[0].startswith("This exam has no built-in syllabus")
    app.text_area(key="intake-syllabus").input(SYLLABUS).run()
    assert errors(app) == []
    app.button(key="action-generate_plan").click().run()
    assert current_step(app) == "Plan"


def test_a_registered_exam_needs_nothing_more_and_offers_its_parts() -> None:
    app = open_at("intake")
    assert not [multiselect for multiselect in app.multiselect if multiselect.key == "intake-scope"]
    app.selectbox(key="intake-exam").set_value("NEET").run()
    app.multiselect(key="intake-scope").set_value(["Organic chemistry"]).run()
    assert "Hydrocarbons" in app.multiselect(key="intake-known").options
    app.multiselect(key="intake-known").set_value(["Hydrocarbons"]).run()
    (summary,) = build_service().read.sessions()
    again = open_at("intake", summary.id)
    assert again.multiselect(key="intake-scope").value == ["Organic chemistry"]
    assert again.multiselect(key="intake-known").value == ["Hydrocarbons"]
    again.selectbox(key="intake-exam").set_value("JEE").run()
    assert again.multiselect(key="intake-scope").value == ["Organic chemistry"]
    again.selectbox(key="intake-exam").set_value("UPSC").run()
    assert again.multiselect(key="intake-scope").value == []
    assert not again.exception


def test_a_sentence_fills_the_form_in_or_gets_its_one_question() -> None:
    app = open_at("intake")
    app.text_input(key="intake-said").input("make me a plan")
    app.button(key="intake-route").click().run()
    assert "Name an exam such as NEET" in words(app)
    app.text_input(key="intake-said").input("History for NEET")
    app.button(key="intake-route").click().run()
    assert "NEET has no History" in words(app)
    assert app.selectbox(key="intake-exam").value is None
    app.number_input(key="intake-hours").set_value(5.0).run()
    app.text_input(key="intake-said").input("12 days for NEET organic chemistry, weak in hydrocarbons")
    app.button(key="intake-route").click().run()
    assert any("NEET, Organic chemistry, 12 days" in success.value for success in app.success)
    assert app.selectbox(key="intake-exam").value == "NEET"
    assert app.multiselect(key="intake-scope").value == ["Organic chemistry"]
    assert app.number_input(key="intake-days").value == 12
    assert app.number_input(key="intake-hours").value == 5.0, "what the sentence does not say stays"
    assert app.text_input(key="intake-goal").value == "Weak in hydrocarbons"
    assert not app.warning


def test_what_a_sentence_says_too_much_of_is_said_below_what_was_filled_in() -> None:
    app = open_at("intake")
    app.text_input(key="intake-said").input("400 days for NEET biology and polity, weekends off")
    app.button(key="intake-route").click().run()
    assert "NEET, Biology, Sat and Sun off" in app.success[0].value
    (warning,) = app.warning
    assert "400 days is more than the 365 that a plan runs over" in warning.value
    assert "NEET has no Polity" in warning.value
    assert app.number_input(key="intake-days").value == Intake().days
    assert app.get("button_group")[-1].value == [5, 6]
    app.text_input(key="intake-said").input("autopilot")
    app.button(key="intake-route").click().run()
    assert asked.NOTHING_FILLED_IN in [info.value for info in app.info]
    app.text_input(key="intake-said").input("NEET in 20 days without physics, I know ecology already")
    app.button(key="intake-route").click().run()
    assert "NEET, Chemistry, Biology, without Physics, 20 days, you know Ecology" in app.success[0].value
    assert not app.warning
    assert not app.exception


def test_the_date_and_the_days_are_both_kept_and_one_counts() -> None:
    service = build_service()
    session = service.start("NEET")
    app = open_at("intake", session.id)
    app.session_state["intake-until"] = "date"
    app.run()
    app.button(key="action-generate_plan").click().run()
    assert "Pick the date" in errors(app)[0]
    # A refresh keeps the choice though no date was picked yet.
    app = open_at("intake", session.id)
    soon = service.clock.now().date() + timedelta(days=20)
    app.date_input(key="intake-exam_date").set_value(soon).run()
    app.session_state["intake-until"] = "days"
    app.run()
    app.number_input(key="intake-days").set_value(9).run()
    intake = service.intake(service.open(session.id))
    assert (intake.days, intake.exam_date, intake.dated) == (9, soon, None)
    app = open_at("intake", session.id)
    app.session_state["intake-until"] = "date"
    app.run()
    assert app.date_input(key="intake-exam_date").value == soon
    assert service.intake(service.open(session.id)).dated == soon


def test_the_sentence_is_there_after_a_refresh() -> None:
    service = build_service()
    session, _ = service.route(service.start(), "12 days for NEET biology")
    assert open_at("intake", session.id).text_input(key="intake-said").value == "12 days for NEET biology"
