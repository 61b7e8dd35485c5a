"""What cannot be read takes no page away, and a session that was saved by hand opens in every phase."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import product

import pytest

from core.bootstrap import build_service, load_settings
from core.models import StudyPhase
from core.state_machine import StateMachine, StudentContext
from pages._ui import messages as say
from tests.journey import at_phase
from tests.pages.app import open_at, words
from tests.pages.test_every_page import PAGES


def saved_by_hand(phase: StudyPhase) -> str:
    """A session that a script saved in `phase`, with nothing else."""
    machine = StateMachine(StudentContext(user_id=load_settings().user, session_id=f"by-hand-{phase.lower()}"))
    machine.save_state(phase)
    return machine.context.session_id


def spoil(sql: str, *values: object) -> None:
    """Write into the study file what no copy of the app writes."""
    with closing(sqlite3.connect(load_settings().database)) as db, db:
        db.execute("pragma ignore_check_constraints = on")
        assert db.execute(sql, values).rowcount > 0


@pytest.mark.parametrize(("page", "phase"), list(product([*PAGES, "home"], StudyPhase)))
def test_a_session_that_was_saved_by_hand_opens_and_each_button_says_what_comes_of_it(
    page: str, phase: StudyPhase
) -> None:
    session_id = saved_by_hand(phase)
    app = open_at(page, session_id)
    for key in [button.key for button in app.button if not button.disabled]:
        pressed = open_at(page, session_id)
        pressed.button(key).click().run()
        assert not pressed.exception, (key, pressed.exception)


@pytest.mark.parametrize(
    ("page", "phase"),
    [("plan", StudyPhase.PLANNING), ("learn", StudyPhase.LEARNING), ("quiz", StudyPhase.QUIZZING)],
)
def test_a_page_in_turn_that_has_nothing_says_so_and_leads_home(page: str, phase: StudyPhase) -> None:
    app = open_at(page, saved_by_hand(phase))
    assert say.NOTHING_SAVED in words(app)
    assert say.GO_HOME in [link.proto.label for link in app.get("page_link")]


@pytest.mark.parametrize("context", ["5", "not JSON", '{"user_id": 1}'])
def test_an_unreadable_session_leaves_the_others_on_the_home_page(context: str) -> None:
    kept, broken = at_phase(build_service(), StudyPhase.PLANNING), at_phase(build_service(), StudyPhase.PLANNING)
    spoil("update study_sessions set current_context = ? where id = ?", context, broken.id)
    app = open_at("home")
    assert any(kept.id in str(link.proto) for link in app.get("page_link"))
    assert f"session “{broken.id}”" in words(app).replace("\\", "")
    assert "cannot be read" in words(open_at("plan", broken.id)).replace("\\", "")


def test_an_unreadable_quiz_leaves_the_quiz_page() -> None:
    session = at_phase(build_service(), StudyPhase.ANALYZING)
    spoil("update quizzes set body = 'not JSON' where session_id = ?", session.id)
    assert "cannot be read" in words(open_at("quiz", session.id))
    open_at("analysis", session.id)
