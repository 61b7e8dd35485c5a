"""Every (phase, action) pair, and the public face that scripts use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.phases import TRANSITIONS
from core.errors import Conflict
from core.models import HistoryQuery, StudentContext
from core.models.context import apply, diff, replay
from core.state_machine import StateMachine, StudyPhase
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from tests.doubles import MIRA, context

EDGES = {
    ("INTAKE", "generate_plan"): "PLANNING",
    ("PLANNING", "start_topic"): "LEARNING",
    ("LEARNING", "take_quiz"): "QUIZZING",
    ("QUIZZING", "submit_answers"): "ANALYZING",
    ("ANALYZING", "next_topic"): "PLANNING",
    ("ANALYZING", "complete"): "COMPLETED",
}
ACTIONS = [*sorted({action for _, action in EDGES}), "rewind", ""]


def machine(session_id: str = "s1", store: MemoryStudyStore | None = None, **fields: object) -> StateMachine:
    return StateMachine(context(session_id, **fields), store=store or MemoryStudyStore())


@pytest.mark.parametrize(("phase", "action"), list(product(StudyPhase, ACTIONS)))
def test_every_pair(phase: StudyPhase, action: str) -> None:
    expected = StudyPhase(EDGES.get((phase.name, action), phase.name))
    assert machine().transition(phase, action) is expected
    assert machine().transition(phase.value, action) is expected
    assert (action in machine().get_valid_actions(phase)) == ((phase.name, action) in EDGES)


def test_the_table_has_six_edges_and_is_read_only() -> None:
    assert len(TRANSITIONS) == 6
    with pytest.raises(TypeError):
        TRANSITIONS[StudyPhase.INTAKE, "complete"] = StudyPhase.COMPLETED  # type: ignore[index]
    assert machine().get_valid_actions("ANALYZING") == ["next_topic", "complete"]
    assert machine().get_valid_actions(StudyPhase.COMPLETED) == []


def test_a_phase_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="DREAMING"):
        machine().transition("DREAMING", "complete")


def test_saved_state_comes_back_in_another_machine() -> None:
    store = MemoryStudyStore()
    first = machine(store=store)
    first.context.current_topic = "Osmosis"
    first.context.extra_data["streak"] = 3
    first.save_state(StudyPhase.LEARNING)
    other = machine(store=store)
    assert other.load_state() is StudyPhase.LEARNING
    assert other.context == first.context


def test_what_was_never_saved_is_none() -> None:
    assert machine().load_state() is None


def test_two_machines_do_not_overwrite_each_other() -> None:
    store = MemoryStudyStore()
    machine(store=store).save_state(StudyPhase.PLANNING)
    first, second = machine(store=store), machine(store=store)
    first.load_state()
    second.load_state()
    first.context.current_topic = "Roots"
    first.save_state(StudyPhase.LEARNING)
    with pytest.raises(Conflict):
        second.save_state(StudyPhase.COMPLETED)
    with pytest.raises(Conflict):
        machine(store=store).save_state(StudyPhase.COMPLETED)
    assert second.load_state() is StudyPhase.LEARNING
    second.save_state(StudyPhase.QUIZZING)
    assert store.load("s1").phase is StudyPhase.QUIZZING


def test_a_logged_action_is_one_event_and_leaves_the_state() -> None:
    store = MemoryStudyStore()
    state_machine = machine(store=store)
    state_machine.log_action("opened", {"from": "script"})
    state_machine.save_state(StudyPhase.PLANNING)
    state_machine.context.current_topic = "not saved"
    state_machine.log_action("looked")
    events = store.history(HistoryQuery(session_id="s1")).events
    assert [event.action for event in events] == ["looked", "save_state", "opened"]
    assert events[-1].metadata == {"from": "script"}
    assert store.load("s1").context.current_topic is None
    state_machine.save_state(StudyPhase.PLANNING)
    assert store.load("s1").context.current_topic == "not saved"


def test_saving_what_is_saved_writes_nothing() -> None:
    store = MemoryStudyStore()
    state_machine = machine(store=store)
    state_machine.save_state(StudyPhase.PLANNING)
    version = store.load("s1").version
    state_machine.save_state(StudyPhase.PLANNING)
    assert store.load("s1").version == version


def test_without_a_store_it_is_the_one_of_the_settings(data_dir: Path) -> None:
    StateMachine(StudentContext(user_id="u", session_id="s")).save_state(StudyPhase.ANALYZING)
    assert StateMachine(StudentContext(user_id="u", session_id="s")).load_state() is StudyPhase.ANALYZING
    other = SqliteStudyStore(data_dir / "exammentor.sqlite3")
    assert other.load("s").phase is StudyPhase.ANALYZING
    other.close()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**50), 2**50)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=4), children, max_size=3),
    max_leaves=6,
)
CONTEXTS = st.builds(
    StudentContext,
    user_id=st.just(MIRA),
    session_id=st.just("s1"),
    current_topic=st.none() | st.text(max_size=8),
    last_quiz_score=st.none() | st.floats(0, 100),
    misconceptions=st.lists(st.text(max_size=5), max_size=3),
    plan_cache_key=st.none() | st.text(max_size=5),
    extra_data=st.dictionaries(st.text(max_size=4), JSON, max_size=4),
)


@given(CONTEXTS, CONTEXTS)
def test_a_patch_turns_one_context_into_the_other(before: StudentContext, after: StudentContext) -> None:
    assert apply(before, diff(before, after)) == after


@given(st.lists(st.tuples(st.sampled_from(StudyPhase), CONTEXTS), min_size=1, max_size=6))
def test_a_replay_of_the_events_gives_what_is_stored(saves: list[tuple[StudyPhase, StudentContext]]) -> None:
    store = MemoryStudyStore()
    state_machine = machine(store=store)
    for number, (phase, wanted) in enumerate(saves):
        state_machine.context = wanted.model_copy(deep=True)
        state_machine.save_state(phase)
        if number % 2:
            state_machine.log_action("looked")
    stored = store.load("s1")
    events = store.history(HistoryQuery(session_id="s1", limit=1000)).events[::-1]
    assert replay(MIRA, "s1", events) == (stored.phase, stored.context)
    assert (stored.phase, stored.context) == saves[-1]


def test_keys_it_does_not_know_survive() -> None:
    store = MemoryStudyStore()
    state_machine = machine(store=store, streak={"days": 3})
    state_machine.save_state(StudyPhase.INTAKE)
    again = machine(store=store)
    again.load_state()
    again.context.current_topic = "Roots"
    again.save_state(StudyPhase.PLANNING)
    assert store.load("s1").context.model_extra == {"streak": {"days": 3}}


@pytest.mark.parametrize("score", [-1, 100.5, "many"])
def test_a_score_out_of_range_is_refused(score: object) -> None:
    with pytest.raises(ValueError, match="last_quiz_score"):
        machine().context.last_quiz_score = score  # type: ignore[assignment]


def test_a_log_line_does_not_hide_a_conflict() -> None:
    store = MemoryStudyStore()
    first = machine(store=store, current_topic="Osmosis")
    first.save_state(StudyPhase.LEARNING)
    other = machine(store=store)
    other.log_action("note")
    with pytest.raises(Conflict):
        other.save_state(StudyPhase.PLANNING)
    assert store.load("s1").context.current_topic == "Osmosis"


def test_many_can_log_at_once() -> None:
    store = MemoryStudyStore()
    machine(store=store).save_state(StudyPhase.LEARNING)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: machine(store=store).log_action(f"line {number}"), range(40)))
    logged = {event.action for event in store.history(HistoryQuery(session_id="s1", limit=100)).events}
    assert logged == {f"line {number}" for number in range(40)} | {"save_state"}
