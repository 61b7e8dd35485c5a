"""Erasing on the pages: what goes is said, asked once, and then it is gone, also from what the tab remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.bootstrap import build_service
from core.errors import SessionNotFound
from core.models import StudyPhase
from pages._ui.messages import erasing as say
from tests.contract.test_erasing import MARKER, NOTES, PLAIN, studied
from tests.core.stores.sqlite.test_erasing import found
from tests.journey import at_phase
from tests.pages.app import open_at, words


def keys(app: object) -> set[str]:
    return {str(button.key) for button in app.button}  # type: ignore[attr-defined]


def test_a_session_goes_after_one_question(data_dir: Path) -> None:
    service = build_service()
    session, other = studied(service, NOTES), at_phase(service, StudyPhase.PLANNING)
    app = open_at("data", session.id)
    app.button(key="erase-session").click().run()
    assert not app.exception
    assert "This will be erased, with plan and history: Botany (1 file" in words(app).replace("\\", "")
    # The button stays where the focus is.
    assert "erase-session" in keys(app)
    # A no changes nothing and asks no more.
    app.button(key="erase-no-session").click().run()
    assert "erase-yes-session" not in keys(app)
    assert service.open(session.id) == session
    app.button(key="erase-session").click().run()
    app.button(key="erase-yes-session").click().run()
    assert not app.exception
    with pytest.raises(SessionNotFound):
        service.open(session.id)
    assert service.open(other.id) == other
    assert found(data_dir) == []
    assert session.id not in str(app.query_params)
    assert MARKER not in words(app)
    # Another tab that was in it hears that it is no more.
    app = open_at("home")
    assert not app.exception


def test_a_file_goes_and_the_session_is_at_its_plan() -> None:
    service = build_service()
    session = studied(service, NOTES, PLAIN)
    named = {material.name: material.id for material in service.materials.summaries(session)}
    app = open_at("data", session.id)
    app.button(key=f"erase-{named['notes-0.md']}").click().run()
    said = words(app).replace("\\", "")
    assert "This will be erased: notes-0.md" in said
    assert "1 quiz" in said
    app.button(key=f"erase-yes-{named['notes-0.md']}").click().run()
    assert not app.exception
    after = service.open(session.id)
    assert after.phase is StudyPhase.PLANNING
    assert [material.name for material in service.materials.summaries(after)] == ["notes-1.md"]
    assert f"erase-{named['notes-0.md']}" not in keys(app)
    assert f"erase-{named['notes-1.md']}" in keys(app)


def test_everything_goes_from_the_account_page(data_dir: Path) -> None:
    service = build_service()
    studied(service, NOTES)
    at_phase(service, StudyPhase.PLANNING)
    app = open_at("data")
    app.button(key="erase-everything").click().run()
    assert "2 exams" in words(app)
    app.button(key="erase-yes-everything").click().run()
    assert not app.exception
    assert service.read.sessions() == ()
    assert found(data_dir) == []


def test_with_nothing_here_there_is_nothing_to_erase() -> None:
    app = open_at("data")
    app.button(key="erase-everything").click().run()
    assert not app.exception
    assert say.NOTHING in words(app)
    assert app.button(key="erase-yes-everything").disabled


def test_a_session_without_a_name_is_called_so() -> None:
    session = build_service().start()
    app = open_at("data", session.id)
    assert "This exam: Exam not named yet" in words(app).replace("\\", "")
    app.button(key="erase-everything").click().run()
    assert "with plan and history: Exam not named yet" in words(app).replace("\\", "")
    assert session.id not in words(app)
