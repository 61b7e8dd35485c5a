"""Words looked up: what is found, in which order, and what is shown of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.domain.notes import read_notes, with_note, without_notes
from core.domain.search import found
from core.models import Definition, Lesson, LessonStep
from core.models.note import LessonNote
from tests.doubles import NOON, context


def lesson(topic: str, *contents: str, term: str = "") -> Lesson:
    definitions = (Definition(term=term, meaning="what it means"),) if term else ()
    steps = tuple(LessonStep(title=f"Step of {topic}", content=content) for content in contents)
    return Lesson(topic=topic, intuition="", steps=steps, definitions=definitions)


def test_a_term_comes_before_a_lesson_and_a_title_before_the_text() -> None:
    lessons = [lesson("Roots", "A stem is no root."), lesson("Stems", "They carry water."), lesson("Bark", term="Stem")]
    assert [(hit.kind, hit.topic) for hit in found("stem", lessons, (), ())] == [
        ("term", "Bark"),
        ("lesson", "Stems"),
        ("lesson", "Roots"),
    ]


def test_words_begin_words_and_accents_do_not_count() -> None:
    lessons = [lesson("Café", "Über den Wolken")]
    for words in ("uber", "ÜBER wolk", "cafe"):
        assert len(found(words, lessons, (), ())) == 1
    assert found("olken", lessons, (), ()) == ()


@given(st.text(max_size=40), st.text(max_size=400))
def test_any_words_and_any_text_give_an_excerpt_of_the_text(words: str, text: str) -> None:
    for hit in found(words, [lesson("Topic", text)], (), ()):
        assert hit.excerpt.strip("… ") in " ".join(text.split())


def test_notes_on_a_topic_go_without_those_on_others() -> None:
    noted = context("s1")
    for topic in ("A", "B"):
        noted = with_note(noted, LessonNote(topic=topic, step=1, text="x", at=NOON))
    assert [note.topic for note in read_notes(without_notes(noted, {"A"}))] == ["B"]
    written = noted.model_copy(update={"extra_data": {**noted.extra_data, "note_x": "not a note", "note_y": None}})
    assert len(read_notes(written)) == 2


def test_a_search_without_end_is_cut() -> None:
    assert len(found("stem " * 40 + "zeppelin", [lesson("Stems", "They carry water.")], (), ())) == 1
