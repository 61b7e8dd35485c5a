"""The ways on from the results: read again, the next topic in one press, enough for today."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.errors import StoreUnavailable
from core.models import Session, StudyPhase
from core.stores.sqlite.store import SqliteStudyStore
from core.study.service import StudyService
from pages._ui.messages import after_quiz as say
from tests.journey import LONG_COURSE, hand_in, to_quiz
from tests.pages.app import captions, open_at, words

WAYS = ("read-again", "missed-again", "next-start", "stop-today", "action-next_topic", "action-complete")


@pytest.mark.parametrize(
    ("wrong", "filled"), [(8, {"read-again", "missed-again"}), (5, {"read-again", "missed-again"}), (4, {"next-start"})]
)
def test_under_60_percent_what_went_wrong_comes_first(service: StudyService, wrong: int, filled: set[str]) -> None:
    app = open_at("analysis", hand_in(service, to_quiz(service, LONG_COURSE), wrong=wrong).id)
    kinds = {button.key: button.proto.type for button in app.button if button.key in WAYS}
    assert kinds.keys() == set(WAYS)
    assert {key for key, kind in kinds.items() if kind == "primary"} == filled


def test_where_all_was_right_nothing_is_asked_or_read_again(service: StudyService) -> None:
    app = open_at("analysis", hand_in(service, to_quiz(service, LONG_COURSE)).id)
    keys = {button.key for button in app.button}
    assert not keys & {"read-again", "missed-again"}
    assert keys >= {"next-start", "stop-today"}


def test_read_again_opens_the_lesson_of_the_quiz_at_the_step_of_what_went_wrong(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=8)
    feedback = service.feedback.latest(session)
    assert feedback
    passage = service.feedback.passage(session, feedback)
    assert passage
    app = open_at("analysis", session.id)
    assert app.button(key="read-again").label == f"Read {passage.concept} again"
    app.button(key="read-again").click().run()
    assert app.title[0].value == passage.topic
    assert app.query_params["step"] == str(passage.step)
    assert service.open(session.id).phase is StudyPhase.ANALYZING


def test_one_press_goes_into_the_lesson_of_the_next_topic(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE))
    suggestion = service.overview.suggestion(session)
    assert suggestion
    app = open_at("analysis", session.id)
    app.button(key="next-start").click().run()
    now = service.open(session.id)
    assert (now.phase, now.version) == (StudyPhase.LEARNING, session.version + 2)
    assert now.context.current_topic == suggestion.topic.name
    assert app.title[0].value == suggestion.topic.name
    assert "action-take_quiz" in {button.key for button in app.button}


def test_a_topic_that_was_picked_is_the_one_gone_on_with(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=2)
    name = service.read.topics(session.id)[5].name
    app = open_at("analysis", session.id)
    assert say.SUGGESTED in app.selectbox(key="next-topic").options[0]
    assert "Why this one" in " ".join(captions(app))
    app.selectbox(key="next-topic").select(name).run()
    assert name in app.button(key="next-start").label
    app.button(key="next-start").click().run()
    now = service.open(session.id)
    assert (now.phase, now.context.current_topic) == (StudyPhase.LEARNING, name)


def test_back_to_the_plan_ends_in_the_plan_with_the_topic_that_was_picked(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=2)
    name = service.read.topics(session.id)[5].name
    app = open_at("analysis", session.id)
    app.selectbox(key="next-topic").select(name).run()
    app.button(key="action-next_topic").click().run()
    now = service.open(session.id)
    assert (now.phase, now.context.current_topic) == (StudyPhase.PLANNING, name)


@pytest.mark.parametrize("step", ["next_topic", "start_topic"])
def test_a_press_whose_run_is_cut_off_after_a_step_is_carried_on_and_does_nothing_twice(
    service: StudyService, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE))
    app = open_at("analysis", session.id)
    taken = getattr(StudyService, step)
    cuts = iter([True])

    def cut_off(study: StudyService, *args: object) -> Session:
        after: Session = taken(study, *args)
        if next(cuts, False):
            # The step is stored, and a new run begins before this one has heard of it.
            st.rerun()
        return after

    monkeypatch.setattr(StudyService, step, cut_off)
    app.button(key="next-start").click().run()
    now = service.open(session.id)
    assert (now.phase, now.version) == (StudyPhase.LEARNING, session.version + 2)
    assert app.title[0].value == now.context.current_topic
    assert not app.warning
    assert not app.error


def test_where_the_second_step_fails_the_plan_offers_it(service: StudyService, monkeypatch: pytest.MonkeyPatch) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE))
    app = open_at("analysis", session.id)
    commit = SqliteStudyStore.commit

    def fails(store: SqliteStudyStore, session_id: str, base: int, *rest: object) -> int:
        if base == session.version + 1:
            raise StoreUnavailable("store.away")
        return commit(store, session_id, base, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(SqliteStudyStore, "commit", fails)
    app.button(key="next-start").click().run()
    assert app.error
    assert service.open(session.id).phase is StudyPhase.PLANNING
    monkeypatch.setattr(SqliteStudyStore, "commit", commit)
    app.switch_page("pages/plan.py").run()
    app.button(key="action-start_topic").click().run()
    assert service.open(session.id).phase is StudyPhase.LEARNING
    assert not app.warning


def test_stop_for_today_goes_home_and_leaves_the_session_as_it_is(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE))
    app = open_at("analysis", session.id)
    app.button(key="stop-today").click().run()
    assert not app.exception
    assert "next-start" not in {button.key for button in app.button}
    assert service.open(session.id) == session


def test_the_end_of_a_course_is_asked_for_once_and_names_what_is_open(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE))
    app = open_at("analysis", session.id)
    app.button(key="action-complete").click().run()
    open_still = service.overview.not_started(session)
    assert say.not_started(open_still) in words(app).replace("\\", "")
    assert say.not_started(open_still).startswith(f"{len(open_still)} topics are not started: {open_still[0].name}")
    assert service.open(session.id) == session
    app.button(key="complete-no").click().run()
    assert not _keys(app) & {"complete-yes", "complete-no"}
    app.button(key="action-complete").click().run()
    app.button(key="complete-yes").click().run()
    assert service.open(session.id).phase is StudyPhase.COMPLETED
    assert say.DONE_TITLE in words(app)
    assert not _keys(app) & {*WAYS, "complete-yes"}


def test_a_finished_course_says_what_it_came_to(service: StudyService) -> None:
    session = service.complete(hand_in(service, to_quiz(service, LONG_COURSE)))
    topics = service.overview.summary(session).topics
    app = open_at("analysis", session.id)
    assert f"Of {len(topics)} topics: 1 fair, {len(topics) - 1} new · 1 quiz" in words(app).replace("\\", "")


def _keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}
