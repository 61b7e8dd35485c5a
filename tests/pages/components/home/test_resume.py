"""Coming back: where to go on, and the rest of today."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.models import Intake, Session, StudyPhase
from core.study.service import StudyService
from pages._ui import messages as say
from tests.journey import at_phase, give, hand_in, quiz_of, right_to, to_quiz
from tests.pages.app import current_step, open_at

DAY = Intake(exam="Botany", days=1, hours=4, syllabus="Zygote\nAlgae\nMoss\nFerns")


def rows(app: AppTest) -> dict[str, str]:
    """The lines of today: what each opens, by its key, and its label without what is escaped."""
    return {
        str(button.key): button.label.replace("\\", "")
        for button in app.button
        if str(button.key).startswith("home-work-")
    }


def title(app: AppTest) -> str:
    (heading,) = app.title
    return heading.value.replace("\\", "")


def test_today_stands_in_the_plans_order(service: StudyService) -> None:
    session = service.generate_plan(service.start(), DAY)
    app = open_at("home")
    assert "Zygote" in app.button(key="home-continue").label
    assert list(rows(app)) == [f"home-work-{session.id}-{name}" for name in ("Algae", "Moss", "Ferns")]


def test_the_open_quiz_is_gone_on_with_at_its_place(service: StudyService) -> None:
    session = to_quiz(service)
    record = quiz_of(service, session)
    service.answer(session, record.id, right_to(record.quiz.questions[0]))
    app = open_at("home")
    assert f"1 of {len(record.quiz.questions)} answered" in " ".join(heading.value for heading in app.header)
    app.button(key="home-continue").click().run()
    assert (current_step(app), app.query_params["session"]) == ("Quiz", session.id)
    assert service.open(session.id).version == session.version + 1, "nothing is written by going on"


@pytest.mark.parametrize(
    ("before", "topic"),
    [
        (lambda service: at_phase(service, StudyPhase.PLANNING), "The cell membrane and transport"),
        (lambda service: at_phase(service, StudyPhase.LEARNING), "The cell membrane and transport"),
        (lambda service: hand_in(service, to_quiz(service)), "Organelles and energy"),
    ],
    ids=["plan", "lesson", "results"],
)
def test_one_press_leads_to_the_lesson_that_is_named(
    service: StudyService, before: Callable[[StudyService], Session], topic: str
) -> None:
    session = before(service)
    app = open_at("home")
    assert topic in app.button(key="home-continue").label
    app.button(key="home-continue").click().run()
    assert (current_step(app), title(app)) == ("Learn", topic)
    assert service.open(session.id).context.current_topic == topic


def test_a_line_opens_the_very_topic_that_it_names(service: StudyService) -> None:
    session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=1, hours=24))
    app = open_at("home")
    (key,) = [key for key, label in rows(app).items() if "Enzymes" in label]
    app.button(key=key).click().run()
    assert (current_step(app), title(app)) == ("Learn", "Enzymes and how cells control reactions")
    assert service.open(session.id).context.current_topic == title(app)


def test_a_line_says_what_is_open_first_and_leads_there(service: StudyService) -> None:
    session = to_quiz(service, Intake(exam="Cell biology", days=1, hours=24))
    app = open_at("home")
    assert rows(app)
    for label in rows(app).values():
        assert "First: finish the quiz on The cell membrane and transport" in label
    app.button(key=next(iter(rows(app)))).click().run()
    assert current_step(app) == "Quiz"
    assert service.open(session.id) == session


def test_what_another_tab_did_meanwhile_is_said_and_nothing_is_begun(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service))
    app = open_at("home")
    session = service.take_quiz(service.shortcuts.to_topic(session, "Organelles and energy"))
    session = service.submit_answers(give(service, session))
    app.button(key="home-continue").click().run()
    assert say.CONFLICT in [warning.value for warning in app.warning]
    assert service.open(session.id) == session
    assert "Enzymes" in app.button(key="home-continue").label


def test_a_topic_that_cannot_be_started_leads_to_its_plan_which_says_why(service: StudyService) -> None:
    session = service.generate_plan(service.start(), Intake(exam="NEET", days=40, hours=20))
    app = open_at("home")
    app.button(key="home-continue").click().run()
    assert current_step(app) == "Plan"
    assert service.open(session.id).phase is StudyPhase.PLANNING
    app = open_at("home")
    (key, label), *_ = rows(app).items()
    assert "from your own book" in label
    app.button(key=key).click().run()
    assert current_step(app) == "Plan"
    assert app.warning
    assert service.open(session.id).phase is StudyPhase.PLANNING


def test_a_plan_that_does_not_hold_is_gone_on_with_where_it_is_decided(service: StudyService) -> None:
    session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=1, hours=0.25))
    app = open_at("home")
    assert app.button(key="home-continue").label.endswith("your plan")
    app.button(key="home-continue").click().run()
    assert current_step(app) == "Plan"
    assert service.open(session.id) == session
