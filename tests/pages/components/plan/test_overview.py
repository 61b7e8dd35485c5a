"""A plan in a sentence, what today has, and what is next."""

from __future__ import annotations

from core.study.service import StudyService
from pages._ui.messages import plan as say
from tests.journey import hand_in
from tests.pages.app import open_at, words
from tests.pages.plans import BOTANY, planned


def test_a_plan_that_was_checked_says_so_and_has_todays_work(service: StudyService) -> None:
    _, session = planned()
    app = open_at("plan", session.id)
    text = words(app)
    assert "**Botany**, " in text
    assert say.TODAY in text
    plan = service.overview.plan(session)
    assert plan
    assert plan.entry
    assert all(f"- {topic.name}" in text.replace("\\", "") for topic in plan.entry.topics)
    assert app.selectbox(key="plan-topic").value == "Topic 1"
    assert say.NO_TEXT in [warning.value for warning in app.warning]


def test_the_suggestion_follows_what_was_done_and_a_pick_of_ones_own_stays(service: StudyService) -> None:
    _, session = planned(BOTANY.model_copy(update={"exam": "Cell biology", "syllabus": ""}))
    app = open_at("plan", session.id)
    first = app.selectbox(key="plan-topic").value
    app.selectbox(key="plan-topic").select_index(3).run()
    picked = app.selectbox(key="plan-topic").value
    assert picked != first
    app.run()
    assert app.selectbox(key="plan-topic").value == picked
    session = service.next_topic(hand_in(service, service.take_quiz(service.start_topic(session))))
    app = open_at("plan", session.id)
    assert app.selectbox(key="plan-topic").value == session.context.current_topic != first


def test_the_day_of_the_exam_says_that_the_plan_is_over() -> None:
    _, session = planned(days_ago=20)
    app = open_at("plan", session.id)
    assert say.OVER in words(app)
    assert "plan-fit" not in {button.key for button in app.button}


def test_a_topic_that_was_left_out_has_no_day_in_the_table(service: StudyService) -> None:
    _, session = planned(BOTANY.model_copy(update={"days": 2, "hours": 0.5}))
    out = service.plans.state(session).proposal
    assert out
    table = open_at("plan", session.id).dataframe[0].value
    rows = dict(zip(table[say.TOPIC_COLUMNS["name"]], table[say.TOPIC_COLUMNS["planned"]], strict=True))
    assert out.plan.left_out
    assert {name for name, day in rows.items() if day is None or day != day} == {
        topic.name for topic in out.plan.left_out
    }
