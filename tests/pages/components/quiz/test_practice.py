"""Practice: an answer is checked on the page, marked with its reasons, and stays; exam mode has none of it."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from core.models import Action, HistoryQuery, Question
from core.models.misconception import idea_of
from core.study.service import StudyService
from pages._ui.messages import marked as told
from pages._ui.messages import quiz as say
from tests.journey import answers_of, quiz_of, telling_first, to_quiz, wrong_to
from tests.pages.app import Away, errors, open_at, words


def fields(app: AppTest) -> set[str]:
    """The questions whose answers can be changed."""
    keys = (str(widget.key) for widget in [*app.radio, *app.text_input, *app.checkbox])
    return {key.removeprefix("answer-") for key in keys if key.startswith("answer-")}


def keys_of(app: AppTest) -> set[str]:
    """The buttons that are there and can be pressed."""
    return {str(button.key) for button in app.button if not button.disabled}


def turn_to(app: AppTest, number: int) -> None:
    """Turn to a question by its place, from 1 on, from the first one on."""
    for _ in range(number - 1):
        app.button(key="quiz-next").click().run()


def mode(app: AppTest) -> Any:
    (buttons,) = [group for group in app.get("button_group") if group.key == "quiz-mode"]
    return buttons


def opened(service: StudyService) -> tuple[AppTest, str, str, Question]:
    """A quiz at a question of choice whose wrong options stand for something: page, session, quiz and question."""
    session = to_quiz(service)
    record = quiz_of(service, session)
    question = next(
        question for question in telling_first(record) if question.question_type in ("multiple_choice", "true_false")
    )
    app = open_at("quiz", session.id)
    turn_to(app, record.quiz.questions.index(question) + 1)
    return app, session.id, record.id, question


def test_a_wrong_answer_is_marked_with_its_reasons_locked_and_the_way_goes_on(service: StudyService) -> None:
    app, session_id, _, question = opened(service)
    (chosen,) = wrong_to(question).chosen
    app.radio(key=f"answer-{question.id}").set_value(chosen).run()
    assert told.WRONG not in words(app)
    app.button(key="quiz-check").click().run()
    assert not app.exception
    page = words(app).replace("\\", "")
    assert f":red[**{told.WRONG}**]" in page
    assert f"{question.options[chosen]} :red[{told.CHOSEN}]" in page
    assert f"**{question.right_answer}** :green[{told.KEY_OPTION}]" in page
    assert question.explanation in page
    note = next(note for note in question.option_notes if note.option_index == chosen)
    assert idea_of(note.misconception) in page
    assert note.counter_example in page
    assert any(
        source.document in caption.value.replace("\\", "") for source in question.sources for caption in app.caption
    )
    assert question.id not in fields(app)
    assert "quiz-check" not in keys_of(app)
    assert f"dispute-{question.id}" in keys_of(app)
    # It is marked still after a turn and in another tab.
    again = open_at("quiz", session_id)
    assert fields(again) != {question.id}
    app.button(key="quiz-back").click().run() if "quiz-back" in keys_of(app) else app.button(
        key="quiz-next"
    ).click().run()
    assert told.WRONG not in words(app)


def test_a_check_without_an_answer_says_so_and_checks_nothing(service: StudyService) -> None:
    app, session_id, quiz_id, question = opened(service)
    app.button(key="quiz-check").click().run()
    assert say.CHOOSE in [info.value for info in app.info]
    assert service.open(session_id).context.extra_data.get("checked") is None
    app.button(key="quiz-check").click()
    app.radio(key=f"answer-{question.id}").set_value(question.key[0]).run()
    assert f":green[**{told.RIGHT}**]" in words(app)
    assert f"dispute-{question.id}" not in keys_of(app)
    assert service.open(session_id).context.extra_data["checked"] == {quiz_id: [question.id]}


def test_a_tab_that_shows_an_answer_that_was_checked_elsewhere_cannot_change_it(service: StudyService) -> None:
    app, session_id, quiz_id, question = opened(service)
    wrong, right = wrong_to(question).chosen[0], question.key[0]
    app.radio(key=f"answer-{question.id}").set_value(wrong).run()
    service.practice.check(service.open(session_id), quiz_id, wrong_to(question))
    app.radio(key=f"answer-{question.id}").set_value(right).run()
    assert say.LOCKED in [warning.value for warning in app.warning]
    assert f":red[**{told.WRONG}**]" in words(app)
    assert answers_of(service, service.open(session_id))[question.id].chosen == (wrong,)
    app.run()
    assert [warning.value for warning in app.warning] == []


def test_exam_mode_has_no_check_and_what_was_checked_stays_so(service: StudyService) -> None:
    app, session_id, _, question = opened(service)
    app.radio(key=f"answer-{question.id}").set_value(wrong_to(question).chosen[0]).run()
    mode(app).set_value("exam").run()
    assert not {key for key in keys_of(app) if "check" in key}
    assert app.radio(key=f"answer-{question.id}").value == wrong_to(question).chosen[0]
    assert told.WRONG not in words(app)
    mode(app).set_value("practice").run()
    app.button(key="quiz-check").click().run()
    mode(app).set_value("exam").run()
    assert f":red[**{told.WRONG}**]" in words(app)
    assert question.id not in fields(app)
    # The next quiz of this tab is practice again; this one is remembered.
    app.run()
    assert mode(app).value == "exam"
    assert len(service.read.history(HistoryQuery(session_id=session_id, action=Action.CHECK_ANSWER)).events) == 1


def test_a_quiz_is_taken_and_handed_in_without_a_check(service: StudyService) -> None:
    session = to_quiz(service, count=5)
    questions = quiz_of(service, session).quiz.questions
    app = open_at("quiz", session.id)
    for place, question in enumerate(questions):
        if question.question_type == "fill_blank":
            app.text_input(key=f"answer-{question.id}").input(question.accepted_answers[0]).run()
        elif question.question_type == "multi_select":
            for index in question.key:
                app.checkbox(key=f"answer-{question.id}-{index}").check().run()
        else:
            app.radio(key=f"answer-{question.id}").set_value(question.key[0]).run()
        if place < len(questions) - 1:
            app.button(key="quiz-next").click().run()
    app.button(key="action-submit_answers").click().run()
    stored = service.open(session.id)
    assert (stored.phase.name, stored.context.last_quiz_score) == ("ANALYZING", 100)
    assert service.read.history(HistoryQuery(session_id=session.id, action=Action.CHECK_ANSWER)).events == ()


def test_with_all_on_the_page_each_answer_has_its_own_check(service: StudyService) -> None:
    app, session_id, quiz_id, question = opened(service)
    app.toggle(key="quiz-all").set_value(True).run()
    app.button(key=f"check-{question.id}").click().run()
    assert say.CHOOSE in [info.value for info in app.info]
    app.radio(key=f"answer-{question.id}").set_value(question.key[0]).run()
    app.button(key=f"check-{question.id}").click().run()
    assert service.open(session_id).context.extra_data["checked"] == {quiz_id: [question.id]}
    assert question.id not in fields(app)
    assert f"check-{question.id}" not in keys_of(app)


def test_a_check_that_is_not_kept_is_said_and_can_be_pressed_again(service: StudyService, monkeypatch: Any) -> None:
    app, session_id, _, question = opened(service)
    app.radio(key=f"answer-{question.id}").set_value(question.key[0]).run()
    away = Away(monkeypatch, "commit")
    app.button(key="quiz-check").click().run()
    assert errors(app)
    assert question.id in fields(app)
    away.is_away = False
    app.button(key="quiz-check").click().run()
    assert f":green[**{told.RIGHT}**]" in words(app)
    assert service.open(session_id).context.extra_data["checked"]


def test_a_mark_is_disputed_and_the_dispute_taken_back(service: StudyService) -> None:
    app, session_id, _, question = opened(service)
    app.radio(key=f"answer-{question.id}").set_value(wrong_to(question).chosen[0]).run()
    app.button(key="quiz-check").click().run()
    note = next(note for note in question.option_notes if note.option_index in wrong_to(question).chosen)
    app.button(key=f"dispute-{question.id}").click().run()
    # Alone on one's own computer it is decided there and then.
    assert told.DISPUTED_ALONE in [caption.value for caption in app.caption]
    assert idea_of(note.misconception) not in words(app).replace("\\", "")
    assert service.open(session_id).context.extra_data["disputed"] == [question.id]
    (report,) = service.corrections.reports()
    assert (report.question_id, report.is_dispute, report.is_void) == (question.id, True, True)
    app.button(key=f"dispute-undo-{question.id}").click().run()
    assert f"dispute-{question.id}" in keys_of(app)
    assert "disputed" not in service.open(session_id).context.extra_data
    assert not service.read.item_evidence([question.id])


def test_how_to_answer_is_said_once_for_each_kind(service: StudyService) -> None:
    session = to_quiz(service)
    questions = quiz_of(service, session).quiz.questions
    app = open_at("quiz", session.id)
    said: list[str] = []
    for place, question in enumerate(questions):
        for widget in [*app.radio, *app.text_input]:
            if str(widget.key) == f"answer-{question.id}" and not widget.proto.label_visibility.value:
                said.append(widget.label)
        if place < len(questions) - 1:
            app.button(key="quiz-next").click().run()
    assert said
    assert len(said) == len(set(said))
