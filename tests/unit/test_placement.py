"""The placement quiz: what it asks next, what it finds, where its questions are from, and what the service keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.agents.builtin.placement import placement_pool
from core.audit import all_events
from core.bootstrap import build_agents
from core.courses import load_course
from core.documents import Material
from core.errors import ActionNotAllowed, Conflict, InputError, NothingToStudy
from core.item_gate import check_item
from core.material import make_material, read_document
from core.models import Answer, PlannedTopic, Question, Quiz, StudyPhase
from core.placement import LEVELS, PLACEMENT, QUESTIONS, findings, next_question
from core.placements import PlacementState
from core.ports import PlanRequest
from core.recording import digest
from core.records import HistoryQuery, Intake, Session
from core.stores.memory import MemoryStudyStore
from core.study import StudyService
from tests.doubles import printed_under_every_hash_seed, question, service
from tests.unit.test_study import COURSE, NOTES

REQUEST = PlanRequest(exam="Cell biology", start=date(2026, 3, 2), days=7, hours=3)


def noted(text: str) -> Material:
    return make_material(read_document("notes.md", text.encode(), max_bytes=10**7), material_id="m", digest="d")


def topic(name: str, *needs: str) -> PlannedTopic:
    return PlannedTopic(name=name, hours=1, prerequisites=needs)


def items(*names: str, levels: Sequence[str] = LEVELS) -> list[Question]:
    return [question(id=f"{name}-{level}", topic=name, difficulty=level) for name in names for level in levels]


def reply(asked: Question, *, right: bool) -> Answer:
    if asked.options:
        wrong = next(number for number in range(len(asked.options)) if number not in asked.key)
        return Answer(question_id=asked.id, chosen=asked.key if right else (wrong,))
    return Answer(question_id=asked.id, text=asked.right_answer if right else "zzz")


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
    assert [one.id for one in asked] == ["c-medium", "d-hard", "e-hard"]
    asked = asked_of(CHAIN, pool, [False, False, False])
    assert [one.id for one in asked] == ["c-medium", "a-easy"]
    assert [one.id for one in asked_of(CHAIN, pool, [True, False])] == ["c-medium", "d-hard"]


def test_the_nearest_difficulty_is_taken_where_the_wanted_one_is_missing() -> None:
    pool = items("a", levels=["easy"]) + items("b", levels=["easy", "hard"])
    asked = asked_of([topic("a"), topic("b")], pool, [False, True])
    assert [one.id for one in asked] == ["a-easy", "b-easy"]


def test_topics_that_need_nothing_come_in_the_syllabus_order() -> None:
    topics = [topic(name) for name in "zyx"]
    assert [one.topic for one in asked_of(topics, items("x", "y", "z"), [True] * 9)] == ["z", "y", "x"]


def test_what_the_answers_show() -> None:
    pool = items("b", "d")
    answers = [reply(pool[1], right=True), reply(pool[5], right=False)]
    for given_in_any_order in (answers, answers[::-1]):
        found = findings(CHAIN, pool, given_in_any_order)
        assert (found.known, found.open, found.asked, found.right) == (("a", "b"), ("d", "e"), 2, 1)
        assert next_question(CHAIN, pool, given_in_any_order) is None
    assert findings(CHAIN, pool, ()).known == findings(CHAIN, pool, ()).open == ()


def test_a_blank_answer_is_a_wrong_one() -> None:
    pool = items("a")
    found = findings([topic("a")], pool, [Answer(question_id="a-medium")])
    assert (found.open, found.asked, found.right) == (("a",), 1, 0)


def test_an_item_under_two_topics_is_asked_once() -> None:
    shared = question(id="shared", topic="a")
    pool = [shared, shared.model_copy(update={"topic": "b"})]
    assert [one.topic for one in asked_of([topic("a"), topic("b")], pool, [True, True])] == ["a"]


def test_topics_in_a_circle_come_to_an_end() -> None:
    circle = [topic("a", "b"), topic("b", "a"), topic("c", "nowhere")]
    assert [one.topic for one in asked_of(circle, items("a", "b", "c"), [True] * 9)] == ["a", "c"]


@st.composite
def syllabi(draw: st.DrawFn) -> tuple[list[PlannedTopic], list[Question]]:
    names = [f"t{number}" for number in range(draw(st.integers(1, 20)))]
    topics = [
        topic(name, *draw(st.lists(st.sampled_from(names[:number]), unique=True, max_size=3)) if number else ())
        for number, name in enumerate(names)
    ]
    topics = draw(st.permutations(topics))
    levels = st.lists(st.sampled_from(LEVELS), unique=True, max_size=3)
    return topics, [one for name in names for one in items(name, levels=draw(levels))]


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
        answers.append(reply(following, right=right))
        after = findings(topics, pool, answers)
        assert (after.asked, after.right) == (before.asked + 1, before.right + right)
        assert {*before.known} <= {*after.known}
        assert {*before.open} <= {*after.open}
    assert next_question(topics, pool, answers) is None
    assert len(answers) <= QUESTIONS
    found = findings(topics, pool, answers)
    assert not {*found.known} & {*found.open}
    needs = {one.name: one.prerequisites for one in topics}
    assert all({*needs[name]} <= {*found.known} for name in found.known)
    assert all(one.name in found.open for one in topics if {*one.prerequisites} & {*found.open})
    decided = {*found.known, *found.open}
    assert len(answers) == QUESTIONS or {one.topic for one in pool} <= decided


def test_the_pool_of_a_course() -> None:
    decision = build_agents().placement(REQUEST, seed=1)
    quiz = decision.value
    course = load_course("cell_biology")
    assert quiz.topic == PLACEMENT
    assert [one.name for one in quiz.covers] == [one.name for one in course.topics]
    for one in course.topics:
        own = [asked for asked in quiz.questions if asked.topic == one.name]
        assert 1 <= len(own) <= 3
        assert len({asked.difficulty for asked in own}) == len(own)
        assert {asked.id for asked in own} <= {asked.id for asked in one.questions}
    assert not any(check_item(asked) for asked in quiz.questions)
    assert "from the bundled course" in decision.reasoning
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
    assert len(numbers) == QUESTIONS
    gaps = [later - earlier for earlier, later in pairwise([-1, *numbers, 30])]
    assert max(gaps) <= 6
    assert {one.name for one in quiz.covers} == {asked.topic for asked in quiz.questions}


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


def test_the_pool_is_the_same_in_every_process() -> None:
    printed_under_every_hash_seed(
        "-c",
        "from core.bootstrap import build_agents\n"
        "from core.placement import findings, next_question\n"
        "from tests.unit.test_placement import NOTES, REQUEST, noted, reply\n"
        "notes = noted(NOTES)\n"
        "for materials in ((), (notes,)):\n"
        "    request = REQUEST.model_copy(update={'materials': materials})\n"
        "    quiz = build_agents().placement(request, seed=7).value\n"
        "    print(quiz.model_dump_json())\n"
        "    answers = []\n"
        "    while asked := next_question(quiz.covers, quiz.questions, answers):\n"
        "        answers.append(reply(asked, right=len(answers) % 2 == 0))\n"
        "    print(answers, findings(quiz.covers, quiz.questions, answers))\n",
    )


def test_a_field_that_is_added_later_changes_no_fingerprint() -> None:
    class Before(Question):
        """A question as it was before it knew its topic."""

    before = {name: value for name, value in question().model_dump().items() if name != "topic"}
    assert digest(Before.model_validate(before)) == digest(question())
    assert "topic" not in question().model_dump_json(exclude_defaults=True)
    assert digest(question()) != digest(question(topic="Leaves"))
    quiz = Quiz(topic="Leaves", questions=(question(),), time_estimate_minutes=1)
    assert digest(quiz) != digest(quiz.model_copy(update={"covers": (topic("a"),)}))


@pytest.fixture
def store() -> MemoryStudyStore:
    return MemoryStudyStore()


@pytest.fixture
def study(store: MemoryStudyStore) -> StudyService:
    return service(store)


def state_of(study: StudyService, session: Session) -> PlacementState:
    state = study.placements.state(session)
    assert state
    return state


def answered(study: StudyService, session: Session, *outcome: bool) -> Session:
    for right in outcome:
        following = state_of(study, session).next
        assert following
        session = study.placements.answer(session, reply(following, right=right))
    return session


FIRST, SECOND, THIRD = (one.name for one in load_course("cell_biology").topics)


def test_a_placement_from_begin_to_plan(study: StudyService) -> None:
    plain = study.generate_plan(study.start(), COURSE)
    usual = {one.name: one.hours for one in study.read.topics(plain.id)}
    session = study.start()
    assert study.placements.state(session) is None
    session = study.placements.begin(session, COURSE)
    assert study.intake(session) == COURSE
    assert session.exam_type == "Cell biology"
    state = state_of(study, session)
    assert (state.asked, state.right, state.is_open) == (0, 0, True)
    assert state.next
    session = answered(study, session, True)
    before = session.version
    session = study.placements.stop(session)
    assert session.version == before + 1
    assert session.phase is StudyPhase.INTAKE
    state = state_of(study, session)
    assert not state.is_open
    known = study.intake(session).known
    assert known == state.findings.known
    assert known
    session = study.generate_plan(session, study.intake(session))
    hours = {one.name: one.hours for one in study.read.topics(session.id)}
    assert {name for name in hours if hours[name] < usual[name]} == {*known}
    assert study.replay(session.id).is_same


def test_a_finished_placement_keeps_what_the_learner_said(study: StudyService) -> None:
    said = COURSE.model_copy(update={"known": ("Knots",)})
    session = study.placements.begin(study.start(), said)
    while following := state_of(study, session).next:
        session = study.placements.answer(session, reply(following, right=True))
    assert state_of(study, session).is_open
    session = study.placements.stop(session)
    assert study.intake(session).known == ("Knots", FIRST, SECOND, THIRD)
    event = next(iter(all_events(study.read, HistoryQuery(session_id=session.id))))
    assert (event.action, event.agent) == ("place", "quiz")
    assert event.reasoning.startswith("2 of 2 answers were right. Taken as known")
    assert FIRST in event.reasoning


def test_a_refresh_goes_on_where_it_was(store: MemoryStudyStore, study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), False)
    fresh = service(store)
    again = fresh.open(session.id)
    assert state_of(fresh, again) == state_of(study, session)
    assert state_of(fresh, again).asked == 1


def test_the_same_click_twice_is_one_commit(study: StudyService) -> None:
    start = study.start()
    begun, twice = study.placements.begin(start, COURSE), study.placements.begin(start, COURSE)
    assert begun.version == twice.version
    assert len(study.read.quizzes(start.id)) == 1
    following = state_of(study, begun).next
    assert following
    right = reply(following, right=True)
    first = study.placements.answer(begun, right)
    assert study.placements.answer(begun, right) == study.placements.answer(first, right) == first
    assert state_of(study, first).asked == 1
    assert study.placements.stop(first).version == study.placements.stop(first).version == first.version + 1


def test_a_stale_tab_is_told(study: StudyService) -> None:
    begun = study.placements.begin(study.start(), COURSE)
    following = state_of(study, begun).next
    assert following
    session = study.placements.answer(begun, reply(following, right=True))
    for seen in (begun, session):
        with pytest.raises(Conflict, match="answered already"):
            study.placements.answer(seen, reply(following, right=False))
    after = state_of(study, session).next
    assert after
    # The tab has not seen the version that the next question came with.
    for act in (
        lambda: study.placements.answer(begun, reply(after, right=True)),
        lambda: study.placements.stop(begun),
        lambda: study.placements.discard(begun),
    ):
        with pytest.raises(Conflict):
            act()
    assert study.open(session.id) == session


def test_only_the_next_question_can_be_answered(study: StudyService) -> None:
    session = study.placements.begin(study.start(), COURSE)
    state = state_of(study, session)
    other = next(one for one in state.record.quiz.questions if one != state.next)
    with pytest.raises(Conflict, match="not the one that is next"):
        study.placements.answer(session, reply(other, right=True))
    assert state.next
    for bad in (Answer(question_id="nowhere"), Answer(question_id=state.next.id, text="x" * 501)):
        with pytest.raises(InputError):
            study.placements.answer(session, bad)
    assert study.open(session.id) == session


def test_a_second_one_does_not_begin_over_an_open_one(study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), True)
    with pytest.raises(Conflict, match="open already"):
        study.placements.begin(session, COURSE)
    session = study.placements.begin(study.placements.stop(session), COURSE)
    assert (state_of(study, session).asked, state_of(study, session).is_open) == (0, True)


def test_stopped_before_any_answer_it_finds_nothing(study: StudyService) -> None:
    session = study.placements.stop(study.placements.begin(study.start(), COURSE))
    assert study.intake(session) == COURSE
    event = next(iter(all_events(study.read, HistoryQuery(session_id=session.id))))
    assert event.reasoning == "No question was answered, so nothing is taken as known."
    with pytest.raises(Conflict, match="no longer open"):
        study.placements.stop(session)


def test_discarded_it_leaves_nothing_behind(study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), True)
    session = study.placements.discard(session)
    assert study.placements.state(session) is None
    assert study.intake(session) == COURSE
    assert study.replay(session.id).is_same
    with pytest.raises(Conflict):
        study.placements.discard(session)


def test_nobody_has_to_finish_it(study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), True)
    session = study.generate_plan(session, study.intake(session))
    assert study.intake(session).known == ()
    assert not state_of(study, session).is_open
    assert study.replay(session.id).is_same


def test_it_is_offered_at_intake_only(study: StudyService) -> None:
    begun = study.placements.begin(study.start(), COURSE)
    following = state_of(study, begun).next
    assert following
    session = study.generate_plan(begun, COURSE)
    for act in (
        lambda: study.placements.begin(session, COURSE),
        lambda: study.placements.answer(session, reply(following, right=True)),
        lambda: study.placements.stop(session),
        lambda: study.placements.discard(session),
    ):
        with pytest.raises(ActionNotAllowed, match="at Planning"):
            act()
    assert study.open(session.id) == session


def test_nothing_to_ask_changes_nothing(study: StudyService) -> None:
    session = study.start()
    with pytest.raises(NothingToStudy):
        study.placements.begin(session, Intake(exam="JEE Main"))
    assert study.open(session.id) == session


def test_a_placement_is_not_the_latest_quiz(study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), True)
    assert study.quiz(session) is None
    session = study.start_topic(study.generate_plan(session, COURSE))
    assert study.quiz(session) is None
    session = study.take_quiz(session)
    record = study.quiz(session)
    assert record
    assert record.quiz.topic == session.context.current_topic
    # A front end may take a session back to intake; the placement is then the newest quiz.
    session = study.save_state(session, StudyPhase.INTAKE, session.context)
    session = study.placements.begin(study.placements.discard(session), COURSE)
    assert study.quiz(session) == record


def test_a_quiz_avoids_what_the_placement_asked(study: StudyService) -> None:
    session = study.placements.begin(study.start(), COURSE)
    following = state_of(study, session).next
    assert following
    session = study.generate_plan(answered(study, session, True), COURSE)
    session = study.take_quiz(study.start_topic(session, following.topic), 11)
    record = study.quiz(session)
    assert record
    assert len(record.quiz.questions) == 11
    assert following.id not in {one.id for one in record.quiz.questions}


def test_its_decisions_can_be_run_again(study: StudyService) -> None:
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    session = study.placements.begin(session, Intake(exam="Gardening", days=3, hours=2))
    session = study.placements.stop(answered(study, session, True, False))
    events = [*all_events(study.read, HistoryQuery(session_id=session.id))]
    runs = {event.action: event for event in events if study.can_run_again(event)}
    assert {action: study.run_again(event) for action, event in runs.items()} == {
        "place": True,
        "begin_placement": True,
    }
    for event in runs.values():
        assert not study.run_again(event.model_copy(update={"metadata": event.metadata | {"digest": "x"}}))


@pytest.mark.parametrize("kept", ["", 7, {}, {"quiz_id": "nowhere", "is_open": True}])
def test_what_a_script_left_there_is_no_placement(study: StudyService, kept: object) -> None:
    session = study.start()
    context = session.context.model_copy(update={"extra_data": {**session.context.extra_data, "placement": kept}})
    session = study.save_state(session, session.phase, context)
    assert study.placements.state(session) is None
