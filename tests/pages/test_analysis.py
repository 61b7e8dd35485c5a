"""The results page in a tab that is behind."""

from __future__ import annotations

import pytest

from core.bootstrap import build_service
from core.models import Session, StudyPhase
from core.study.service import StudyService
from pages._ui import messages as say
from tests.journey import at_phase
from tests.pages.app import open_at


@pytest.mark.parametrize(
    ("key", "then"), [("action-next_topic", StudyPhase.PLANNING), ("next-start", StudyPhase.LEARNING)]
)
def test_a_click_in_a_stale_tab_is_told_and_overwrites_nothing(key: str, then: StudyPhase) -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.ANALYZING)
    stale = open_at("analysis", session.id)
    other = _gone_on(service, session)
    stale.button(key=key).click().run()
    assert service.open(session.id) == other
    assert say.CONFLICT in [warning.value for warning in stale.warning]
    stale.button(key=key).click().run()
    assert service.open(session.id).phase is then


def test_the_end_of_a_course_that_is_asked_for_in_a_stale_tab_shows_what_it_would_end() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.ANALYZING)
    stale = open_at("analysis", session.id)
    other = _gone_on(service, session)
    stale.button(key="action-complete").click().run()
    assert service.open(session.id) == other
    last = _gone_on(service, other)
    stale.button(key="complete-yes").click().run()
    assert service.open(session.id) == last
    assert say.CONFLICT in [warning.value for warning in stale.warning]


def _gone_on(service: StudyService, session: Session) -> Session:
    """Another tab goes on with a topic of its own choice and comes back to the same phase, so that a stale button is
    still a valid action."""
    name = service.topics(session)[3].name
    return service.submit_answers(service.take_quiz(service.start_topic(service.next_topic(session, name))))
