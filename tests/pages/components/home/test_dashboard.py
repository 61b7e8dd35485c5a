"""The home page's figures."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import Intake, StudyPhase
from pages._ui.messages import home as say
from pages._ui.messages.review import ASK_NOW
from tests.journey import LONG_COURSE, at_phase, hand_in, to_quiz
from tests.pages.app import captions, facts, open_at, words


def test_home_says_how_long_it_is_how_it_goes_and_what_is_mixed_up() -> None:
    service = build_service()
    service.generate_plan(service.start(), Intake(exam="Botany", days=7, hours=2, syllabus="Roots\nStems"))
    other = at_phase(service, StudyPhase.PLANNING, LONG_COURSE)
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=1)
    hand_in(service, service.take_quiz(service.start_topic(other)))
    service.start_topic(service.next_topic(service.open(session.id)))
    app = open_at("home")
    text = words(app)
    days, studied_today = facts(app)
    assert days.startswith("7 days to Botany, "), "the nearest exam, which is not the card's"
    assert studied_today == "1 min studied today"
    assert say.MISCONCEPTIONS_TITLE in text
    assert app.selectbox(key="home-mastery").options
    (noted,) = service.read.misconceptions(session.id)
    assert noted.idea in text.replace("\\", "")
    assert app.button(key=f"ask-now-{noted.id}").label == ASK_NOW
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")


def test_before_a_quiz_home_says_nothing_of_what_is_known() -> None:
    service = build_service()
    service.generate_plan(service.start(), Intake(exam="Cell biology", days=20, hours=2.0))
    app = open_at("home")
    assert say.MASTERY not in words(app)
    assert say.MISCONCEPTIONS_TITLE not in words(app)
    assert any("exam in 20 days" in caption for caption in captions(app)), "the card says it, and nothing else again"
    assert facts(app) == ["1 min studied today"]
