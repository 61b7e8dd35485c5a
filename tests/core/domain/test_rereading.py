"""Where in a lesson to read again: the concept on which most went wrong, and the step that is on it."""

from __future__ import annotations

from core.domain.rereading import passage
from core.models import Lesson, LessonStep, Source
from core.models.feedback import Passage, QuestionFeedback
from tests.doubles import question

STEPS = ("A double layer", "What gets through", "Osmosis", "Active transport")
LESSON = Lesson(
    topic="Membranes",
    intuition="",
    steps=tuple(LessonStep(title=title, content=f"On {title.lower()}.") for title in STEPS),
    real_world_example="",
    common_pitfall="",
    practice_question="",
)


def test_the_concept_with_most_wrong_answers_is_read_again_at_the_step_that_names_it() -> None:
    asked = [_asked(1, "transport"), _asked(2, "osmosis"), _asked(3, "osmosis"), _asked(4, "osmosis", is_right=True)]
    assert passage(LESSON, asked) == Passage(topic="Membranes", concept="osmosis", step=3)


def test_of_as_many_wrong_the_concept_with_less_right_comes_first() -> None:
    asked = [_asked(1, "osmosis"), _asked(2, "osmosis", is_right=True), _asked(3, "active transport")]
    found = passage(LESSON, asked)
    assert found
    assert (found.concept, found.step) == ("active transport", 4)


def test_a_concept_that_no_step_names_is_found_by_what_its_questions_rest_on() -> None:
    quoted = _asked(1, "membrane structure", quote="On a double layer.")
    found = passage(LESSON, [quoted])
    assert found
    assert found.step == 1
    nowhere = passage(LESSON, [_asked(1, "enzymes", quote="Enzymes are proteins.")])
    assert nowhere
    assert nowhere.step == 0


def test_what_is_void_or_disputed_does_not_count_and_without_a_wrong_answer_there_is_nothing() -> None:
    assert passage(LESSON, [_asked(1, "osmosis", is_void=True), _asked(2, "osmosis", is_disputed=True)]) is None
    assert passage(LESSON, [_asked(1, "osmosis", is_right=True)]) is None


def _asked(number: int, concept: str, *, quote: str = "", is_right: bool = False, **fields: bool) -> QuestionFeedback:
    sources = (Source(document="book", quote=quote),) if quote else ()
    item = question(number, concept_tested=concept, sources=sources)
    values = {"question": item, "answer": None, "is_right": is_right, "is_void": False}
    return QuestionFeedback.model_validate(values | fields)
