"""The review page: from home, question by question with its mark, to the end; and what it says where nothing is due."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core import ROOT
from core.models import Question, QuizKind, Session, StudyPhase
from core.study.service import StudyService
from pages._ui.messages import day
from pages._ui.messages import review as say
from pages._ui.messages.quiz import NEXT
from tests.journey import at_phase
from tests.pages.app import errors, open_at, words
from tests.reviewed import studied_ago


def keys(app: AppTest) -> list[str]:
    return [str(button.key) for button in app.button]


def primary(app: AppTest) -> list[str]:
    """The filled buttons that can be pressed."""
    return [str(button.key) for button in app.button if button.proto.type == "primary" and not button.disabled]


def asked(service: StudyService, session: Session, app: AppTest) -> Question:
    """The question that the page shows."""
    record = service.read.quizzes(session.id, kind=QuizKind.REVIEW)[0]
    drawn = {str(widget.key) for widget in (*app.radio, *app.text_input, *app.checkbox)}
    return next(
        question for question in record.quiz.questions if any(key.startswith(f"answer-{question.id}") for key in drawn)
    )


def reply(app: AppTest, question: Question, *, is_right: bool = True) -> AppTest:
    """Answer the question on the page and check it."""
    key = f"answer-{question.id}"
    if question.question_type == "fill_blank":
        app.text_input(key=key).input(question.accepted_answers[0] if is_right else "zzz")
    elif question.question_type == "multi_select":
        for index in range(len(question.options)):
            if (index in question.correct_indexes) is is_right:
                app.checkbox(key=f"{key}-{index}").check()
    else:
        wrong = next(index for index in range(len(question.options)) if index not in question.key)
        app.radio(key=key).set_value(question.correct_option_index if is_right else wrong)
    return app.button(key="review-check").click().run()


@pytest.fixture
def session(service: StudyService) -> Session:
    return studied_ago(service.read, service.user_id, wrong=1)  # type: ignore[arg-type]


def test_from_home_to_the_end_in_one_press_a_question(service: StudyService, session: Session) -> None:
    app = open_at("home")
    label = app.button(key="home-review").label
    assert label == "Review: 5 questions, 3 min"
    assert app.button(key="home-review").proto.type == "secondary"
    app.button(key="home-review").click().run()
    assert app.title[0].value == say.TITLE
    wrong = 0
    for number in range(1, 6):
        assert primary(app) == ["review-check"]
        question = asked(service, session, app)
        is_right = question.question_type == "fill_blank" or bool(wrong)
        wrong += not is_right
        reply(app, question, is_right=is_right)
        assert primary(app) == ["review-next"]
        assert "review-check" not in keys(app)
        said = words(app)
        assert ("Not right" in said) is not is_right
        assert ("✗" in said) is not is_right
        assert number == 5 or app.button(key="review-next").label == NEXT
        app.button(key="review-next").click().run()
    assert not app.exception
    assert "4 of 5 right" in words(app)
    (topic,) = (topic for topic in service.read.topics(session.id) if topic.review_on)
    assert topic.review_on
    assert any(f"back on {day(topic.review_on)}" in html.body for html in app.get("html"))
    assert service.open(session.id).phase is StudyPhase.ANALYZING
    assert service.replay(session.id).is_same
    again = open_at("review")
    assert "4 of 5 right" in words(again)
    assert "review-begin" not in keys(again)
    assert "home-review" not in keys(open_at("home"))


def test_a_refresh_and_another_device_go_on_where_it_was_left(service: StudyService, session: Session) -> None:
    app = open_at("home").button(key="home-review").click().run()
    first = asked(service, session, app)
    reply(app, first)
    version = service.open(session.id).version
    other = open_at("review")
    assert asked(service, session, other).id != first.id
    assert "1 answered" in " ".join(html.body for html in other.get("html"))
    other.run()
    assert service.open(session.id).version == version
    assert open_at("home").button(key="home-review").label == "Go on with your review: 4 questions left, 2 min"


def test_what_another_device_answered_is_shown_and_not_graded_twice(service: StudyService, session: Session) -> None:
    app = open_at("home").button(key="home-review").click().run()
    other = open_at("review")
    question = asked(service, session, app)
    reply(other, question)
    reply(app, question, is_right=False)
    assert not app.exception
    record = service.read.quizzes(session.id, kind=QuizKind.REVIEW)[0]
    assert len(record.answers) == 1
    assert asked(service, session, app).id != question.id


def test_without_an_answer_nothing_is_marked_and_a_skipped_one_counts_for_nothing(
    service: StudyService, session: Session
) -> None:
    app = open_at("home").button(key="home-review").click().run()
    question = asked(service, session, app)
    app.button(key="review-check").click().run()
    assert ["Choose or type an answer" in error for error in errors(app)] == [True]
    assert asked(service, session, app) == question
    assert app.button(key="review-next").label == say.SKIP
    app.button(key="review-next").click().run()
    reply(app, asked(service, session, app))
    app.button(key="review-stop").click().run()
    assert "1 of 1 right" in words(app)
    assert open_at("home").button(key="home-review")


def test_a_mark_is_disputed_and_a_question_reported_where_it_is_shown(service: StudyService, session: Session) -> None:
    app = open_at("home").button(key="home-review").click().run()
    question = asked(service, session, app)
    reply(app, question, is_right=False)
    app.button(key=f"report-open-{question.id}").click().run()
    app.text_input(key=f"report-{question.id}").input("The picture is missing.")
    app.button(key=f"report-send-{question.id}").click().run()
    assert [report.reason for report in service.corrections.reports()] == ["The picture is missing."]
    app.button(key=f"dispute-{question.id}").click().run()
    assert f"dispute-undo-{question.id}" in keys(app)
    assert not app.exception
    app.button(key="review-next").click().run()
    reply(app, asked(service, session, app))
    app.button(key="review-stop").click().run()
    # Alone on one's own computer a dispute decides: the question counts for nothing.
    assert "1 of 1 right" in words(app)


def test_a_question_that_is_asked_for_comes_first(service: StudyService, session: Session) -> None:
    last = service.reviews.begin("UTC").items[-1].question.id
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["question"] = last
    assert asked(service, session, app.switch_page("pages/review.py").run()).id == last


def test_nothing_to_review_says_what_will_come_and_when(service: StudyService) -> None:
    app = open_at("review")
    assert say.NOTHING_YET in words(app)
    assert not app.button
    studied_ago(service.read, service.user_id, days=0)  # type: ignore[arg-type]
    (topic,) = (topic for topic in service.overview.home(9).mastery[0].topics if topic.review_on)
    app = open_at("review")
    assert topic.review_on
    assert f"Your next review: {day(topic.review_on)}." in words(app)
    assert "home-review" not in keys(open_at("home"))


def test_a_course_that_is_done_asks_for_no_review(service: StudyService) -> None:
    at_phase(service, StudyPhase.COMPLETED)
    assert say.NOTHING_YET in words(open_at("review"))


def test_drawing_it_again_writes_nothing(service: StudyService, session: Session) -> None:
    app = open_at("home").button(key="home-review").click().run()
    before = service.open(session.id)
    for _ in range(2):
        app.run()
        open_at("review").run()
    assert service.open(session.id) == before
