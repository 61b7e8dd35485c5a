"""Intake and plan through AppTest: what is missing is said beside its field, and a plan stays true."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import build_service
from core.models import Intake, PlanEdit, Session, StudyPhase
from core.study.service import StudyService
from pages._ui.messages import intake as asked
from pages._ui.messages import plan as say
from tests.pages.test_pages import action_keys, current_step, open_at, words

SYLLABUS = "\n".join(f"Topic {number}" for number in range(1, 13))
BOTANY = Intake(exam="Botany", days=20, hours=2, syllabus=SYLLABUS)


class DaysAgo:
    """The machine's clock, some days back."""

    def __init__(self, days: int) -> None:
        self.days = timedelta(days=days)

    def now(self) -> datetime:
        return datetime.now().astimezone() - self.days

    def monotonic(self) -> float:
        return 0.0


def planned(intake: Intake = BOTANY, *, days_ago: int = 0) -> tuple[StudyService, Session]:
    real = build_service()
    service = StudyService(
        real.read,  # type: ignore[arg-type]
        real._agents,
        DaysAgo(days_ago),
        iter(["session-1"]).__next__,
        real.user_id,
        real.max_upload_bytes,
    )
    return real, service.generate_plan(service.start(), intake)


def errors(app: AppTest) -> list[str]:
    return [error.value for error in app.error]


def test_what_is_missing_is_said_beside_the_field_once_a_plan_isanswer_of_for() -> None:
    app = open_at("intake")
    assert not app.error
    app.button(key="action-generate_plan").click().run()
    assert current_step(app) == "Intake"
    assert errors(app)[0] == "Name the exam, or pick one of the list."
    assert "Exam" in errors(app)[-1]
    service = build_service()
    session = service.save_intake(service.start(), Intake(exam="Botany"))
    app = open_at("intake", session.id)
    app.button(key="action-generate_plan").click().run()
    assert errors(app)[0].startswith("Add a file or paste a syllabus")
    app.text_area(key="intake-syllabus").input(SYLLABUS).run()
    assert errors(app) == []
    app.button(key="action-generate_plan").click().run()
    assert current_step(app) == "Planning"


def test_a_registered_exam_needs_nothing_more_and_offers_its_parts() -> None:
    app = open_at("intake")
    assert not [one for one in app.multiselect if one.key == "intake-scope"]
    app.selectbox(key="intake-exam").set_value("NEET").run()
    app.multiselect(key="intake-scope").set_value(["Organic chemistry"]).run()
    assert "Hydrocarbons" in app.multiselect(key="intake-known").options
    app.multiselect(key="intake-known").set_value(["Hydrocarbons"]).run()
    (summary,) = build_service().read.sessions()
    again = open_at("intake", summary.id)
    assert again.multiselect(key="intake-scope").value == ["Organic chemistry"]
    assert again.multiselect(key="intake-known").value == ["Hydrocarbons"]
    again.selectbox(key="intake-exam").set_value("JEE").run()
    assert again.multiselect(key="intake-scope").value == ["Organic chemistry"]
    again.selectbox(key="intake-exam").set_value("UPSC").run()
    assert again.multiselect(key="intake-scope").value == []
    assert not again.exception


def test_a_sentence_fills_the_form_in_or_gets_its_one_question() -> None:
    app = open_at("intake")
    app.text_input(key="intake-said").input("make me a plan")
    app.button(key="intake-route").click().run()
    assert "Name an exam such as NEET" in words(app)
    app.text_input(key="intake-said").input("History for NEET")
    app.button(key="intake-route").click().run()
    assert "NEET has no History" in words(app)
    assert app.selectbox(key="intake-exam").value is None
    app.number_input(key="intake-hours").set_value(5.0).run()
    app.text_input(key="intake-said").input("12 days for NEET organic chemistry, weak in hydrocarbons")
    app.button(key="intake-route").click().run()
    assert any("NEET, Organic chemistry, 12 days" in one.value for one in app.success)
    assert app.selectbox(key="intake-exam").value == "NEET"
    assert app.multiselect(key="intake-scope").value == ["Organic chemistry"]
    assert app.number_input(key="intake-days").value == 12
    assert app.number_input(key="intake-hours").value == 5.0, "what the sentence does not say stays"
    assert app.text_input(key="intake-goal").value == "Weak in hydrocarbons"
    assert not app.warning


