"""The analysis page in a tab that is behind."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import StudyPhase
from pages._ui import messages as say
from tests.journey import at_phase
from tests.pages.app import open_at


def test_a_click_in_a_stale_tab_is_told_and_overwrites_nothing() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.ANALYZING)
    stale = open_at("analysis", session.id)
    # Another tab goes on and comes back to the same phase, so that the stale button is still a valid action.
    other = service.take_quiz(service.start_topic(service.next_topic(session)))
    other = service.submit_answers(other)
    stale.button(key="action-complete").click().run()
    assert service.open(session.id) == other
    assert say.CONFLICT in [warning.value for warning in stale.warning]
    stale.button(key="action-complete").click().run()
    assert service.open(session.id).phase is StudyPhase.COMPLETED
