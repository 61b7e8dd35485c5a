"""A file or notes that are added at a topic make it one to learn and be asked about, whatever their headings say."""

from __future__ import annotations

import pytest

from core.errors import ActionNotAllowed, InputError, MaterialError, NothingToStudy
from core.models import HistoryQuery, Intake, Session
from core.study.audit import all_events
from core.study.service import StudyService
from tests.journey import NOTES, hand_in

BOTANY = Intake(exam="Botany", days=12, hours=2, syllabus="Zoology of hats\nLeaves\nLife in soil")
FIRST = "Zoology of hats"


def planned(study: StudyService) -> Session:
    return study.generate_plan(study.start(), BOTANY)


def test_notes_with_headings_of_other_names_make_a_topic_teachable(study: StudyService) -> None:
    session = planned(study)
    with pytest.raises(NothingToStudy):
        study.start_topic(session, FIRST)
    session = study.topic_texts.paste(session, FIRST, NOTES)
    row = study.topic(session, FIRST)
    (material,) = study.materials.summaries(session)
    assert (row.material_id, row.section) == (material.id, 0)
    assert material.section_titles == (FIRST,)
    session = study.start_topic(session, FIRST)
    lesson = study.lesson(session, FIRST)
    assert lesson
    assert lesson.topic == FIRST
    session = hand_in(study, study.take_quiz(session))
    assert study.topic(session, FIRST).answered
    assert study.replay(session.id).is_same
    events = all_events(study.read, HistoryQuery(session_id=session.id))
    assert all(study.run_again(event) for event in events if study.can_run_again(event))


def test_a_file_that_has_a_unit_of_the_topics_name_keeps_its_units(study: StudyService) -> None:
    session = study.topic_texts.add(planned(study), "Life in soil", "soil.md", NOTES.encode())
    (material,) = study.materials.summaries(session)
    assert len(material.section_titles) > 1
    assert material.section_titles[study.topic(session, "Life in soil").section] == "Life in soil"


def test_a_file_too_long_for_one_unit_gives_the_unit_that_speaks_of_the_topic_most(study: StudyService) -> None:
    # Fields of as many words as no unit has, each with a name of its own.
    parts = [
        f"# Part {number}\n\n" + f"The {name} of a plant holds water and takes part in the life of it. " * 200
        for number, name in enumerate(("root", "stem", "leaves", "flower"))
    ]
    session = study.topic_texts.add(planned(study), "Leaves", "plants.md", "\n\n".join(parts).encode())
    (material,) = study.materials.summaries(session)
    assert material.section_titles[study.topic(session, "Leaves").section] == "Part 2"


def test_the_same_file_at_two_topics_is_kept_once_and_the_same_press_twice_is_one_commit(study: StudyService) -> None:
    session = planned(study)
    first = study.topic_texts.paste(session, FIRST, NOTES)
    second = study.topic_texts.paste(first, "Leaves", NOTES)
    assert len(study.materials.summaries(second)) == 1
    assert study.topic(second, "Leaves").material_id == study.topic(second, FIRST).material_id
    assert study.topic_texts.paste(first, "Leaves", NOTES).version == second.version


def test_what_cannot_be_read_or_is_for_no_topic_changes_nothing(study: StudyService) -> None:
    session = planned(study)
    with pytest.raises(MaterialError):
        study.topic_texts.paste(session, FIRST, "  ")
    with pytest.raises(InputError, match="no topic"):
        study.topic_texts.paste(session, "Never planned", NOTES)
    assert study.open(session.id) == session
    learning = study.start_topic(study.topic_texts.paste(session, FIRST, NOTES), FIRST)
    with pytest.raises(ActionNotAllowed):
        study.topic_texts.paste(learning, "Leaves", NOTES)