def test_what_a_sentence_says_too_much_of_is_said_below_what_was_filled_in() -> None:
    app = open_at("intake")
    app.text_input(key="intake-said").input("400 days for NEET biology and polity, weekends off")
    app.button(key="intake-route").click().run()
    assert "NEET, Biology, Sat and Sun off" in app.success[0].value
    (warning,) = app.warning
    assert "400 days is more than the 365 that a plan runs over" in warning.value
    assert "NEET has no Polity" in warning.value
    assert app.number_input(key="intake-days").value == Intake().days
    assert app.get("button_group")[-1].value == [5, 6]
    app.text_input(key="intake-said").input("autopilot")
    app.button(key="intake-route").click().run()
    assert [one.value for one in app.info] == [asked.NOTHING_FILLED_IN]
    app.text_input(key="intake-said").input("NEET in 20 days without physics, I know ecology already")
    app.button(key="intake-route").click().run()
    assert "NEET, Chemistry, Biology, without Physics, 20 days, you know Ecology" in app.success[0].value
    assert not app.warning
    assert not app.exception


def test_too_little_time_is_said_with_the_ways_out() -> None:
    service, session = planned(BOTANY.model_copy(update={"days": 2, "hours": 0.5}))
    app = open_at("plan", session.id)
    assert say.DOES_NOT_FIT in words(app)
    assert action_keys(app) == {"start_topic"}
    assert app.button(key="action-start_topic").disabled
    out = service.plans.state(session).proposal
    assert out
    assert app.button(key="plan-accept").label == say.study_without(len(out.plan.left_out))
    assert not [button for button in app.button if button.key == "plan-decline"]
    assert all(one.name in words(app) for one in out.plan.left_out)
    app.button(key="plan-accept").click().run()
    assert not app.button(key="action-start_topic").disabled
    state = service.plans.state(service.open(session.id))
    assert state.accepted
    assert {t.name for t in service.read.topics(session.id) if t.status == "left_out"} == {
        one.name for one in state.accepted.plan.left_out
    }


def test_missed_days_are_said_and_mended_as_a_difference_that_is_taken() -> None:
    service, session = planned(days_ago=3)
    app = open_at("plan", session.id)
    assert "lost" in words(app)
    before = {topic.name: topic.planned_on for topic in service.read.topics(session.id)}
    app.button(key="plan-fit").click().run()
    assert say.PROPOSED in words(app)
    assert "from " in words(app)
    app.button(key="plan-decline").click().run()
    assert {topic.name: topic.planned_on for topic in service.read.topics(session.id)} == before
    app.button(key="plan-fit").click().run()
    app.button(key="plan-accept").click().run()
    assert "lost" not in words(app)
    today = service.clock.now().date()
    assert min(topic.planned_on for topic in service.read.topics(session.id)) >= today
    assert not [button for button in app.button if button.key == "plan-fit"]


def test_an_edit_that_holds_is_made_and_one_that_does_not_is_kept_with_its_reason() -> None:
    service, session = planned()
    app = open_at("plan", session.id)
    app.selectbox(key="plan-move-topic").set_value("Topic 1").run()
    free = app.selectbox(key="plan-move-to").options[-2]
    app.selectbox(key="plan-move-to").select(free).run()
    app.button(key="plan-apply").click().run()
    assert not app.exception
    assert not [button for button in app.button if button.key == "plan-accept"]
    moved = next(topic for topic in service.read.topics(session.id) if topic.name == "Topic 1")
    assert free.startswith(f"{moved.planned_on:%a} {moved.planned_on.day}")
    whole = service.plans.edit(service.open(session.id), PlanEdit(kind="add", topic="Whole day", hours=2.5))
    assert service.plans.state(whole).proposal
    app = open_at("plan", session.id)
    assert say.PROPOSED in words(app)
    assert say.REFUSED in words(app)
    app.button(key="plan-decline").click().run()
    assert say.PROPOSED not in words(app)


