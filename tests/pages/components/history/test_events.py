"""The agents' events: filtered by what they are, by day, turned over, checked, and had as a file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from core.domain.rules import RULES
from core.models import HistoryQuery, StudyPhase
from core.study.service import StudyService
from pages._ui.messages import history as say
from tests.journey import at_phase
from tests.pages.app import downloads, errors, open_at


def test_a_day_holds_its_events_to_its_end_and_the_next_one_none(service: StudyService) -> None:
    at_phase(service, StudyPhase.PLANNING)
    today = service.clock.now().date()
    app = open_at("history")
    app.date_input(key="history-to").set_value(today).run()
    assert len(app.dataframe[0].value) == 2
    app.date_input(key="history-to").set_value(today - timedelta(days=1)).run()
    assert not app.dataframe
    assert say.EMPTY in [info.value for info in app.info]


def test_another_filter_begins_at_the_newest_again(service: StudyService) -> None:
    for _ in range(60):
        service.start()
    app = open_at("history")
    newest = app.dataframe[0].value["No."].max()
    app.button(key="history-older").click().run()
    assert app.dataframe[0].value["No."].max() == newest - 50
    app.selectbox(key="history-action").select("start_session").run()
    assert app.dataframe[0].value["No."].max() == newest
    assert "history-newest" not in {button.key for button in app.button}


def test_the_file_is_offered_and_holds_every_event_of_the_filter(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.LEARNING)
    app = open_at("history", session.id)
    assert downloads(app)[say.CSV]
    table = service.exports.history(HistoryQuery(session_id=session.id, before=1, limit=1))
    assert len(table.splitlines()) == 1 + len(app.dataframe[0].value)


def test_a_replay_that_fails_is_told_beside_its_button(service: StudyService, monkeypatch: pytest.MonkeyPatch) -> None:
    session = at_phase(service, StudyPhase.PLANNING)
    app = open_at("history", session.id)
    app.button(key="history-replay").click().run()
    assert say.REPLAYED.format(events=2) in [done.value for done in app.success]
    monkeypatch.setattr(type(service), "replay", lambda *_: service.open("nobody"))
    app.button(key="history-replay").click().run()
    assert len(errors(app)) == 1
    assert not app.success


def in_full(service: object, event: object) -> None:
    from core.models import HistoryFacets
    from pages._ui.components.history.events import event_detail
    from pages._ui.desk import Desk

    event_detail(Desk(service, "history"), event, HistoryFacets(agents=(), actions=()))


@pytest.mark.parametrize(
    ("recorded", "sentence"),
    [
        ({}, say.SAME),
        ({"digest": "other"}, say.OTHER),
        ({"digest": "other", "rules": RULES - 1}, say.EARLIER),
        ({"digest": "other", "rules": None}, say.EARLIER),
        # The same came out, whichever version made it.
        ({"rules": None}, say.SAME),
    ],
)
def test_a_decision_run_again_says_whether_an_earlier_version_made_it(
    service: StudyService, recorded: dict[str, JsonValue], sentence: str
) -> None:
    session = at_phase(service, StudyPhase.LEARNING)
    event = next(
        event
        for event in service.read.history(HistoryQuery(session_id=session.id)).events
        if event.action == "start_topic"
    )
    # Decisions of before there was a version have none.
    metadata = {name: value for name, value in (event.metadata | recorded).items() if value is not None}
    event = event.model_copy(update={"metadata": metadata})
    app = AppTest.from_function(in_full, args=(service, event), default_timeout=20).run()
    app.button(key="history-rerun").click().run()
    assert not app.exception
    assert [element.value for element in [*app.success, *app.info, *app.warning]] == [sentence]
