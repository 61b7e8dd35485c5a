"""The steps of a course: where they are drawn, and where each leads."""

from __future__ import annotations

import pytest

from core.models import StudyPhase
from core.study.service import StudyService
from tests.journey import at_phase
from tests.pages.app import current_step, open_at, step_links


def test_each_step_that_was_reached_leads_to_its_page(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.QUIZZING)
    links = step_links(open_at("plan", session.id))
    assert {name: address.partition("?")[0] for name, address in links.items()} == {
        "Set up": "./intake",
        "Learn": "./learn",
        "Quiz": "./quiz",
    }
    assert all(address.endswith(f"?session={session.id}") for address in links.values())


def test_after_a_first_round_the_earlier_lesson_and_results_can_be_looked_at(service: StudyService) -> None:
    first = at_phase(service, StudyPhase.PLANNING)
    assert set(step_links(open_at("plan", first.id))) == {"Set up"}
    again = service.next_topic(at_phase(service, StudyPhase.ANALYZING))
    assert set(step_links(open_at("plan", again.id))) == {"Set up", "Learn", "Quiz", "Results"}


@pytest.mark.parametrize("page", ["home", "progress", "misconceptions", "settings", "data", "history"])
def test_a_page_that_is_no_step_draws_none(page: str, service: StudyService) -> None:
    app = open_at(page, at_phase(service, StudyPhase.LEARNING).id)
    assert (current_step(app), step_links(app)) == ("", {})


def test_before_a_session_is_begun_its_form_is_at_the_first_step_and_leads_nowhere_else() -> None:
    app = open_at("intake")
    assert (current_step(app), step_links(app)) == ("Set up", {})
