"""A completed course is studied on: once, whole, with all that was learned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import ActionNotAllowed, StoreAway, StoreUnavailable
from core.models import Action, Filing, HistoryQuery, Session, StudyPhase
from core.models.misconception import misconception_id
from core.stores.memory.store import MemoryStudyStore
from core.study.backup.backup import Backup
from core.study.lookups import all_parts
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.along import brought, taken
from tests.doubles import MIRA, SetClock, service
from tests.journey import COURSE, hand_in, to_quiz
from tests.textbook import textbook_pdf

STORES = ["memory", "sqlite"]


def completed(study: StudyService) -> Session:
    """A course with a file, a quiz with a mistake in it, and an end."""
    begun = study.add_material(study.start(zone="Asia/Tokyo"), "textbook.pdf", textbook_pdf())
    session = hand_in(study, study.take_quiz(study.start_topic(study.generate_plan(begun, COURSE))), wrong=2)
    return study.complete(session)


def test_a_new_session_begins_at_the_plan_with_all_that_was_learned(store: StudyStore) -> None:
    clock = SetClock()
    study = service(store, clock)
    before = completed(study)
    study.filings.rename(before.id, "Cells")
    clock.at += timedelta(days=3)
    before = study.open(before.id)
    after = study.continuing.study_on(before)
    assert (after.phase, after.zone, after.exam_type, after.filing) == (
        StudyPhase.PLANNING,
        "Asia/Tokyo",
        before.exam_type,
        Filing(title="Cells"),
    )
    old, new = all_parts(store, before.id), all_parts(store, after.id)
    assert old.attempts
    assert old.misconceptions
    assert old.materials
    for name in ("topics", "plans", "attempts", "quizzes", "materials"):
        assert getattr(new, name) == getattr(old, name), name
    # What is noticed again is one of these: a misconception's id is of its session.
    assert {noted.id: noted.evidence for noted in new.misconceptions} == {
        misconception_id(after.id, noted.topic, noted.concept, noted.confusion): noted.evidence
        for noted in old.misconceptions
    }
    (material,) = store.materials(before.id)
    assert material.has_file
    assert store.material_file(after.id, material.id) == store.material_file(before.id, material.id)
    assert study.overview.progress(after) == study.overview.progress(before)
    assert study.intake(after) == study.intake(before)
    suggestion = study.overview.suggestion(after)
    assert suggestion
    assert after.context.current_topic == suggestion.topic.name
    # The old one is as it was, and the new one goes on.
    assert study.open(before.id) == before
    assert study.start_topic(after).phase is StudyPhase.LEARNING


def test_its_history_is_one_event_that_gives_its_context(store: StudyStore) -> None:
    study = service(store)
    after = study.continuing.study_on(completed(study))
    (event,) = study.history.page(HistoryQuery(session_id=after.id, after=0)).events
    assert (event.action, event.phase_before, event.phase_after) == (
        Action.STUDY_ON,
        StudyPhase.INTAKE,
        StudyPhase.PLANNING,
    )
    replay = study.replay(after.id)
    assert (replay.phase, replay.context) == (after.phase, after.context)
    study.next_topic(hand_in(study, study.take_quiz(study.start_topic(after)), wrong=1))
    assert study.replay(after.id).context == study.open(after.id).context


def test_the_same_press_twice_begins_it_once_and_finds_it_where_it_is(store: StudyStore) -> None:
    study = service(store)
    before = completed(study)
    after = study.continuing.study_on(before)
    further = study.start_topic(after)
    assert study.continuing.study_on(before) == further
    assert len(store.sessions(MIRA)) == 2
    # What it leads to can be studied on in its turn.
    done = study.complete(hand_in(study, study.take_quiz(further), wrong=0))
    assert study.continuing.study_on(done).id not in {before.id, after.id}


def test_one_that_was_erased_can_be_begun_again(store: StudyStore) -> None:
    study = service(store)
    before = completed(study)
    after = study.continuing.study_on(before)
    study.erasing.session(after.id)
    assert study.continuing.study_on(before).id == after.id


def test_only_what_is_completed_is_studied_on(store: StudyStore) -> None:
    study = service(store)
    session = hand_in(study, to_quiz(study), wrong=0)
    with pytest.raises(ActionNotAllowed):
        study.continuing.study_on(session)
    assert len(store.sessions(MIRA)) == 1


def test_what_is_cut_off_leaves_nothing_and_comes_whole_the_next_time(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = service(store)
    before = completed(study)
    monkeypatch.setattr(study.continuing, "_file", cut_off)
    with pytest.raises(StoreUnavailable):
        study.continuing.study_on(before)
    assert [summary.id for summary in store.sessions(MIRA)] == [before.id]
    monkeypatch.undo()
    assert study.continuing.study_on(before).phase is StudyPhase.PLANNING


def cut_off(*_: object) -> None:
    raise StoreUnavailable("store.no_tables")


def test_while_the_database_is_away_it_says_so_and_nothing_is_begun() -> None:
    store = MemoryStudyStore()
    study = service(store)
    before = completed(study)

    def away(*_: object) -> bool:
        raise StoreAway("store.import_away")

    store.bring_in = away  # type: ignore[method-assign]
    with pytest.raises(StoreAway, match="The course goes on"):
        study.continuing.study_on(before)


def test_what_was_studied_on_can_be_taken_along_and_brought_in_with_what_it_came_from(store: StudyStore) -> None:
    study = service(store)
    before = completed(study)
    after = study.continuing.study_on(before)
    other = MemoryStudyStore()
    assert set(brought(Backup(other, SetClock(), MIRA), taken(study.backup)).written) == {before.id, after.id}
    assert all_parts(other, after.id) == all_parts(store, after.id)
    # There too the same press finds it.
    assert service(other).continuing.study_on(before).id == after.id
    assert len(other.sessions(MIRA)) == 2


def test_what_was_under_way_or_asked_the_tutor_does_not_go_along(store: StudyStore) -> None:
    study = service(store)
    begun = study.start_topic(study.generate_plan(study.start(), COURSE))
    asked = study.tutoring.ask(begun, "What is a cell?")
    before = study.complete(hand_in(study, study.take_quiz(asked), wrong=2))
    after = study.continuing.study_on(before)
    assert all_parts(store, before.id).chat
    assert not all_parts(store, after.id).chat
    assert study.feedback.latest(after) is not None
