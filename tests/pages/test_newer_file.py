"""Pages over a study file of a newer copy of the app: all is shown, the sentence too, and nothing is changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core import ROOT
from core.bootstrap import build_service
from core.bootstrap.stores import open_embedded
from core.models import Intake

COURSE = Intake(exam="Cell biology", days=7, hours=3)


def open_at(page: str, session_id: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=20)
    app.query_params["session"] = session_id
    if page != "home":
        app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.fixture
def session_id(data_dir: Path) -> str:
    """A session in the middle of a lesson, in a file that a newer copy has changed since."""
    service = build_service()
    session = service.start_topic(service.generate_plan(service.start(), COURSE))
    with closing(sqlite3.connect(data_dir / "exammentor.sqlite3")) as db, db:
        db.execute("alter table topics add column from_tomorrow text not null default ''")
        db.execute("insert into schema_migrations values ('999_from_tomorrow.sql', '')")
    open_embedded.cache_clear()
    return session.id


@pytest.mark.parametrize("page", ["home", "plan", "learn", "history", "quiz", "analysis", "progress"])
def test_every_page_says_it_and_shows_what_there_is(session_id: str, page: str) -> None:
    app = open_at(page, session_id)
    assert any("made by a newer ExamMentor" in told.value for told in app.warning)
    if page in ("plan", "learn"):
        assert "The cell membrane and transport" in " ".join(str(part.value) for part in [*app.title, *app.markdown])


def test_an_action_is_refused_with_the_sentence(session_id: str) -> None:
    app = open_at("learn", session_id)
    app.button(key="action-take_quiz").click().run()
    assert not app.exception, app.exception
    (error,) = [told.value for told in app.error]
    assert "can be read here, but not changed" in error
    assert build_service().open(session_id).version == 3
