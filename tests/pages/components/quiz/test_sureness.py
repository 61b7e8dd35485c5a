"""How sure the learner is of an answer: said or not, kept, looked over, and shown with what came of it."""

from __future__ import annotations

import re
from typing import Any

from streamlit.testing.v1 import AppTest

from core.models import Answer, Sureness
from core.study.service import StudyService
from pages._ui.messages import quiz as say
from pages._ui.messages import readiness as progress
from tests.journey import LONG_COURSE, answers_of, quiz_of, reply, telling_first, to_quiz
from tests.pages.app import open_at, words


def sure(app: AppTest, question_id: str) -> Any:
    """The buttons that say how sure the learner is of the answer to a question."""
    (buttons,) = [group for group in app.get("button_group") if group.key == f"sure-{question_id}"]
    return buttons


def look_over(app: AppTest) -> list[str]:
    """How each question stands before handing in."""
    return [button.label for button in app.button if (button.key or "").startswith("quiz-to-")]


def test_it_is_never_asked_for_and_kept_once_said(service: StudyService) -> None:
    session = to_quiz(service, count=5)
    record = quiz_of(service, session)
    first, second, *rest = record.quiz.questions
    for question in (second, *rest):
        session = service.answer(session, record.id, reply(question, right=True))
    app = open_at("quiz", session.id)
    assert sure(app, first.id).options == [*say.SURENESS.values()]
    assert sure(app, first.id).value is None
    sure(app, first.id).set_value("guess").run()
    assert answers_of(service, session)[first.id] == Answer(question_id=first.id, sureness="guess")
    again = open_at("quiz", session.id)
    assert sure(again, first.id).value == "guess"
    for _ in range(4):
        again.button(key="quiz-next").click().run()
    assert look_over(again) == ["1 open", *(f"{number} answered" for number in range(2, 6))]
    sure(again, rest[-1].id).set_value("sure").run()
    answer = reply(rest[-1], right=True).model_copy(update={"sureness": "sure"})
    assert answers_of(service, session)[rest[-1].id] == answer
    assert look_over(again)[-1] == "5 answered, “Sure”"
    again.checkbox(key=f"flag-{rest[-1].id}").check().run()
    assert look_over(again)[-1] == "5 answered, “Sure”, come back"
    assert answers_of(service, session)[rest[-1].id] == answer.model_copy(update={"is_flagged": True})
    # Pressed once more it is said no longer.
    sure(again, rest[-1].id).set_value(None).run()
    assert answers_of(service, session)[rest[-1].id].sureness is None
    # It goes on to the next question with what was said last, and comes back.
    sure(again, rest[-1].id).set_value("think_so")
    again.button(key="quiz-back").click().run()
    assert answers_of(service, session)[rest[-1].id].sureness == "think_so"
    again.button(key="quiz-next").click().run()
    assert sure(again, rest[-1].id).value == "think_so"


def test_a_tab_takes_what_another_one_says_and_never_takes_it_back(service: StudyService) -> None:
    session = to_quiz(service)
    record = quiz_of(service, session)
    first = record.quiz.questions[0]
    answered = reply(first, right=True)
    session = service.answer(session, record.id, answered)
    here, there = open_at("quiz", session.id), open_at("quiz", session.id)
    for tab in (here, there):
        # A quiz opens at the first question that is not answered.
        tab.button(key="quiz-back").click().run()
    sure(here, first.id).set_value("sure").run()
    there.checkbox(key=f"flag-{first.id}").check().run()
    assert [warning.value for warning in there.warning] == []
    assert sure(there, first.id).value == "sure"
    both = answered.model_copy(update={"sureness": "sure", "is_flagged": True})
    assert answers_of(service, session)[first.id] == both
    # What is pressed here counts, whatever was said there meanwhile.
    here.run()
    sure(here, first.id).set_value("think_so").run()
    sure(there, first.id).set_value("guess").run()
    assert [warning.value for warning in there.warning] == []
    assert answers_of(service, session)[first.id].sureness == "guess"
    # Nor does turning to the next question take it back.
    sure(there, first.id).set_value("sure").run()
    here.button(key="quiz-next").click().run()
    assert answers_of(service, session)[first.id].sureness == "sure"


def test_with_all_questions_on_the_page_each_has_its_own(service: StudyService) -> None:
    session = to_quiz(service, count=5)
    questions = quiz_of(service, session).quiz.questions
    app = open_at("quiz", session.id)
    app.toggle(key="quiz-all").set_value(True).run()
    for question, sureness in zip(questions, ("sure", "guess"), strict=False):
        sure(app, question.id).set_value(sureness).run()
    assert [answer.sureness for answer in answers_of(service, session).values()].count(None) == 0
    assert answers_of(service, session)[questions[1].id].sureness == "guess"


def test_the_results_the_mix_ups_and_the_progress_say_what_was_said(service: StudyService) -> None:
    session = to_quiz(service, LONG_COURSE)
    record = quiz_of(service, session)
    first, second, *rest = telling_first(record)

    def sureness_of(number: int) -> Sureness | None:
        return None if number == 0 else "sure" if number < 7 else "guess"

    for number, question in enumerate((first, second, *rest)):
        answer = reply(question, right=number > 1).model_copy(update={"sureness": sureness_of(number)})
        session = service.answer(session, record.id, answer)
    session = service.submit_answers(session)
    results = words(open_at("analysis", session.id))
    right, wrong = (re.findall(rf"{re.escape(sign)}\*\*\] Your answer: ([^\n]*)", results) for sign in "✓✗")
    assert sum("· you said “Sure”" in answer for answer in right) == 5
    assert sum("· you said “A guess”" in answer for answer in right) == 3
    # The wrong answer that the learner was sure of comes before the other one.
    assert ["· you said “Sure”" in answer for answer in wrong] == [True, False]
    assert words(open_at("quiz", session.id)).count("you said “A guess”") == 3

    mix_ups = open_at("misconceptions", session.id)
    by_question = {noted.question_id: noted.idea for noted in service.read.misconceptions(session.id)}
    assert words(mix_ups).replace("\\", "").count("” and were sure: that spoke for it.") == 1
    ideas = [str(subheader.value).replace("\\", "") for subheader in mix_ups.subheader]
    assert ideas.index(by_question[second.id]) < ideas.index(by_question[first.id])

    app = open_at("progress", session.id)
    assert progress.SURENESS in [header.value for header in app.header]
    assert "When you were sure, you were right 5 of 6 times." in words(app)
    # Three guesses are too few to say anything by.
    assert "When you guessed" not in words(app)


def test_who_never_says_so_is_told_nothing_of_it(service: StudyService) -> None:
    session = to_quiz(service, LONG_COURSE)
    record = quiz_of(service, session)
    for question in record.quiz.questions:
        session = service.answer(session, record.id, reply(question, right=True))
    session = service.submit_answers(session)
    assert progress.SURENESS not in words(open_at("progress", session.id))
    assert "you said" not in words(open_at("analysis", session.id))
