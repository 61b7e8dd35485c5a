"""Marks: what counts as the right answer, and laws that hold for any quiz."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.agents.builtin.evaluation import analyse
from core.domain.assessment.answers import asked_anew
from core.domain.assessment.grading import grade, is_one_slip, is_right, score
from core.domain.assessment.typed import fold_answer
from core.models import Answer, OptionNote, PerformanceAnalysis, Question, Quiz, Source, Sureness

SOURCE = Source(document="cells.pdf", page=7, quote="Mitosis follows interphase, not meiosis.")


def typed(*accepted: str, name: str = "t") -> Question:
    return Question(
        id=name,
        text="Type the missing term: ____ follows the rest of the cell cycle.",
        question_type="fill_blank",
        accepted_answers=accepted,
        rivals=(),
        explanation="The material says so.",
        concept_tested=accepted[0],
        sources=(SOURCE,),
    )


def choice(name: str, key: int, concept: str = "mitosis") -> Question:
    return Question(
        id=name,
        text="Which division gives two identical nuclei?",
        question_type="multiple_choice",
        options=("Mitosis", "Meiosis", "Osmosis"),
        correct_option_index=key,
        explanation="The material says so.",
        concept_tested=concept,
        sources=(SOURCE,),
        option_notes=tuple(
            OptionNote(option_index=index, misconception=f"mix-up {index}", counter_example=f"counter {index}")
            for index in range(3)
            if index != key
        ),
    )


def several(name: str = "s") -> Question:
    return Question(
        id=name,
        text="Which are phases of mitosis?",
        question_type="multi_select",
        options=("Prophase", "Anaphase", "Osmosis", "Diffusion"),
        correct_indexes=(0, 1),
        explanation="The material says so.",
        concept_tested="phase",
        sources=(SOURCE,),
    )


def answers_to(question: Question, text: str) -> bool:
    return is_right(question, Answer(question_id=question.id, text=text))


@pytest.mark.parametrize(
    ("accepted", "given_text"),
    [
        ("Mitochondrion", "  mitochondrion. "),
        ("cell wall", "Cell  walls"),
        ("light-dependent reaction", "light dependent reactions"),
        ("colour", "color"),
        ("behaviour", "behavior"),
        ("centre", "center"),
        ("oxidisation", "oxidization"),
        ("polarised", "polarized"),
        ("haemoglobin", "hemoglobin"),
        ("oestrogen", "estrogen"),
        ("naïve", "naive"),
        ("Krebs cycle", "the Krebs' cycle"),
        ("photosynthesis", "photosyntesis"),
        ("photosynthesis", "photosynthseis"),
        ("bodies", "body"),
        ("+", " + "),
    ],
)
def test_what_does_not_matter_is_forgiven(accepted: str, given_text: str) -> None:
    assert answers_to(typed(accepted), given_text)


@pytest.mark.parametrize(
    ("accepted", "given_text"),
    [
        ("mitosis", "meiosis"),  # one slip apart at most, but the source names it as something else
        ("meiosis", "mitosis"),
        ("cell", "bell"),  # too short for a slip
        ("photosynthesis", "fotosyntesis"),
        ("carbon14", "carbon12"),  # a slip in a number is another number
        ("mitosis", ""),
        ("mitosis", "   "),
        ("mitosis", "?!"),
    ],
)
def test_what_matters_is_not_forgiven(accepted: str, given_text: str) -> None:
    assert not answers_to(typed(accepted), given_text)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("abcdef", "abcdef", False),
        ("abcdef", "abcdf", True),
        ("abcdef", "abcdeff", True),
        ("abcdef", "abxdef", True),
        ("abcdef", "abdcef", True),
        ("abcdef", "badcef", False),
        ("abcdef", "abcd", False),
        ("abcdef", "fbcdea", False),
    ],
)
def test_one_slip_is_damerau_levenshtein_one(left: str, right: str, expected: bool) -> None:
    assert is_one_slip(left, right) is expected
    assert is_one_slip(right, left) is expected


@pytest.mark.parametrize(
    ("chosen", "expected"), [((0, 1), True), ((1, 0), True), ((0,), False), ((0, 1, 2), False), ((), False)]
)
def test_several_choice_needs_exactly_the_right_set(chosen: tuple[int, ...], expected: bool) -> None:
    assert is_right(several(), Answer(question_id="s", chosen=chosen)) is expected


def test_a_missing_answer_is_wrong_and_blank() -> None:
    quiz = Quiz(topic="Cells", questions=(choice("a", 0), typed("osmosis")), time_estimate_minutes=2)
    marks = grade(quiz, [Answer(question_id="a", chosen=(0,))])
    assert [(mark.question_id, mark.is_right, mark.answer.is_blank) for mark in marks] == [
        ("a", True, False),
        ("t", False, True),
    ]
    assert score(marks) == 50


def test_nothing_asked_scores_zero() -> None:
    assert score(()) == 0


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=8), st.randoms(use_true_random=False)
)
def test_grading_does_not_depend_on_the_order_of_answers(rows: list[tuple[int, int]], order: random.Random) -> None:
    quiz = Quiz(
        topic="Cells",
        questions=tuple(choice(str(place), key) for place, (key, _) in enumerate(rows)),
        time_estimate_minutes=1,
    )
    answers = [Answer(question_id=str(place), chosen=(pick,)) for place, (_, pick) in enumerate(rows)]
    shuffled = list(answers)
    order.shuffle(shuffled)
    marks = grade(quiz, answers)
    assert grade(quiz, shuffled) == marks
    assert score(marks) == pytest.approx(100 * sum(key == pick for key, pick in rows) / len(rows))


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéü", min_size=3, max_size=12)


@given(
    st.lists(WORD, min_size=1, max_size=3),
    st.sampled_from([str.upper, str.title, str.lower]),
    st.sampled_from([" ", "  ", "-", " - "]),
)
def test_a_right_answer_stays_right_in_another_case_and_spacing(words: list[str], case: object, gap: str) -> None:
    accepted = " ".join(words)
    changed = case(gap.join(words))  # type: ignore[operator]
    assert answers_to(typed(accepted), f"  {changed} ")


@given(WORD)
def test_folding_twice_changes_nothing_in_case(word: str) -> None:
    assert fold_answer(word.upper()) == fold_answer(word)


# --- the analysis rests on the marks ----------------------------------------------------------------------------------


def analysed(quiz: Quiz, answers: list[Answer]) -> PerformanceAnalysis:
    return analyse(quiz, grade(quiz, answers))


QUIZ = Quiz(
    topic="Cell division",
    questions=(choice("a", 0), choice("b", 1, "meiosis"), typed("osmosis"), several()),
    time_estimate_minutes=4,
)


def test_a_wrong_choice_names_its_own_misconception() -> None:
    analysis = analysed(QUIZ, [Answer(question_id="a", chosen=(2,))])
    (misconception,) = analysis.misconceptions
    assert (misconception.question_id, misconception.wrong_option_chosen, misconception.inferred_confusion) == (
        "a",
        "Osmosis",
        "mix-up 2",
    )
    assert misconception.counter_example == "counter 2"
    assert misconception.explanation.startswith("Right answer: Mitosis.")
    assert misconception.redemption_question == asked_anew(QUIZ.questions[0])


def test_a_blank_is_wrong_but_no_misconception() -> None:
    analysis = analysed(QUIZ, [Answer(question_id="a", chosen=(0,))])
    assert analysis.overall_score == 25
    assert analysis.misconceptions == ()
    assert "3 questions were left blank" in analysis.summary


def test_a_typed_slip_claims_no_more_than_it_shows() -> None:
    (misconception,) = analysed(QUIZ, [Answer(question_id="t", text="gravity")]).misconceptions
    assert misconception.wrong_option_chosen == "gravity"
    assert "does not show" in misconception.inferred_confusion


def test_options_left_out_are_named() -> None:
    (misconception,) = analysed(QUIZ, [Answer(question_id="s", chosen=(0,))]).misconceptions
    assert "“Anaphase”" in misconception.inferred_confusion


def test_a_spare_question_on_the_same_concept_is_offered_once() -> None:
    spare = (choice("x", 0, "meiosis"), choice("y", 0, "mitosis"))
    wrong = [Answer(question_id="a", chosen=(1,)), Answer(question_id="b", chosen=(0,))]
    quiz = QUIZ.model_copy(update={"spare": spare})
    offered = [misconception.redemption_question for misconception in analysed(quiz, wrong).misconceptions]
    assert offered == [spare[1], spare[0]]


def test_without_a_spare_one_the_question_itself_is_asked_anew_and_its_key_is_still_right() -> None:
    wrong = [
        Answer(question_id="a", chosen=(1,)),
        Answer(question_id="s", chosen=(0,)),
        Answer(question_id="t", text="x"),
    ]
    for misconception in analysed(QUIZ, wrong).misconceptions:
        first = next(question for question in QUIZ.questions if question.id == misconception.question_id)
        again = misconception.redemption_question
        assert again
        assert again.id != first.id
        assert again.right_answer.split("; ")[::-1] == first.right_answer.split("; ")
        for note in again.option_notes:
            before = next(former for former in first.option_notes if former.misconception == note.misconception)
            assert again.options[note.option_index] == first.options[before.option_index]


def test_concepts_and_mastery_add_up() -> None:
    analysis = analysed(QUIZ, [Answer(question_id="a", chosen=(0,)), Answer(question_id="b", chosen=(0,))])
    assert {concept.concept: (concept.right, concept.asked) for concept in analysis.concepts} == {
        "mitosis": (1, 1),
        "meiosis": (0, 1),
        "osmosis": (0, 1),
        "phase": (0, 1),
    }
    assert analysis.topic_mastery == {"Cell division": analysis.overall_score}


def test_recommendations_name_pages_and_stay_few() -> None:
    quiz = Quiz(
        topic="All",
        questions=tuple(choice(str(number), 0, f"c{number}") for number in range(6)),
        time_estimate_minutes=1,
    )
    analysis = analysed(quiz, [])
    assert len(analysis.recommendations) == 4
    assert analysis.recommendations[0] == "Read “c0” again: page 7 of cells.pdf."


def test_encouragement_differs_by_band() -> None:
    quiz = Quiz(topic="All", questions=tuple(choice(str(number), 0) for number in range(10)), time_estimate_minutes=1)
    words = {
        analysed(
            quiz, [Answer(question_id=str(number), chosen=(0 if number < right else 1,)) for number in range(10)]
        ).encouragement
        for right in (1, 5, 8, 10)
    }
    assert len(words) == 4


def test_what_went_wrong_begins_with_what_the_learner_was_sure_of() -> None:
    quiz = Quiz(topic="Division", questions=tuple(choice(f"q{n}", 0) for n in range(4)), time_estimate_minutes=4)
    sureness: tuple[Sureness | None, ...] = ("guess", None, "sure", "sure")
    answers = [Answer(question_id=f"q{n}", chosen=(n % 2 + 1,), sureness=sureness[n]) for n in range(4)]
    told = analyse(quiz, grade(quiz, answers))
    assert [wrong.question_id for wrong in told.misconceptions] == ["q2", "q3", "q0", "q1"]
    plain = [answer.model_copy(update={"sureness": None}) for answer in answers]
    assert [wrong.question_id for wrong in analyse(quiz, grade(quiz, plain)).misconceptions] == [
        f"q{n}" for n in range(4)
    ]
