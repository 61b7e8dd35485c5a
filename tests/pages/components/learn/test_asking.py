"""A question beside the lesson: answered, kept, refused, and read out of turn."""

from __future__ import annotations

import pytest

from core.bootstrap import build_service
from core.models import StudyPhase
from pages._ui.frame.text import plain
from pages._ui.messages import learn as ask
from tests.journey import at_phase
from tests.pages.app import Away, action_keys, captions, open_at, words


def test_a_question_beside_the_lesson_is_answered_and_kept_after_a_refresh() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.LEARNING)
    app = open_at("learn", session.id)
    assert "What does “phospholipid” mean?" in words(app)
    app.text_input(key="ask-question").input("What is osmosis?")
    app.button(key="ask-send").click().run()
    assert not app.exception
    assert app.text_input(key="ask-question").value == ""
    fresh = open_at("learn", session.id)
    for seen in (app, fresh):
        assert "What is osmosis?" in [heading.value.replace("\\", "") for heading in seen.subheader]
        assert "net movement of water across a selectively permeable membrane" in words(seen)
        assert "Cell biology, bundled course" in [caption.value for caption in seen.caption]
    assert service.open(session.id).version == session.version + 1
    app.text_input(key="ask-question").input("Who was Gregor Mendel?")
    app.button(key="ask-send").click().run()
    assert "This material does not say" in words(app)
    assert action_keys(app) == {"take_quiz"}


def test_a_question_is_drawn_as_text() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.LEARNING)
    evil = "<b>x</b> ![y](https://evil.example/t.png) **z** :red[w] $a$"
    service.tutoring.ask(session, evil)
    shown = [heading.value for heading in open_at("learn", session.id).subheader]
    assert plain(evil) in shown
    assert evil not in shown


@pytest.mark.parametrize("question", ["", "   "])
def test_an_empty_question_is_told_beside_the_form_and_nothing_is_written(question: str) -> None:
    session = at_phase(build_service(), StudyPhase.LEARNING)
    app = open_at("learn", session.id)
    app.text_input(key="ask-question").input(question)
    app.button(key="ask-send").click().run()
    assert ["Type a question" in error.value for error in app.error] == [True]
    assert build_service().open(session.id).version == session.version


def test_a_question_that_is_not_saved_stays_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    session = at_phase(build_service(), StudyPhase.LEARNING)
    app = open_at("learn", session.id)
    away = Away(monkeypatch, "commit")
    app.text_input(key="ask-question").input("What is osmosis?")
    app.button(key="ask-send").click().run()
    assert ["away" in error.value for error in app.error] == [True]
    assert app.text_input(key="ask-question").value == "What is osmosis?"
    away.is_away = False
    app.button(key="ask-send").click().run()
    assert not app.error
    assert "net movement of water" in words(app)


def test_out_of_turn_the_questions_are_read_and_none_is_asked() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.LEARNING)
    assert ask.ASK_READ_ONLY not in captions(open_at("learn", session.id))
    session = service.take_quiz(service.tutoring.ask(session, "What is osmosis?"))
    app = open_at("learn", session.id)
    assert ask.ASK_READ_ONLY in captions(app)
    assert "net movement of water" in words(app)
    assert "ask-question" not in {str(widget.key) for widget in app.text_input}
    quiet = open_at("learn", at_phase(service, StudyPhase.QUIZZING).id)
    assert ask.ASK_READ_ONLY not in captions(quiet)
    assert ask.ASK_TITLE not in words(quiet)


def test_a_long_conversation_shows_its_end_and_folds_the_rest() -> None:
    service = build_service()
    session = at_phase(service, StudyPhase.LEARNING)
    for number in range(8):
        session = service.tutoring.ask(session, f"What is osmosis, time {number}?")
    app = open_at("learn", session.id)
    (folded,) = [expander for expander in app.expander if expander.label == ask.ASK_OLDER]
    assert len(folded.subheader) == 2
    assert len([heading for heading in app.subheader if "time" in heading.value]) == 8
