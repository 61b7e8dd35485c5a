"""Topics looked over before planning: left out and renamed, in the plan, its lessons and its quizzes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content.courses import load_course
from core.domain.planning.looked_over import as_looked_over, own_names, unlike
from core.errors import PlanError
from core.models import Intake, PlannedTopic
from core.models.days import NO_ZONE
from core.study.service import StudyService
from tests.journey import NOTES, hand_in

NAMES = st.lists(st.sampled_from([f"t{n}" for n in range(9)]), unique=True, max_size=9)
COURSE = [topic.name for topic in load_course("cell_biology").topics]


@given(NAMES, NAMES, st.dictionaries(st.sampled_from([f"t{n}" for n in range(9)]), st.sampled_from(["t1", "New", " "])))
def test_what_stays_keeps_its_order_and_has_a_name_of_its_own(
    found: list[str], left_out: list[str], renamed: dict[str, str]
) -> None:
    names = own_names(found, left_out, renamed)
    assert [*names] == [name for name in found if name not in left_out]
    assert len({name.casefold() for name in names.values()}) == len(names)
    assert all(own in (name, renamed.get(name)) for name, own in names.items())


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x.md", "y.md"])), max_size=12))
def test_titles_of_several_documents_are_told_apart(titles: list[tuple[str, str]]) -> None:
    names = unlike(titles)
    assert len({*names}) == len(titles)
    assert all(name.startswith(title) for name, (title, _) in zip(names, titles, strict=True))


def test_what_leaned_on_a_topic_left_out_leans_on_what_that_needed() -> None:
    topics = [PlannedTopic(name=name, hours=1, prerequisites=needs) for name, needs in (("a", ()), ("b", ("a",)))]
    topics.append(PlannedTopic(name="c", hours=1, prerequisites=("b",)))
    looked_over = as_looked_over(topics, {"a": "Alpha", "c": "c"})
    assert [(topic.name, topic.prerequisites) for topic in looked_over] == [("Alpha", ()), ("c", ("Alpha",))]


def test_a_course_with_a_topic_renamed_and_one_left_out_is_learned_and_asked_about_under_the_new_name(
    study: StudyService,
) -> None:
    intake = Intake(exam="Cell biology", days=30, hours=3, left_out=(COURSE[1],), renamed={COURSE[0]: "My membrane"})
    session = study.generate_plan(study.start(), intake)
    names = [topic.name for topic in study.topics(session)]
    assert "My membrane" in names
    assert not {COURSE[0], COURSE[1]} & {*names}
    session = study.start_topic(session, "My membrane")
    lesson = study.lesson(session, "My membrane")
    assert lesson
    assert lesson.topic == "My membrane"
    session = hand_in(study, study.take_quiz(session))
    assert study.topic(session, "My membrane").answered > 0
    assert study.replay(session.id).is_same


def test_a_topic_of_a_file_is_found_under_its_old_heading(study: StudyService) -> None:
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    intake = Intake(exam="Soil", days=5, hours=2, renamed={"Life in soil": "Worms"}, left_out=("Layers of soil",))
    assert study.catalogue.found_topics(session, intake) == ("Layers of soil", "Life in soil")
    assert study.catalogue.topic_names(session, intake) == ("Worms",)
    session = study.generate_plan(session, intake)
    (row,) = study.topics(session)
    assert (row.name, row.section) == ("Worms", 1)
    session = study.take_quiz(study.start_topic(session))
    record = study.quiz(session)
    assert record
    assert record.quiz.topic == "Worms"


def test_at_least_one_topic_stays(study: StudyService) -> None:
    intake = Intake(exam="Botany", days=5, hours=2, syllabus="Roots\nLeaves", left_out=("Roots", "Leaves"))
    assert "topics" in study.catalogue.gaps(None, intake, NO_ZONE)
    assert "topics" not in study.catalogue.gaps(None, intake.model_copy(update={"left_out": ("Roots",)}), NO_ZONE)
    with pytest.raises(PlanError, match="Keep at least one"):
        study.generate_plan(study.start(), intake)


def test_what_was_looked_over_is_kept_with_the_intake(study: StudyService) -> None:
    intake = Intake(exam="Botany", syllabus="Roots\nLeaves", left_out=("Roots",), renamed={"Leaves": "Foliage"})
    session = study.save_intake(study.start(), intake)
    assert study.intake(study.open(session.id)) == intake
