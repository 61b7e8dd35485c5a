"""Quiz and analysis: flags, clock, all at once, LaTeX, pictures, reports, second tries, and what was taken out."""

from __future__ import annotations

import pytest

from core.bootstrap import build_service
from core.domain.assessment.answers import retries
from core.models import Answer, Changes, Diagram, HistoryQuery, Intake, Question, QuizRecord, Session
from core.study.service import StudyService
from pages._ui.frame.text import worded
from pages._ui.messages import analysis as after
from pages._ui.messages import quiz as say
from tests.pages.test_pages import open_at, words

COURSE = Intake(exam="Cell biology", days=20, hours=2.0)


@pytest.fixture
def service() -> StudyService:
    return build_service()


def to_quiz(service: StudyService, **options: int) -> tuple[Session, QuizRecord]:
    session = service.take_quiz(service.start_topic(service.generate_plan(service.start(), COURSE)), **options)
    record = service.quiz(session)
    assert record
    return session, record


def given_to(question: Question, *, right: bool) -> Answer:
    wrong = tuple(index for index in range(len(question.options)) if index not in question.key)[:1]
    typed = question.accepted_answers[0] if question.accepted_answers and right else "" if question.options else "zzz"
    return Answer(question_id=question.id, chosen=question.key if right else wrong, text=typed)


def to_analysis(service: StudyService, wrong: int = 2) -> tuple[Session, QuizRecord]:
    session, record = to_quiz(service)
    telling_last = sorted(record.quiz.questions, key=lambda one: bool(one.option_notes))
    for number, question in enumerate(reversed(telling_last)):
        session = service.answer(session, record.id, given_to(question, right=number >= wrong))
    session = service.submit_answers(session)
    record = service.quiz(session)  # type: ignore[assignment]
    return session, record


def kept(service: StudyService, session: Session) -> dict[str, Answer]:
    record = service.quiz(session)
    assert record
    return {answer.question_id: answer for answer in record.answers}


def test_all_at_once_shows_every_question_and_saves_each(service: StudyService) -> None:
    session, record = to_quiz(service)
    app = open_at("quiz", session.id)
    app.toggle(key="quiz-all").set_value(True).run()
    assert not app.exception
    assert {one.key for one in app.radio} == {
        f"answer-{one.id}" for one in record.quiz.questions if one.question_type in ("multiple_choice", "true_false")
    }
    question = next(one for one in record.quiz.questions if one.question_type == "multiple_choice")
    app.radio(key=f"answer-{question.id}").set_value(question.correct_option_index).run()
    assert kept(service, session)[question.id].chosen == question.key
    assert f"{len(record.quiz.questions)} questions · 1 answered" in words(app)
    app.button(key="action-submit_answers").click().run()
    assert service.open(session.id).phase.name == "ANALYZING"


def test_a_flag_is_saved_shown_before_handing_in_and_leads_back(service: StudyService) -> None:
    session, record = to_quiz(service, count=5)
    first, *_, last = record.quiz.questions
    for question in record.quiz.questions[1:]:
        session = service.answer(session, record.id, given_to(question, right=True))
    app = open_at("quiz", session.id)
    app.checkbox(key=f"flag-{first.id}").check().run()
    assert kept(service, session)[first.id] == Answer(question_id=first.id, is_flagged=True)
    for _ in range(4):
        app.button(key="quiz-next").click().run()
    said = words(app)
    assert "**Open:** 1. An open question counts as wrong." in said
    assert "**To come back to:** 1." in said
    assert [one.label for one in app.button if (one.key or "").startswith("quiz-to-")] == [
        "1 open, come back",
        *(f"{number} answered" for number in range(2, 6)),
    ]
    app.button(key="quiz-to-1").click().run()
    assert f"flag-{first.id}" in {one.key for one in app.checkbox}
    assert app.checkbox(key=f"flag-{first.id}").value is True
    again = open_at("quiz", session.id)
    assert again.checkbox(key=f"flag-{first.id}").value is True
    assert last.id not in kept(service, session) or not kept(service, session)[last.id].is_flagged


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
    assert "left" not in words(open_at("quiz", to_quiz(service)[0].id))


def put(service: StudyService, session: Session, record: QuizRecord, question: Question) -> None:
    """Store a quiz of this one question in the place of the session's own."""
    quiz = record.quiz.model_copy(update={"questions": (question,), "forecasts": ()})
    now = service.clock.now()
    changed = record.model_copy(update={"id": "own", "quiz": quiz})
    context = session.context.model_copy(update={"extra_data": session.context.extra_data | {"quiz_id": "own"}})
    changes = Changes(at=now, phase=session.phase, context=context, events=(), quiz=changed)
    service.read.commit(session.id, session.version, "own", changes)  # type: ignore[attr-defined]


