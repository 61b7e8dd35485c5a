"""Notes on lessons, and words looked up in what was studied."""

from __future__ import annotations

import pytest

from core.errors import InputError
from core.models import StudyPhase
from core.models.limits import LONGEST_NOTE
from core.study.service import StudyService
from tests.journey import at_phase


def test_a_note_is_kept_replaced_and_taken_out_and_the_session_can_be_replayed(study: StudyService) -> None:
    session = at_phase(study, StudyPhase.LEARNING)
    topic = session.context.current_topic or ""
    lesson = study.lesson(session, topic)
    assert lesson
    first, second = study.library.sentences(lesson, 1)[:2]
    kept = study.library.keep_note(session, topic, 1, [second, first], " Mine ")
    (note,) = study.library.notes(kept)
    assert (note.highlights, note.text, note.title) == ((first, second), "Mine", lesson.steps[0].title)
    idea = study.library.keep_note(kept, topic, 0, [], "The gist")
    assert [note.step for note in study.library.notes(idea, topic)] == [0, 1]
    less = study.library.keep_note(idea, topic, 1, [], "")
    assert [note.text for note in study.library.notes(less)] == ["The gist"]
    assert study.replay(session.id).is_same
    assert study.library.keep_note(session, topic, 1, [second, first], " Mine ").version == kept.version, (
        "the same again"
    )


def test_a_note_belongs_to_a_step_and_marks_its_sentences(study: StudyService) -> None:
    session = at_phase(study, StudyPhase.LEARNING)
    topic = session.context.current_topic or ""
    for bad in (
        lambda: study.library.keep_note(session, topic, 99, [], "x"),
        lambda: study.library.keep_note(session, "Never planned", 0, [], "x"),
        lambda: study.library.keep_note(session, topic, 1, ["Not in the lesson."], ""),
        lambda: study.library.keep_note(session, topic, 1, [], "x" * (LONGEST_NOTE + 1)),
    ):
        with pytest.raises(InputError):
            bad()
    assert study.open(session.id) == session


def test_a_search_finds_terms_notes_lessons_and_answered_questions_but_not_those_of_an_open_quiz(
    study: StudyService,
) -> None:
    open_quiz = at_phase(study, StudyPhase.QUIZZING)
    hits = study.library.search(open_quiz, "OSMÓSIS")
    assert {hit.kind for hit in hits} == {"term", "lesson"}
    assert hits[0].kind == "term"
    session = at_phase(study, StudyPhase.ANALYZING)
    topic = session.context.current_topic or ""
    noted = study.library.keep_note(session, topic, 1, [], "Osmosis is the one with water")
    assert {hit.kind for hit in study.library.search(noted, "osmo")} == {"term", "lesson", "note", "question"}
    assert study.library.search(noted, "  ,. ") == ()
    assert study.library.search(noted, "osmosis zeppelin") == ()


def test_the_deck_has_the_notes_too(study: StudyService) -> None:
    session = at_phase(study, StudyPhase.LEARNING)
    assert not study.exports.has_deck(session)
    noted = study.library.keep_note(session, session.context.current_topic or "", 1, [], "Mine <b>")
    assert study.exports.has_deck(noted)
    assert study.exports.deck(noted) == study.exports.deck(noted)


def test_half_letters_and_control_characters_are_not_kept(study: StudyService) -> None:
    session = at_phase(study, StudyPhase.LEARNING)
    noted = study.library.keep_note(session, session.context.current_topic or "", 0, [], "one\ud800\x00\ntwo")
    assert [note.text for note in study.library.notes(study.open(noted.id))] == ["one\ntwo"]
    assert study.filings.rename(noted.id, "My\x00 \ud800exam\t2").title == "My exam 2"
