"""One question: its flag, its formulas and its picture."""

from __future__ import annotations

from core.models import Answer, Changes, Diagram, Question, QuizRecord, Session
from core.study.service import StudyService
from pages._ui.frame.text import worded
from tests.journey import answers_of, quiz_of, reply, to_quiz
from tests.pages.app import open_at, words


def put(service: StudyService, session: Session, record: QuizRecord, question: Question) -> None:
    """Store a quiz of this one question in the place of the session's own."""
    quiz = record.quiz.model_copy(update={"questions": (question,), "forecasts": ()})
    now = service.clock.now()
    changed = record.model_copy(update={"id": "own", "quiz": quiz})
    context = session.context.model_copy(update={"extra_data": session.context.extra_data | {"quiz_id": "own"}})
    changes = Changes(at=now, phase=session.phase, context=context, events=(), quiz=changed)
    service.read.commit(session.id, session.version, "own", changes)  # type: ignore[attr-defined]


def test_a_flag_is_saved_shown_before_handing_in_and_leads_back(service: StudyService) -> None:
    session = to_quiz(service, count=5)
    record = quiz_of(service, session)
    first, *_, last = record.quiz.questions
    for question in record.quiz.questions[1:]:
        session = service.answer(session, record.id, reply(question, right=True))
    app = open_at("quiz", session.id)
    app.checkbox(key=f"flag-{first.id}").check().run()
    assert answers_of(service, session)[first.id] == Answer(question_id=first.id, is_flagged=True)
    for _ in range(4):
        app.button(key="quiz-next").click().run()
    page = words(app)
    assert "**Open:** 1. An open question counts as wrong." in page
    assert "**To come back to:** 1." in page
    assert [button.label for button in app.button if (button.key or "").startswith("quiz-to-")] == [
        "1 open, come back",
        *(f"{number} answered" for number in range(2, 6)),
    ]
    app.button(key="quiz-to-1").click().run()
    assert f"flag-{first.id}" in {checkbox.key for checkbox in app.checkbox}
    assert app.checkbox(key=f"flag-{first.id}").value is True
    again = open_at("quiz", session.id)
    assert again.checkbox(key=f"flag-{first.id}").value is True
    assert last.id not in answers_of(service, session) or not answers_of(service, session)[last.id].is_flagged


def test_latex_is_drawn_and_everything_else_stays_text(service: StudyService) -> None:
    assert worded("If $x_1^2 < 4$, then *x* <b>", has_math=True) == "If $x_1^2 < 4$, then \\*x\\* \\<b\\>"
    assert worded("It costs $5 or $6 *", has_math=False) == "It costs \\$5 or \\$6 \\*"
    assert worded("It costs $5", has_math=True) == "It costs \\$5"
    session = to_quiz(service)
    record = quiz_of(service, session)
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