def test_latex_is_drawn_and_everything_else_stays_text(service: StudyService) -> None:
    assert worded("If $x_1^2 < 4$, then *x* <b>", has_math=True) == "If $x_1^2 < 4$, then \\*x\\* \\<b\\>"
    assert worded("It costs $5 or $6 *", has_math=False) == "It costs \\$5 or \\$6 \\*"
    assert worded("It costs $5", has_math=True) == "It costs \\$5"
    session, record = to_quiz(service)
    question = record.quiz.questions[0].model_copy(
        update={
            "id": "own-1",
            "text": "What is $\\frac{1}{2} + \\frac{1}{2}$? <script>alert(1)</script>",
            "question_type": "multiple_choice",
            "options": ("$1$", "$\\sqrt{2}$"),
            "correct_option_index": 0,
            "correct_indexes": (),
            "accepted_answers": (),
            "option_notes": (),
            "has_math": True,
            "figure": Diagram(svg='<svg xmlns="http://www.w3.org/2000/svg"></svg>', alt="Two halves of a cake"),
        }
    )
    put(service, session, record, question)
    app = open_at("quiz", session.id)
    assert not app.exception
    assert "$\\frac{1}{2} + \\frac{1}{2}$" in words(app)
    assert "\\<script\\>" in words(app)
    assert app.radio(key="answer-own-1").options == ["$1$", "$\\sqrt{2}$"]


def test_a_question_is_reported_and_the_learner_is_thanked(service: StudyService) -> None:
    session, record = to_quiz(service)
    question = record.quiz.questions[0]
    app = open_at("quiz", session.id)
    app.button(key=f"report-send-{question.id}").click().run()
    assert "Say in a few words" in " ".join(error.value for error in app.error)
    app.text_input(key=f"report-{question.id}").input("Two are right")
    app.button(key=f"report-send-{question.id}").click().run()
    assert say.REPORTED in [one.value for one in app.caption]
    (event,) = service.read.history(HistoryQuery(session_id=session.id, action="report_question")).events
    assert (event.reasoning, event.metadata["question_id"]) == ("Two are right", question.id)


def test_the_analysis_explains_right_and_wrong_and_asks_again(service: StudyService) -> None:
    session, record = to_analysis(service)
    app = open_at("analysis", session.id)
    assert not app.exception
    said = words(app)
    assert said.count(f"· **{after.WRONG}**") == 2
    assert said.count(f"· **{after.RIGHT}**") == len(record.quiz.questions) - 2
    assert "right answers were expected of you" in " ".join(one.value for one in app.caption)
    first, again = next(iter(retries(record).items()))
    app.button(key=f"again-send-{again.id}").click().run()
    assert "Choose or type an answer first" in " ".join(error.value for error in app.error)
    if again.question_type == "multi_select":
        for index in again.correct_indexes:
            app.checkbox(key=f"answer-{again.id}-{index}").check()
    else:
        app.radio(key=f"answer-{again.id}").set_value(again.correct_option_index)
    app.button(key=f"again-send-{again.id}").click().run()
    for seen in (app, open_at("analysis", session.id)):
        assert "the mix\\-up looks settled" in words(seen)
        assert f"again-send-{again.id}" not in {one.key for one in seen.button}
    stages = {one.question_id: one.stage(service.clock.now()) for one in service.read.misconceptions(session.id)}
    assert stages[first] == "cleared"


def test_what_an_instructor_took_out_is_said_with_both_scores(service: StudyService) -> None:
    session, record = to_analysis(service)
    name = next(iter(retries(record)))
    service.corrections.void(name, "Two answers are right.")
    app = open_at("analysis", session.id)
    assert "80 % before, 89 % now. The reason: Two answers are right." in " ".join(
        one.value.replace("\\", "") for one in app.info
    )
    assert after.TAKEN_OUT in [one.value for one in app.caption]
    service.corrections.unvoid(name, "It was right after all.")
    app = open_at("analysis", session.id)
    assert len(app.info) == 2
    assert after.TAKEN_OUT not in [one.value for one in app.caption]


def test_the_next_topic_is_suggested_with_its_reason_and_can_be_chosen(service: StudyService) -> None:
    session, _ = to_analysis(service)
    app = open_at("analysis", session.id)
    choice = app.selectbox(key="next-topic")
    assert after.SUGGESTED in choice.options[0]
    assert "Why this one" in " ".join(one.value for one in app.caption)
    name = service.read.topics(session.id)[5].name
    choice.select(name).run()
    app.button(key="action-next_topic").click().run()
    assert service.open(session.id).context.current_topic == name
