"""A plan in a sentence, what today has, and what is next."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.study.service import StudyService
from pages._ui.frame.text import plain
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
    assert say.NO_TEXT in [info.value for info in app.info]


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


def test_the_next_topic_is_said_in_a_few_words_and_ones_own_pick_too() -> None:
    _, session = planned()
    app = open_at("plan", session.id)
    assert f"**Topic 1**  \n{plain(say.NEXT_IN_PLAN.format(day='today'))}" in words(app)
    app.selectbox(key="plan-topic").set_value("Topic 5").run()
    assert f"**Topic 5**  \n{plain(say.PICKED)}" in words(app)


def test_a_topic_whose_day_is_over_says_when_it_was() -> None:
    _, session = planned(days_ago=4)
    then = datetime.now().astimezone().date() - timedelta(days=4)
    assert plain(say.WAS_PLANNED.format(day=say.day(then))) in words(open_at("plan", session.id))


def test_a_plan_that_was_just_made_says_nothing_of_its_drafts() -> None:
    service, session = planned(BOTANY.model_copy(update={"hours": 0.75}))
    assert len(service.read.plans(session.id)) > 1
    text = words(open_at("plan", session.id))
    assert "Draft" not in text
    assert "does not pass" not in text
    assert "reckoned" not in text
