"""The daily goal."""

from __future__ import annotations

import pytest

from core.errors import ActionNotAllowed, InputError
from core.models import StudyPhase
from core.study.service import StudyService
from tests.journey import at_phase


def test_a_goal_is_what_intake_gave_until_it_is_set_and_is_kept(study: StudyService) -> None:
    session = at_phase(study, StudyPhase.LEARNING)
    assert study.goals.of(session) == round(60 * study.intake(session).hours)
    kept = study.goals.set(session, 45)
    assert (study.goals.of(study.open(session.id)), kept.phase) == (45, StudyPhase.LEARNING)
    assert study.replay(session.id).context == kept.context


@pytest.mark.parametrize("minutes", [4, 0, -60, 961])
def test_a_day_does_not_have_every_goal(study: StudyService, minutes: int) -> None:
    session = at_phase(study, StudyPhase.PLANNING)
    with pytest.raises(InputError, match="from 5 to 960 minutes"):
        study.goals.set(session, minutes)
    assert study.open(session.id) == session


def test_a_course_that_is_done_has_none(study: StudyService) -> None:
    with pytest.raises(ActionNotAllowed, match="done"):
        study.goals.set(at_phase(study, StudyPhase.COMPLETED), 45)
