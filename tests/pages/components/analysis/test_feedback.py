"""What went wrong, folded; once more to try; and what an instructor took out."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.domain.assessment.answers import again_id, retries
from core.models import Answer, Question
from core.models.feedback import QuestionFeedback
from core.study.service import StudyService
from pages._ui.messages import analysis as after
from pages._ui.messages import marked
from tests.journey import LONG_COURSE, hand_in, quiz_of, right_to, to_quiz, wrong_to
from tests.pages.app import captions, html, open_at, words


def test_the_results_explain_right_and_wrong_and_ask_again(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=2)
    record = quiz_of(service, session)
    app = open_at("analysis", session.id)
    page = words(app)
    assert page.count(f":red[**✗**] {after.YOURS}") == 2
    assert page.count(f":green[**✓**] {after.YOURS}") == len(record.quiz.questions) - 2
    first, again = next(iter(retries(record).items()))
    app.button(key=f"again-send-{again.id}").click().run()
    assert "Choose or type an answer first" in " ".join(error.value for error in app.error)
    _answer(app, again, right_to(again))
    app.button(key=f"again-send-{again.id}").click().run()
    for seen in (app, open_at("analysis", session.id)):
        assert "another day will show that it stays" in words(seen)
        assert f"again-send-{again.id}" not in {button.key for button in seen.button}
    evidence = {
        misconception.question_id: [answer.shows_it for answer in misconception.evidence]
        for misconception in service.read.misconceptions(session.id)
    }
    assert evidence[first] == [True, False]


def test_the_key_is_hidden_where_the_second_try_asks_the_same_until_it_was_tried(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=6)
    feedback = service.feedback.latest(session)
    assert feedback
    same = [asked for asked in feedback.missed if asked.gives_away]
    other = [asked for asked in feedback.missed if not asked.gives_away]
    assert same
    assert other
    app = open_at("analysis", session.id)
    assert words(app).count(after.KEY_LATER) == len(same)
    assert _is_explained(app, other[0])
    assert not _is_explained(app, same[0])
    again = same[0].again
    assert again
    assert again.id == again_id(same[0].question.id)
    _answer(app, again, wrong_to(again))
    app.button(key=f"again-send-{again.id}").click().run()
    assert words(app).count(after.KEY_LATER) == len(same) - 1
    assert _is_explained(app, same[0])


def test_the_missed_ones_are_asked_one_after_the_other(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=3)
    feedback = service.feedback.latest(session)
    assert feedback
    app = open_at("analysis", session.id)
    app.button(key="missed-again").click().run()
    assert "missed-again" not in {button.key for button in app.button}
    for place, asked in enumerate(feedback.missed, 1):
        again = asked.again
        assert again
        assert after.round_title(place, 3) in [heading.value for heading in app.header]
        assert [button.key for button in app.button if "again-send" in str(button.key)] == [f"again-send-{again.id}"]
        _answer(app, again, right_to(again) if place > 1 else wrong_to(again))
        app.button(key=f"again-send-{again.id}").click().run()
        assert ("not right yet" in words(app)) if place == 1 else ("another day will show" in words(app))
        if place == 3:
            assert after.round_ended(2, 3) in words(app)
        app.button(key="missed-next").click().run()
    assert "missed-next" not in {button.key for button in app.button}
    assert "missed-again" not in {button.key for button in app.button}
    assert "read-again" in {button.key for button in app.button}
    now = service.feedback.latest(service.open(session.id))
    assert now
    assert [asked.answered_again.is_right for asked in now.questions if asked.answered_again].count(True) == 2


def test_what_was_left_blank_is_asked_again_too(service: StudyService) -> None:
    session = service.submit_answers(to_quiz(service, LONG_COURSE))
    feedback = service.feedback.latest(session)
    assert feedback
    assert len(feedback.missed) == len(feedback.questions)
    again = feedback.missed[0].again
    assert again
    session, is_right = service.quizzes.retry(session, right_to(again))
    assert is_right


def test_a_mark_can_be_disputed_on_the_results(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=6)
    feedback = service.feedback.latest(session)
    assert feedback
    asked = next(asked for asked in feedback.missed if not asked.gives_away)
    app = open_at("analysis", session.id)
    app.button(key=f"dispute-{asked.question.id}").click().run()
    assert marked.DISPUTED_ALONE in captions(app)
    assert "✗ 5 wrong" in html(app)


def test_a_finished_course_asks_nothing_again_and_hides_nothing(service: StudyService) -> None:
    session = service.complete(hand_in(service, to_quiz(service, LONG_COURSE), wrong=2))
    app = open_at("analysis", session.id)
    assert words(app).count(f":red[**✗**] {after.YOURS}") == 2
    assert after.KEY_LATER not in words(app)
    keys = [str(button.key) for button in app.button]
    assert not [key for key in keys if key.startswith(("again-send", "missed", "read", "next", "stop", "action"))]


def test_what_an_instructor_took_out_is_said_with_both_scores(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=2)
    record = quiz_of(service, session)
    name = next(iter(retries(record)))
    service.corrections.void(name, "Two answers are right.")
    app = open_at("analysis", session.id)
    assert "80 % before, 89 % now. The reason: Two answers are right." in " ".join(
        info.value.replace("\\", "") for info in app.info
    )
    assert after.TAKEN_OUT in captions(app)
    service.corrections.unvoid(name, "It was right after all.")
    app = open_at("analysis", session.id)
    assert len(app.info) == 2
    assert after.TAKEN_OUT not in captions(app)


def test_a_quiz_of_which_nothing_counts_is_shown_as_such(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE, count=5), wrong=2)
    for question in quiz_of(service, session).quiz.questions:
        service.corrections.void(question.id, "All of it is wrong.")
    app = open_at("analysis", session.id)
    assert f">{after.NOTHING_COUNTED}<" in html(app)
    assert "✗" not in html(app)
    assert "100 % before, nothing counted now." in " ".join(info.value.replace("\\", "") for info in app.info)


def test_a_near_miss_is_said_with_the_right_word(service: StudyService) -> None:
    session = to_quiz(service, LONG_COURSE)
    record = quiz_of(service, session)
    (item, *_) = [item for item in record.quiz.questions if item.question_type == "fill_blank"]
    word = item.accepted_answers[0]
    slip = Answer(question_id=item.id, text=f"{word[:2]}{word[1]}{word[2:]}")
    app = open_at("analysis", service.submit_answers(service.answer(session, record.id, slip)).id)
    assert after.NEAR_MISS in captions(app)
    assert f"{after.KEY}: **{word}**" in words(app)


def _answer(app: AppTest, question: Question, answer: Answer) -> None:
    if question.question_type == "multi_select":
        for index in answer.chosen:
            app.checkbox(key=f"answer-{question.id}-{index}").check()
    elif question.question_type == "fill_blank":
        app.text_input(key=f"answer-{question.id}").set_value(answer.text)
    else:
        app.radio(key=f"answer-{question.id}").set_value(answer.chosen[0])


def _is_explained(app: AppTest, asked: QuestionFeedback) -> bool:
    return asked.question.explanation in words(app).replace("\\", "")
