"""The bundled courses: what a program can check of the rules that their lessons and questions keep."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from pydantic import ValidationError

from core.content.courses import Course, CourseTopic, course_ids, find_course, load_course
from core.errors import InputError
from core.models import Lesson, Question

TOPICS = [
    pytest.param(topic, id=f"{course_id}: {topic.name}")
    for course_id in course_ids()
    for topic in load_course(course_id).topics
]
QUESTIONS = [
    pytest.param(topic, question, id=question.id)
    for course_id in course_ids()
    for topic in load_course(course_id).topics
    for question in topic.questions
]
COURSES = [pytest.param(load_course(course_id), id=course_id) for course_id in course_ids()]

each_course = pytest.mark.parametrize("course", COURSES)
each_topic = pytest.mark.parametrize("topic", TOPICS)
each_question = pytest.mark.parametrize(("topic", "question"), QUESTIONS)


def lesson_texts(lesson: Lesson) -> list[str]:
    return [
        lesson.intuition,
        *(step.content for step in lesson.steps),
        *(definition.meaning for definition in lesson.definitions),
        lesson.real_world_example,
        lesson.common_pitfall,
    ]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


def of_type(course: Course, question_type: str) -> list[Question]:
    return [q for topic in course.topics for q in topic.questions if q.question_type == question_type]


# --- the loader -------------------------------------------------------------------------------------------------------


def test_cell_biology_is_bundled() -> None:
    assert "cell_biology" in course_ids()
    assert list(course_ids()) == sorted(course_ids())


@each_course
def test_a_course_has_its_folders_name_and_filled_fields(course: Course) -> None:
    assert course.id in course_ids()
    assert load_course(course.id) is course
    assert course.exam_name.strip()
    assert course.title.strip()
    assert len(sentences(course.overview)) == 2


@pytest.mark.parametrize("course_id", ["", "alchemy", ".", "..", "../courses/cell_biology", "cell_biology/"])
def test_a_course_that_does_not_exist_is_an_input_error(course_id: str) -> None:
    with pytest.raises(InputError, match="no bundled course"):
        load_course(course_id)


@pytest.mark.parametrize(
    "exam",
    ["cell_biology", "Cell biology", "  CELL   Biology\n", "cell biology: Membranes,  energy and division"],
)
def test_a_course_is_found_by_id_exam_name_or_title(exam: str) -> None:
    assert find_course(exam) is load_course("cell_biology")


@pytest.mark.parametrize("exam", ["", " ", "biology", "Cell biology 2"])
def test_another_exam_finds_no_course(exam: str) -> None:
    assert find_course(exam) is None


def test_an_unknown_field_is_refused() -> None:
    topic = load_course("cell_biology").topics[0]
    with pytest.raises(ValidationError, match="Extra inputs"):
        CourseTopic.model_validate({**topic.model_dump(), "hint": "misplaced"})


# --- topics and lessons -----------------------------------------------------------------------------------------------


@each_course
def test_prerequisites_are_topics_that_come_before(course: Course) -> None:
    seen: list[str] = []
    for topic in course.topics:
        assert set(topic.prerequisites) <= set(seen)
        assert topic.name not in seen
        seen.append(topic.name)


@each_topic
def test_a_lesson_is_complete(topic: CourseTopic) -> None:
    lesson = topic.lesson
    assert topic.rationale.strip()
    assert lesson.topic == topic.name
    assert len(lesson.sources) == 1
    assert lesson.sources[0].document.endswith(", bundled course")
    assert 4 <= len(lesson.steps) <= 7
    assert 5 <= len(lesson.definitions) <= 8
    assert all(text.strip() for text in lesson_texts(lesson))
    assert lesson.practice_question.strip()
    assert len({step.title for step in lesson.steps}) == len(lesson.steps)
    assert len({definition.term for definition in lesson.definitions}) == len(lesson.definitions)
    for step in lesson.steps:
        assert step.title.strip()
        assert 60 <= len(step.content.split()) <= 120, step.title


@each_topic
def test_every_text_is_free_of_stray_spacing(topic: CourseTopic) -> None:
    def strings(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for part in value.values() for text in strings(part)]
        if isinstance(value, list | tuple):
            return [text for part in value for text in strings(part)]
        return [value] if isinstance(value, str) else []

    for text in strings(topic.model_dump(exclude={"lesson": {"diagram"}})):
        assert text == " ".join(text.split()), text


# --- questions --------------------------------------------------------------------------------------------------------


@each_topic
def test_the_mix_of_a_topic(topic: CourseTopic) -> None:
    assert len(topic.questions) == 15
    assert Counter(q.question_type for q in topic.questions) == {
        "multiple_choice": 9,
        "true_false": 2,
        "fill_blank": 2,
        "multi_select": 2,
    }
    assert Counter(q.difficulty for q in topic.questions) == {"easy": 5, "medium": 5, "hard": 5}
    concepts = Counter(q.concept_tested for q in topic.questions)
    assert 4 <= len(concepts) <= 6
    assert min(concepts.values()) >= 2
    assert len({concept.casefold() for concept in concepts}) == len(concepts)


@each_course
def test_ids_and_stems_are_unique(course: Course) -> None:
    questions = [question for topic in course.topics for question in topic.questions]
    assert len({q.id for q in questions}) == len(questions)
    assert len({q.text.casefold() for q in questions}) == len(questions)


@each_question
def test_a_question_has_the_form_of_its_type(topic: CourseTopic, question: Question) -> None:
    folded = [option.casefold().strip() for option in question.options]
    assert len(set(folded)) == len(folded)
    assert all(folded)
    assert ("____" in question.text) == (question.question_type == "fill_blank")
    match question.question_type:
        case "multiple_choice":
            assert len(question.options) == 4
            assert question.text.endswith("?")
        case "true_false":
            assert question.options == ("True", "False")
            assert question.text.startswith("True or false? ")
        case "multi_select":
            assert len(question.options) in (4, 5)
            assert len(set(question.correct_indexes)) == len(question.correct_indexes)
            assert 2 <= len(question.correct_indexes) <= 3
            assert question.text.endswith("Select all that apply.")
        case "fill_blank":
            accepted = [answer.casefold() for answer in question.accepted_answers]
            assert len(set(accepted)) == len(accepted)
            assert all(1 <= len(answer.split()) <= 3 for answer in accepted)
            assert not any(answer in question.text.casefold() for answer in accepted)


@each_question
def test_a_question_is_explained(topic: CourseTopic, question: Question) -> None:
    assert 1 <= len(sentences(question.explanation)) <= 3
    assert question.hint.strip()
    assert question.concept_tested.strip()
    right = question.right_answer.casefold()
    assert question.question_type == "true_false" or right not in question.hint.casefold()


@each_question
def test_no_stem_or_option_has_a_forbidden_form(topic: CourseTopic, question: Question) -> None:
    assert "according to" not in question.text.casefold()
    for option in question.options:
        assert not re.search(r"\b(all|none|both) of (the|these)\b|\b(always|never|only)\b", option.casefold()), option


@each_question
def test_every_wrong_option_has_a_note(topic: CourseTopic, question: Question) -> None:
    wrong = [index for index in range(len(question.options)) if index not in question.key]
    assert [note.option_index for note in question.option_notes] == wrong
    for note in question.option_notes:
        assert len(sentences(note.misconception)) == 1
        assert note.misconception.endswith(".")
        assert 1 <= len(sentences(note.counter_example)) <= 2
        assert note.counter_example.endswith(".")
    notes = [text for note in question.option_notes for text in (note.misconception, note.counter_example)]
    assert len(set(notes)) == len(notes)


@each_question
def test_every_quote_is_a_sentence_of_the_lesson(topic: CourseTopic, question: Question) -> None:
    assert question.sources
    taught = {sentence for text in lesson_texts(topic.lesson) for sentence in [text, *sentences(text)]}
    for source in question.sources:
        assert source.document == topic.lesson.sources[0].document
        assert source.quote in taught


# --- no way to guess over the whole course ----------------------------------------------------------------------------


@each_course
def test_keys_are_spread_over_the_positions(course: Course) -> None:
    questions = of_type(course, "multiple_choice")
    places = Counter(question.key[0] for question in questions)
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= 0.4 * len(questions)


@each_course
def test_the_key_is_not_the_longest_option(course: Course) -> None:
    questions = of_type(course, "multiple_choice")
    longest = 0
    for question in questions:
        lengths = [len(option) for option in question.options]
        longest += lengths[question.key[0]] == max(lengths) and lengths.count(max(lengths)) == 1
    assert longest <= 0.35 * len(questions)


@each_course
def test_options_of_a_choice_have_similar_lengths(course: Course) -> None:
    for question in of_type(course, "multiple_choice"):
        lengths = [len(option) for option in question.options]
        assert max(lengths) - min(lengths) <= 12, question.id


@each_course
def test_true_and_false_are_mixed(course: Course) -> None:
    keys = Counter(question.key[0] for question in of_type(course, "true_false"))
    assert set(keys) == {0, 1}
    assert max(keys.values()) <= 0.6 * keys.total()
