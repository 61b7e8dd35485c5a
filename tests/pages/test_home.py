"""Home: empty at first, then what is due, at the price of two questions to the store."""

from __future__ import annotations

import pytest

from core.bootstrap import build_service
from core.models import StudyPhase
from core.models.outbox import OutboxState
from core.stores.sqlite.store import SqliteStudyStore
from core.study.outbox import NoQueue
from pages._ui.messages.home import AWAY, EMPTY
from tests.journey import LONG_COURSE, at_phase, hand_in, to_quiz
from tests.pages.app import current_step, facts, open_at, words


def test_home_is_empty_then_resumes_and_says_what_is_due() -> None:
    assert EMPTY in words(open_at("home"))
    service = build_service()
    at_phase(service, StudyPhase.PLANNING)
    app = open_at("home")
    assert EMPTY not in words(app)
    assert "Cell biology" in [heading.value for heading in app.subheader]
    assert (
        app.button(key="home-continue").label.replace("\\", "")
        == "Continue: The cell membrane and transport, about 2 h"
    )
    assert [button.key for button in app.button if button.proto.type == "primary"] == ["home-continue"]


def test_where_everything_is_over_home_leads_to_the_next_exam() -> None:
    at_phase(build_service(), StudyPhase.COMPLETED)
    app = open_at("home")
    assert EMPTY not in words(app)
    assert [button.key for button in app.button if button.proto.type == "primary"] == ["home-start"]
    app.button(key="home-start").click().run()
    assert current_step(app) == "Set up"


def test_home_asks_the_store_twice_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    service = build_service()
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=1)
    asked: list[str] = []
    plain = SqliteStudyStore._all  # type: ignore[attr-defined]

    def counted(self: SqliteStudyStore, sql: str, *values: object) -> object:
        asked.append(sql)
        return plain(self, sql, *values)

    monkeypatch.setattr(SqliteStudyStore, "_all", counted)
    app = open_at("home")
    assert not app.exception
    # What is put away is asked for where a visit begins.
    assert len(asked) == 4, asked
    app.run()
    assert len(asked) == 6
    monkeypatch.setattr(SqliteStudyStore, "_all", plain)
    assert service.open(session.id).version == session.version


def test_while_the_database_is_away_home_does_not_seem_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NoQueue, "state", lambda _: OutboxState(is_away=True))
    monkeypatch.setattr(NoQueue, "send", lambda _: False)
    app = open_at("home")
    assert AWAY in words(app)
    assert EMPTY not in words(app)
    # What was studied elsewhere cannot be known: no number is better than a wrong one.
    at_phase(build_service(), StudyPhase.PLANNING)
    assert [fact for fact in facts(open_at("home")) if "studied" in fact] == []
