"""Files to study from: listed, taken out, and only looked at once the plan is made."""

from __future__ import annotations

import pytest

from core.models import Intake
from core.study.service import StudyService
from tests.journey import NOTES
from tests.pages.app import Away, errors, open_at, words


def test_a_file_is_listed_and_taken_out_again(service: StudyService, monkeypatch: pytest.MonkeyPatch) -> None:
    session = service.add_material(service.start(), "soil *1*.md", NOTES.encode())
    (known,) = service.materials.summaries(session)
    app = open_at("intake", session.id)
    assert "soil \\*1\\*\\.md" in words(app)
    away = Away(monkeypatch, "commit")
    app.button(key=f"remove-{known.id}").click().run()
    assert ["away" in error for error in errors(app)] == [True]
    assert "soil" in words(app)
    away.is_away = False
    app.button(key=f"remove-{known.id}").click().run()
    assert "soil" not in words(app)
    assert service.materials.summaries(session) == ()


def test_a_file_of_a_plan_stays(service: StudyService) -> None:
    session = service.add_material(service.start(), "soil.md", NOTES.encode())
    session = service.generate_plan(session, Intake(exam="Soil", days=5, hours=2))
    for page in ("intake", "plan"):
        app = open_at(page, session.id)
        assert "soil\\.md" in words(app)
        assert not [button for button in app.button if str(button.key).startswith("remove-")]
