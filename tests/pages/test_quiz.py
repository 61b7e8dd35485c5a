"""The quiz page: an answer after a refresh, and what is said of a quiz that is thin."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import Answer, StudyPhase
from pages._ui import messages as say
from pages._ui.messages.quiz import FEW, notes
from tests.journey import at_phase
from tests.pages.app import open_at
from tests.pages.lessons import FILLER, OSMOSIS, TURGOR, infos, learning_from


def test_an_answer_survives_a_refresh() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.QUIZZING)
    record = service.quiz(session)
    assert record
    place = next(n for n, q in enumerate(record.quiz.questions) if q.question_type == "multiple_choice")
    app = open_at("quiz", session.id)
    for _ in range(place):
        app.button(key="quiz-next").click().run()
    question = record.quiz.questions[place]
    app.radio(key=f"answer-{question.id}").set_value(2).run()
    stored = service.quiz(session)
    assert stored
    assert Answer(question_id=question.id, chosen=(2,)).says(stored.answers[0])
    again = open_at("quiz", session.id)
    for _ in range(place):
        if question.id not in {str(radio.key).removeprefix("answer-") for radio in again.radio}:
            again.button(key="quiz-next").click().run()
    if question.id not in {str(radio.key).removeprefix("answer-") for radio in again.radio}:
        again.button(key="quiz-back").click().run()
    assert again.radio(key=f"answer-{question.id}").value == 2


def test_a_quiz_of_few_questions_says_so_and_what_to_do() -> None:
    service = build_service()
    session = service.take_quiz(learning_from(service, f"# Water\n\n{TURGOR} {OSMOSIS}\n", "Water"))
    record = service.quiz(session)
    assert record
    number = len(record.quiz.questions)
    assert 1 <= number < FEW
    notes = infos("quiz", session)
    assert f"only {say.count(number, 'question')} here" in notes
    assert "add more to read" in notes
    assert "own text" not in notes
    assert infos("quiz", at_phase(service, StudyPhase.QUIZZING)) == ""


def test_a_quiz_that_borrows_names_the_topics_that_help_it_out() -> None:
    service = build_service()
    text = f"# Leaves\n\n{TURGOR} {FILLER}\n\n# Roots\n\n{OSMOSIS} {FILLER}\n\n# Fields\n\n{FILLER}\n"
    session = service.take_quiz(learning_from(service, text, "Leaves"))
    record = service.quiz(session)
    assert record
    assert record.quiz.neighbours == {"Roots": 1}
    assert "gives too few questions: 1 of 2 is from “Roots”." in infos("quiz", session)
    session = service.take_quiz(learning_from(service, text, "Fields"))
    assert "gives too few questions: all of them are from “Roots” and “Leaves”." in infos("quiz", session)
    five = tuple(record.quiz.questions[0].model_copy(update={"id": name}) for name in "ABCDE")
    many = record.quiz.model_copy(update={"questions": five, "borrowed": {name: name for name in "ABCDE"}})
    assert "from “A”, “B”, “C” and 2 other topics near it." in " ".join(notes(many))
