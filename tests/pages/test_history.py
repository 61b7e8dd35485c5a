"""The history page: filters, pages, and a session replayed."""

from __future__ import annotations

import pytest

from core.bootstrap import build_service
from core.models import StudyPhase
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
