"""The week, the daily goal and the levels on the progress page."""

from __future__ import annotations

from core.models import StudyPhase
from core.study.service import StudyService
from tests.journey import at_phase
from tests.pages.app import open_at


def drawn(app: object, name: str) -> str:
    """The block of that class as it is drawn."""
    (body,) = [html.body for html in app.get("html") if f'class="{name}"' in html.body]  # type: ignore[attr-defined]
    return str(body)


def test_the_goal_is_changed_on_the_page(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.LEARNING)
    app = open_at("progress", session.id)
    app.number_input(key="goal-minutes").set_value(35)
    app.button(key="goal-save").click().run()
    assert not app.exception
    assert service.goals.of(service.open(session.id)) == 35
    assert "of 35 min today" in drawn(app, "em-week")
    assert drawn(app, "em-week").count("<li") == 7


def test_levels_are_words_with_a_date_before_and_after_a_quiz(service: StudyService) -> None:
    before = drawn(open_at("progress", at_phase(service, StudyPhase.LEARNING).id), "em-topics")
    assert "Learn today" in before
    assert "Shaky" not in before
    after = drawn(open_at("progress", at_phase(service, StudyPhase.ANALYZING).id), "em-topics")
    assert "Shaky" in after
    assert after.index("Shaky") < after.index("New")
    assert "Review" in after
