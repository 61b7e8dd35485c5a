"""A quiz as it is taken: all at once, in two tabs, and while the store is away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import build_service
from core.models import StudyPhase
from core.study.service import StudyService
from pages._ui.messages.quiz import ELSEWHERE
from tests.journey import answers_of, at_phase, quiz_of, to_quiz
from tests.pages.app import Away, open_at


def test_a_tab_that_shows_an_old_answer_does_not_save_it_over_a_newer_one() -> None:
    service = build_service()
    # Which question comes first hangs on the session's random id.
    sessions = (at_phase(service, StudyPhase.QUIZZING) for _ in range(30))
    session, question = next(
        (session, first)
        for session in sessions
        if (record := service.quiz(session)) and (first := record.quiz.questions[0]).question_type == "multiple_choice"
    )
    tab, other = open_at("quiz", session.id), open_at("quiz", session.id)
    tab.radio(key=f"answer-{question.id}").set_value(1).run()
    other.button(key="quiz-next").click().run()
    other.button(key="quiz-back").click().run()
    assert other.radio(key=f"answer-{question.id}").value == 1
    other.radio(key=f"answer-{question.id}").set_value(3).run()
    tab.run()
    assert tab.radio(key=f"answer-{question.id}").value == 3
    assert ELSEWHERE in [warning.value for warning in tab.warning]
    stored = service.quiz(session)
    assert stored
    assert [answer.chosen for answer in stored.answers] == [(3,)]
    tab.radio(key=f"answer-{question.id}").set_value(2).run()
    stored = service.quiz(session)
    assert stored
    assert [answer.chosen for answer in stored.answers] == [(2,)]


def test_an_answer_that_is_not_saved_is_not_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.QUIZZING)
    record = service.quiz(session)
    assert record
    app = open_at("quiz", session.id)
    question = record.quiz.questions[0]
    away = Away(monkeypatch, "commit")
    if question.question_type == "fill_blank":
        app.text_input(key=f"answer-{question.id}").input("kept")
    else:
        app.radio(key=f"answer-{question.id}").set_value(0)
    app.button(key="quiz-next").click().run()
    assert app.error
    assert f"answer-{question.id}" in {str(widget.key) for widget in [*app.radio, *app.text_input]}
    away.is_away = False
    app.button(key="quiz-next").click().run()
    stored = service.quiz(session)
    assert stored
    assert [answer.question_id for answer in stored.answers] == [question.id]


def test_all_at_once_shows_every_question_and_saves_each(service: StudyService) -> None:
    session = to_quiz(service)
    record = quiz_of(service, session)
    app = open_at("quiz", session.id)
    app.toggle(key="quiz-all").set_value(True).run()
    assert not app.exception
    assert {radio.key for radio in app.radio} == {
        f"answer-{question.id}"
        for question in record.quiz.questions
        if question.question_type in ("multiple_choice", "true_false")
    }
    question = next(question for question in record.quiz.questions if question.question_type == "multiple_choice")
    app.radio(key=f"answer-{question.id}").set_value(question.correct_option_index).run()
    assert answers_of(service, session)[question.id].chosen == question.key
    assert f"{len(record.quiz.questions)} questions · 1 answered" in " ".join(html.body for html in app.get("html"))
    app.button(key="action-submit_answers").click().run()
    assert service.open(session.id).phase.name == "ANALYZING"


def places(app: AppTest) -> set[tuple[int, ...]]:
    """Where on the page the containers of a question's fields stand."""

    def below(block: Any, path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        for number, child in block.children.items():
            if hasattr(child, "children"):
                yield from below(child, (*path, number))
            elif str(getattr(child, "key", "")).startswith(("answer-", "sure-", "flag-", "report-")):
                yield path

    return set(below(app._tree[0], ()))


def test_no_container_of_the_next_question_stands_where_one_of_the_last_stood(service: StudyService) -> None:
    # The browser fills a container in its old place bit by bit, and an old field could be pressed in it.
    app = open_at("quiz", to_quiz(service).id)
    for _ in range(4):
        before = places(app)
        app.button(key="quiz-next").click().run()
        assert before
        assert not before & places(app)
