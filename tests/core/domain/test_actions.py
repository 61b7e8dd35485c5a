"""An action is its name wherever it goes: in JSON, in a database, in a sentence."""

from __future__ import annotations

import json
import sqlite3

import pytest
from psycopg.adapt import PyFormat, Transformer

from core.domain.phases import TRANSITIONS, get_valid_actions, require, transition
from core.errors import ActionNotAllowed
from core.models import Action, HistoryQuery, StudyPhase
from core.stores.memory.store import MemoryStudyStore
from tests.doubles import NOON, event, service


@pytest.mark.parametrize("action", list(Action))
def test_an_action_is_written_as_its_name(action: Action) -> None:
    name = action.value
    assert json.dumps({action: action}) == json.dumps({name: name})
    assert f"{action:>24}" == f"{name:>24}"
    assert str(action) == ", ".join([action]) == name
    logged = event("s", NOON, action=action)
    assert type(logged.action) is type(HistoryQuery(action=action).action) is str
    assert repr(logged) == repr(event("s", NOON, action=name))
    assert sqlite3.connect(":memory:").execute("select ?, typeof(?)", (action, action)).fetchone() == (name, "text")
    assert bytes(Transformer().get_dumper(action, PyFormat.AUTO).dump(action) or b"") == name.encode()


def test_plain_strings_go_on_working() -> None:
    assert {(start.value, str(action)) for start, action in TRANSITIONS} == {
        ("INTAKE", "generate_plan"),
        ("PLANNING", "start_topic"),
        ("LEARNING", "take_quiz"),
        ("QUIZZING", "submit_answers"),
        ("ANALYZING", "next_topic"),
        ("ANALYZING", "complete"),
    }
    assert TRANSITIONS[StudyPhase.INTAKE, "generate_plan"] is StudyPhase.PLANNING
    assert transition("INTAKE", "generate_plan") is transition("INTAKE", Action.GENERATE_PLAN) is StudyPhase.PLANNING
    assert transition("INTAKE", "my_own_step") is StudyPhase.INTAKE
    assert repr(get_valid_actions("ANALYZING")) == "['next_topic', 'complete']"


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (Action.TAKE_QUIZ, "That step (take_quiz) is not possible now: the session is at Set up."),
        (Action.ANSWER_QUESTION, "This can no longer be changed: the session is at Set up."),
        (Action.ANSWER_AGAIN, "This can no longer be answered: the session is at Set up."),
        (Action.ASK, "Questions are answered while a lesson is open: the session is at Set up."),
    ],
)
def test_what_a_phase_does_not_have_is_refused_in_a_sentence(action: Action, sentence: str) -> None:
    session = service(MemoryStudyStore()).start()
    with pytest.raises(ActionNotAllowed) as refused:
        require(session, action)
    assert str(refused.value) == sentence


def test_a_question_can_be_reported_at_any_time() -> None:
    session = service(MemoryStudyStore()).start()
    for phase in StudyPhase:
        require(session.model_copy(update={"phase": phase}), Action.REPORT_QUESTION)
