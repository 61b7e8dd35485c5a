"""Every page: drawn for every phase from a deep link, gated, short, and with only the buttons that the phase allows."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from core import ROOT
from core.bootstrap import build_service
from core.domain.phases import get_valid_actions
from core.models import Intake, StudyPhase
from pages._ui import messages as say
from pages._ui.desk import PAGE_IN_TURN
from tests.journey import at_phase
from tests.pages.app import Away, action_keys, current_step, html, open_at, words

# The account page is there where there is a sign-in, which AppTest has no cookie for.
PAGES = [page for page in say.PAGES if page not in ("home", "account")]


@pytest.mark.parametrize(("page", "phase"), list(product(PAGES, StudyPhase)))
def test_a_deep_link_draws_the_page_with_the_phases_buttons_only(page: str, phase: StudyPhase) -> None:
    session = at_phase(build_service(), phase)
    app = open_at(page, session.id)
    assert app.title
    assert current_step(app) == (say.STEPS[phase] if page in PAGE_IN_TURN.values() else "")
    in_turn = PAGE_IN_TURN[phase] == page
    assert action_keys(app) == (set(get_valid_actions(phase)) if in_turn else set())
    if not in_turn and page not in ("history", "library", "review", "settings"):
        assert "go-on" in [button.key for button in app.button]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_drawn_without_app_py_is_gated_all_the_same(page: str, without_app_py: None) -> None:
    assert say.UNKNOWN_SESSION in [info.value for info in open_at(page, "no-such-session").info]
    session = at_phase(build_service(), StudyPhase.LEARNING)
    assert action_keys(open_at(page, session.id)) == ({"take_quiz"} if page == "learn" else set())


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_session_is_said_and_nothing_is_made(page: str) -> None:
    app = open_at(page, "no-such-session")
    assert say.UNKNOWN_SESSION in [info.value for info in app.info]
    assert not action_keys(app)
    assert build_service().read.sessions() == ()


def test_the_journey_by_buttons() -> None:
    app = open_at("home")
    app.button(key="home-start").click().run()
    app.selectbox(key="intake-exam").set_value("Cell biology").run()
    app.number_input(key="intake-days").set_value(5).run()
    for action, expected in [
        ("generate_plan", "Plan"),
        ("start_topic", "Learn"),
        ("take_quiz", "Quiz"),
    ]:
        app.button(key=f"action-{action}").click().run()
        assert not app.exception
        assert current_step(app) == expected
    (summary,) = build_service().read.sessions()
    service = build_service()
    record = service.quiz(service.open(summary.id))
    assert record
    for place, question in enumerate(record.quiz.questions):
        assert any("<progress" in html.body for html in app.get("html"))
        if question.question_type == "fill_blank":
            app.text_input(key=f"answer-{question.id}").input(question.accepted_answers[0]).run()
        elif question.question_type == "multi_select":
            for index in question.correct_indexes:
                app.checkbox(key=f"answer-{question.id}-{index}").check().run()
        else:
            app.radio(key=f"answer-{question.id}").set_value(question.correct_option_index).run()
        assert app.button(key="action-submit_answers").disabled == (place < len(record.quiz.questions) - 1)
        if place < len(record.quiz.questions) - 1:
            app.button(key="quiz-next").click().run()
    app.button(key="action-submit_answers").click().run()
    assert current_step(app) == "Results"
    assert ">100 %<" in html(app)
    app.button(key="action-next_topic").click().run()
    assert current_step(app) == "Plan"
    assert service.open(summary.id).context.current_topic == "Organelles and energy"


def test_drawing_a_page_again_writes_nothing() -> None:
    service = build_service()
    for phase in StudyPhase:
        session = at_phase(service, phase)
        app = open_at(PAGE_IN_TURN[phase], session.id)
        app.run()
        app.run()
        assert service.open(session.id) == session


def test_what_a_learner_or_a_document_wrote_is_drawn_as_text() -> None:
    service = build_service()
    evil = "<img src=x onerror=alert(1)> **bold** $x^2$ :material/bomb: [link](http://evil)"
    session = service.generate_plan(service.start(), Intake(exam=evil, goal=evil, days=3, hours=2, syllabus="A\nB"))
    for page in ("intake", "plan"):
        app = open_at(page, session.id)
        drawn = words(app)
        assert "**bold**" not in drawn
        assert r"\<img" in drawn
        assert r"\[link\]" in drawn
        assert not any(markdown.allow_html for markdown in app.markdown)


def test_the_private_switch_for_the_pages_folder_is_still_there() -> None:
    # In a process of its own: the conftest of these tests sets it.
    code = "from streamlit.runtime.pages_manager import PagesManager as P; print('uses_pages_directory' in vars(P))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


@pytest.mark.parametrize("page", sorted(Path(ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_stays_short_and_keeps_no_state_of_its_own(page: Path) -> None:
    source = page.read_text()
    assert len(source.splitlines()) <= 80
    assert "session_state" not in source


@pytest.mark.parametrize(("page", "call"), [("home", "sessions"), ("plan", "plans"), ("quiz", "quizzes")])
def test_a_store_that_fails_under_a_page_is_said(page: str, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = at_phase(build_service(), StudyPhase.QUIZZING)
    away = Away(monkeypatch, call)
    app = open_at(page, session.id)
    assert ["away" in error.value for error in app.error] == [True]
    away.is_away = False
    app.button(key="try-again").click().run()
    assert not app.error


def test_a_page_says_that_nothing_is_kept_where_the_file_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", str(blocked))
    assert say.MEMORY_ONLY in [warning.value for warning in open_at("home").warning]