@pytest.mark.parametrize("view", list(say.VIEWS))
def test_the_days_are_shown_three_ways(view: str) -> None:
    _, session = planned()
    app = open_at("plan", session.id)
    app.session_state["plan-view"] = view
    app.run()
    assert not app.exception
    calendars = [one.body for one in app.get("html") if "em-cal" in one.body and "<table" in one.body]
    assert bool(calendars) == (view == "calendar")
    if calendars:
        assert 'aria-current="date"' in calendars[0]
        assert "Topic 1" in calendars[0]
        assert say.EXAM in calendars[0]


def test_markup_in_a_topic_is_shown_as_it_was_typed() -> None:
    _, session = planned(BOTANY.model_copy(update={"syllabus": "<img src=x onerror=alert(1)>\nRoots & **stems**"}))
    app = open_at("plan", session.id)
    page = " ".join(one.body for one in app.get("html"))
    assert "<img" not in page
    assert "&lt;img" in page


def test_out_of_turn_the_plan_is_shown_and_cannot_be_changed() -> None:
    service = build_service()
    session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=7, hours=3))
    session = service.start_topic(session)
    assert session.phase is StudyPhase.LEARNING
    app = open_at("plan", session.id)
    assert not {"plan-apply", "plan-fit", "plan-accept"} & {button.key for button in app.button}
    assert "go-on" in {button.key for button in app.button}
    assert asked.EXAM


def test_the_placement_check_is_offered_and_fills_in_what_is_known() -> None:
    service = build_service()
    session = service.start("Cell biology")
    app = open_at("intake", session.id)
    app.button(key="placement-begin").click().run()
    state = service.placements.state(service.open(session.id))
    assert state
    assert state.next
    app.button(key="placement-answer").click().run()
    assert "Choose an answer first" in words(app)
    while (state := service.placements.state(service.open(session.id))) and state.next:
        question = state.next
        key = f"answer-{question.id}"
        if question.question_type == "fill_blank":
            app.text_input(key=key).input(question.accepted_answers[0]).run()
        elif question.question_type == "multi_select":
            for index in question.key:
                app.checkbox(key=f"{key}-{index}").check().run()
        else:
            app.radio(key=key).set_value(question.key[0]).run()
        app.button(key="placement-answer").click().run()
        assert not app.exception
    # A refresh finds it where it was.
    app = open_at("intake", session.id)
    app.button(key="placement-stop").click().run()
    known = service.intake(service.open(session.id)).known
    assert len(known) >= 8, "every answer was right, and each tells of what it needs"
    assert app.multiselect(key="intake-known").value == list(known)
    assert not app.warning
    app.button(key="action-generate_plan").click().run()
    assert current_step(app) == "Planning"


def test_no_check_is_offered_where_there_is_no_text_to_ask_about() -> None:
    service = build_service()
    app = open_at("intake", service.start("NEET").id)
    assert "placement-begin" not in {button.key for button in app.button}


def test_the_date_and_the_days_are_both_kept_and_one_counts() -> None:
    service = build_service()
    session = service.start("NEET")
    app = open_at("intake", session.id)
    app.session_state["intake-until"] = "date"
    app.run()
    app.button(key="action-generate_plan").click().run()
    assert "Pick the date" in errors(app)[0]
    # A refresh keeps the choice though no date was picked yet.
    app = open_at("intake", session.id)
    soon = service.clock.now().date() + timedelta(days=20)
    app.date_input(key="intake-exam_date").set_value(soon).run()
    app.session_state["intake-until"] = "days"
    app.run()
    app.number_input(key="intake-days").set_value(9).run()
    kept = service.intake(service.open(session.id))
    assert (kept.days, kept.exam_date, kept.dated) == (9, soon, None)
    app = open_at("intake", session.id)
    app.session_state["intake-until"] = "date"
    app.run()
    assert app.date_input(key="intake-exam_date").value == soon
    assert service.intake(service.open(session.id)).dated == soon


def test_the_sentence_is_there_after_a_refresh() -> None:
    service = build_service()
    session, _ = service.route(service.start(), "12 days for NEET biology")
    assert open_at("intake", session.id).text_input(key="intake-said").value == "12 days for NEET biology"
