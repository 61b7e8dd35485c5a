"""The learner's own word: on any topic, with a day to look at it again, and what is known already frees its days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import ActionNotAllowed, InputError
from core.models import HistoryQuery, Intake, OwnWord, Session, StudyPhase
from core.stores.memory.store import MemoryStudyStore
from core.study.audit import all_events
from core.study.service import StudyService
from tests.doubles import SetClock, service
from tests.journey import NOTES, hand_in

BOTANY = Intake(exam="Botany", days=12, hours=2, syllabus="Roots\nLeaves\nStems\nFlowers")


def planned(study: StudyService) -> Session:
    return study.generate_plan(study.start(), BOTANY)


def days_of(study: StudyService, session: Session, name: str) -> list[object]:
    plan = study.plans.state(session).accepted
    assert plan
    return [day.date for day in plan.plan.schedule if not day.is_revision and name in {t.name for t in day.topics}]


@pytest.mark.parametrize(("word", "days"), [("shaky", 1), ("fair", 2), ("firm", 8)])
def test_the_surer_a_topic_is_called_the_later_it_comes_back(study: StudyService, word: OwnWord, days: int) -> None:
    session = study.own_words.mark(planned(study), "Stems", word)
    row = study.topic(session, "Stems")
    assert row.review_on == study.overview.today(session) + timedelta(days=days)
    assert row.due_on == row.review_on


def test_said_again_on_its_day_it_comes_back_later_and_said_anew_on_one_day_the_last_word_counts() -> None:
    clock = SetClock()
    study = service(MemoryStudyStore(), clock=clock)
    session = study.own_words.mark(planned(study), "Stems", "shaky")
    session = study.own_words.mark(session, "Stems", "firm")
    first = study.topic(session, "Stems").review_on
    only = study.own_words.mark(planned(study), "Stems", "firm")
    assert first == study.topic(only, "Stems").review_on
    assert first
    began = study.overview.today(session)
    clock.at += first - began
    session = study.own_words.mark(session, "Stems", "firm")
    again = study.topic(session, "Stems").review_on
    assert again
    assert again - first > first - began


def test_what_is_due_by_ones_own_word_is_what_comes_next() -> None:
    clock = SetClock()
    study = service(MemoryStudyStore(), clock=clock)
    session = planned(study)
    for name in ("Roots", "Leaves", "Stems", "Flowers"):
        session = study.own_words.mark(session, name, "firm" if name != "Stems" else "shaky")
    clock.at += timedelta(days=3)
    suggestion = study.overview.suggestion(session)
    assert suggestion
    assert suggestion.topic.name == "Stems"


def test_a_topic_with_prerequisites_open_and_one_with_a_text_can_be_marked_until_the_course_is_over(
    study: StudyService,
) -> None:
    session = study.generate_plan(study.start(), Intake(exam="Cell biology", days=30, hours=3))
    needing = next(topic for topic in study.topics(session) if topic.prerequisites and topic.material_id)
    marked = study.own_words.mark(session, needing.name, "fair")
    assert study.topic(marked, needing.name).is_studied
    marked = hand_in(study, study.take_quiz(study.start_topic(marked)), wrong=9)
    assert study.own_words.mark(marked, study.topics(marked)[-1].name, "fair").phase is StudyPhase.ANALYZING
    done = study.complete(study.open(marked.id))
    with pytest.raises(ActionNotAllowed):
        study.own_words.mark(done, study.topics(done)[-2].name, "fair")


def test_a_topic_whose_quiz_says_how_it_stands_is_not_for_the_learner_to_mark(study: StudyService) -> None:
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    session = study.generate_plan(session, Intake(exam="Soil", days=5, hours=2))
    session = study.start_topic(session)
    topic = session.context.current_topic
    assert topic
    session = hand_in(study, study.take_quiz(session), wrong=9)
    with pytest.raises(InputError, match="for its quiz to say"):
        study.own_words.mark(session, topic, "firm")
    with pytest.raises(InputError, match="no topic"):
        study.own_words.mark(session, "Never planned", "firm")


def test_what_is_known_frees_the_days_ahead_comes_once_more_and_can_be_taken_back(study: StudyService) -> None:
    session = planned(study)
    before = days_of(study, session, "Leaves")
    others = {name: days_of(study, session, name) for name in ("Stems", "Flowers")}
    assert before
    known = study.own_words.know(session, "Leaves")
    row = study.topic(known, "Leaves")
    assert (row.is_studied, row.own_word) == (True, "firm")
    assert row.review_on == study.overview.today(known) + timedelta(days=8)
    assert days_of(study, known, "Leaves") == []
    assert {name: days_of(study, known, name) for name in others} == others
    plan = study.overview.plan(known)
    assert plan
    assert (plan.behind, plan.ahead, plan.before) == ((), (), 0)
    assert study.own_words.know(session, "Leaves").version == known.version
    back = study.own_words.mark(known, "Leaves", None)
    assert study.topic(back, "Leaves").status == "planned"
    assert days_of(study, back, "Leaves")
    after = study.plans.state(back).accepted
    assert after
    assert after.verification.is_valid
    assert study.replay(back.id).is_same
    actions = [event.action for event in all_events(study.read, HistoryQuery(session_id=back.id))]
    assert actions[:4] == ["verify_plan", "mark_studied"] * 2


def test_before_a_plan_holds_what_is_known_is_only_marked(study: StudyService) -> None:
    session = study.generate_plan(study.start(), BOTANY.model_copy(update={"days": 1, "hours": 0.25}))
    assert study.plans.state(session).accepted is None
    known = study.own_words.know(session, "Leaves")
    assert study.topic(known, "Leaves").is_studied
    assert study.plans.state(known).accepted is None
