"""What no reader could read again is refused before it is written, on every store alike."""

from __future__ import annotations

from typing import Any, cast

import pytest
from pydantic import ValidationError

from core.errors import InputError, StoreUnavailable
from core.models import HistoryQuery, Intake, Topic
from core.models.limits import LONGEST_CHOSEN, LONGEST_NAME, MOST_NESTED
from core.state_machine import StateMachine, StudyPhase
from core.stores.bounds import MOST
from core.study.ports import StudyStore
from tests.contract.test_answer_log import NOTED
from tests.contract.test_journal import STUDY
from tests.doubles import asked, attempt, begin, changes, context, event, topic

NO_NUMBERS = [float("nan"), float("inf"), float("-inf")]


def nested(depth: int) -> object:
    document: object = 1
    for _ in range(depth):
        document = [document]
    return document


def test_a_context_that_was_spoilt_in_place_is_refused(store: StudyStore) -> None:
    machine = StateMachine(context("s1"), store=store)
    machine.save_state(StudyPhase.INTAKE)
    cast(Any, machine.context.misconceptions).append(5)
    with pytest.raises(InputError, match=r"misconceptions\.0"):
        machine.save_state(StudyPhase.PLANNING)
    assert store.load("s1").version == 1


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_a_number_that_is_none_is_refused(store: StudyStore, number: float) -> None:
    machine = StateMachine(context("s1"), store=store)
    machine.save_state(StudyPhase.INTAKE)
    machine.context.extra_data["deep"] = {"in": [number]}
    with pytest.raises(InputError, match="finite"):
        machine.save_state(StudyPhase.PLANNING)
    with pytest.raises(InputError, match="finite"):
        machine.log_action("note", {"why": number})
    assert store.load("s1").version == 1
    assert len(store.history(HistoryQuery(session_id="s1")).events) == 1


def test_json_is_nested_as_deep_as_it_may_be_and_no_deeper(store: StudyStore) -> None:
    machine = StateMachine(context("s1"), store=store)
    machine.context.extra_data["deep"] = cast(Any, nested(MOST_NESTED - 1))
    machine.save_state(StudyPhase.INTAKE)
    assert store.load("s1").context == machine.context
    machine.context.extra_data["deep"] = cast(Any, nested(MOST_NESTED + 1))
    with pytest.raises(InputError, match="nested"):
        machine.save_state(StudyPhase.PLANNING)
    with pytest.raises(InputError, match="nested"):
        machine.log_action("note", {"why": cast(Any, nested(500))})


@pytest.mark.parametrize("agent", ["instructor", "Instructor", " instructor", "INSTRUCTOR\n"])
def test_nobody_passes_for_the_instructor(store: StudyStore, agent: str) -> None:
    begin(store, "s1")
    with pytest.raises(StoreUnavailable):
        store.commit("s1", 1, "c2", changes("s1", events=(event("s1", agent=agent),)))
    assert store.load("s1").version == 1


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_a_value_has_no_number_that_is_none(number: float) -> None:
    for make in (
        lambda: topic("Leaves", hours=number),
        lambda: Intake(hours=number),
        lambda: Topic.model_validate_json(topic("Leaves").model_dump_json().replace('"hours":0.0', '"hours":NaN')),
    ):
        with pytest.raises(ValidationError):
            make()


def test_words_are_bounded() -> None:
    for make in (
        lambda: attempt(chosen="x" * (LONGEST_CHOSEN + 1)),
        lambda: event("s1", agent="x" * (LONGEST_NAME + 1)),
        lambda: event("s1", action="x" * (LONGEST_NAME + 1)),
    ):
        with pytest.raises(ValidationError):
            make()


@pytest.mark.parametrize("part", ["events", "chat", "topics", "plans", "misconceptions", "attempts"])
def test_a_commit_has_so_much_of_each_part_and_no_more(store: StudyStore, part: str) -> None:
    begin(store, "s1")
    before = store.load("s1")
    made = {
        "events": lambda number: event("s1"),
        "chat": lambda number: asked(f"Why {number}?")[0],
        "topics": lambda number: topic(f"t{number}", number),
        "plans": lambda number: STUDY.outcome.versions[0].model_copy(update={"version": number + 1}),
        "misconceptions": lambda number: NOTED.model_copy(update={"id": f"m{number}"}),
        "attempts": lambda number: attempt(f"q{number}"),
    }[part]
    too_many = changes("s1").model_copy(update={part: tuple(map(made, range(MOST[part] + 1)))})
    with pytest.raises(StoreUnavailable, match=f"too many {part}"):
        store.commit("s1", 1, "too many", too_many)
    assert store.load("s1") == before
