"""The history page: filters, pages, and a session replayed."""

from __future__ import annotations

import csv
import io

import pytest

from core.bootstrap import build_service
from core.models import HistoryQuery, StudyPhase
from tests.journey import at_phase
from tests.pages.app import open_at


def test_history_filters_pages_and_replays(monkeypatch: pytest.MonkeyPatch) -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.ANALYZING)
    for _ in range(60):
        service.start()
    app = open_at("history", session.id)
    table = app.dataframe[0].value
    assert set(table["Session"]) == {session.id}
    assert {"planner", "tutor", "quiz", "evaluator"} <= set(table["Agent"])
    app.selectbox(key="history-agent").select("planner").run()
    assert set(app.dataframe[0].value["Agent"]) == {"planner"}
    app.button(key="history-replay").click().run()
    assert "give the stored phase" in app.success[0].value
    everything = open_at("history")
    assert len(everything.dataframe[0].value) == 50
    first = set(everything.dataframe[0].value["No."])
    everything.button(key="history-older").click().run()
    assert not first & set(everything.dataframe[0].value["No."])
    everything.button(key="history-newest").click().run()
    assert set(everything.dataframe[0].value["No."]) == first


def test_with_two_learners_each_row_says_whose_it_is_and_can_be_filtered() -> None:
    mira, noor = (build_service(user_id=name) for name in ("mira", "noor"))
    of_mira, of_noor = at_phase(mira, StudyPhase.LEARNING), at_phase(noor, StudyPhase.PLANNING)
    app = open_at("history")
    table = app.dataframe[0].value
    owners = {of_mira.id: "mira", of_noor.id: "noor"}
    assert dict(zip(table["Session"], table["Learner"], strict=True)) == owners
    assert app.selectbox(key="history-learner").options == ["mira", "noor"]
    app.selectbox(key="history-learner").select("noor").run()
    assert set(app.dataframe[0].value["Learner"]) == {"noor"}
    assert set(app.dataframe[0].value["Session"]) == {of_noor.id}
    written = csv.DictReader(io.StringIO(mira.exports.history(HistoryQuery())))
    assert {row["session_id"]: (row["user_id"], row["learner"]) for row in written} == {
        session_id: (name, name) for session_id, name in owners.items()
    }
    of_one = csv.DictReader(io.StringIO(mira.exports.history(HistoryQuery(user_id="noor"))))
    assert {row["session_id"] for row in of_one} == {of_noor.id}
