"""The buttons of a phase: one for each action, a press that goes on, and gaps that keep it from being taken."""

from __future__ import annotations

import pytest

from core.models import Action, Intake, StudyPhase
from core.study.service import StudyService
from pages._ui import messages as say
from pages._ui.messages.actions import BUTTONS
from tests.journey import at_phase
from tests.pages.app import Away, action_keys, current_step, errors, open_at, words


def test_a_press_takes_the_step_and_goes_to_the_page_in_turn(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.ANALYZING)
    app = open_at("analysis", session.id)
    assert action_keys(app) == {"next_topic", "complete"}
    assert [button.label for button in app.button if button.key == "action-complete"] == [BUTTONS[Action.COMPLETE]]
    app.button(key="action-next_topic").click().run()
    assert current_step(app) == "Plan"
    assert service.open(session.id).phase is StudyPhase.PLANNING


def test_out_of_turn_there_is_only_the_way_on(service: StudyService) -> None:
    app = open_at("quiz", at_phase(service, StudyPhase.LEARNING).id)
    assert action_keys(app) == set()
    assert say.NOT_IN_TURN[StudyPhase.LEARNING] in words(app)
    app.button(key="go-on").click().run()
    assert action_keys(app) == {"take_quiz"}


def test_gaps_keep_a_step_from_being_taken_and_are_named(service: StudyService) -> None:
    session = service.save_intake(service.start(), Intake(exam="Botany"))
    app = open_at("intake", session.id)
    assert errors(app) == []
    app.button(key="action-generate_plan").click().run()
    assert errors(app)
    assert service.open(session.id) == session


def test_a_step_that_fails_leaves_the_page_with_its_reason(
    service: StudyService, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = at_phase(service, StudyPhase.LEARNING)
    app = open_at("learn", session.id)
    away = Away(monkeypatch, "commit")
    app.button(key="action-take_quiz").click().run()
    assert ["away" in error for error in errors(app)] == [True]
    assert current_step(app) == "Learn"
    away.is_away = False
    app.button(key="action-take_quiz").click().run()
    assert current_step(app) == "Quiz"
