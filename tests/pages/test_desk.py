"""What a tab remembers: for all its pages, for one of them, and not at all."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.models import StudyPhase
from core.study.service import StudyService
from pages._ui.messages import home as home_words
from pages._ui.messages import quiz as say
from tests.journey import at_phase
from tests.pages.app import open_at, words


def heads(app: AppTest) -> str:
    """What stands above a question."""
    return " ".join(html.body for html in app.get("html") if "em-head" in html.body)


def test_how_quizzes_are_shown_is_remembered_on_other_pages_and_in_no_other_tab(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.QUIZZING)
    app = open_at("quiz", session.id)
    app.toggle(key="quiz-all").set_value(True).run()
    app.switch_page("pages/history.py").run()
    app.switch_page("pages/quiz.py").run()
    assert app.toggle(key="quiz-all").value
    assert app.toggle(key="quiz-all").label == say.ALL_AT_ONCE
    assert not open_at("quiz", session.id).toggle(key="quiz-all").value


def test_the_place_in_a_quiz_belongs_to_that_quiz(service: StudyService) -> None:
    first, second = at_phase(service, StudyPhase.QUIZZING), at_phase(service, StudyPhase.QUIZZING)
    app = open_at("quiz", first.id)
    app.button(key="quiz-next").click().run()
    assert "Question 2 of" in heads(app)
    app.query_params["session"] = second.id
    app.run()
    assert "Question 1 of" in heads(app)
    app.query_params["session"] = first.id
    app.run()
    assert "Question 2 of" in heads(app)


def test_what_a_sentence_was_heard_as_is_forgotten_when_the_page_is_left(service: StudyService) -> None:
    app = open_at("intake", service.start().id)
    app.text_input(key="intake-said").input("12 days for NEET biology")
    app.button(key="intake-route").click().run()
    assert app.success
    app.run()
    assert app.success, "it stays while the page is open"
    app.switch_page("pages/history.py").run()
    app.switch_page("pages/intake.py").run()
    assert not app.success


def test_the_way_to_undo_a_change_is_there_while_the_plan_is_open_and_gone_after_it(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.PLANNING)
    app = open_at("plan", session.id)
    app.segmented_control(key="plan-edit").set_value("leave_out").run()
    last = app.selectbox(key="plan-leave_out-topic").options[-1]
    app.selectbox(key="plan-leave_out-topic").set_value(last).run()
    app.button(key="plan-apply").click().run()
    app.run()
    assert "plan-undo" in {button.key for button in app.button}, "it stays while the page is open"
    app.switch_page("pages/history.py").run()
    app.switch_page("pages/plan.py").run()
    assert "plan-undo" not in {button.key for button in app.button}


def test_gaps_that_were_marked_are_not_marked_on_the_next_visit(service: StudyService) -> None:
    app = open_at("intake", service.start().id)
    app.button(key="action-generate_plan").click().run()
    assert app.error
    app.switch_page("pages/home.py").run()
    assert home_words.TITLE in words(app)
    app.switch_page("pages/intake.py").run()
    assert not app.error


def test_the_session_goes_along_to_a_page_that_names_none(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.LEARNING)
    app = open_at("learn", session.id)
    del app.query_params["session"]
    app.switch_page("pages/plan.py").run()
    assert app.query_params["session"] == session.id
