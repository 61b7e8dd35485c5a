"""What went wrong, once more to try, and what an instructor took out."""

from __future__ import annotations

from core.domain.assessment.answers import retries
from core.models import Answer
from core.study.service import StudyService
from pages._ui.messages import analysis as after
from tests.journey import LONG_COURSE, hand_in, quiz_of, to_quiz
from tests.pages.app import open_at, words


def test_the_analysis_explains_right_and_wrong_and_asks_again(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=2)
    record = quiz_of(service, session)
    app = open_at("analysis", session.id)
    assert not app.exception
    page = words(app)
    assert page.count(f"· **{after.WRONG}**") == 2
    assert page.count(f"· **{after.RIGHT}**") == len(record.quiz.questions) - 2
    assert "right answers were expected of you" in " ".join(caption.value for caption in app.caption)
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
        assert "another day will show that it stays" in words(seen)
        assert f"again-send-{again.id}" not in {button.key for button in seen.button}
    evidence = {
        misconception.question_id: [answer.shows_it for answer in misconception.evidence]
        for misconception in service.read.misconceptions(session.id)
    }
    assert evidence[first] == [True, False]


def test_a_finished_course_asks_nothing_again(service: StudyService) -> None:
    session = service.complete(hand_in(service, to_quiz(service, LONG_COURSE), wrong=2))
    app = open_at("analysis", session.id)
    assert words(app).count(f"· **{after.WRONG}**") == 2
    assert [button.key for button in app.button if str(button.key).startswith("again-send")] == []


def test_what_an_instructor_took_out_is_said_with_both_scores(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=2)
    record = quiz_of(service, session)
    name = next(iter(retries(record)))
    service.corrections.void(name, "Two answers are right.")
    app = open_at("analysis", session.id)
    assert "80 % before, 89 % now. The reason: Two answers are right." in " ".join(
        info.value.replace("\\", "") for info in app.info
    )
    assert after.TAKEN_OUT in [caption.value for caption in app.caption]
    service.corrections.unvoid(name, "It was right after all.")
    app = open_at("analysis", session.id)
    assert len(app.info) == 2
    assert after.TAKEN_OUT not in [caption.value for caption in app.caption]


def test_a_quiz_of_which_nothing_counts_is_shown_as_such(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE, count=5), wrong=2)
    for question in quiz_of(service, session).quiz.questions:
        service.corrections.void(question.id, "All of it is wrong.")
    app = open_at("analysis", session.id)
    assert not app.exception
    assert [metric.value for metric in app.metric][:2] == [after.NOTHING_COUNTED, "0 of 0"]
    assert "100 % before, nothing counted now." in " ".join(info.value.replace("\\", "") for info in app.info)


def test_the_next_topic_is_suggested_with_its_reason_and_can_be_chosen(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=2)
    app = open_at("analysis", session.id)
    choice = app.selectbox(key="next-topic")
    assert after.SUGGESTED in choice.options[0]
    assert "Why this one" in " ".join(caption.value for caption in app.caption)
    name = service.read.topics(session.id)[5].name
    choice.select(name).run()
    app.button(key="action-next_topic").click().run()
    assert service.open(session.id).context.current_topic == name


def test_a_near_miss_is_said_with_the_right_word(service: StudyService) -> None:
    session = to_quiz(service, LONG_COURSE)
    record = quiz_of(service, session)
    (item, *_) = [item for item in record.quiz.questions if item.question_type == "fill_blank"]
    word = item.accepted_answers[0]
    slip = Answer(question_id=item.id, text=f"{word[:2]}{word[1]}{word[2:]}")
    app = open_at("analysis", service.submit_answers(service.answer(session, record.id, slip)).id)
    assert after.NEAR_MISS in [caption.value for caption in app.caption]
    assert f"{after.KEY}: **{word}**" in words(app)
