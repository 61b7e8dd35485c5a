"""The placement quiz: what it asks next, what it finds, and where its questions are from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.agents.builtin.placement import placement_pool
from core.bootstrap import build_agents
from core.content.courses import load_course
from core.content.outline.sections import make_material
from core.content.readers.reading import read_document
from core.domain.assessment.placement import LEVELS, findings, next_question
from core.domain.item_gate import check_item
from core.errors import NothingToStudy
from core.models import Answer, Material, PlannedTopic, PlanRequest, Question, Quiz
from core.models.limits import PLACEMENT_QUESTIONS
from core.models.quiz import PLACEMENT
from core.study.recorder import digest
from tests.doubles import question
from tests.journey import NOTES, reply

REQUEST = PlanRequest(exam="Cell biology", start=date(2026, 3, 2), days=7, hours=3)


def noted(text: str) -> Material:
    return make_material(read_document("notes.md", text.encode(), max_bytes=10**7), material_id="m", digest="d")


def topic(name: str, *needs: str) -> PlannedTopic:
    return PlannedTopic(name=name, hours=1, prerequisites=needs)


def items(*names: str, levels: Sequence[str] = LEVELS) -> list[Question]:
    return [question(id=f"{name}-{level}", topic=name, difficulty=level) for name in names for level in levels]


def asked_of(topics: Sequence[PlannedTopic], pool: Sequence[Question], outcome: Sequence[bool]) -> list[Question]:
    """The questions that come, where the answers are right or wrong as `outcome` says."""
    asked: list[Question] = []
    answers: list[Answer] = []
    for right in outcome:
        following = next_question(topics, pool, answers)
        if following is None:
            break
        asked.append(following)
        answers.append(reply(following, right=right))
    return asked


CHAIN = [topic("a"), topic("b", "a"), topic("c", "b"), topic("d", "c"), topic("e", "d")]


def test_the_first_question_halves_what_is_unknown() -> None:
    first = next_question(CHAIN, items("a", "b", "c", "d", "e"), ())
    assert first
    assert (first.topic, first.difficulty) == ("c", "medium")


def test_a_right_answer_goes_on_to_what_is_harder_and_a_wrong_one_to_what_is_easier() -> None:
    pool = items("a", "b", "c", "d", "e")
    asked = asked_of(CHAIN, pool, [True, True, True])
    assert [question.id for question in asked] == ["c-medium", "c-hard", "d-hard"]
    asked = asked_of(CHAIN, pool, [False, False, False])
    assert [question.id for question in asked] == ["c-medium", "a-easy"]
    assert [question.id for question in asked_of(CHAIN, pool, [True, False])] == ["c-medium", "c-hard"]


def test_the_nearest_difficulty_is_taken_where_the_wanted_one_is_missing() -> None:
    pool = items("a", levels=["hard"]) + items("b", levels=["easy", "medium"])
    asked = asked_of([topic("a"), topic("b")], pool, [True, True])
    assert [question.id for question in asked] == ["a-hard", "b-medium"]


def test_topics_that_need_nothing_come_in_the_syllabus_order() -> None:
    topics = [topic(name) for name in "zyx"]
    assert [question.topic for question in asked_of(topics, items("x", "y", "z"), [True] * 9)] == ["z", "z", "y", "x"]


def test_it_ends_after_eight_questions() -> None:
    names = [f"t{number}" for number in range(20)]
    asked = asked_of([topic(name) for name in names], items(*names), [True] * 20)
    # The first one takes two: from then on each question is a hard one, and a right answer to it is enough.
    assert [question.topic for question in asked] == ["t0", *names[:7]]


def test_what_the_answers_show() -> None:
    pool = items("b", "d")
    answers = [reply(pool[1], right=True), reply(pool[2], right=True), reply(pool[5], right=False)]
    for given_in_any_order in (answers, answers[::-1]):
        shown = findings(CHAIN, pool, given_in_any_order)
        assert (shown.known, shown.open, shown.asked, shown.right) == (("a", "b"), ("d", "e"), 3, 2)
        assert shown.implied == ("a",)
        assert next_question(CHAIN, pool, given_in_any_order) is None
    assert findings(CHAIN, pool, ()).known == findings(CHAIN, pool, ()).open == ()


@pytest.mark.parametrize(("levels", "is_known"), [(["medium"], False), (["hard"], True), (["easy", "medium"], True)])
def test_one_right_answer_may_be_a_guess_but_one_to_a_hard_item_or_two_show_a_topic(
    levels: list[str], is_known: bool
) -> None:
    pool = items("a", levels=levels)
    shown = findings([topic("a")], pool, [reply(asked, right=True) for asked in pool])
    assert (shown.known, shown.implied) == (("a",) * is_known, ())


def test_two_right_answers_on_what_needs_a_topic_imply_it_and_it_is_shown_as_such() -> None:
    topics = [topic("a"), topic("b", "a"), topic("c", "a")]
    pool = items("b", "c", levels=["medium"])
    shown = findings(topics, pool, [reply(asked, right=True) for asked in pool])
    assert (shown.known, shown.implied, shown.open) == (("a",), ("a",), ())


def test_a_blank_answer_is_a_wrong_one() -> None:
    pool = items("a")
    shown = findings([topic("a")], pool, [Answer(question_id="a-medium")])
    assert (shown.open, shown.asked, shown.right) == (("a",), 1, 0)


def test_an_item_under_two_topics_is_asked_once() -> None:
    shared = question(id="shared", topic="a")
    pool = [shared, shared.model_copy(update={"topic": "b"})]
    topics = [topic("a"), topic("b")]
    assert [question.topic for question in asked_of(topics, pool, [True, True])] == ["a"]
    assert findings(topics, pool, [reply(shared, right=True)]).right == 1


def test_topics_in_a_circle_come_to_an_end() -> None:
    circle = [topic("a", "b"), topic("b", "a"), topic("c", "nowhere")]
    assert [question.topic for question in asked_of(circle, items("a", "b", "c"), [True] * 9)] == ["a", "a", "c"]


@st.composite
def syllabi(draw: st.DrawFn) -> tuple[list[PlannedTopic], list[Question]]:
    names = [f"t{number}" for number in range(draw(st.integers(1, 20)))]
    topics = [
        topic(name, *draw(st.lists(st.sampled_from(names[:number]), unique=True, max_size=3)) if number else ())
        for number, name in enumerate(names)
    ]
    topics = draw(st.permutations(topics))
    levels = st.lists(st.sampled_from(LEVELS), unique=True, max_size=3)
    return topics, [item for name in names for item in items(name, levels=draw(levels))]


@given(syllabi(), st.lists(st.booleans(), min_size=25, max_size=25))
def test_every_placement_is_short_and_asks_only_what_it_does_not_know(
    syllabus: tuple[list[PlannedTopic], list[Question]], outcome: list[bool]
) -> None:
    topics, pool = syllabus
    answers: list[Answer] = []
    for right in outcome:
        before = findings(topics, pool, answers)
        following = next_question(topics, pool, answers)
        if following is None:
            break
        assert following.id not in {answer.question_id for answer in answers}
        assert following.topic not in before.known + before.open
        asked = [item for item in pool if item.id in {following.id, *(answer.question_id for answer in answers)}]
        answers.append(reply(following, right=right))
        after = findings(topics, pool, answers)
        assert (after.asked, after.right) == (before.asked + 1, before.right + right)
        assert {*before.known} <= {*after.known}
        assert {*before.open} <= {*after.open}
        # What is known by its own answers has two right ones, or a hard one.
        for name in {*after.known} - {*after.implied}:
            own = [item.difficulty for item in asked if item.topic == name]
            assert len(own) > 1 or own == ["hard"]
    assert next_question(topics, pool, answers) is None
    assert len(answers) <= PLACEMENT_QUESTIONS
    shown = findings(topics, pool, answers)
    assert not {*shown.known} & {*shown.open}
    needs = {planned.name: planned.prerequisites for planned in topics}
    assert all({*needs[name]} <= {*shown.known} for name in shown.known)
    assert all(planned.name in shown.open for planned in topics if {*planned.prerequisites} & {*shown.open})
    decided = {*shown.known, *shown.open}
    left = [item for item in pool if item.id not in {answer.question_id for answer in answers}]
    assert len(answers) == PLACEMENT_QUESTIONS or {question.topic for question in left} <= decided


def test_the_pool_of_a_course() -> None:
    decision = build_agents().placement(REQUEST, seed=1)
    quiz = decision.value
    course = load_course("cell_biology")
    assert quiz.topic == PLACEMENT
    assert [planned.name for planned in quiz.covers] == [planned.name for planned in course.topics]
    for planned in course.topics:
        own = [asked for asked in quiz.questions if asked.topic == planned.name]
        assert 1 <= len(own) <= 3
        assert len({asked.difficulty for asked in own}) == len(own)
        assert {asked.id for asked in own} <= {asked.id for asked in planned.questions}
    assert not any(check_item(asked) for asked in quiz.questions)
    assert "from the bundled course" in str(decision.reasoning)
    assert decision.agent == "quiz"


MINERALS = (
    *("agate", "amber", "apatite", "azurite", "barite", "beryl", "borax", "calcite", "cinnabar", "copper", "diamond"),
    *("dolomite", "fluorite", "galena", "garnet", "gold", "graphite", "gypsum", "halite", "hematite", "jade", "kaolin"),
    *("magnetite", "malachite", "olivine", "opal", "pyrite", "quartz", "sulphur", "topaz"),
)


def test_the_pool_of_a_long_material_is_spread_over_it() -> None:
    text = "".join(
        f"# {name.title()}\n\n{name.title()} is a mineral that forms where hot water meets old layers of rock.\n"
        f"Miners value {name} because it keeps its colour for a long time in light and in air.\n"
        f"A piece of {name} breaks along flat planes when somebody strikes it with a hammer.\n\n"
        for name in MINERALS
    )
    material = noted(text)
    assert len(material.sections) == 30
    quiz = build_agents().placement(REQUEST.model_copy(update={"materials": (material,)}), seed=1).value
    numbers = sorted({MINERALS.index(asked.topic.lower()) for asked in quiz.questions})
    assert len(numbers) == PLACEMENT_QUESTIONS
    gaps = [later - earlier for earlier, later in pairwise([-1, *numbers, 30])]
    assert max(gaps) <= 6
    assert {planned.name for planned in quiz.covers} == {asked.topic for asked in quiz.questions}


def test_a_text_that_is_too_long_to_read_whole_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    material = noted(NOTES)
    request = REQUEST.model_copy(update={"materials": (material,)})
    assert {asked.topic for asked in placement_pool(request, seed=1).value.questions} == {
        "Layers of soil",
        "Life in soil",
    }
    monkeypatch.setattr("core.agents.builtin.placement.WORDS", 80)
    assert {asked.topic for asked in placement_pool(request, seed=1).value.questions} == {"Layers of soil"}


def test_a_syllabus_is_asked_about_where_a_material_has_its_text() -> None:
    material = noted(NOTES)
    request = REQUEST.model_copy(
        update={"materials": (material,), "syllabus": "History of hats\nLife in the soil\nLife in soil"}
    )
    quiz = build_agents().placement(request, seed=1).value
    assert {asked.topic for asked in quiz.questions} == {"Life in the soil"}


@pytest.mark.parametrize(
    "request_",
    [
        REQUEST.model_copy(update={"exam": "JEE Main"}),
        REQUEST.model_copy(update={"exam": "Juggling"}),
        REQUEST.model_copy(update={"syllabus": "Roots\nLeaves"}),
    ],
)
def test_without_a_text_there_is_nothing_to_ask(request_: PlanRequest) -> None:
    with pytest.raises(NothingToStudy, match=r"nothing to ask you about yet.*Add a file"):
        build_agents().placement(request_, seed=1)


def test_a_text_without_sentences_gives_nothing_to_ask() -> None:
    thin = noted("# Life\n\nSee the book.\n")
    with pytest.raises(NothingToStudy, match="too few full sentences"):
        build_agents().placement(REQUEST.model_copy(update={"materials": (thin,)}), seed=1)


def test_many_names_for_one_section_leave_room_for_the_others() -> None:
    syllabus = "\n".join([*(f"Life in the soil {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"), "Layers of soil"])
    request = REQUEST.model_copy(update={"materials": (noted(NOTES),), "syllabus": syllabus})
    quiz = build_agents().placement(request, seed=1).value
    assert {asked.topic for asked in quiz.questions} == {"Life in the soil a", "Layers of soil"}


def test_the_same_text_in_two_sections_is_asked_about_once() -> None:
    text = NOTES.split("## Layers of soil")[1].split("## Life")[0]
    request = REQUEST.model_copy(update={"materials": (noted(f"# One\n{text}\n# Two\n{text}"),)})
    for seed in range(10):
        ids = [asked.id for asked in build_agents().placement(request, seed=seed).value.questions]
        assert len({*ids}) == len(ids)


def test_a_statement_is_asked_only_where_there_is_nothing_else() -> None:
    for seed in range(10):
        quiz = build_agents().placement(REQUEST, seed=seed).value
        assert "true_false" not in {asked.question_type for asked in quiz.questions}
    course = load_course("cell_biology")
    assert "true_false" in {asked.question_type for planned in course.topics for asked in planned.questions}


def test_a_field_that_is_added_later_changes_no_fingerprint() -> None:
    class Later(Question):
        added: str = ""

    assert digest(Later.model_validate(question().model_dump())) == digest(question())
    assert digest(question()) != digest(question(topic="Leaves"))
    quiz = Quiz(topic="Leaves", questions=(question(),), time_estimate_minutes=1)
    assert digest(quiz) != digest(quiz.model_copy(update={"covers": (topic("a"),)}))
