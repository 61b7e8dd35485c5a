"""How an answer came about, as the tab tells it with the answer."""

from __future__ import annotations

from core.models import Answer, Question
from core.models.quiz import LONGEST_ANSWERING
from core.study.service import StudyService
from pages._ui.components.quiz.watch import Watch
from tests.doubles import question
from tests.journey import answers_of, quiz_of, to_quiz
from tests.pages.app import open_at, words

ONE, OTHER = question(1), question(2)


class Seconds:
    """A clock that is set."""

    at = 100.0

    def __call__(self) -> float:
        return self.at


def seconds_on(watch: Watch, asked: Question) -> float | None:
    return watch.told(Answer(question_id=asked.id)).seconds


def test_the_time_that_a_question_is_on_the_screen_adds_up_and_no_other_counts() -> None:
    clock = Seconds()
    watch = Watch(clock=clock)
    watch.turn_to(ONE)
    clock.at += 12.34
    watch.turn_to(ONE)
    assert seconds_on(watch, ONE) == 12.3
    watch.turn_to(OTHER)
    clock.at += 30
    assert seconds_on(watch, OTHER) == 30
    assert seconds_on(watch, ONE) is None
    watch.turn_to(ONE)
    clock.at += 5
    assert seconds_on(watch, ONE) == 17.3
    # With all of them on the screen nobody knows.
    watch.turn_to(None)
    assert seconds_on(watch, ONE) is None
    watch.turn_to(ONE)
    clock.at += 10**6
    assert seconds_on(watch, ONE) == LONGEST_ANSWERING


def first_of_choice(service: StudyService, *, hinted: bool = False) -> tuple[str, str, Question]:
    """A session whose quiz begins with a question of choice (with a hint): session, quiz and question."""
    for _ in range(40):
        session = to_quiz(service)
        record = quiz_of(service, session)
        first = record.quiz.questions[0]
        if first.question_type == "multiple_choice" and (first.hint or not hinted):
            return session.id, record.id, first
    raise AssertionError("No quiz began with such a question.")


def test_an_answer_is_kept_with_its_time_and_a_flag_changes_neither(service: StudyService) -> None:
    session_id, _, first = first_of_choice(service)
    app = open_at("quiz", session_id)
    app.radio(key=f"answer-{first.id}").set_value(1).run()
    answer = answers_of(service, service.open(session_id))[first.id]
    assert answer.seconds is not None
    assert not answer.hint_opened
    app.checkbox(key=f"flag-{first.id}").check().run()
    assert answers_of(service, service.open(session_id))[first.id] == answer.model_copy(update={"is_flagged": True})
    app.toggle(key="quiz-all").set_value(True).run()
    app.radio(key=f"answer-{first.id}").set_value(2).run()
    assert answers_of(service, service.open(session_id))[first.id].seconds is None


def test_a_hint_that_was_opened_before_the_answer_is_told(service: StudyService) -> None:
    session_id, _, first = first_of_choice(service, hinted=True)
    app = open_at("quiz", session_id)
    app.button(key=f"hint-{first.id}").click().run()
    assert first.hint in words(app).replace("\\", "")
    assert f"hint-{first.id}" not in {button.key for button in app.button}
    app.radio(key=f"answer-{first.id}").set_value(2).run()
    # Another tab, where it is not open, does not take it back.
    app = open_at("quiz", session_id)
    app.toggle(key="quiz-all").set_value(True).run()
    app.radio(key=f"answer-{first.id}").set_value(1).run()
    assert answers_of(service, service.open(session_id))[first.id].hint_opened
    service.submit_answers(service.open(session_id))
    logged = {attempt.question_id: attempt for attempt in service.read.attempts(session_id)}
    assert (logged[first.id].hint_opened, logged[first.id].is_helped) == (True, True)
    assert logged[first.id].chosen == first.options[1]
    assert not any(attempt.hint_opened for name, attempt in logged.items() if name != first.id)
