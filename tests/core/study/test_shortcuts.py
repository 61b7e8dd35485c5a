"""Several steps at one press: each its own commit, nothing twice, and on from where it was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InputError, StoreUnavailable
from core.models import Changes, HistoryQuery, Session, StudyPhase
from core.stores.memory.store import MemoryStudyStore
from core.study.audit import all_events
from core.study.service import StudyService
from tests.doubles import service
from tests.journaled import Desk, Remote
from tests.journey import LONG_COURSE, hand_in, to_quiz

STEPS = ["start_session", "generate_plan", "start_topic"]


class CutOff(MemoryStudyStore):
    """A store that takes so many commits and then none."""

    def __init__(self, takes: int) -> None:
        super().__init__()
        self.takes = takes

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        if not self.takes:
            raise StoreUnavailable("The store is away. Nothing was changed.")
        self.takes -= 1
        return super().commit(session_id, base_version, commit_id, changes)


def actions(study: StudyService, session: Session) -> list[str]:
    return [event.action for event in all_events(study.read, HistoryQuery(session_id=session.id))][::-1]


def test_a_course_begins_with_its_first_lesson_and_a_plan_that_holds_at_once(study: StudyService) -> None:
    session = study.shortcuts.first_lesson("cell_biology", session_id="s1")
    assert (session.id, session.phase, session.version) == ("s1", StudyPhase.LEARNING, 3)
    assert actions(study, session) == STEPS
    assert study.lesson(session, "The cell membrane and transport")
    plan = study.overview.plan(session)
    assert plan
    assert plan.shown.was_accepted
    assert plan.shown.version == 1, "the first draft passes"
    assert (plan.time_given, plan.is_short_of_time, plan.behind) == (1.0, False, ())
    planned = {
        topic.name: topic.hours for day in plan.shown.plan.schedule for topic in day.topics if not day.is_revision
    }
    assert planned == {topic.name: topic.hours for topic in plan.topics}, "each whole, with all its hours"
    assert study.replay(session.id).is_same


@pytest.mark.parametrize("takes", range(4))
def test_what_was_cut_off_between_two_steps_goes_on_and_does_nothing_twice(takes: int) -> None:
    store = CutOff(takes)
    study = service(store)
    if takes < 3:
        with pytest.raises(StoreUnavailable):
            study.shortcuts.first_lesson("cell_biology", session_id="s1", zone="Europe/Vienna")
    store.takes = 9
    for _ in range(2):
        session = study.shortcuts.first_lesson("cell_biology", session_id="s1", zone="Europe/Vienna")
        assert (session.phase, session.zone) == (StudyPhase.LEARNING, "Europe/Vienna")
        assert actions(study, session) == STEPS
    assert [summary.id for summary in store.sessions()] == ["s1"]


def test_a_course_that_is_none_begins_nothing(study: StudyService) -> None:
    with pytest.raises(InputError, match="no bundled course"):
        study.shortcuts.first_lesson("astrology", session_id="s1")
    assert study.read.sessions() == ()


@pytest.mark.parametrize("phase", [StudyPhase.PLANNING, StudyPhase.ANALYZING])
def test_a_topic_opens_from_the_plan_and_from_the_results_of_another(study: StudyService, phase: StudyPhase) -> None:
    session = hand_in(study, to_quiz(study, LONG_COURSE), wrong=1)
    if phase is StudyPhase.PLANNING:
        session = study.next_topic(session)
    session = study.shortcuts.to_topic(session, "From gene to protein")
    assert (session.phase, session.context.current_topic) == (StudyPhase.LEARNING, "From gene to protein")


def test_an_open_quiz_is_not_left_for_another_topic(study: StudyService) -> None:
    session = to_quiz(study, LONG_COURSE)
    assert study.shortcuts.to_topic(session, "From gene to protein") == session


def test_a_course_begins_while_the_database_is_away_and_is_sent_when_it_is_back(tmp_path: Path) -> None:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    desk.away()
    study = service(desk.store)
    for _ in range(2):
        session = study.shortcuts.first_lesson("cell_biology", session_id="s1")
        assert session.phase is StudyPhase.LEARNING
    desk.back()
    assert desk.store.send()
    assert desk.remote.load("s1").phase is StudyPhase.LEARNING
    assert actions(service(desk.remote), session) == STEPS
