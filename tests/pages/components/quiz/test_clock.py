"""The clock of a quiz."""

from __future__ import annotations

from core.study.service import StudyService
from pages._ui.messages import quiz as say
from tests.journey import COURSE, to_quiz
from tests.pages.app import open_at, words


def test_the_clock_is_chosen_beside_the_lesson_and_says_what_is_left(service: StudyService) -> None:
    session = service.start_topic(service.generate_plan(service.start(), COURSE))
    app = open_at("learn", session.id)
    app.get("button_group")[-1].select(15).run()
    app.button(key="action-take_quiz").click().run()
    record = service.quiz(service.open(session.id))
    assert record
    assert record.quiz.minutes_allowed == 15
    assert "**15 minutes left** of 15" in words(open_at("quiz", session.id))
    assert say.time_left(59, 15).startswith("**Less than a minute left**")
    assert "left" not in words(open_at("quiz", to_quiz(service).id))
