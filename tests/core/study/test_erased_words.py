"""A file is erased also where the events that tell of it hold long numbers, which stay as they are."""

from __future__ import annotations

import pytest

from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.journey import LONG_COURSE, NOTES

STORES = ["memory", "sqlite"]


@pytest.mark.parametrize("number", [1 / 3, 10**30, 2**63])
def test_a_file_is_erased_whose_events_hold_a_long_number(
    study: StudyService, store: StudyStore, number: float
) -> None:
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    plan = LONG_COURSE.model_copy(update={"exam": "Soil", "hours": 1 / 3})
    session = study.start_topic(study.generate_plan(session, plan))
    context = session.context.model_copy(deep=True)
    context.extra_data |= {"number": number, "on": session.context.current_topic}
    session = study.save_state(session, session.phase, context)
    session = study.erasing.file(session, store.materials(session.id)[0].id)
    assert study.open(session.id).context.extra_data["number"] == number
    assert study.replay(session.id).is_same
